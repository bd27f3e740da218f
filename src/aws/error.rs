//! Errors of AWS requests, each with advice. They hold no credentials and no signed addresses.

use std::io;
use std::time::Duration;

use super::bucket::BucketProblem;
use super::s3::S3Problem;
use crate::sam::arn::ArnError;
use crate::sam::{LayerArn, S3Object};
use crate::text::{Sentence, bytes, describe_io_error, is_disk_full, localized, one_line, sentence};

/// The reason why a lookup or a download failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AwsError {
    /// The text is not a valid layer ARN.
    InvalidArn(ArnError),
    /// There are no credentials.
    MissingCredentials {
        /// The profile the user named.
        profile: Option<String>,
    },
    /// Credentials are configured but cannot be loaded.
    CredentialsFailed {
        /// The profile the user named.
        profile: Option<String>,
        /// The innermost reason.
        detail: String,
    },
    /// The SSO login has expired or is missing.
    SsoExpired {
        /// The profile the user named.
        profile: Option<String>,
    },
    /// The session of `aws login` has expired or is missing.
    LoginExpired {
        /// The profile the user named.
        profile: Option<String>,
    },
    /// A setting in the user's AWS configuration is missing or wrong: the sentence names it.
    Configuration(Sentence),
    /// Temporary credentials have expired.
    SessionExpired {
        /// The profile the user named.
        profile: Option<String>,
    },
    /// AWS rejects the credentials.
    CredentialsRejected {
        /// The profile the user named.
        profile: Option<String>,
        /// AWS's message.
        detail: String,
    },
    /// AWS denies access.
    AccessDenied {
        /// The layer version.
        arn: LayerArn,
    },
    /// The role for the layers of another account cannot be assumed.
    RoleRefused {
        /// The role.
        role: String,
        /// AWS's message.
        detail: String,
    },
    /// The layer version does not exist.
    NotFound {
        /// The layer version.
        arn: LayerArn,
    },
    /// There is no connection.
    Network {
        /// The service or host.
        place: String,
        /// The system's error text.
        detail: String,
    },
    /// The proxy does not respond, or refuses.
    Proxy {
        /// Its address, without user and password.
        proxy: String,
        /// The service or host to reach.
        place: String,
        /// The proxy's response or the lack of one.
        detail: String,
    },
    /// The response is longer than the limit.
    AnswerTooLong {
        /// The service or host.
        place: String,
        /// The limit in bytes.
        limit: u64,
    },
    /// Lambda's response has neither an address nor an S3 object.
    NoSource {
        /// The layer version.
        arn: LayerArn,
    },
    /// The S3 object of a layer cannot be read.
    S3 {
        /// The layer version.
        arn: LayerArn,
        /// The object.
        object: S3Object,
        /// The reason.
        problem: S3Problem,
    },
    /// A bucket to upload to cannot be used.
    Bucket {
        /// Its name.
        bucket: String,
        /// The region of the layer.
        region: String,
        /// The reason.
        problem: BucketProblem,
    },
    /// The zip to publish was changed meanwhile.
    SourceChanged,
    /// The layer is larger than Lambda allows.
    TooLarge {
        /// The layer version.
        arn: LayerArn,
        /// Its size in bytes.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// The certificate is not trusted.
    Certificate {
        /// The service or host.
        place: String,
        /// The TLS stack's error text.
        detail: String,
    },
    /// The time limit for a response was reached.
    TimedOut {
        /// The service or host.
        place: String,
        /// The time limit.
        after: Duration,
    },
    /// The download made no progress.
    Stalled {
        /// The service or host.
        place: String,
        /// The time limit.
        after: Duration,
    },
    /// There were too many requests.
    Throttled {
        /// The service or host.
        place: String,
    },
    /// The signed address has expired.
    UrlExpired {
        /// The layer version.
        arn: LayerArn,
        /// The host.
        place: String,
    },
    /// The server refuses, and another attempt does not help.
    DownloadRefused {
        /// The service or host.
        place: String,
        /// The status or the unexpected part of the response.
        reason: String,
    },
    /// The connection ended before the content was complete.
    Truncated {
        /// The service or host.
        place: String,
        /// Bytes received.
        got: u64,
        /// Bytes announced.
        expected: u64,
    },
    /// The content is longer than AWS announced.
    TooLong {
        /// The service or host.
        place: String,
        /// Bytes announced.
        expected: u64,
    },
    /// The content is complete but has another hash.
    WrongHash {
        /// The layer version.
        arn: LayerArn,
        /// AWS's hash, in base64.
        expected: String,
        /// The hash of the content, in base64.
        got: String,
    },
    /// The download could not be written.
    Write {
        /// The kind of failure.
        kind: io::ErrorKind,
        /// The system's error text.
        detail: String,
    },
    /// AWS responds with another error.
    Service {
        /// The service or host.
        place: String,
        /// The error code.
        code: String,
        /// The error message.
        message: String,
    },
    /// The user cancelled it.
    Cancelled,
}

