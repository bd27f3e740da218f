//! A real container engine: what SAM left is listed, and removed without force.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use samlayers::engine::{Endpoint, Engine, EngineError, EngineOptions};
use samlayers::inventory::facts::{EngineState, Finding};

use super::support::real;
use super::{images, listing};

fn docker(host: &str, arguments: &[&str], stdin: &[u8]) -> Output {
    let mut child = Command::new("docker")
        .args(arguments)
        .env("DOCKER_HOST", host)
        .env("DOCKER_BUILDKIT", "0")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the docker command");
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    child.wait_with_output().unwrap()
}

/// Runs docker, which has to succeed, and returns its output.
pub fn docker_ok(host: &str, arguments: &[&str], stdin: &[u8]) -> String {
    let output = docker(host, arguments, stdin);
    assert!(output.status.success(), "docker {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

pub async fn connect(host: &str) -> Engine {
    let options = EngineOptions { docker_host: Some(host.to_owned()), ..EngineOptions::default() };
    Engine::connect(&Endpoint::choose(&options).unwrap()).await.unwrap()
}

/// A tar archive of one file for each name, which `docker build -` and `docker import -` take.
pub fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, content) in files {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..108].copy_from_slice(b"0000755\0");
        header[108..116].copy_from_slice(b"0000000\0");
        header[116..124].copy_from_slice(b"0000000\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
        header[136..148].copy_from_slice(b"00000000000\0");
        header[148..156].copy_from_slice(b"        ");
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        archive.extend_from_slice(&header);
        archive.extend_from_slice(content);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

#[tokio::test]
async fn what_sam_left_is_listed_and_removed_children_first() {
    let Some(host) = real::docker_host() else { return };
    let base = "public.ecr.aws/lambda/enginetest:1-rapid-x86_64";
    let layered = "samcli/lambda-python:3.12-x86_64-aaaaaaaaaaaaaaaaaaaaaaaaa";
    let second = "samcli/lambda-python:3.12-x86_64-bbbbbbbbbbbbbbbbbbbbbbbbb";
    let dockerfile = format!("FROM {base}\nADD one /opt\nADD two /tmp/layer1\nCMD [\"/none\"]\n");
    docker_ok(&host, &["import", "-", base], &tar(&[("etc/base", &[b'b'; 5000])]));
    let context = tar(&[("Dockerfile", dockerfile.as_bytes()), ("one/x", &[b'1'; 1000]), ("two/y", &[b'2'; 3000])]);
    docker_ok(&host, &["build", "-q", "-t", layered, "-"], &context);
    docker_ok(&host, &["tag", layered, second], b"");
    let container = docker_ok(&host, &["create", "--label", "sam.cli.container.type=lambda", layered], b"");

    let engine = connect(&host).await;
    assert!(engine.name().starts_with("Docker ") && !engine.name().contains('+'), "{}", engine.name());
    let (findings, outcome) = listing(&engine).await;
    assert_eq!(outcome, Ok(()));
    let found = images(&findings);
    assert!(matches!(&findings[0], Finding::Engine(EngineState::Ready { recorded: false, .. })));
    let image = &found[layered];
    assert!(image.created.is_some() && image.id.starts_with("sha256:"));
    match image.add_step_sizes.as_deref() {
        Some([1000, 3000]) => assert_eq!(image.size_bytes, 9000),
        // containerd's store counts blocks, and the compressed content it keeps.
        Some([one, two]) => assert!(*one >= 1000 && *two >= 3000 && image.size_bytes > one + two, "{image:?}"),
        other => panic!("{other:?}"),
    }
    let [made] = &image.containers[..] else { panic!("{image:?}") };
    assert_eq!((&made.id, made.state.as_str(), made.by_sam), (&container, "created", true));
    assert_eq!(found[second].id, image.id);
    assert_eq!(found[base].add_step_sizes, None);

    // Removing one of two names frees nothing.
    let removed = engine.remove_image(second).await.unwrap();
    assert_eq!((removed.untagged.as_slice(), removed.deleted.is_empty()), (&[second.to_owned()][..], true));
    // The last name is kept by the container, that of the base by the image built on it.
    let refused = engine.remove_image(layered).await.unwrap_err();
    assert!(matches!(&refused, EngineError::InUse { .. }), "{refused:?}");
    assert!(refused.to_string().contains("docker rm"), "{refused}");
    engine.remove_container(&container).await.unwrap();
    assert!(matches!(engine.remove_container(&container).await, Err(EngineError::NotFound(_))));
    assert!(!engine.remove_image(layered).await.unwrap().deleted.is_empty());
    assert!(!engine.remove_image(base).await.unwrap().deleted.is_empty());
    assert_eq!(engine.remove_image(base).await, Err(EngineError::NotFound(base.to_owned())));
    let left = images(&listing(&engine).await.0);
    assert!(!left.contains_key(layered) && !left.contains_key(base));
}

#[tokio::test]
async fn a_base_with_children_is_kept_and_the_child_named() {
    let Some(host) = real::docker_host() else { return };
    let base = "samcli/lambda-ruby:3.3-x86_64-ccccccccccccccccccccccccc";
    let child = "enginetest/child:1";
    docker_ok(&host, &["import", "-", base], &tar(&[("etc/base", b"base")]));
    let dockerfile = format!("FROM {base}\nENV A=1\nENV B=2\n");
    docker_ok(&host, &["build", "-q", "-t", child, "-"], &tar(&[("Dockerfile", dockerfile.as_bytes())]));
    let engine = connect(&host).await;
    let id = docker_ok(&host, &["image", "inspect", "--format", "{{.Id}}", base], b"");
    if docker_ok(&host, &["info", "--format", "{{.DriverStatus}}"], b"").contains("io.containerd.snapshotter") {
        // That store keeps what a child needs when its base is removed: nothing is refused and nothing is lost.
        assert!(engine.remove_image(&id).await.unwrap().deleted.contains(&id));
        docker_ok(&host, &["image", "inspect", child], b"");
        engine.remove_image(child).await.unwrap();
        return;
    }
    let refused = engine.remove_image(&id).await.unwrap_err();
    assert!(matches!(&refused, EngineError::InUse { .. }), "{refused:?}");
    assert!(refused.to_string().contains(&format!("image `{child}` was built from it")), "{refused}");
    // By name the engine removes only the name, and reports that nothing was freed.
    assert_eq!(engine.remove_image(base).await.unwrap().deleted, Vec::<String>::new());
    assert!(engine.remove_image(child).await.unwrap().deleted.contains(&id));
}

#[tokio::test]
async fn podman_lists_and_removes_images() {
    let Some(host) = real::podman_host() else { return };
    let base = "public.ecr.aws/lambda/podmantest:1-rapid-x86_64";
    let layered = "samcli/lambda-python:3.12-x86_64-ddddddddddddddddddddddddd";
    let with_registry = format!("docker.io/{layered}");
    let dockerfile = format!("FROM {base}\nADD one /opt\nADD two /tmp/layer1\nCMD [\"/none\"]\n");
    docker_ok(&host, &["import", "-", base], &tar(&[("etc/base", &[b'b'; 5000])]));
    let context = tar(&[("Dockerfile", dockerfile.as_bytes()), ("one/x", &[b'1'; 1000]), ("two/y", &[b'2'; 3000])]);
    docker_ok(&host, &["build", "-q", "-t", layered, "-"], &context);
    let container = docker_ok(&host, &["create", "--label", "sam.cli.container.type=lambda", layered], b"");

    let engine = connect(&host).await;
    assert!(engine.name().starts_with("Podman "), "{}", engine.name());
    let (findings, outcome) = listing(&engine).await;
    assert_eq!(outcome, Ok(()));
    let found = images(&findings);
    let image = &found[&with_registry];
    // Podman's builder counts an added layer by the size of its archive.
    assert_eq!(image.add_step_sizes.as_ref().map(Vec::len), Some(2));
    assert_eq!(image.unique_bytes, None, "Podman does not report what is shared");
    let [made] = &image.containers[..] else { panic!("{image:?}") };
    assert_eq!((&made.id, made.state.as_str(), made.by_sam), (&container, "created", true));
    assert!(found.contains_key(base));

    let refused = engine.remove_image(&with_registry).await.unwrap_err();
    assert!(matches!(&refused, EngineError::InUse { .. }), "{refused:?}");
    assert!(refused.to_string().contains(&made.name) && refused.to_string().contains("podman rm"), "{refused}");
    engine.remove_container(&container).await.unwrap();
    assert!(matches!(engine.remove_container(&container).await, Err(EngineError::NotFound(_))));
    let removed = engine.remove_image(&with_registry).await.unwrap();
    assert!(removed.deleted.contains(&image.id), "{removed:?}");
    assert_eq!(engine.remove_image(&with_registry).await, Err(EngineError::NotFound(with_registry.clone())));
    assert!(!engine.remove_image(base).await.unwrap().deleted.is_empty());
}
