//! Classifies failures of requests by what the user can do about them.

use std::error::Error;

use super::AwsError;
use crate::sam::LayerArn;
use crate::text::one_line;

/// The context of a request, for its errors.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    /// The service and region for a message: `AWS Lambda in eu-west-1`.
    pub place: &'a str,
    /// The profile the user named.
    pub profile: Option<&'a str>,
    /// The layer version of the request.
    pub arn: Option<&'a LayerArn>,
    /// The time limit for a response.
    pub within: std::time::Duration,
}

/// An error response of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// `AccessDeniedException`; empty where the response has none.
    pub code: String,
    /// The message, on one line, without secrets.
    pub message: String,
}

impl ServiceError {
    /// Returns whether another attempt may succeed.
    pub(super) fn is_transient(&self) -> bool {
        self.is_throttling() || matches!(self.status, 500 | 502 | 503 | 504 | 408)
    }

    pub(super) fn is_throttling(&self) -> bool {
        self.status == 429
            || matches!(
                &*self.code,
                "TooManyRequestsException"
                    | "ThrottlingException"
                    | "Throttling"
                    | "ThrottledException"
                    | "RequestThrottled"
                    | "RequestThrottledException"
                    | "RequestLimitExceeded"
                    | "BandwidthLimitExceeded"
                    | "LimitExceededException"
                    | "PriorRequestNotComplete"
                    | "TransactionInProgressException"
                    | "EC2ThrottledException"
                    | "SlowDown"
            )
    }

    /// Returns whether this machine's clock may be the cause.
    pub(super) fn is_clock_error(&self) -> bool {
        matches!(
            &*self.code,
            "RequestTimeTooSkewed"
                | "RequestExpired"
                | "RequestInTheFuture"
                | "InvalidSignatureException"
                | "SignatureDoesNotMatch"
                | "AuthFailure"
        )
    }

    /// Returns the code, or the status where there is none.
    pub(super) fn name(&self) -> String {
        if self.code.is_empty() { format!("HTTP {}", self.status) } else { self.code.clone() }
    }
}

impl About<'_> {
    /// Returns the error for a failed connection.
    pub(super) fn network(&self, error: &(dyn Error + 'static)) -> AwsError {
        let (place, detail) = (self.place.to_owned(), innermost(error));
        if detail.contains("certificate") {
            return AwsError::Certificate { place, detail };
        }
        AwsError::Network { place, detail }
    }

    pub(super) fn certificate(&self, detail: &str) -> AwsError {
        AwsError::Certificate { place: self.place.to_owned(), detail: detail.to_owned() }
    }

    pub(super) fn proxy(&self, proxy: &str, detail: &str) -> AwsError {
        AwsError::Proxy { proxy: one_line(proxy), place: self.place.to_owned(), detail: one_line(detail) }
    }

    pub(super) fn timed_out(&self) -> AwsError {
        AwsError::TimedOut { place: self.place.to_owned(), after: self.within }
    }

    /// Returns the error for a response that cannot be understood.
    pub(super) fn invalid_response(&self, what: &str, message: &str) -> AwsError {
        AwsError::Service { place: self.place.to_owned(), code: what.to_owned(), message: one_line(message) }
    }

    /// Returns the error for an error response.
    pub(super) fn service(&self, error: &ServiceError) -> AwsError {
        let profile = self.profile.map(str::to_owned);
        let message = || {
            if error.message.is_empty() { "it gave no reason".to_owned() } else { error.message.clone() }
        };
        match (&*error.code, self.arn) {
            ("AccessDeniedException" | "AccessDenied", Some(arn)) => AwsError::AccessDenied { arn: arn.clone() },
            ("ResourceNotFoundException", Some(arn)) => AwsError::NotFound { arn: arn.clone() },
            _ if error.is_throttling() => AwsError::Throttled { place: self.place.to_owned() },
            ("ExpiredTokenException" | "ExpiredToken" | "RequestExpired", _) => AwsError::SessionExpired { profile },
            (
                "UnrecognizedClientException"
                | "InvalidClientTokenId"
                | "InvalidAccessKeyId"
                | "InvalidSignatureException"
                | "SignatureDoesNotMatch"
                | "IncompleteSignature"
                | "IncompleteSignatureException"
                | "MissingAuthenticationToken"
                | "MissingAuthenticationTokenException",
                _,
            ) => AwsError::CredentialsRejected { profile, detail: message() },
            _ => AwsError::Service { place: self.place.to_owned(), code: error.name(), message: message() },
        }
    }
}

/// Returns the text of the innermost error, which names the cause.
fn innermost(error: &(dyn Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| (**error).source());
    chain.last().map(|error| one_line(&error.to_string())).unwrap_or_default()
}
