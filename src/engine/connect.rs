//! Connects to an engine and identifies it.

use std::time::Duration;

use bollard::Docker;
use bollard::models::SystemVersion;

use super::endpoint::Address;
use super::live::{EngineKind, LiveEngine, REQUEST_TIMEOUT};
use super::transport::{self, AnswerLimit, Limits};
use super::{Endpoint, EngineError, platform};
use crate::text::one_line;

/// The time for an engine to return its version, so that an endpoint that accepts connections but never answers causes
/// no long wait. Podman starts two programs to get its version, which takes a second or two on a busy machine.
const VERSION_TIMEOUT: Duration = Duration::from_secs(5);

/// The time through ssh, which has to connect and authenticate first.
const SSH_VERSION_TIMEOUT: Duration = Duration::from_secs(15);

/// Returns the connected engine and its name for display.
pub(super) async fn connect(endpoint: &Endpoint) -> Result<(LiveEngine, String), EngineError> {
    let downloads = client(endpoint, AnswerLimit::Unbounded)?;
    let client = client(endpoint, AnswerLimit::Bounded)?;
    let after = match endpoint.address {
        Address::Ssh(_) => SSH_VERSION_TIMEOUT,
        _ => VERSION_TIMEOUT,
    };
    // No API version is negotiated: the requests contain no version, so each engine answers in its own, and what it
    // does not report is unknown.
    match tokio::time::timeout(after, client.version()).await {
        Err(_) => Err(EngineError::TimedOut { endpoint: endpoint.to_string(), after }),
        Ok(Err(error)) => Err(EngineError::of(endpoint, &error)),
        Ok(Ok(SystemVersion { api_version: None, .. })) => Err(EngineError::NotAnEngine {
            endpoint: endpoint.to_string(),
            detail: "it does not report its API version".to_owned(),
        }),
        Ok(Ok(version)) => {
            let (kind, name) = identify(&version);
            Ok((LiveEngine::new(client, downloads, endpoint.clone(), kind), name))
        }
    }
}

fn client(endpoint: &Endpoint, answer: AnswerLimit) -> Result<Docker, EngineError> {
    let how = Limits { timeout: REQUEST_TIMEOUT, answer };
    match &endpoint.address {
        Address::Tcp(host) => transport::tcp(endpoint, host, how),
        #[cfg(unix)]
        Address::Unix(path) => transport::unix(endpoint, path, how),
        Address::Tls(host, trust) => transport::tls(endpoint, host, trust, how),
        Address::Ssh(host) => transport::ssh(endpoint, host, how),
        // An endpoint of another kind than the system has is refused when it is read.
        #[cfg(not(unix))]
        Address::Unix(path) => {
            Err(EngineError::of(endpoint, &bollard::errors::Error::UnsupportedURISchemeError { uri: path.clone() }))
        }
        Address::NamedPipe(path) => {
            platform::connect_pipe(path, how.timeout.as_secs()).map_err(|error| EngineError::of(endpoint, &error))
        }
    }
}

/// Identifies the engine. Podman names itself in the components of its version, Docker calls its component `Engine`,
/// and Finch lists the components of nerdctl and names itself as the platform (runfinch/finch-daemon,
/// `internal/service/system/version.go`).
fn identify(version: &SystemVersion) -> (EngineKind, String) {
    let components = version.components.as_deref().unwrap_or_default();
    let component = |name: &str| components.iter().find(|component| component.name == name);
    let platform = version.platform.as_ref().map(|platform| platform.name.trim()).filter(|name| !name.is_empty());
    let (kind, product, number) = if let Some(podman) = component("Podman Engine") {
        (EngineKind::Podman, "Podman", Some(podman.version.as_str()))
    } else if platform.is_some_and(|platform| platform.starts_with("Finch")) {
        (EngineKind::Finch, "Finch", version.version.as_deref().map(|number| number.trim_start_matches('v')))
    } else if let Some(docker) = component("Engine") {
        (EngineKind::Docker, "Docker", Some(docker.version.as_str()))
    } else {
        (EngineKind::Other, platform.unwrap_or("Container engine"), version.version.as_deref())
    };
    // A distribution's suffix (`20.10.24+dfsg1`) does not help users.
    let number = number.unwrap_or_default().split('+').next().unwrap_or_default();
    (kind, one_line(&format!("{product} {number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(json: &str) -> String {
        identify(&serde_json::from_str(json).unwrap()).1
    }

    #[test]
    fn engines_are_identified_by_their_version() {
        let docker = r#"{"Version":"20.10.24+dfsg1","Components":[{"Name":"Engine","Version":"20.10.24+dfsg1"},
            {"Name":"containerd","Version":"1.6.20"}]}"#;
        assert_eq!(name(docker), "Docker 20.10.24");
        let podman = r#"{"Version":"5.2.2","Platform":{"Name":"linux/amd64/fedora-40"},
            "Components":[{"Name":"Podman Engine","Version":"5.2.2"},{"Name":"Conmon","Version":"conmon 2.1.12"}]}"#;
        assert_eq!(name(podman), "Podman 5.2.2");
        assert_eq!(name(r#"{"Version":"1.0","Platform":{"Name":"Acme\u001b[31m"}}"#), "Acme\u{fffd}[31m 1.0");
        let finch = r#"{"Version":"v0.19.0","Platform":{"Name":"Finch Daemon - v0.19.0"},"Components":[{"Name":"containerd","Version":"v1.7.27"}]}"#;
        assert_eq!(name(finch), "Finch 0.19.0");
        assert_eq!(name("{}"), "Container engine");
    }
}
