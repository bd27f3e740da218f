//! The layers of an image are found again from the histories that builders write: recorded ones, and those of real
//! builders where they can be had.

use std::sync::atomic::AtomicBool;

use samlayers::engine::{Endpoint, Engine, EngineOptions};
use samlayers::inventory::facts::{Finding, FoundImage};
use samlayers::inventory::search::image_layers::{ImageSearchQuery, KnownName, search};
use samlayers::sam::HashedName;

use super::real::{connect, docker_ok, tar};
use super::support::scripted::{Server, json};
use super::support::{http, real};
use super::{images, listing};

const FIRST: &str = "myLayer-1-926eeb5ff1";
const SECOND: &str = "mySecondLayer-1-6bc1022bdf";
/// The image of both, with the digits that AWS documents.
const IMAGE: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";
const HASH: &str = "2dd7ac5ffb30d515926aefffd";

/// Twenty cached layers beside the two of the image. All selections of up to five of them would be millions.
fn cached() -> Vec<KnownName> {
    let others = (0..20).map(|n| format!("other-{n}-0123456789"));
    let names = others.chain([SECOND.to_owned(), FIRST.to_owned()]);
    names.map(|name| KnownName { name: HashedName::parse(&name), size: Some((1_000, 1)) }).collect()
}

/// The layers of the image from what an engine reported, and the number of selections that were tried: 0 if the history
/// names them.
fn layers(findings: &[Finding], known: &[KnownName]) -> (Vec<String>, u64) {
    let text = |names: &[HashedName]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let named = findings.iter().find_map(|finding| match finding {
        Finding::ImageLayers { hash, layers } if hash == HASH => Some(text(&layers.names)),
        _ => None,
    });
    if let Some(named) = named {
        return (named, 0);
    }
    let image = of_both(findings).expect("the image");
    let steps = image.add_step_sizes.as_deref().filter(|steps| !steps.is_empty());
    let query = ImageSearchQuery { hash: HASH, steps, budget: 400_000 };
    let found = search(known, &query, &|_| (), &AtomicBool::new(false));
    (found.found.first().map(|names| text(names)).unwrap_or_default(), found.tried)
}

/// The history of a builder, newest step first.
#[derive(Clone, Copy)]
struct History {
    builder: &'static str,
    version: &'static str,
    /// The name of the image, where the engine puts a registry before it.
    name: &'static str,
    /// `/images/NAME/history`; `None` if the engine has no such request.
    answer: Option<&'static str>,
    /// Whether the layers are still cached.
    cached: bool,
    /// The largest number of selections that may be tried.
    tried: u64,
}

/// Podman's service: Buildah's steps, with the sizes of archives. The base comes last.
const BUILDAH: History = History {
    builder: "Buildah",
    version: r#"{"Platform":{"Name":"linux/amd64/debian-12"},"Components":[{"Name":"Podman Engine","Version":"5.4.2"}],
        "Version":"5.4.2","ApiVersion":"1.41","MinAPIVersion":"1.24","Os":"linux","Arch":"amd64"}"#,
    name: "docker.io/samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd",
    answer: Some(
        r#"[{"Comment":"FROM cbcd","Created":1795318077,"CreatedBy":"/bin/sh -c cp -rf /tmp/layer1/. /opt/ && rm -rf /tmp/layer1","Id":"111","Size":5120,"Tags":["x"]},
        {"Comment":"FROM cbcd","Created":1795318077,"CreatedBy":"/bin/sh -c #(nop) ADD dir:9b6e in /tmp/layer1 ","Id":"<missing>","Size":5632,"Tags":null},
        {"Comment":"FROM public.ecr.aws/lambda/python:3.12","Created":1795318076,"CreatedBy":"/bin/sh -c #(nop) ADD dir:77ab in /opt ","Id":"<missing>","Size":3584,"Tags":null},
        {"Comment":"","Created":1795318076,"CreatedBy":"/bin/sh -c mv /var/rapid/aws-lambda-rie-x86_64 /var/rapid/aws-lambda-rie && chmod +x /var/rapid/aws-lambda-rie","Id":"<missing>","Size":9,"Tags":null},
        {"Comment":"","Created":1795318076,"CreatedBy":"/bin/sh -c #(nop) ADD file:55c1 in /var/rapid/ ","Id":"<missing>","Size":9,"Tags":null}]"#,
    ),
    cached: true,
    tried: 22 * 22,
};

/// The same without cached layers (`--layers=false`): one layer at the end, so that every other step is empty.
const ONE_LAYER: History = History {
    builder: "Buildah, one layer",
    answer: Some(
        r#"[{"Comment":"","Created":1795318077,"CreatedBy":"/bin/sh -c cp -rf /tmp/layer1/. /opt/ && rm -rf /tmp/layer1","Id":"111","Size":12345,"Tags":null},
        {"Comment":"","Created":1795318077,"CreatedBy":"/bin/sh -c #(nop) ADD dir:9b6e in /tmp/layer1 ","Id":"<missing>","Size":0,"Tags":null},
        {"Comment":"","Created":1795318076,"CreatedBy":"/bin/sh -c #(nop) ADD dir:77ab in /opt ","Id":"<missing>","Size":0,"Tags":null},
        {"Comment":"","Created":1795318076,"CreatedBy":"/bin/sh -c #(nop) ADD file:55c1 in /var/rapid/ ","Id":"<missing>","Size":0,"Tags":null}]"#,
    ),
    ..BUILDAH
};

