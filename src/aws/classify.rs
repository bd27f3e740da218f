//! The SDK's errors, told apart by what a person has to do about them.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::{ConnectorError, SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

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
    /// The role taken for it.
    pub role: Option<&'a str>,
    /// How long an answer may take.
    pub within: std::time::Duration,
}

impl About<'_> {
    /// An error of a call to a service.
    pub(super) fn sdk<E>(&self, error: &SdkError<E, HttpResponse>) -> AwsError
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        match error {
            SdkError::ServiceError(service) => self.service(service.err(), service.raw().status().as_u16()),
            SdkError::TimeoutError(_) => self.timed_out(),
            SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
                Some(error) => self.connector(error),
                None => self.network(error),
            },
            SdkError::ConstructionFailure(_) => self.credentials(error).unwrap_or_else(|| self.odd("request", error)),
            error => self.odd("unreadable answer", error),
        }
    }

    /// Nobody could be reached, or the credentials for it could not be had: the SDK reports both here.
    pub(super) fn connector(&self, error: &ConnectorError) -> AwsError {
        if let Some(error) = self.credentials(error) {
            return error;
        }
        if error.is_timeout() { self.timed_out() } else { self.network(error) }
    }

    pub(super) fn network(&self, error: &(dyn Error + 'static)) -> AwsError {
        let (place, detail) = (self.place.to_owned(), deepest(error));
        if detail.contains("certificate") {
            return AwsError::Certificate { place, detail };
        }
        AwsError::Network { place, detail }
    }

    pub(super) fn timed_out(&self) -> AwsError {
        AwsError::TimedOut { place: self.place.to_owned(), after: self.within }
    }

    fn service(&self, error: &(impl ProvideErrorMetadata + Error + 'static), status: u16) -> AwsError {
        let profile = self.profile.map(str::to_owned);
        let code = error.code().unwrap_or_default();
        let message = || one_line(error.message().unwrap_or("it gave no reason"));
        match (code, self.arn) {
            ("AccessDeniedException" | "AccessDenied", Some(arn)) => AwsError::AccessDenied { arn: arn.clone() },
            ("ResourceNotFoundException", Some(arn)) => AwsError::NotFound { arn: arn.clone() },
            (
                "TooManyRequestsException" | "ThrottlingException" | "Throttling" | "RequestLimitExceeded" | "SlowDown",
                _,
            ) => AwsError::Throttled { place: self.place.to_owned() },
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
            _ => AwsError::Service {
                place: self.place.to_owned(),
                code: if code.is_empty() { format!("HTTP {status}") } else { one_line(code) },
                message: message(),
            },
        }
    }

    fn credentials(&self, error: &(dyn Error + 'static)) -> Option<AwsError> {
        let error: &CredentialsError = chain(error).find_map(|error| error.downcast_ref())?;
        if let (Some(role), Some(refused)) =
            (self.role, chain(error).find_map(|error| error.downcast_ref::<AssumeRoleError>()))
        {
            let code = refused.code().unwrap_or("it gave no reason");
            let detail =
                refused.message().map_or_else(|| one_line(code), |message| one_line(&format!("{code}: {message}")));
            return Some(AwsError::RoleRefused { role: one_line(role), detail });
        }
        let profile = self.profile.map(str::to_owned);
        if chain(error).any(is_about_sso_login) {
            return Some(AwsError::SsoExpired { profile });
        }
        // The metadata service of EC2 is the last to be asked, by whoever has no credentials anywhere else.
        let is_missing = matches!(error, CredentialsError::CredentialsNotLoaded(_))
            || chain(error).any(|error| error.to_string().contains("IMDS"));
        if is_missing {
            return Some(AwsError::MissingCredentials { profile });
        }
        Some(AwsError::CredentialsFailed { profile, detail: deepest(error) })
    }

    fn odd(&self, what: &str, error: &(dyn Error + 'static)) -> AwsError {
        AwsError::Service { place: self.place.to_owned(), code: what.to_owned(), message: deepest(error) }
    }
}

/// aws-config keeps the types of these errors to itself; what they say is stable enough.
fn is_about_sso_login(error: &(dyn Error + 'static)) -> bool {
    let text = error.to_string();
    ["SSO token", "UnauthorizedException", "InvalidGrantException"].iter().any(|sign| text.contains(sign))
}

/// The innermost error: the one that says what happened.
fn deepest(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(|error| one_line(&error.to_string())).unwrap_or_default()
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (**error).source())
}
