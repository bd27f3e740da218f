//! What `export` writes, used with the real engine: an image function gets the same `/opt` as the layers give.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::names::{dir_of, image_of};
use crate::support::lambda::publish;
use crate::support::sam::Machine;
use crate::support::samlayers;

const TEMPLATE: &str = "
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['FIRST', 'SECOND']}
";

const BASE: &str = "public.ecr.aws/lambda/provided:al2023-x86_64";

fn docker(machine: &Machine, arguments: &[&str]) -> String {
    let mut docker = Command::new("docker");
    docker.args(arguments).env("DOCKER_HOST", &machine.docker_host).env("DOCKER_BUILDKIT", "0");
    let output = docker.output().expect("the docker command");
    assert!(output.status.success(), "docker {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// The files below `/opt` of an image: content by path.
fn opt(machine: &Machine, image: &str, into: &Path) -> BTreeMap<String, Vec<u8>> {
    let container = docker(machine, &["create", "--entrypoint", "/bin/sh", image]);
    docker(machine, &["cp", &format!("{container}:/opt"), into.to_str().expect("a text")]);
    docker(machine, &["rm", &container]);
    let files = walkdir::WalkDir::new(into).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(into).expect("below it").to_str().expect("a text").to_owned();
            (path, fs::read(entry.path()).expect("a readable file"))
        })
        .collect()
}

#[test]
fn an_image_function_gets_the_same_opt_as_the_layers_give() {
    let Some(machine) = Machine::new() else { return };
    let layer = |name: &str, files: &[(&str, &str)]| publish(&machine.ministack, "us-east-1", name, files).arn;
    let first =
        layer("exported-first", &[("lib/a.txt", "a"), ("config", "of the first"), ("extensions/agent", "#!/bin/sh\n")]);
    let second =
        layer("exported-second", &[("lib/b.txt", "b"), ("config", "of the second"), ("bin/tool", "#!/bin/sh\n")]);
    machine.write_project(&TEMPLATE.replace("FIRST", &first).replace("SECOND", &second));
    machine.invoke("Orders");
    let context = machine.project().join("context");
    let mut command = machine.command(samlayers::program());
    let arguments = ["export", "Orders", "--dockerfile", context.to_str().expect("a text"), "--read-only", "--json"];
    let exported = samlayers::run(&mut command, &arguments);
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));

    let lines = fs::read_to_string(context.join("Dockerfile.layers")).expect("the lines");
    fs::write(context.join("Dockerfile"), format!("FROM {BASE}\n{lines}")).expect("a new file");
    docker(&machine, &["build", "-q", "-t", "exported:latest", context.to_str().expect("a text")]);
    let by_lines = opt(&machine, "exported:latest", &machine.project().join("opt-of-lines"));
    let by_sam = opt(&machine, &image_of(&[&first, &second]), &machine.project().join("opt-of-sam"));
    assert_eq!(by_lines, by_sam);
    assert_eq!(by_lines["config"], b"of the second");
    #[cfg(unix)]
    for (path, expected) in [("extensions/agent", 0o755), ("bin/tool", 0o755), ("config", 0o644)] {
        use std::os::unix::fs::PermissionsExt as _;
        let metadata = fs::metadata(machine.project().join("opt-of-lines").join(path)).expect("a file");
        assert_eq!(metadata.permissions().mode() & 0o777, expected, "{path}");
    }
    docker(&machine, &["rmi", "exported:latest"]);
    assert_eq!(machine.cache().join(dir_of(&first)).join("lib/a.txt").metadata().expect("still cached").len(), 1);
}
