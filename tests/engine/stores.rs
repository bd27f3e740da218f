//! Recorded answers of engines with different versions and image stores, each of which yields the same facts.

use samlayers::engine::{Endpoint, Engine, EngineOptions};
use serde_json::Value;

use super::support::scripted::{Server, json};
use super::{images, listing};

const PYTHON: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";

/// The answers of one engine.
struct Recorded {
    version: &'static str,
    images: &'static str,
    containers: &'static str,
    name: &'static str,
    /// The bytes that only this image uses, where the engine reports them.
    unique: Option<u64>,
}

/// Docker 20.10 (API 1.41): untagged images are named `<none>:<none>`, `VirtualSize` is present, lists may be null.
const CLASSIC: Recorded = Recorded {
    version: r#"{"Platform":{"Name":""},"Components":[{"Name":"Engine","Version":"20.10.24+dfsg1","Details":{"ApiVersion":"1.41","MinAPIVersion":"1.12"}}],
        "Version":"20.10.24+dfsg1","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64"}"#,
    images: r#"[{"Containers":-1,"Created":1760000000,"Id":"sha256:1111111111111111","Labels":null,"ParentId":"sha256:2222222222222222",
        "RepoDigests":null,"RepoTags":["samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd"],"SharedSize":30,"Size":50,"VirtualSize":50},
        {"Containers":-1,"Created":1760000000,"Id":"sha256:3333333333333333","Labels":null,"ParentId":"","RepoDigests":["<none>@<none>"],
        "RepoTags":["<none>:<none>"],"SharedSize":-1,"Size":7,"VirtualSize":7}]"#,
    containers: r#"[{"Id":"aaaaaaaaaaaaaaaaaaaaaaaa","Names":["/a"],"Image":"x","ImageID":"sha256:1111111111111111","Command":"/x",
        "Created":1760000001,"Ports":[],"Labels":{},"State":"exited","Status":"Exited (0)","HostConfig":{"NetworkMode":"default"},"Mounts":[]}]"#,
    name: "Docker 20.10.24",
    unique: Some(20),
};

/// Finch: nerdctl behind Docker's API, which identifies itself in the name of its platform.
const FINCH: Recorded = Recorded {
    version: r#"{"Platform":{"Name":"Finch Daemon - v0.19.0"},"Version":"v0.19.0","ApiVersion":"1.43","MinAPIVersion":"1.35","GitCommit":"abcd",
        "Os":"Linux","Arch":"x86_64","KernelVersion":"6.1","Experimental":false,"BuildTime":"",
        "Components":[{"Name":"containerd","Version":"v1.7.27"},{"Name":"runc","Version":"1.2.6"}]}"#,
    images: r#"[{"Id":"sha256:1111111111111111","RepoTags":["docker.io/samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd"],
        "RepoDigests":["docker.io/samcli/lambda-python@sha256:1111111111111111"],"ParentId":"","Created":1760000000,"Size":50,"SharedSize":0,
        "Labels":null,"Containers":0}]"#,
    containers: r#"[{"Id":"aaaaaaaaaaaaaaaaaaaaaaaa","Names":["/a"],"Image":"docker.io/samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd",
        "ImageID":"sha256:1111111111111111","Command":"/x","Created":1760000001,"State":"exited","Status":"Exited (0)","Labels":{},"Mounts":[]}]"#,
    name: "Finch 0.19.0",
    unique: None,
};

#[tokio::test]
async fn every_store_yields_the_same_facts() {
    for recorded in [CLASSIC, FINCH] {
        let server = Server::start(move |request, _| match request.target.split('?').next().unwrap_or_default() {
            path if path.ends_with("/version") => json(200, recorded.version),
            path if path.ends_with("/images/json") => json(200, recorded.images),
            path if path.ends_with("/containers/json") => json(200, recorded.containers),
            path if path.ends_with("/history") => json(200, "[]"),
            path => json(404, &format!(r#"{{"message":"page not found: {path}"}}"#)),
        });
        let host = format!("tcp://{}", server.address());
        let options = EngineOptions { docker_host: Some(host), ..EngineOptions::default() };
        let engine = Engine::connect(&Endpoint::choose(&options).unwrap()).await.unwrap();
        assert_eq!(engine.name(), recorded.name);
        let (findings, outcome) = listing(&engine).await;
        assert_eq!(outcome, Ok(()), "{}", recorded.name);
        let found = images(&findings);
        let (name, image) = found.first_key_value().expect("an image");
        assert!(name.ends_with(PYTHON) && found.len() == 1, "{}: {found:?}", recorded.name);
        assert_eq!((image.size_bytes, image.unique_bytes), (50, recorded.unique), "{}", recorded.name);
        let [container] = &image.containers[..] else { panic!("{}: {image:?}", recorded.name) };
        assert_eq!((container.name.as_str(), container.state.as_str()), ("a", "exited"), "{}", recorded.name);
    }
}

/// The store keeps every layer compressed and unpacked and counts both in its list, and reports sharing only for the
/// unpacked layers.
#[tokio::test]
async fn sizes_in_containerds_store_are_unpacked_sizes() {
    let answers: Value = serde_json::from_str(include_str!("../fixtures/engine/containerd-store.json")).unwrap();
    let server = Server::start(move |request, _| {
        let path = request.target.split('?').next().unwrap_or_default().replace("%3A", ":");
        // The path begins with the version of the API that both sides support.
        let known = answers.as_object().unwrap().iter().find(|(known, _)| path.ends_with(known.as_str()));
        match known {
            Some((_, answer)) => json(200, &answer.to_string()),
            None if path.ends_with("/containers/json") => json(200, "[]"),
            None => json(404, &format!(r#"{{"message":"page not found: {path}"}}"#)),
        }
    });
    let options =
        EngineOptions { docker_host: Some(format!("tcp://{}", server.address())), ..EngineOptions::default() };
    let engine = Engine::connect(&Endpoint::choose(&options).unwrap()).await.unwrap();
    assert_eq!(engine.name(), "Docker 28.5.2");
    let (findings, outcome) = listing(&engine).await;
    assert_eq!(outcome, Ok(()));
    let found = images(&findings);
    let both = &found[&format!("samcli/lambda-provided:al2023-x86_64-{}", "b".repeat(25))];
    assert_eq!((both.size_bytes, both.unique_bytes), (3_510_994, Some(81_920)));
    let parts = both.disk.parts.as_ref().expect("sizes that add up");
    let shares: Vec<_> = parts.iter().map(|part| (part.bytes, part.holders)).collect();
    assert_eq!(shares, [(2_031_616, 3), (311_296, 2), (81_920, 1)]);
}
