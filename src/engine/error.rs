//! What goes wrong with an engine, each with what to do about it.

use std::error::Error;
use std::io;
use std::time::Duration;

use bollard::errors::Error as BollardError;

use super::transport::SshFailure;
use super::{Endpoint, endpoint::Address, platform};
use crate::inventory::facts::{EngineState, Finding};
use crate::text::{Sentence, localized, one_line, sentence};

/// Why the engine could not be used, or did not do what it was asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// `DOCKER_HOST` says something that cannot be used.
    BadHost {
        /// What it says.
        text: String,
        /// What is wrong with it and what to do.
        reason: Sentence,
    },
    /// Nothing is at the socket's path.
    NoSocket(String),
    /// The socket is there and belongs to others.
    PermissionDenied(String),
    /// Nobody listens.
    Refused(String),
    /// `DOCKER_TLS_VERIFY` or `DOCKER_CERT_PATH` without a host: SAM's client refuses that.
    TlsWithoutHost,
    /// The certificates that should be used cannot be.
    Certificates {
        /// The file.
        path: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The two sides do not agree on TLS.
    Tls {
        /// Where.
        endpoint: String,
        /// What the TLS library says.
        detail: String,
    },
    /// It is asked in the clear and wants TLS.
    WantsTls(String),
    /// ssh gave up.
    Ssh {
        /// Where.
        endpoint: String,
        /// What ssh, or docker on the other side, says.
        detail: String,
    },
    /// The host cannot be found or reached.
    Unreachable {
        /// Where.
        endpoint: String,
        /// The system's words.
        detail: String,
    },
    /// It took the connection, or part of the answer, and then nothing came.
    TimedOut {
        /// Where.
        endpoint: String,
        /// How long it was given.
        after: Duration,
    },
    /// It answers, and not as an engine does.
    NotAnEngine {
        /// Where.
        endpoint: String,
        /// What was odd.
        detail: String,
    },
    /// It said no, in its own words.
    Api {
        /// The HTTP status.
        status: u16,
        /// Its words.
        message: String,
    },
    /// What should be removed is not there.
    NotFound(String),
    /// What should be removed is used.
    InUse {
        /// What should be removed.
        target: String,
        /// By what it is used and what to do about it.
        reason: Sentence,
    },
    /// What should be removed has a name no engine gives.
    BadName(String),
    /// A recording holds names and sizes only.
    RecordingWithoutContent,
    /// A recorded answer cannot be read.
    Recording(String),
}

impl EngineError {
    /// What happened and what to do about it.
    pub fn message(&self) -> Sentence {
        match self {
            Self::BadHost { text, reason } => {
                sentence!("engine-bad-host", text = one_line(text), reason = reason.clone())
            }
            Self::NoSocket(place) => sentence!("engine-no-socket", place = place.as_str()),
            Self::PermissionDenied(place) => {
                sentence!("engine-permission-denied", place = place.as_str(), advice = platform::permission_advice())
            }
            Self::Refused(place) => sentence!("engine-refused", place = place.as_str()),
            Self::TlsWithoutHost => sentence!("engine-tls-without-host"),
            Self::Certificates { path, detail } => {
                sentence!("engine-certificates", path = path.as_str(), detail = detail.as_str())
            }
            Self::Tls { endpoint, detail } => {
                sentence!("engine-tls", place = endpoint.as_str(), detail = detail.as_str())
            }
            Self::WantsTls(place) => sentence!("engine-wants-tls", place = place.as_str()),
            Self::Ssh { endpoint, detail } => sentence!(
                "engine-ssh",
                place = endpoint.as_str(),
                detail = detail.as_str(),
                command = ssh_command(endpoint)
            ),
            Self::Unreachable { endpoint, detail } => {
                sentence!("engine-unreachable", place = endpoint.as_str(), detail = detail.as_str())
            }
            Self::TimedOut { endpoint, after } => {
                sentence!("engine-timed-out", place = endpoint.as_str(), seconds = after.as_secs().to_string())
            }
            Self::NotAnEngine { endpoint, detail } => {
                sentence!("engine-not-an-engine", place = endpoint.as_str(), detail = detail.as_str())
            }
            Self::Api { status, message } => {
                sentence!("engine-api", status = status.to_string(), message = message.as_str())
            }
            Self::NotFound(name) => sentence!("engine-not-found", name = name.as_str()),
            Self::InUse { target, reason } => {
                sentence!("engine-in-use", target = target.as_str(), reason = reason.clone())
            }
            Self::BadName(name) => sentence!("engine-bad-name", name = one_line(name)),
            Self::RecordingWithoutContent => sentence!("engine-nothing-inside"),
            Self::Recording(detail) => sentence!("engine-recording", detail = detail.as_str()),
        }
    }

    /// The fact that there is no engine, for the survey.
    pub fn finding(&self, endpoint: &str) -> Finding {
        Finding::Engine(EngineState::Unavailable { endpoint: one_line(endpoint), reason: self.message() })
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
                Self::Api { status: *status_code, message: engine_message(message) }
            }
            BollardError::SocketNotFoundError(path) => missing_socket(place, path),
            BollardError::RequestTimeoutError => {
                Self::TimedOut { endpoint: place, after: super::live::REQUEST_TIMEOUT }
            }
            BollardError::JsonDataError { .. }
            | BollardError::JsonSerdeError { .. }
            | BollardError::APIVersionParseError {}
            | BollardError::StrParseError { .. } => Self::NotAnEngine { endpoint: place, detail: deepest(error) },
            error if has::<SshFailure>(error) => Self::Ssh { endpoint: place, detail: deepest(error) },
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

localized!(EngineError);

impl Error for EngineError {}

/// The client says "not found" also where the way to the socket is barred.
fn missing_socket(place: String, path: &str) -> EngineError {
    match std::fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => EngineError::PermissionDenied(place),
        _ => EngineError::NoSocket(place),
    }
}

/// The engine's own words on one line; an empty answer is said to be one.
pub(super) fn engine_message(message: &str) -> String {
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
fn ssh_command(endpoint: &str) -> String {
    let host = endpoint.trim_start_matches("ssh://");
    match host.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']')) {
        Some((host, port)) => format!("ssh -p {port} {host} docker version"),
        None => format!("ssh {host} docker version"),
    }
}
