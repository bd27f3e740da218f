//! Returns the engines that SAM would try, in order.
//!
//! SAM CLI 1.170 (`samcli/local/docker/container_client_factory.py`, `create_client`) follows an administrator's
//! preference. Otherwise it tries Docker at `DOCKER_HOST` or its default socket, and then Finch at its own socket. If
//! `DOCKER_HOST` is exactly Finch's socket, it uses Finch at once (`container_client.py`,
//! `DockerContainerClient.get_socket_path`).

use super::platform::{self, Preference};
use super::{Endpoint, EngineError, EngineOptions};

/// An engine that SAM would try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineCandidate {
    /// The endpoint, or why SAM cannot connect to it.
    pub endpoint: Result<Endpoint, EngineError>,
    /// Whether it is tried as Finch.
    pub finch: bool,
}

/// Returns the engines that SAM would try on this machine, in order; never empty if Docker may be used.
pub fn engine_candidates(options: &EngineOptions) -> Vec<EngineCandidate> {
    order(options, platform::admin_preference(), platform::FINCH_HOST)
}

fn order(options: &EngineOptions, preference: Option<Preference>, finch_host: Option<&str>) -> Vec<EngineCandidate> {
    let finch = || finch_host.map(|host| EngineCandidate { endpoint: Endpoint::plain(host), finch: true });
    let docker = || EngineCandidate { endpoint: docker(options), finch: false };
    if options.only {
        return vec![docker()];
    }
    let is_finch = finch_host.is_some() && options.docker_host.as_deref() == finch_host;
    match preference {
        Some(Preference::Finch) => finch().into_iter().collect(),
        Some(Preference::Docker) => vec![docker()],
        None if is_finch => finch().into_iter().collect(),
        None => [docker()].into_iter().chain(finch()).collect(),
    }
}

/// docker-py refuses TLS without a host (`docker/api/client.py`), so SAM continues with Finch.
fn docker(options: &EngineOptions) -> Result<Endpoint, EngineError> {
    let is_set = |value: Option<&str>| value.is_some_and(|value| !value.is_empty());
    let tls = is_set(options.tls_verify.as_deref()) || options.cert_path.is_some();
    if tls && !is_set(options.docker_host.as_deref()) {
        return Err(EngineError::TlsWithoutHost);
    }
    Endpoint::choose(options)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINCH: &str = if cfg!(unix) { "unix:///var/run/finch.sock" } else { "tcp://finch:1" };

    fn tried(host: Option<&str>, only: bool, preference: Option<Preference>, finch: Option<&str>) -> Vec<String> {
        let options = EngineOptions { docker_host: host.map(str::to_owned), only, ..EngineOptions::default() };
        let name = |candidate: EngineCandidate| match candidate.endpoint {
            Ok(endpoint) => endpoint.to_string(),
            Err(error) => error.to_string(),
        };
        order(&options, preference, finch).into_iter().map(name).collect()
    }

    #[test]
    fn docker_first_then_finch() {
        assert_eq!(tried(None, false, None, Some(FINCH)), [platform::DEFAULT_HOST, FINCH]);
        assert_eq!(tried(Some("tcp://a:1"), false, None, Some(FINCH)), ["tcp://a:1", FINCH]);
        // Windows has no Finch.
        assert_eq!(tried(None, false, None, None), [platform::DEFAULT_HOST]);
        assert_eq!(tried(Some(FINCH), false, None, Some(FINCH)), [FINCH]);
    }

    #[test]
    fn a_host_for_samlayers_only_is_the_only_candidate() {
        assert_eq!(tried(Some("tcp://a:1"), true, None, Some(FINCH)), ["tcp://a:1"]);
        assert_eq!(tried(Some("tcp://a:1"), true, Some(Preference::Finch), Some(FINCH)), ["tcp://a:1"]);
    }

    #[test]
    fn a_preference_is_the_only_candidate() {
        assert_eq!(tried(Some("tcp://a:1"), false, Some(Preference::Finch), Some(FINCH)), [FINCH]);
        assert_eq!(tried(None, false, Some(Preference::Docker), Some(FINCH)), [platform::DEFAULT_HOST]);
    }

    #[test]
    fn tls_without_a_host_continues_with_finch() {
        let options = EngineOptions { tls_verify: Some("1".to_owned()), ..EngineOptions::default() };
        let candidates = order(&options, None, Some(FINCH));
        assert_eq!(candidates[0].endpoint, Err(EngineError::TlsWithoutHost));
        assert!(candidates[1].finch);
    }
}
