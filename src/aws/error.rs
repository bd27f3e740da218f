//! What goes wrong with AWS, each with what to do about it. No credentials and no signed addresses in here.

use std::io;
use std::time::Duration;

use super::s3::S3Problem;
use crate::sam::arn::ArnError;
use crate::sam::{LayerArn, S3Object};
use crate::text::{Sentence, bytes, describe_io_error, is_disk_full, localized, one_line, sentence};

/// Why something was not looked up or downloaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AwsError {
    /// The text is no ARN that AWS knows.
    InvalidArn(ArnError),
    /// There are none.
    MissingCredentials {
        /// The profile asked for.
        profile: Option<String>,
    },
    /// There are some, and they cannot be loaded.
    CredentialsFailed {
        /// The profile asked for.
        profile: Option<String>,
        /// The innermost reason.
        detail: String,
    },
    /// The SSO login has run out, or there never was one.
    SsoExpired {
        /// The profile asked for.
        profile: Option<String>,
    },
    /// The session of `aws login` has run out, or there never was one.
    LoginExpired {
        /// The profile asked for.
        profile: Option<String>,
    },
    /// Something in the user's AWS configuration is missing or wrong: the sentence names it.
    Configuration(Sentence),
    /// Temporary credentials have run out.
    SessionExpired {
        /// The profile asked for.
        profile: Option<String>,
    },
    /// AWS does not accept the credentials.
    CredentialsRejected {
        /// The profile asked for.
        profile: Option<String>,
        /// What AWS said.
        detail: String,
    },
    /// AWS says no.
    AccessDenied {
        /// What was asked for.
        arn: LayerArn,
    },
    /// The role for the layers of another account cannot be taken.
    RoleRefused {
        /// The role.
        role: String,
        /// What AWS said.
        detail: String,
    },
    /// It is not there.
    NotFound {
        /// What was asked for.
        arn: LayerArn,
    },
    /// Nobody could be reached.
    Network {
        /// Whom.
        place: String,
        /// The system's words.
        detail: String,
    },
    /// The proxy on the way does not answer, or refuses.
    Proxy {
        /// Its address, without user and password.
        proxy: String,
        /// Who was to be reached through it.
        place: String,
        /// What it said, or that it said nothing.
        detail: String,
    },
    /// An answer that is longer than any answer should be.
    AnswerTooLong {
        /// Whose.
        place: String,
        /// How many bytes were taken.
        limit: u64,
    },
    /// Lambda names neither an address nor an object for the content.
    NoSource {
        /// Of which layer version.
        arn: LayerArn,
    },
    /// The object in S3 that holds a layer cannot be had.
    S3 {
        /// The layer version.
        arn: LayerArn,
        /// The object.
        object: S3Object,
        /// Why.
        problem: S3Problem,
    },
    /// The layer is said to be larger than any layer.
    TooLarge {
        /// Which.
        arn: LayerArn,
        /// Its size in bytes.
        bytes: u64,
        /// The largest that is taken.
        limit: u64,
    },
    /// Somebody else answers, or the certificate is not known here.
    Certificate {
        /// Whose.
        place: String,
        /// What is wrong with it.
        detail: String,
    },
    /// No answer in time.
    TimedOut {
        /// Who.
        place: String,
        /// How long was waited.
        after: Duration,
    },
    /// The download stood still.
    Stalled {
        /// From where.
        place: String,
        /// How long was waited.
        after: Duration,
    },
    /// Too many requests.
    Throttled {
        /// Who.
        place: String,
    },
    /// The signed address is not valid any more.
    UrlExpired {
        /// What should be downloaded.
        arn: LayerArn,
        /// Who.
        place: String,
    },
    /// The server says no in a way that trying again does not help.
    DownloadRefused {
        /// Who.
        place: String,
        /// The status or what was odd.
        reason: String,
    },
    /// The connection ended before the content did.
    Truncated {
        /// From where.
        place: String,
        /// Bytes that came.
        got: u64,
        /// Bytes that were announced.
        expected: u64,
    },
    /// More comes than AWS announced.
    TooLong {
        /// From where.
        place: String,
        /// Bytes that were announced.
        expected: u64,
    },
    /// Everything came, and it is something else.
    WrongHash {
        /// What should have come.
        arn: LayerArn,
        /// AWS's hash, in base64.
        expected: String,
        /// The hash of what came, in base64.
        got: String,
    },
    /// The download could not be written.
    Write {
        /// Which kind of failure.
        kind: io::ErrorKind,
        /// The system's words.
        detail: String,
    },
    /// AWS answers with an error of its own.
    Service {
        /// Who.
        place: String,
        /// Its code.
        code: String,
        /// Its words.
        message: String,
    },
    /// Asked to stop.
    Cancelled,
}

impl AwsError {
    /// What happened and what to do about it.
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

/// ` of the profile …`, where one was asked for.
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

fn login(profile: Option<&String>) -> String {
    let option = profile.map(|profile| format!(" --profile {}", one_line(profile))).unwrap_or_default();
    format!("aws login{option}")
}

fn sso_login(profile: Option<&String>) -> String {
    let option = profile.map(|profile| format!(" --profile {}", one_line(profile))).unwrap_or_default();
    format!("aws sso login{option}")
}
