//! Reading images of real engines: all of `/opt` is listed, nothing runs, nothing is left.

use std::process::Command;

use samlayers::content::verify::{Entry, EntryContent};
use samlayers::engine::EngineError;

use super::real::{connect, docker_ok};
use super::support::real;

/// The build context of an image with two layers, as SAM sends it to the engine.
fn context(base: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, content: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    write("Dockerfile", &format!("FROM {base}\nADD one /opt\nADD two /opt\nCMD [\"/none\"]\n"));
    write("one/lib/first", "of one");
    write("one/lib/both", "of one");
    write("two/lib/both", "of two!");
    std::os::unix::fs::symlink("lib/first", folder.path().join("one/link")).unwrap();
    let tar = Command::new("tar").args(["cf", "-", "."]).current_dir(folder.path()).output().unwrap();
    assert!(tar.status.success());
    tar.stdout
}

fn seen(entries: &[Entry]) -> Vec<String> {
    let mut seen: Vec<String> = entries
        .iter()
        .map(|entry| match &entry.what {
            EntryContent::File(facts) => format!("{} {} {}", entry.path, facts.bytes, facts.sha256.is_some()),
            EntryContent::Link(link) => format!("{} -> {}", entry.path, link.target.as_deref().unwrap_or("?")),
            EntryContent::Folder => format!("{}/", entry.path),
            EntryContent::Other => format!("{}?", entry.path),
        })
        .collect();
    seen.sort();
    seen
}

async fn lists_opt(host: &str) {
    let base = "public.ecr.aws/lambda/looktest:1-x86_64";
    let image = "samcli/lambda-python:3.12-x86_64-eeeeeeeeeeeeeeeeeeeeeeeee";
    docker_ok(host, &["import", "-", base], &super::real::tar(&[("etc/base", b"base")]));
    docker_ok(host, &["build", "-q", "-t", image, "-"], &context(base));
    let (engine, never) = (connect(host).await, std::sync::atomic::AtomicBool::new(false));
    let entries = engine.opt_entries(image, true, &never).await.unwrap().expect("an /opt");
    assert_eq!(seen(&entries), ["lib/", "lib/both 7 true", "lib/first 6 true", "link -> lib/first"]);
    let without_sums = engine.opt_entries(image, false, &never).await.unwrap().expect("an /opt");
    assert!(seen(&without_sums).contains(&"lib/both 7 false".to_owned()));
    assert_eq!(engine.opt_entries(base, true, &never).await.unwrap(), None, "an image without /opt");
    let missing = "samcli/lambda-python:3.12-x86_64-fffffffffffffffffffffffff";
    assert_eq!(engine.opt_entries(missing, true, &never).await, Err(EngineError::NotFound(missing.to_owned())));
    assert_eq!((engine.has_image(base).await, engine.has_image(missing).await), (Ok(true), Ok(false)));
    let left = docker_ok(host, &["ps", "-aq", "--filter", "label=samlayers.look"], b"");
    assert_eq!(left, "", "nothing is left");
    for name in [image, base] {
        docker_ok(host, &["rmi", name], b"");
    }
}

#[tokio::test]
async fn docker_shows_opt_without_running_anything() {
    let Some(host) = real::docker_host() else { return };
    lists_opt(&host).await;
}

#[tokio::test]
async fn podman_shows_opt_without_running_anything() {
    let Some(host) = real::podman_host() else { return };
    lists_opt(&host).await;
}