impl AwsError {
    /// Returns a sentence with the failure and advice.
    pub fn message(&self) -> Sentence {
        match self {
            Self::InvalidArn(error) => error.message(),
            Self::MissingCredentials { profile } => {
                sentence!("aws-no-credentials", whose = whose(profile.as_ref()))
            }
            Self::CredentialsFailed { profile, detail } => {
                sentence!("aws-credentials-failed", whose = whose(profile.as_ref()), detail = detail.as_str())
            }
            Self::SsoExpired { profile } => {
                sentence!("aws-sso-expired", whose = whose(profile.as_ref()), command = sso_login(profile.as_ref()))
            }
            Self::LoginExpired { profile } => {
                sentence!("aws-login-expired", whose = whose(profile.as_ref()), command = login(profile.as_ref()))
            }
            Self::Configuration(sentence) => sentence.clone(),
            Self::Proxy { proxy, place, detail } => {
                sentence!("aws-proxy", proxy = proxy.as_str(), place = place.as_str(), detail = detail.as_str())
            }
            Self::AnswerTooLong { place, limit } => {
                sentence!("aws-answer-too-long", place = place.as_str(), limit = bytes(*limit))
            }
            Self::NoSource { arn } => sentence!("aws-no-source", arn = arn.as_str()),
            Self::Bucket { bucket, region, problem } => of_bucket(bucket, region, problem),
            Self::SourceChanged => sentence!("zip-changed"),
            Self::S3 { arn, object, problem } => s3(arn, object, *problem),
            Self::TooLarge { arn, bytes: size, limit } => {
                sentence!("aws-too-large", arn = arn.as_str(), size = bytes(*size), limit = bytes(*limit))
            }
            Self::SessionExpired { profile } => {
                sentence!("aws-session-expired", whose = whose(profile.as_ref()))
            }
            Self::CredentialsRejected { profile, detail } => {
                sentence!("aws-credentials-rejected", whose = whose(profile.as_ref()), detail = detail.as_str())
            }
            Self::AccessDenied { arn } => sentence!("aws-access-denied", arn = arn.as_str()),
            Self::RoleRefused { role, detail } => {
                sentence!("aws-role-refused", role = role.as_str(), detail = detail.as_str())
            }
            Self::NotFound { arn } => sentence!("aws-not-found", arn = arn.as_str()),
            Self::Network { place, detail } => {
                sentence!("aws-network", place = place.as_str(), detail = detail.as_str())
            }
            Self::Certificate { place, detail } => {
                sentence!("aws-certificate", place = place.as_str(), detail = detail.as_str())
            }
            Self::TimedOut { place, after } => {
                sentence!("aws-timed-out", place = place.as_str(), seconds = after.as_secs().to_string())
            }
            Self::Stalled { place, after } => {
                sentence!("aws-stalled", place = place.as_str(), seconds = after.as_secs().to_string())
            }
            Self::Throttled { place } => sentence!("aws-throttled", place = place.as_str()),
            Self::UrlExpired { arn, place } => {
                sentence!("aws-url-expired", place = place.as_str(), arn = arn.as_str())
            }
            Self::DownloadRefused { place, reason } => {
                sentence!("aws-download-refused", place = place.as_str(), reason = reason.as_str())
            }
            Self::Truncated { place, got, expected } => sentence!(
                "aws-truncated",
                place = place.as_str(),
                got = got.to_string(),
                expected = expected.to_string()
            ),
            Self::TooLong { place, expected } => {
                sentence!("aws-too-long", place = place.as_str(), expected = expected.to_string())
            }
            Self::WrongHash { arn, expected, got } => {
                sentence!("aws-wrong-hash", arn = arn.as_str(), got = got.as_str(), expected = expected.as_str())
            }
            Self::Write { kind, .. } if is_disk_full(*kind) => describe_io_error(&(*kind).into()),
            Self::Write { detail, .. } => sentence!("aws-cannot-write", detail = detail.as_str()),
            Self::Service { place, code, message } => {
                sentence!("aws-service", place = place.as_str(), code = code.as_str(), message = message.as_str())
            }
            Self::Cancelled => sentence!("failed-cancelled"),
        }
    }
}

