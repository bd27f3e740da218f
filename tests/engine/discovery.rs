//! Which engine is used, and which others are offered when SAM's own does not answer.

use std::fs;
use std::path::Path;

use samlayers::engine::{Endpoint, Engine, EngineCandidate, EngineOptions, docker_context_differs, find_other_engines};

use super::misbehaving::usual;
use super::support::scripted::Server;

fn candidate(host: &str, finch: bool) -> EngineCandidate {
    let options = EngineOptions { docker_host: Some(host.to_owned()), ..EngineOptions::default() };
    EngineCandidate { endpoint: Endpoint::choose(&options), finch }
}

fn server() -> Server {
    Server::start(|request, _| usual(request))
}

#[tokio::test]
async fn docker_is_tried_first_and_finch_when_it_does_not_answer() {
    let (docker, finch) = (server(), server());
    let hosts = [format!("tcp://{}", docker.address()), format!("tcp://{}", finch.address())];
    let candidates = [candidate(&hosts[0], false), candidate(&hosts[1], true)];
    assert_eq!(Engine::first(&candidates).await.unwrap().endpoint(), hosts[0]);
    assert_eq!(finch.requests().len(), 0, "Finch is not tried while Docker answers");
    drop(docker);
    assert_eq!(Engine::first(&candidates).await.unwrap().endpoint(), hosts[1]);
    drop(finch);
    let none = Engine::first(&candidates).await.unwrap_err();
    assert_eq!(none.endpoint, hosts[0]);
    assert!(
        none.reason.to_string().contains(&hosts[0]) && none.reason.to_string().contains("SAM then tries Finch"),
        "{}",
        none.reason
    );
}

#[cfg(unix)]
#[tokio::test]
async fn a_missing_finch_is_not_mentioned() {
    let candidates = [candidate("unix:///nonexistent/docker.sock", false), candidate("unix:///nonexistent/f", true)];
    let none = Engine::first(&candidates).await.unwrap_err();
    assert_eq!(none.endpoint, "unix:///nonexistent/docker.sock");
    assert!(!none.reason.to_string().contains("Finch"), "{}", none.reason);
}

#[tokio::test]
async fn an_invalid_host_is_reported_and_finch_is_still_tried() {
    let finch = server();
    let candidates = [candidate("gopher://x", false), candidate(&format!("tcp://{}", finch.address()), true)];
    assert!(Engine::first(&candidates).await.is_ok());
    let none = Engine::first(&candidates[..1]).await.unwrap_err();
    assert!(none.reason.to_string().contains("gopher://x"), "{}", none.reason);
}

/// A docker context in a home.
fn context(home: &Path, id: &str, name: &str, host: &str) {
    let folder = home.join(".docker/contexts/meta").join(id);
    fs::create_dir_all(&folder).unwrap();
    let meta = serde_json::json!({"Name": name, "Endpoints": {"docker": {"Host": host, "SkipTLSVerify": false}}});
    fs::write(folder.join("meta.json"), meta.to_string()).unwrap();
}