/// `BuildKit` writes the names of the layers, which proves layers that are no longer cached. In containerd's store.
const BUILDKIT: History = History {
    builder: "BuildKit",
    version: r#"{"Components":[{"Name":"Engine","Version":"29.1.0"},{"Name":"containerd","Version":"v2.2.0"}],"Version":"29.1.0",
        "ApiVersion":"1.52","MinAPIVersion":"1.44","Os":"linux","Arch":"amd64"}"#,
    name: IMAGE,
    answer: Some(
        r#"[{"Comment":"buildkit.dockerfile.v0","Created":1795318077,"CreatedBy":"RUN /bin/sh -c cp -rf /tmp/layer1/. /opt/ && rm -rf /tmp/layer1 # buildkit","Id":"sha256:1111111111111111","Size":16384,"Tags":null},
        {"Comment":"buildkit.dockerfile.v0","Created":1795318077,"CreatedBy":"ADD mySecondLayer-1-6bc1022bdf /tmp/layer1 # buildkit","Id":"<missing>","Size":20480,"Tags":null},
        {"Comment":"buildkit.dockerfile.v0","Created":1795318076,"CreatedBy":"ADD myLayer-1-926eeb5ff1 /opt # buildkit","Id":"<missing>","Size":16384,"Tags":null},
        {"Comment":"buildkit.dockerfile.v0","Created":1795318076,"CreatedBy":"RUN /bin/sh -c mv /var/rapid/aws-lambda-rie-x86_64 /var/rapid/aws-lambda-rie && chmod +x /var/rapid/aws-lambda-rie # buildkit","Id":"<missing>","Size":9,"Tags":null},
        {"Comment":"buildkit.dockerfile.v0","Created":1795318076,"CreatedBy":"ADD aws-lambda-rie-x86_64 /var/rapid/ # buildkit","Id":"<missing>","Size":9,"Tags":null}]"#,
    ),
    cached: false,
    tried: 0,
};

/// Docker's classic builder on a base image that has files in `/opt` of its own (`--invoke-image`).
const OWN_BASE: History = History {
    builder: "classic, with a base that has /opt",
    version: r#"{"Components":[{"Name":"Engine","Version":"28.5.2"}],"Version":"28.5.2","ApiVersion":"1.51","MinAPIVersion":"1.24"}"#,
    name: IMAGE,
    answer: Some(
        r#"[{"Comment":"","Created":1795318077,"CreatedBy":"/bin/sh -c #(nop) ADD dir:9b6e in /opt ","Id":"sha256:1111111111111111","Size":1000,"Tags":null},
        {"Comment":"","Created":1795318076,"CreatedBy":"/bin/sh -c #(nop) ADD dir:77ab in /opt ","Id":"<missing>","Size":1000,"Tags":null},
        {"Comment":"","Created":1795318076,"CreatedBy":"/bin/sh -c #(nop) ADD file:55c1 in /var/rapid/ ","Id":"<missing>","Size":9,"Tags":null},
        {"Comment":"","Created":1795318075,"CreatedBy":"/bin/sh -c #(nop) ADD dir:abcd in /opt ","Id":"<missing>","Size":777,"Tags":null}]"#,
    ),
    cached: true,
    tried: 22 * 22,
};

/// Finch's daemon answers 404 to every request for a history, so that all selections are tried, the short ones first.
const FINCH: History = History {
    builder: "Finch",
    version: r#"{"Platform":{"Name":"Finch Daemon - v0.21.0"},"Version":"v0.21.0","ApiVersion":"1.43","MinAPIVersion":"1.35",
        "Components":[{"Name":"containerd","Version":"v1.7.29"}]}"#,
    name: "docker.io/samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd",
    answer: None,
    cached: true,
    tried: 22 + 22 * 22,
};

#[tokio::test]
async fn the_layers_are_found_in_every_history() {
    for history in [BUILDAH, ONE_LAYER, BUILDKIT, OWN_BASE, FINCH] {
        let list = format!(
            r#"[{{"Id":"sha256:1111111111111111","RepoTags":["{}"],"RepoDigests":null,"ParentId":"","Created":1795318077,"Size":50000,"SharedSize":-1,
            "Labels":null,"Containers":0}}]"#,
            history.name
        );
        let server = Server::start(move |request, _| match request.target.split('?').next().unwrap_or_default() {
            path if path.ends_with("/version") => json(200, history.version),
            path if path.ends_with("/images/json") => json(200, &list),
            path if path.ends_with("/containers/json") => json(200, "[]"),
            path => match history.answer.filter(|_| path.ends_with("/history")) {
                Some(answer) => json(200, answer),
                None => json(404, r#"{"message":"page not found"}"#),
            },
        });
        let options =
            EngineOptions { docker_host: Some(format!("tcp://{}", server.address())), ..EngineOptions::default() };
        let engine = Engine::connect(&Endpoint::choose(&options).unwrap()).await.unwrap();
        let (findings, outcome) = listing(&engine).await;
        assert_eq!(outcome, Ok(()), "{}", history.builder);
        let known = if history.cached { cached() } else { Vec::new() };
        let (found, tried) = layers(&findings, &known);
        assert_eq!(found, [FIRST, SECOND], "{}", history.builder);
        assert!(tried <= history.tried, "{}: {tried} selections", history.builder);
    }
}

