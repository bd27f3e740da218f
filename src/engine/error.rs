//! What goes wrong with an engine, each with what to do about it.

use std::error::Error;
use std::io;
use std::time::Duration;

use bollard::errors::Error as BollardError;

use super::dial::SshSaid;
use super::{Endpoint, endpoint::Address, platform};
use crate::inventory::found::{EngineState, Finding};
use crate::words::one_line;

/// Why the engine could not be used, or did not do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// `DOCKER_HOST` says something that cannot be used.
    #[error("DOCKER_HOST is `{}`: {reason}", one_line(.text))]
    BadHost {
        /// What it says.
        text: String,
        /// What is wrong with it and what to do.
        reason: &'static str,
    },
    /// Nothing is at the socket's path.
    #[error(
        "there is no container engine at {0}: start Docker, set DOCKER_HOST to the engine that SAM uses, or pass --no-engine"
    )]
    NoSocket(String),
    /// The socket is there and belongs to others.
    #[error("you may not use the container engine at {0}: {advice}, or pass --no-engine", advice = platform::PERMISSION_ADVICE)]
    PermissionDenied(String),
    /// Nobody listens.
    #[error("no container engine listens at {0}: start it, or set DOCKER_HOST to the engine that SAM uses")]
    Refused(String),
    /// `DOCKER_TLS_VERIFY` or `DOCKER_CERT_PATH` without a host: SAM's client refuses that.
    #[error(
        "DOCKER_TLS_VERIFY or DOCKER_CERT_PATH is set and DOCKER_HOST is not: SAM talks to no Docker then; set \
         DOCKER_HOST to tcp://HOST:2376, or unset both"
    )]
    TlsWithoutHost,
    /// The certificates that should be used cannot be.
    #[error("the certificates for the engine cannot be used: {path}: {detail}; check DOCKER_CERT_PATH")]
    Certificates {
        /// The file.
        path: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The two sides do not agree on TLS.
    #[error(
        "no trusted connection to the container engine at {endpoint} ({detail}): check the certificates in DOCKER_CERT_PATH"
    )]
    Tls {
        /// Where.
        endpoint: String,
        /// What the TLS library says.
        detail: String,
    },
    /// It is asked in the clear and wants TLS.
    #[error("the container engine at {0} wants TLS: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH to its certificates")]
    WantsTls(String),
    /// ssh gave up.
    #[error(
        "no container engine through {endpoint} (ssh says: {detail}): `{command}` has to work without asking for \
         anything", command = by_hand(.endpoint)
    )]
    Ssh {
        /// Where.
        endpoint: String,
        /// What ssh, or docker on the other side, says.
        detail: String,
    },
    /// The host cannot be found or reached.
    #[error("the container engine at {endpoint} cannot be reached ({detail}): check DOCKER_HOST and the network")]
    Unreachable {
        /// Where.
        endpoint: String,
        /// The system's words.
        detail: String,
    },
    /// It took the connection, or part of the answer, and then nothing came.
    #[error(
        "the container engine at {endpoint} did not answer within {} s: restart it, or pass --no-engine",
        .after.as_secs()
    )]
    TimedOut {
        /// Where.
        endpoint: String,
        /// How long it was given.
        after: Duration,
    },
    /// It answers, and not as an engine does.
    #[error(
        "{endpoint} answers, but not as a container engine does ({detail}): check DOCKER_HOST, or restart the engine"
    )]
    NotAnEngine {
        /// Where.
        endpoint: String,
        /// What was odd.
        detail: String,
    },
    /// It said no, in its own words.
    #[error("the container engine answered with an error ({status}): {message}")]
    Api {
        /// The HTTP status.
        status: u16,
        /// Its words.
        message: String,
    },
    /// What should be removed is not there.
    #[error("the engine has no `{0}` any more: somebody else removed it")]
    NotFound(String),
    /// What should be removed is used.
    #[error("`{target}` was kept: {reason}")]
    InUse {
        /// What should be removed.
        target: String,
        /// By what it is used and what to do about it.
        reason: String,
    },
    /// What should be removed has a name no engine gives.
    #[error("`{}` is no name of an image or container", one_line(.0))]
    BadName(String),
    /// A recording holds names and sizes only.
    #[error("these images are a recording for the demo: there is nothing in them")]
    NothingInside,
    /// A recorded answer cannot be read.
    #[error("the recorded engine answer cannot be read: {0}")]
    Recording(String),
}

