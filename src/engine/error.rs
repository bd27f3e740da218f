//! The errors of a container engine, each with what to do about it.

use std::error::Error;
use std::io;
use std::time::Duration;

use bollard::errors::Error as BollardError;

use super::live::MOST_IMAGES;
use super::transport::{AnswerTooLong, LONGEST_ANSWER, SshFailure};
use super::{Endpoint, endpoint::Address, platform};
use crate::inventory::facts::{EngineState, Finding};
use crate::text::{Sentence, bytes, count, localized, one_line, sentence};

/// Why the engine could not be used, or did not do what was requested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// The value of `DOCKER_HOST` cannot be used.
    BadHost {
        /// The value.
        text: String,
        /// What is wrong with it and what to do.
        reason: Sentence,
    },
    /// The path of the socket does not exist.
    NoSocket(String),
    /// The user may not use the socket.
    PermissionDenied(String),
    /// No process listens.
    Refused(String),
    /// `DOCKER_TLS_VERIFY` or `DOCKER_CERT_PATH` is set without a host, which SAM's client refuses.
    TlsWithoutHost,
    /// The configured certificates cannot be used.
    Certificates {
        /// The file.
        path: String,
        /// The reason.
        detail: String,
    },
    /// The TLS handshake failed.
    Tls {
        /// The endpoint.
        endpoint: String,
        /// The message of the TLS library.
        detail: String,
    },
    /// The endpoint was used without encryption and requires TLS.
    WantsTls(String),
    /// The ssh connection failed.
    Ssh {
        /// The endpoint.
        endpoint: String,
        /// The message of ssh, or of docker on the remote side.
        detail: String,
    },
    /// The host cannot be found or reached.
    Unreachable {
        /// The endpoint.
        endpoint: String,
        /// The system's message.
        detail: String,
    },
    /// The connection was accepted, but the answer did not arrive completely in time.
    TimedOut {
        /// The endpoint.
        endpoint: String,
        /// The time limit.
        after: Duration,
    },
    /// The answer is longer than is read, or lists more images.
    TooLong(String),
    /// The answer is not that of a container engine.
    NotAnEngine {
        /// The endpoint.
        endpoint: String,
        /// The reason.
        detail: String,
    },
    /// The engine returned an error.
    Api {
        /// The HTTP status.
        status: u16,
        /// The message.
        message: String,
    },
    /// The image or container does not exist.
    NotFound(String),
    /// The request was cancelled.
    Stopped,
    /// The image or container is used.
    InUse {
        /// The image or container.
        target: String,
        /// What uses it, and what to do about that.
        reason: Sentence,
    },
    /// The name is not valid for an image or container.
    BadName(String),
    /// A recording contains only names and sizes, not the files of an image.
    RecordingWithoutContent,
    /// A recording cannot be read.
    Recording(String),
}

impl EngineError {
    /// Returns what happened and what to do about it.
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
            Self::TooLong(place) => sentence!(
                "engine-too-long",
                place = place.as_str(),
                limit = bytes(LONGEST_ANSWER),
                images = count(MOST_IMAGES as u64)
            ),
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
            Self::Stopped => sentence!("engine-stopped"),
            Self::RecordingWithoutContent => sentence!("engine-nothing-inside"),
            Self::Recording(detail) => sentence!("engine-recording", detail = detail.as_str()),
        }
    }

    /// Returns the fact that the engine is unavailable, for the survey.
    pub fn finding(&self, endpoint: &str) -> Finding {
        Finding::Engine(EngineState::Unavailable { endpoint: one_line(endpoint), reason: self.message() })
    }

    /// Converts an error of the client, by what the user has to do about it.
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
            BollardError::RequestTimeoutError => {
                Self::TimedOut { endpoint: place, after: super::live::REQUEST_TIMEOUT }
            }
            BollardError::JsonDataError { .. }
            | BollardError::JsonSerdeError { .. }
            | BollardError::APIVersionParseError {}
            | BollardError::StrParseError { .. } => Self::NotAnEngine { endpoint: place, detail: deepest(error) },
            error if has::<AnswerTooLong>(error) => Self::TooLong(place),
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

/// Returns the engine's message on one line, or a text for an empty message.
fn engine_message(message: &str) -> String {
    match one_line(message) {
        words if words.is_empty() => "it gave no reason".to_owned(),
        words => words,
    }
}

/// Returns the kind of the innermost system error, if there is one.
fn io_kind(error: &(dyn Error + 'static)) -> Option<io::ErrorKind> {
    chain(error).filter_map(|error| error.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// Returns the innermost error, which describes the cause.
fn deepest(error: &(dyn Error + 'static)) -> String {
    chain(error).last().map(|error| one_line(&error.to_string())).unwrap_or_default()
}

/// Returns an error and its causes, outermost first.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

/// Returns the cause of an error. The client's transparent wrapper hides the system error from `source`, and the system
/// error hides the error it contains, so both are unwrapped here.
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

/// Returns the command that shows whether the ssh connection works.
fn ssh_command(endpoint: &str) -> String {
    let host = endpoint.trim_start_matches("ssh://");
    match host.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']')) {
        Some((host, port)) => format!("ssh -p {port} {host} docker version"),
        None => format!("ssh {host} docker version"),
    }
}