#[tokio::test]
async fn the_layers_are_found_in_a_recording() {
    let history = BUILDKIT.answer.unwrap();
    let recording = format!(
        r#"{{"engine":"Docker 29.1.0","images":[{{"Id":"sha256:11","RepoTags":["{IMAGE}"],"Size":1}}],"history":{{"{IMAGE}":{history}}}}}"#
    );
    let (findings, _) = listing(&Engine::recorded(&recording).unwrap()).await;
    assert_eq!(layers(&findings, &[]).0, [FIRST, SECOND]);
}

const BASE: &str = "public.ecr.aws/lambda/histories:1";

/// The Dockerfile that SAM 1.170 writes for two layers, with or without the steps that run a program in the image.
fn context(base: &str, runs: bool) -> Vec<u8> {
    let run = |command: &str| if runs { format!("RUN {command}\n") } else { String::new() };
    let dockerfile = format!(
        "FROM {base}\nADD aws-lambda-rie-x86_64 /var/rapid/\n{}ADD {FIRST} /opt\nADD {SECOND} /tmp/layer1\n{}CMD [\"/none\"]\n",
        run("mv /var/rapid/aws-lambda-rie-x86_64 /var/rapid/aws-lambda-rie && chmod +x /var/rapid/aws-lambda-rie"),
        run("cp -rf /tmp/layer1/. /opt/ && rm -rf /tmp/layer1"),
    );
    let (first, second) = (format!("{FIRST}/x"), format!("{SECOND}/y"));
    tar(&[
        ("Dockerfile", dockerfile.as_bytes()),
        ("aws-lambda-rie-x86_64", b"rie"),
        (first.as_str(), &[b'1'; 1000]),
        (second.as_str(), &[b'2'; 1000]),
    ])
}

/// Builds the image through the API of an engine, as SAM does.
fn build(host: &str, options: &str, context: &[u8]) {
    let target = format!("/v1.40/build?t={IMAGE}&nocache=1&networkmode=none&{options}");
    let answer = http::request(host, "POST", &target, &[("Content-Type", "application/x-tar")], context);
    assert!(answer.status == 200 && !answer.text().contains("\"error\""), "{}", answer.text());
}

/// The image, whatever else the engine has.
fn of_both(findings: &[Finding]) -> Option<FoundImage> {
    images(findings).into_values().find(|image| image.name.as_str().ends_with(IMAGE))
}

async fn remove(engine: &Engine, findings: &[Finding]) {
    if let Some(image) = of_both(findings) {
        engine.remove_image(image.name.as_str()).await.unwrap();
    }
}

#[tokio::test]
async fn the_layers_are_found_in_the_histories_of_real_builders_of_docker() {
    let Some(host) = real::docker_host() else { return };
    let base = "public.ecr.aws/lambda/provided:al2023-x86_64";
    // The classic builder, then BuildKit.
    for (version, known, most) in [(1, cached(), 22 * 22), (2, Vec::new(), 0)] {
        build(&host, &format!("version={version}"), &context(base, true));
        let engine = connect(&host).await;
        let (findings, outcome) = listing(&engine).await;
        assert_eq!(outcome, Ok(()));
        let (found, tried) = layers(&findings, &known);
        remove(&engine, &findings).await;
        assert_eq!(found, [FIRST, SECOND], "version {version}");
        assert!(tried <= most, "version {version}: {tried} tried");
    }
}

#[tokio::test]
async fn the_layers_are_found_in_the_histories_of_a_real_buildah() {
    let Some(host) = real::podman_host() else { return };
    for in_layers in [1, 0] {
        docker_ok(&host, &["import", "-", BASE], &tar(&[("etc/base", b"base")]));
        build(&host, &format!("layers={in_layers}"), &context(BASE, false));
        let engine = connect(&host).await;
        let (findings, outcome) = listing(&engine).await;
        assert_eq!(outcome, Ok(()));
        let image = of_both(&findings).expect("the image");
        let (found, tried) = layers(&findings, &cached());
        remove(&engine, &findings).await;
        let _ = engine.remove_image(BASE).await;
        let steps = image.add_step_sizes.unwrap_or_default();
        assert_eq!(found, [FIRST, SECOND], "layers={in_layers}: {steps:?}");
        assert!(steps.len() == 2 && tried <= 22 * 22, "layers={in_layers}: {steps:?}, {tried} tried");
    }
}
