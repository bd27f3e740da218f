//! What went wrong, told apart by what a person has to do about it.

use std::error::Error;

use super::AwsError;
use crate::sam::LayerArn;
use crate::text::one_line;

/// What was being done when an error came.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    /// Who was asked, for people: `AWS Lambda in eu-west-1`.
    pub place: &'a str,
    /// The profile asked for.
    pub profile: Option<&'a str>,
    /// The layer version asked for.
    pub arn: Option<&'a LayerArn>,
    /// How long an answer may take.
    pub within: std::time::Duration,
}

/// An error that a service answered with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ServiceError {
    /// The HTTP status.
    pub status: u16,
    /// `AccessDeniedException`; empty where it gave none.
    pub code: String,
    /// Its words, on one line, without secrets.
    pub message: String,
}

impl ServiceError {
    /// Returns whether another try may go better.
    pub(super) fn is_passing(&self) -> bool {
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

    /// Returns whether the clock of this machine may be to blame.
    pub(super) fn is_about_time(&self) -> bool {
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
    /// Nobody could be reached.
    pub(super) fn network(&self, error: &(dyn Error + 'static)) -> AwsError {
        let (place, detail) = (self.place.to_owned(), deepest(error));
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

    /// An answer that is no answer.
    pub(super) fn odd(&self, what: &str, message: &str) -> AwsError {
        AwsError::Service { place: self.place.to_owned(), code: what.to_owned(), message: one_line(message) }
    }

    /// An error of the service itself.
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

/// The innermost error: the one that says what happened.
fn deepest(error: &(dyn Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |error| (**error).source());
    chain.last().map(|error| one_line(&error.to_string())).unwrap_or_default()
}
