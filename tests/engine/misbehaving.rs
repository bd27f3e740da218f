//! Engines that are missing, do not answer, send invalid answers or refuse.

use std::sync::Mutex;
use std::sync::mpsc;

use samlayers::engine::{Endpoint, Engine, EngineError, EngineOptions};
use samlayers::inventory::facts::{EngineState, Finding};

use super::support::scripted::{Piece, Request, Server, json};
use super::{images, listing};

const PYTHON: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";
const VERSION: &str = r#"{"Version":"27.3.1","ApiVersion":"1.47","Components":[{"Name":"Engine","Version":"27.3.1"}]}"#;
const IMAGES: &str = r#"[{"Id":"sha256:1111111111111111","ParentId":"","Created":1760000000,"Size":50,"SharedSize":-1,
    "Containers":-1,"Labels":null,"RepoDigests":null,
    "RepoTags":["samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd"]}]"#;
const CONTAINERS: &str = r#"[{"Id":"aaaaaaaaaaaaaaaaaaaaaaaa","Names":["/quirky_bell"],"ImageID":"sha256:1111111111111111",
    "Image":"x","State":"running","Labels":{"sam.cli.container.type":"lambda"}}]"#;
const HISTORY: &str =
    r#"[{"Id":"x","Created":1,"CreatedBy":"ADD a /opt # buildkit","Size":40,"Tags":null,"Comment":""}]"#;

