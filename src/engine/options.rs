//! What decides where the engine is: the environment, passed in.

use std::path::PathBuf;

/// The variables and folders that SAM, docker and Podman look at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EngineOptions {
    /// `--docker-host`, else `DOCKER_HOST`.
    pub docker_host: Option<String>,
    /// The host was named for samlayers alone (`--docker-host`, or chosen in the app): no other is tried after it.
    pub only: bool,
    /// `DOCKER_TLS_VERIFY`: set and not empty asks for TLS and for a certificate that can be trusted.
    pub tls_verify: Option<String>,
    /// `DOCKER_CERT_PATH`: set asks for TLS. A folder with `ca.pem`, `cert.pem` and `key.pem`.
    pub cert_path: Option<PathBuf>,
    /// The user's home.
    pub home: Option<PathBuf>,
    /// `XDG_RUNTIME_DIR`, where engines without root listen.
    pub runtime_dir: Option<PathBuf>,
    /// `DOCKER_CONFIG`, else `.docker` in the home.
    pub docker_config: Option<PathBuf>,
    /// `DOCKER_CONTEXT`, which goes before the context in docker's config file.
    pub docker_context: Option<String>,
}