#[tokio::test]
async fn the_engine_of_dockers_context_is_offered_with_the_difference() {
    let (current, remote) = (server(), server());
    let home = tempfile::tempdir().unwrap();
    let host = format!("tcp://{}", current.address());
    context(home.path(), "aa", "colima", &host);
    // The engine of another machine is not contacted unless docker uses it now.
    context(home.path(), "bb", "remote", &format!("tcp://{}", remote.address()));
    fs::write(home.path().join(".docker/config.json"), r#"{"currentContext":"colima"}"#).unwrap();
    let options = EngineOptions { home: Some(home.path().to_owned()), ..EngineOptions::default() };
    let offered: Vec<_> =
        find_other_engines(&options).await.into_iter().filter(|other| other.host.starts_with("tcp")).collect();
    let [other] = &offered[..] else { panic!("{offered:?}") };
    assert_eq!((other.name.as_str(), other.host.as_str()), ("Docker 27.3.1", host.as_str()));
    assert_eq!(other.known_as, "docker context `colima`");
    assert!(other.difference.to_string().contains("SAM does not read Docker contexts"), "{}", other.difference);
    assert!(
        other.difference.to_string().contains(&format!("DOCKER_HOST={host}")) || cfg!(windows),
        "{}",
        other.difference
    );
    assert_eq!(remote.requests().len(), 0);

    // While SAM's own engine answers, a note says that docker uses another one.
    let elsewhere = docker_context_differs(&options, "unix:///var/run/docker.sock").unwrap();
    assert!(elsewhere.to_string().contains("`colima`") && elsewhere.to_string().contains(&host), "{elsewhere}");
    assert_eq!(docker_context_differs(&options, &host), None);
    // With DOCKER_HOST, docker and SAM use the same engine.
    let by_host = EngineOptions { docker_host: Some("tcp://a:1".to_owned()), ..options };
    assert_eq!(docker_context_differs(&by_host, "tcp://a:1"), None);
}

#[cfg(unix)]
#[tokio::test]
async fn sockets_of_other_engines_are_offered_when_an_engine_answers() {
    use std::os::unix::net::UnixListener;
    let home = tempfile::Builder::new().prefix("sl").tempdir().unwrap();
    let runtime = home.path().join("run");
    let orbstack = home.path().join(".orbstack/run");
    fs::create_dir_all(&runtime).unwrap();
    fs::create_dir_all(&orbstack).unwrap();
    // One stale socket, and one that answers.
    drop(UnixListener::bind(orbstack.join("docker.sock")).unwrap());
    let socket = runtime.join("docker.sock");
    let engine = server();
    super::support::scripted::bridge(&socket, &engine.address());
    let options = EngineOptions {
        home: Some(home.path().to_owned()),
        runtime_dir: Some(runtime.clone()),
        ..EngineOptions::default()
    };
    let host = format!("unix://{}", socket.display());
    let offered = find_other_engines(&options).await;
    let found: Vec<_> = offered.iter().filter(|other| Path::new(&other.host[7..]).starts_with(home.path())).collect();
    let [other] = &found[..] else { panic!("{offered:?}") };
    assert_eq!((other.host.as_str(), other.known_as.as_str()), (host.as_str(), "Docker without root"));
    assert!(other.difference.to_string().contains(&format!("`export DOCKER_HOST={host}`")), "{}", other.difference);
    // An engine that SAM has tried is not offered again.
    let tried = EngineOptions { docker_host: Some(host.clone()), ..options };
    assert!(find_other_engines(&tried).await.iter().all(|other| other.host != host));
}

#[tokio::test]
async fn the_api_version_stays_within_what_the_engine_serves() {
    let old = r#"{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Components":[{"Name":"Engine","Version":"20.10.24"}]}"#;
    // Docker 29 serves no API version below 1.44.
    let new = r#"{"Version":"29.0.1","ApiVersion":"1.52","MinAPIVersion":"1.44","Components":[{"Name":"Engine","Version":"29.0.1"}]}"#;
    for (version, least, most) in [(old, 12, 41), (new, 44, 52)] {
        let server = Server::start(move |request, _| {
            if request.target.ends_with("/version") {
                return super::support::scripted::json(200, version);
            }
            usual(request)
        });
        let endpoint = candidate(&format!("tcp://{}", server.address()), false).endpoint.unwrap();
        let engine = Engine::connect(&endpoint).await.unwrap();
        assert_eq!(super::listing(&engine).await.1, Ok(()));
        for request in server.requests() {
            let minor = request.target.strip_prefix("/v1.").and_then(|rest| rest.split('/').next());
            // Without a version in the path the engine answers in its own version.
            let minor: Option<u32> = minor.map(|minor| minor.parse().unwrap());
            assert!(minor.is_none_or(|minor| (least..=most).contains(&minor)), "{}", request.target);
        }
    }
}