/// A well-behaved engine with one image and one container.
pub fn usual(request: &Request) -> Vec<Piece> {
    match request.target.split('?').next().unwrap_or_default() {
        path if path.ends_with("/version") => json(200, VERSION),
        path if path.ends_with("/images/json") => json(200, IMAGES),
        path if path.ends_with("/containers/json") => json(200, CONTAINERS),
        path if path.ends_with("/history") => json(200, HISTORY),
        path => json(404, &format!(r#"{{"message":"page not found: {path}"}}"#)),
    }
}

/// An engine that behaves as usual except for the given requests.
fn engine(exception: impl Fn(&Request) -> Option<Vec<Piece>> + Send + Sync + 'static) -> Server {
    Server::start(move |request, _| exception(request).unwrap_or_else(|| usual(request)))
}

fn endpoint(host: &str) -> Endpoint {
    Endpoint::choose(&EngineOptions { docker_host: Some(host.to_owned()), ..EngineOptions::default() }).unwrap()
}

async fn connect(server: &Server) -> Result<Engine, EngineError> {
    Engine::connect(&endpoint(&format!("tcp://{}", server.address()))).await
}

#[cfg(unix)]
#[tokio::test]
async fn a_missing_stale_or_forbidden_socket_explains_what_to_do() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("docker.sock");
    let host = format!("unix://{}", socket.display());
    let missing = Engine::connect(&endpoint(&host)).await.unwrap_err();
    assert_eq!(missing, EngineError::NoSocket(host.clone()));
    assert!(missing.to_string().contains("--no-engine"), "{missing}");

    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    assert_eq!(Engine::connect(&endpoint(&host)).await.unwrap_err(), EngineError::Refused(host.clone()));

    // Permissions do not apply to root, so for root this part tests nothing.
    std::fs::set_permissions(&socket, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::os::unix::net::UnixStream::connect(&socket).is_err_and(|error| error.raw_os_error() == Some(13)) {
        assert_eq!(Engine::connect(&endpoint(&host)).await.unwrap_err(), EngineError::PermissionDenied(host));
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_socket_that_never_answers_is_reported_within_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("docker.sock");
    // The system accepts the connection; no process ever reads from it.
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    let begin = std::time::Instant::now();
    let error = Engine::connect(&endpoint(&format!("unix://{}", socket.display()))).await.unwrap_err();
    assert!(matches!(error, EngineError::TimedOut { .. }), "{error:?}");
    assert!(error.to_string().contains("within 5 s"), "{error}");
    assert!(begin.elapsed().as_secs() < 8, "{:?}", begin.elapsed());
}

#[tokio::test]
async fn an_answer_that_stalls_is_reported_within_seconds() {
    let server = engine(|_| Some(vec![super::support::scripted::head(200, &[], 100), Piece::Hang]));
    assert!(matches!(connect(&server).await, Err(EngineError::TimedOut { .. })));
}

/// Bytes that are sent piece by piece, so that the test itself needs no memory for them.
fn endless(start: &str) -> Vec<Piece> {
    let mut pieces = vec![super::support::scripted::head(200, &[("Content-Type", "application/json")], 6 << 30)];
    pieces.push(Piece::Bytes(start.as_bytes().to_vec()));
    pieces.extend((0..64).map(|_| Piece::Bytes(vec![b' '; 1 << 20])));
    pieces.push(Piece::Hang);
    pieces
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off_at_a_limit() {
    for (path, start) in [("/version", "{"), ("/images/json", "["), ("/containers/json", "[")] {
        let server = engine(move |request| request.target.contains(path).then(|| endless(start)));
        let begun = std::time::Instant::now();
        let error = match connect(&server).await {
            Err(error) => error,
            Ok(engine) => listing(&engine).await.1.unwrap_err(),
        };
        assert!(matches!(error, EngineError::TooLong(_)), "{path}: {error:?}");
        assert!(error.to_string().contains("limits: 16.8 MB, 20,000 images"), "{error}");
        assert!(begun.elapsed().as_secs() < 15, "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn details_without_end_leave_the_list_as_it_is() {
    let server = engine(|request| request.target.contains("/history").then(|| endless("[")));
    let (findings, outcome) = listing(&connect(&server).await.unwrap()).await;
    assert_eq!(outcome, Ok(()));
    assert_eq!(images(&findings)[PYTHON].add_step_sizes, None);
}

#[tokio::test]
async fn a_list_that_trickles_is_given_up() {
    let server = engine(|request| {
        request.target.contains("/images/json").then(|| {
            let trickle =
                (0..60).flat_map(|_| [Piece::Bytes(vec![b' ']), Piece::Pause(std::time::Duration::from_secs(1))]);
            [super::support::scripted::head(200, &[], 1 << 20), Piece::Bytes(vec![b'['])]
                .into_iter()
                .chain(trickle)
                .collect()
        })
    });
    let engine = connect(&server).await.unwrap();
    let begun = std::time::Instant::now();
    let error = listing(&engine).await.1.unwrap_err();
    assert!(matches!(error, EngineError::TimedOut { .. }), "{error:?}");
    assert!(error.to_string().contains("within 20 s"), "{error}");
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
}

#[tokio::test]
async fn ten_thousand_images_are_listed() {
    let one = |at: usize| {
        format!(
            r#"{{"Id":"sha256:{at:064x}","ParentId":"","Created":1760000000,"Size":50,"SharedSize":-1,"Containers":-1,
                "Labels":null,"RepoDigests":null,"RepoTags":["samcli/lambda-python:3.12-x86_64-{at:025x}"]}}"#
        )
    };
    let list = format!("[{}]", (0..10_000).map(one).collect::<Vec<_>>().join(","));
    let server = engine(move |request| request.target.contains("/images/json").then(|| json(200, &list)));
    let engine = connect(&server).await.unwrap();
    let found = Mutex::new(Vec::new());
    engine.list(&|finding| found.lock().unwrap().push(finding), false).await.unwrap();
    assert_eq!(images(&found.into_inner().unwrap()).len(), 10_000);
}

#[tokio::test]
async fn an_unreachable_endpoint_is_reported() {
    let address = Server::start(|_, _| Vec::new()).address();
    let error = Engine::connect(&endpoint(&format!("tcp://{address}"))).await.unwrap_err();
    assert_eq!(error, EngineError::Refused(format!("tcp://{address}")));
}

#[tokio::test]
async fn a_server_that_is_not_an_engine_is_reported() {
    let ssh = engine(|_| Some(vec![Piece::Bytes(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())]));
    let web = engine(|_| Some(json(200, "<html>")));
    let empty = engine(|_| Some(json(200, "{}")));
    for server in [ssh, web, empty] {
        let error = connect(&server).await.unwrap_err();
        let sentence = error.to_string();
        assert!(sentence.contains("DOCKER_HOST") && sentence.contains(&server.address()), "{sentence}");
    }
}

#[tokio::test]
async fn messages_of_the_engine_cannot_control_the_terminal() {
    let server = engine(|_| Some(json(500, r#"{"message":"boom\u001b[2J\n\u202eagain"}"#)));
    let error = connect(&server).await.unwrap_err();
    assert_eq!(error, EngineError::Api { status: 500, message: "boom\u{fffd}[2J \u{fffd}again".to_owned() });
}

#[tokio::test]
async fn podman_is_recognised_and_image_names_get_a_registry() {
    let server = engine(|request| match request.target.as_str() {
        target if target.ends_with("/version") => Some(json(
            200,
            r#"{"Platform":{"Name":"linux/amd64/fedora-40"},"Version":"5.2.2","ApiVersion":"1.41","MinAPIVersion":"1.24",
                "Components":[{"Name":"Podman Engine","Version":"5.2.2","Details":{"APIVersion":"5.2.2"}}]}"#,
        )),
        target if target.contains("/images/json") => Some(json(
            200,
            r#"[{"Id":"sha256:1111111111111111","ParentId":"","RepoTags":["localhost/samcli/lambda-python:3.12-arm64-2dd7ac5ffb30d515926aefffd"],
                "RepoDigests":[],"Created":1760000000,"Size":50,"SharedSize":0,"VirtualSize":50,"Labels":{},"Containers":1}]"#,
        )),
        // A state that the client does not know; the second request leaves it out.
        target if target.contains("/containers/json") && !target.contains("filters") => {
            Some(json(200, &CONTAINERS.replace("running", "stopped")))
        }
        _ => None,
    });
    let engine = connect(&server).await.unwrap();
    assert_eq!(engine.name(), "Podman 5.2.2");
    let (findings, outcome) = listing(&engine).await;
    assert_eq!(outcome, Ok(()));
    let images = images(&findings);
    let (name, image) = images.first_key_value().unwrap();
    assert!(name.starts_with("localhost/samcli/lambda-python"));
    assert_eq!(image.unique_bytes, None, "Podman reports 0 shared bytes when it does not know");
    assert_eq!(image.containers.len(), 1);
}

#[tokio::test]
async fn docker_reports_shared_bytes_on_request() {
    let server = engine(|request| {
        request
            .target
            .contains("shared-size=true")
            .then(|| json(200, &IMAGES.replace(r#""SharedSize":-1"#, r#""SharedSize":0"#)))
    });
    let (findings, _) = listing(&connect(&server).await.unwrap()).await;
    let image = &images(&findings)[PYTHON];
    assert_eq!((image.unique_bytes, image.add_step_sizes.as_deref()), (Some(50), Some(&[40][..])));
}

#[tokio::test]
async fn an_interrupted_listing_never_looks_like_an_empty_engine() {
    let server =
        engine(|request| request.target.contains("/images/json").then(|| json(500, r#"{"message":"disk I/O error"}"#)));
    let engine = connect(&server).await.unwrap();
    let (findings, outcome) = listing(&engine).await;
    let error = outcome.unwrap_err();
    assert!(error.to_string().contains("disk I/O error"), "{error}");
    let state = EngineState::Unavailable { endpoint: engine.endpoint().to_owned(), reason: error.message() };
    assert!(
        matches!(&findings[..], [Finding::Engine(EngineState::Ready { .. }), Finding::Engine(last)] if *last == state)
    );
}

#[tokio::test]
async fn a_slow_history_delays_nothing_else() {
    let (listed, wait) = mpsc::channel();
    let wait = Mutex::new(wait);
    // The history is sent only after everything else was reported.
    let server = engine(move |request| {
        if request.target.contains("/history") {
            wait.lock().unwrap().recv().unwrap();
        }
        None
    });
    let engine = connect(&server).await.unwrap();
    let found = Mutex::new(Vec::new());
    engine
        .list(
            &|finding| {
                if finding == Finding::ImagesListed {
                    listed.send(()).unwrap();
                }
                found.lock().unwrap().push(finding);
            },
            true,
        )
        .await
        .unwrap();
    let found = found.into_inner().unwrap();
    let at = found.iter().position(|finding| *finding == Finding::ImagesListed).unwrap();
    assert_eq!(images(&found[..at])[PYTHON].add_step_sizes, None);
    assert_eq!(images(&found[at..])[PYTHON].add_step_sizes, Some(vec![40]));
}

#[tokio::test]
async fn a_failed_history_leaves_the_image_unchanged() {
    let server = engine(|request| request.target.contains("/history").then(|| json(500, "{}")));
    let (findings, outcome) = listing(&connect(&server).await.unwrap()).await;
    assert_eq!(outcome, Ok(()));
    assert_eq!(images(&findings)[PYTHON].add_step_sizes, None);
}

#[tokio::test]
async fn a_conflict_names_what_prevents_the_removal() {
    let server = engine(|request| match request.method.as_str() {
        "DELETE" if request.target.contains("/images/") => Some(json(
            409,
            r#"{"message":"conflict: unable to remove repository reference (must force) - container aaaaaaaaaaaa is using its referenced image"}"#,
        )),
        "DELETE" => Some(json(409, r#"{"message":"You cannot remove a running container"}"#)),
        _ => None,
    });
    let engine = connect(&server).await.unwrap();
    let image = engine.remove_image(PYTHON).await.unwrap_err().to_string();
    assert!(image.contains("`quirky_bell` (running)") && image.contains("docker stop quirky_bell"), "{image}");
    let container = engine.remove_container(&"a".repeat(24)).await.unwrap_err().to_string();
    assert!(container.contains("cannot remove `quirky_bell`") && container.contains("docker stop"), "{container}");
    let deletions: Vec<_> = server.requests().into_iter().filter(|request| request.method == "DELETE").collect();
    assert_eq!(deletions.len(), 2);
    assert!(deletions.iter().all(|request| !request.target.contains("force=true")), "{deletions:?}");
}

#[tokio::test]
async fn other_errors_keep_the_message_of_the_engine() {
    let server =
        engine(|request| (request.method == "DELETE").then(|| json(500, r#"{"message":"device or resource busy"}"#)));
    let engine = connect(&server).await.unwrap();
    let error = engine.remove_image(PYTHON).await.unwrap_err();
    assert_eq!(error, EngineError::Api { status: 500, message: "device or resource busy".to_owned() });
    let error = engine.remove_image("a/../../containers/x").await.unwrap_err();
    assert!(matches!(error, EngineError::BadName(_)), "{error:?}");
}