impl EngineError {
    /// The fact that there is no engine, for the survey.
    pub fn finding(&self, endpoint: &str) -> Finding {
        Finding::Engine(EngineState::Unavailable { endpoint: one_line(endpoint), reason: self.to_string() })
    }

    /// An error of the client, told apart by what a person has to do about it.
    pub(super) fn of(endpoint: &Endpoint, error: &BollardError) -> Self {
        let place = endpoint.to_string();
        match error {
            BollardError::DockerResponseServerError { message, .. }
                if message.contains("request to an HTTPS server") =>
            {
                Self::WantsTls(place)
            }
            BollardError::DockerResponseServerError { status_code, message } => {
                Self::Api { status: *status_code, message: engine_words(message) }
            }
            BollardError::SocketNotFoundError(path) => missing_socket(place, path),
            BollardError::RequestTimeoutError => Self::TimedOut { endpoint: place, after: super::live::ANSWER_WITHIN },
            BollardError::JsonDataError { .. }
            | BollardError::JsonSerdeError { .. }
            | BollardError::APIVersionParseError {}
            | BollardError::StrParseError { .. } => Self::NotAnEngine { endpoint: place, detail: deepest(error) },
            error if has::<SshSaid>(error) => Self::Ssh { endpoint: place, detail: deepest(error) },
            error if has::<rustls::Error>(error) => Self::Tls { endpoint: place, detail: deepest(error) },
            error => match (io_kind(error), &endpoint.address) {
                (Some(io::ErrorKind::NotFound), _) => Self::NoSocket(place),
                (Some(io::ErrorKind::PermissionDenied), _) => Self::PermissionDenied(place),
                (Some(io::ErrorKind::ConnectionRefused), _) => Self::Refused(place),
                (None, Address::Unix(_) | Address::NamedPipe(_)) => {
                    Self::NotAnEngine { endpoint: place, detail: deepest(error) }
                }
                _ => Self::Unreachable { endpoint: place, detail: deepest(error) },
            },
        }
    }
}

/// The client says "not found" also where the way to the socket is barred.
fn missing_socket(place: String, path: &str) -> EngineError {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => EngineError::PermissionDenied(place),
        _ => EngineError::NoSocket(place),
    }
}

/// The engine's own words on one line; an empty answer is said to be one.
pub(super) fn engine_words(message: &str) -> String {
    match one_line(message) {
        words if words.is_empty() => "it gave no reason".to_owned(),
        words => words,
    }
}

/// The kind of the system's error at the bottom, where there is one.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// The innermost error: the one that says what happened.
fn deepest(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(|error| one_line(&error.to_string())).unwrap_or_default()
}

/// An error and what caused it, outermost first.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

/// The client's transparent wrapper hides the system's error from `source`, and the system's error hides the one it
/// carries: both are unwrapped by hand.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    if let Some(BollardError::IOError { err }) = error.downcast_ref::<BollardError>() {
        return Some(err);
    }
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(carried) => Some(carried),
        None => error.source(),
    }
}

fn has<E: Error + 'static>(error: &(dyn Error + 'static)) -> bool {
    chain(error).any(<dyn Error + 'static>::is::<E>)
}

/// What a person types to see whether ssh gets through.
fn by_hand(endpoint: &str) -> String {
    let host = endpoint.trim_start_matches("ssh://");
    match host.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']')) {
        Some((host, port)) => format!("ssh -p {port} {host} docker version"),
        None => format!("ssh {host} docker version"),
    }
}
