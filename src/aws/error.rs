//! What goes wrong with AWS, each with what to do about it. No credentials and no signed addresses in here.

use std::io;
use std::time::Duration;

use crate::sam::LayerArn;
use crate::sam::arn::ArnError;
use crate::words::one_line;

/// Why something was not looked up or downloaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AwsError {
    /// The text is no ARN that AWS knows.
    #[error("{}", one_line(&.0.to_string()))]
    InvalidArn(#[from] ArnError),
    /// There are none.
    #[error("no AWS credentials{}: run `aws configure` or `aws configure sso`, or choose a profile with --profile", in_profile(.profile.as_ref()))]
    MissingCredentials {
        /// The profile asked for.
        profile: Option<String>,
    },
    /// There are some, and they cannot be loaded.
    #[error("the AWS credentials{} cannot be loaded ({detail}): check ~/.aws/config and ~/.aws/credentials", in_profile(.profile.as_ref()))]
    CredentialsFailed {
        /// The profile asked for.
        profile: Option<String>,
        /// The innermost reason.
        detail: String,
    },
    /// The SSO login has run out, or there never was one.
    #[error("the SSO login{} has expired: run `{}`", in_profile(.profile.as_ref()), sso_login(.profile.as_ref()))]
    SsoExpired {
        /// The profile asked for.
        profile: Option<String>,
    },
    /// Temporary credentials have run out.
    #[error("the AWS session{} has expired: get new temporary credentials the way you got these", in_profile(.profile.as_ref()))]
    SessionExpired {
        /// The profile asked for.
        profile: Option<String>,
    },
    /// AWS does not accept the credentials.
    #[error(
        "AWS does not accept the credentials{} ({detail}): check them, the partition of the ARN and the clock of this machine", 
        in_profile(.profile.as_ref())
    )]
    CredentialsRejected {
        /// The profile asked for.
        profile: Option<String>,
        /// What AWS said.
        detail: String,
    },
    /// AWS says no.
    #[error(
        "AWS denies access to {arn}: you need the permission lambda:GetLayerVersion on it, and the owner of a layer \
         of another account has to share it (or --layer-role-arn names a role of that account); a version that does \
         not exist there looks the same"
    )]
    AccessDenied {
        /// What was asked for.
        arn: LayerArn,
    },
    /// The role for the layers of another account cannot be taken.
    #[error(
        "AWS does not let you take the role {role} ({detail}): you need the permission sts:AssumeRole on it, and the \
         role's trust policy has to name you"
    )]
    RoleRefused {
        /// The role.
        role: String,
        /// What AWS said.
        detail: String,
    },
    /// It is not there.
    #[error("AWS has no {arn}: the version was deleted or the ARN mistyped; look for another version in the template")]
    NotFound {
        /// What was asked for.
        arn: LayerArn,
    },
    /// Nobody could be reached.
    #[error("{place} cannot be reached ({detail}): check the network, VPN and proxy settings, or work with --offline")]
    Network {
        /// Whom.
        place: String,
        /// The system's words.
        detail: String,
    },
    /// Somebody else answers, or the certificate is not known here.
    #[error(
        "the certificate of {place} is not trusted ({detail}): where a company proxy reads along, set SSL_CERT_FILE to \
         its certificates"
    )]
    Certificate {
        /// Whose.
        place: String,
        /// What is wrong with it.
        detail: String,
    },
    /// No answer in time.
    #[error("{place} did not answer within {} s: check the network, VPN and proxy settings, or try again", .after.as_secs())]
    TimedOut {
        /// Who.
        place: String,
        /// How long was waited.
        after: Duration,
    },
    /// The download stood still.
    #[error("the download from {place} stood still for {} s: check the network and try again", .after.as_secs())]
    Stalled {
        /// From where.
        place: String,
        /// How long was waited.
        after: Duration,
    },
    /// Too many requests.
    #[error("{place} asks to slow down: wait a minute and try again")]
    Throttled {
        /// Who.
        place: String,
    },
    /// The signed address is not valid any more.
    #[error(
        "{place} refused the download address of {arn}: it is valid for ten minutes only, so check the clock of this machine and try again"
    )]
    UrlExpired {
        /// What should be downloaded.
        arn: LayerArn,
        /// Who.
        place: String,
    },
    /// The server says no in a way that trying again does not help.
    #[error("{place} refused the download ({reason}): try again later")]
    DownloadRefused {
        /// Who.
        place: String,
        /// The status or what was odd.
        reason: String,
    },
    /// The connection ended before the content did.
    #[error("the download from {place} broke off after {got} of {expected} bytes: check the network and try again")]
    Truncated {
        /// From where.
        place: String,
        /// Bytes that came.
        got: u64,
        /// Bytes that were announced.
        expected: u64,
    },
    /// More comes than AWS announced.
    #[error("{place} sends more than the {expected} bytes of the layer: something in between changes the download")]
    TooLong {
        /// From where.
        place: String,
        /// Bytes that were announced.
        expected: u64,
    },
    /// Everything came, and it is something else.
    #[error(
        "what was downloaded is not {arn}: its sha256 is {got}, AWS says {expected}; something in between changes the \
         download, so check proxies and AWS_ENDPOINT_URL"
    )]
    WrongHash {
        /// What should have come.
        arn: LayerArn,
        /// AWS's hash, in base64.
        expected: String,
        /// The hash of what came, in base64.
        got: String,
    },
    /// The download could not be written.
    #[error("{}", could_not_write(*.kind, .detail))]
    Write {
        /// Which kind of failure.
        kind: io::ErrorKind,
        /// The system's words.
        detail: String,
    },
    /// AWS answers with an error of its own.
    #[error("{place} answered with an error ({code}): {message}")]
    Service {
        /// Who.
        place: String,
        /// Its code.
        code: String,
        /// Its words.
        message: String,
    },
    /// Asked to stop.
    #[error("cancelled")]
    Cancelled,
}

impl From<io::Error> for AwsError {
    fn from(error: io::Error) -> Self {
        Self::Write { kind: error.kind(), detail: error.to_string() }
    }
}

fn in_profile(profile: Option<&String>) -> String {
    profile.map(|profile| format!(" of the profile `{}`", one_line(profile))).unwrap_or_default()
}

fn sso_login(profile: Option<&String>) -> String {
    let option = profile.map(|profile| format!(" --profile {}", one_line(profile))).unwrap_or_default();
    format!("aws sso login{option}")
}

fn could_not_write(kind: io::ErrorKind, detail: &str) -> String {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: free some space (the trash of the cache may hold some: `samlayers trash empty`) and \
             try again"
                .to_owned()
        }
        _ => format!("the download cannot be written ({detail}): check the cache directory"),
    }
}
