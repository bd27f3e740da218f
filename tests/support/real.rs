//! The real parts that `tests/run` starts: where they are, and how a test is skipped without them.

use std::env;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// The Python environment that holds SAM CLI; `None` after reporting that the test is skipped.
pub fn venv() -> Option<PathBuf> {
    required("SAMLAYERS_VENV", "no SAM CLI").map(PathBuf::from)
}

/// A folder with an older `PyYAML` than SAM CLI's own, to go before it on `PYTHONPATH`; `None` after saying that the test is
/// skipped.
pub fn older_pyyaml() -> Option<PathBuf> {
    required("SAMLAYERS_OLDER_PYYAML", "no older PyYAML").map(PathBuf::from)
}

/// The private engine, as `DOCKER_HOST` would name it; `None` after saying that the test is skipped.
pub fn docker_host() -> Option<String> {
    required("SAMLAYERS_TEST_DOCKER_HOST", "no container engine")
}

/// The private engine with TLS: its address, and the folder of accepted certificates.
pub fn docker_tls() -> Option<(String, PathBuf)> {
    let host = required("SAMLAYERS_TEST_DOCKER_TLS", "no container engine with TLS")?;
    Some((host, required("SAMLAYERS_TEST_DOCKER_CERTS", "no certificates")?.into()))
}

/// The private engine over ssh: its address, and a folder for PATH with an `ssh` that has access.
pub fn docker_ssh() -> Option<(String, PathBuf)> {
    let host = required("SAMLAYERS_TEST_DOCKER_SSH", "no container engine through ssh")?;
    Some((host, required("SAMLAYERS_TEST_SSH_BIN", "no ssh that gets in")?.into()))
}

/// Podman's service, as `DOCKER_HOST` would name it; `None` after reporting that the test is skipped.
pub fn podman_host() -> Option<String> {
    required("SAMLAYERS_TEST_PODMAN_HOST", "no Podman")
}

/// A folder with real wheels (`python`) and npm packages (`nodejs`) as the content of layers; `None` after reporting that the
/// test is skipped.
pub fn packages() -> Option<PathBuf> {
    required("SAMLAYERS_TEST_PACKAGES", "no packages from the registries").map(PathBuf::from)
}

/// The URL of the emulator of the Lambda API; `None` after reporting that the test is skipped.
pub fn ministack() -> Option<String> {
    required("SAMLAYERS_TEST_MINISTACK", "no emulator of the Lambda API")
}

fn required(variable: &str, missing: &str) -> Option<String> {
    let found = env::var(variable).ok().filter(|value| !value.is_empty());
    if found.is_none() {
        skip(missing);
    }
    found
}

/// Reports that a test is skipped and why. If real parts are required (`SAMLAYERS_REQUIRE_REAL=1`) it fails instead.
pub fn skip(reason: &str) {
    assert!(
        env::var_os("SAMLAYERS_REQUIRE_REAL").is_none_or(|value| value.is_empty() || value == "0"),
        "{reason}, and SAMLAYERS_REQUIRE_REAL is set: run the tests with tests/run"
    );
    // Written directly to standard error, as the test harness hides the output of passing tests.
    let _ = writeln!(io::stderr(), "skipped: {reason}");
}
