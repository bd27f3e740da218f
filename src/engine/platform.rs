//! Where an engine listens by default: the one thing that differs between systems.

use bollard::Docker;
use bollard::errors::Error;

/// What docker-py, and with it SAM, uses when `DOCKER_HOST` is not set.
pub(super) const DEFAULT_HOST: &str =
    if cfg!(windows) { "npipe:////./pipe/docker_engine" } else { "unix:///var/run/docker.sock" };

/// Whether Unix sockets can be used here.
pub(super) const HAS_UNIX_SOCKETS: bool = cfg!(unix);

/// Whether named pipes can be used here.
pub(super) const HAS_NAMED_PIPES: bool = cfg!(windows);

/// How a person gets the right to use the engine's socket.
pub(super) const PERMISSION_ADVICE: &str = if cfg!(target_os = "linux") {
    "add yourself to its group (`sudo usermod -aG docker $USER`, then log in again)"
} else {
    "start Docker Desktop (or your engine) as the user you are now"
};

/// A client for the engine behind a Unix socket; `timeout` in seconds is for one answer.
#[cfg(unix)]
pub(super) fn connect_socket(path: &str, timeout: u64) -> Result<Docker, Error> {
    Docker::connect_with_unix(path, timeout, bollard::API_DEFAULT_VERSION)
}

#[cfg(not(unix))]
pub(super) fn connect_socket(path: &str, _timeout: u64) -> Result<Docker, Error> {
    Err(Error::UnsupportedURISchemeError { uri: path.to_owned() })
}

/// A client for the engine behind a named pipe; `timeout` in seconds is for one answer.
#[cfg(windows)]
pub(super) fn connect_pipe(path: &str, timeout: u64) -> Result<Docker, Error> {
    Docker::connect_with_named_pipe(path, timeout, bollard::API_DEFAULT_VERSION)
}

#[cfg(not(windows))]
pub(super) fn connect_pipe(path: &str, _timeout: u64) -> Result<Docker, Error> {
    Err(Error::UnsupportedURISchemeError { uri: path.to_owned() })
}
