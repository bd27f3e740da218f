//! The settings that select the engine, passed in from the environment.

use std::path::PathBuf;

/// The variables and folders that SAM, docker and Podman read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngineOptions {
    /// `--docker-host`, else `DOCKER_HOST`.
    pub docker_host: Option<String>,
    /// Whether the host was set for samlayers only (`--docker-host`, or selected in the app), so that no other engine
    /// is tried.
    pub only: bool,
    /// `DOCKER_TLS_VERIFY`: a non-empty value enables TLS and the verification of the server's certificate.
    pub tls_verify: Option<String>,
    /// `DOCKER_CERT_PATH`: enables TLS. A folder with `ca.pem`, `cert.pem` and `key.pem`.
    pub cert_path: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// `XDG_RUNTIME_DIR`, with the sockets of rootless engines.
    pub runtime_dir: Option<PathBuf>,
    /// `DOCKER_CONFIG`, else `.docker` in the home folder.
    pub docker_config: Option<PathBuf>,
    /// `DOCKER_CONTEXT`, which takes precedence over the context in docker's config file.
    pub docker_context: Option<String>,
}