localized!(AwsError);

impl std::error::Error for AwsError {}

impl From<ArnError> for AwsError {
    fn from(error: ArnError) -> Self {
        Self::InvalidArn(error)
    }
}

impl From<io::Error> for AwsError {
    fn from(error: io::Error) -> Self {
        Self::Write { kind: error.kind(), detail: error.to_string() }
    }
}

/// Returns ` of the profile …` if the user named one.
fn whose(profile: Option<&String>) -> Sentence {
    profile.map_or_else(|| "".into(), |profile| sentence!("aws-of-profile", profile = one_line(profile)))
}

fn s3(arn: &LayerArn, object: &S3Object, problem: S3Problem) -> Sentence {
    let (arn, object) = (arn.as_str(), one_line(&object.to_string()));
    match problem {
        S3Problem::Denied => sentence!("aws-s3-denied", arn = arn, object = object),
        S3Problem::Key => sentence!("aws-s3-key", arn = arn, object = object),
        S3Problem::NoVersion => sentence!("aws-s3-no-version", arn = arn, object = object),
        S3Problem::NoObject => sentence!("aws-s3-no-object", arn = arn, object = object),
        S3Problem::NoBucket => sentence!("aws-s3-no-bucket", arn = arn, object = object),
        S3Problem::Archived => sentence!("aws-s3-archived", arn = arn, object = object),
        S3Problem::OtherRegion => sentence!("aws-s3-other-region", arn = arn, object = object),
    }
}

fn of_bucket(bucket: &str, region: &str, problem: &BucketProblem) -> Sentence {
    match problem {
        BucketProblem::Missing => sentence!("aws-bucket-missing", bucket = one_line(bucket)),
        BucketProblem::Denied => sentence!("aws-bucket-denied", bucket = one_line(bucket)),
        BucketProblem::OtherRegion(other) if other.is_empty() => {
            sentence!("aws-bucket-elsewhere", bucket = one_line(bucket), region = region)
        }
        BucketProblem::OtherRegion(other) => {
            sentence!("aws-bucket-other-region", bucket = one_line(bucket), other = one_line(other), region = region)
        }
    }
}

fn login(profile: Option<&String>) -> String {
    let option = profile.map(|profile| format!(" --profile {}", one_line(profile))).unwrap_or_default();
    format!("aws login{option}")
}

fn sso_login(profile: Option<&String>) -> String {
    let option = profile.map(|profile| format!(" --profile {}", one_line(profile))).unwrap_or_default();
    format!("aws sso login{option}")
}
