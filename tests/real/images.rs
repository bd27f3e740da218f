//! An image that SAM built is compared with its layers by content and not by times.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::names::{dir_of, image_of};
use crate::support::engine::image_names;
use crate::support::lambda::publish;
use crate::support::sam::Machine;
use crate::support::samlayers;

const TEMPLATE: &str = "
Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['FIRST', 'SECOND']}
";

/// `samlayers verify --deep IMAGE`: the problems, as `code: sentence`.
fn verify(machine: &Machine, image: &str, code: i32) -> Vec<String> {
    let command = machine.command(samlayers::program());
    let answer = samlayers::json(command, &["verify", "--deep", image, "--offline", "--json"], code);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let problems = answer["problems"].as_array().expect("a list of problems");
    problems.iter().map(|problem| format!("{}: {}", text(&problem["code"]), text(&problem["detail"]))).collect()
}

/// Builds another image under SAM's name.
fn build(machine: &Machine, image: &str, dockerfile: &str) {
    let file = machine.project().join("Dockerfile");
    fs::write(&file, dockerfile).expect("a new file");
    let mut docker = Command::new("docker");
    docker.args(["build", "-q", "-t", image, "-f"]).arg(file).arg(machine.cache());
    docker.env("DOCKER_HOST", &machine.docker_host).env("DOCKER_BUILDKIT", "0").stdout(Stdio::null());
    assert!(docker.status().expect("the docker command").success());
}

#[test]
fn an_image_that_differs_from_its_layers_is_reported() {
    let Some(machine) = Machine::new() else { return };
    let layer = |name: &str, files: &[(&str, &str)]| publish(&machine.ministack, "us-east-1", name, files).arn;
    let first = layer("compared-first", &[("lib/a.txt", "a"), ("config", "of the first")]);
    let second = layer("compared-second", &[("lib/b.txt", "b"), ("config", "of the second")]);
    machine.write_project(&TEMPLATE.replace("FIRST", &first).replace("SECOND", &second));
    machine.invoke("Orders");
    let image = image_of(&[&first, &second]);
    let problems = verify(&machine, &image, 0);
    assert!(problems.is_empty(), "what SAM has just built: {problems:?}");

    // After a change the image is outdated; after reverting it, it is not, whatever the times are.
    let changed = machine.cache().join(dir_of(&second)).join("lib/b.txt");
    let before = fs::read(&changed).expect("SAM's own file");
    fs::write(&changed, "another").expect("our own file");
    let outdated = verify(&machine, &image, 1);
    assert!(outdated[0].contains("image-outdated: ") && outdated[0].contains("1 changed (lib/b.txt"), "{outdated:?}");
    fs::write(&changed, before).expect("our own file");
    let problems = verify(&machine, &image, 0);
    assert!(problems.is_empty(), "changed and changed back: {problems:?}");

    // As some builders merged before SAM CLI 1.155: the first layer wins.
    let base = "public.ecr.aws/lambda/provided:al2023-x86_64";
    let (one, two) = (dir_of(&first), dir_of(&second));
    build(&machine, &image, &format!("FROM {base}\nADD {two} /opt\nADD {one} /opt\n"));
    let wrong = verify(&machine, &image, 1);
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(
        wrong[0].starts_with("image-order-wrong: ") && wrong[0].contains(&format!("config (of {one}, not of {two})"))
    );

    // Nothing was run, nothing is left, and read-only mode creates no container.
    let mut docker = Command::new("docker");
    docker.args(["ps", "-aq", "--filter", "label=samlayers.look"]).env("DOCKER_HOST", &machine.docker_host);
    let left = docker.output().expect("the docker command");
    assert!(left.status.success() && left.stdout.is_empty(), "{left:?}");
    let mut command = machine.command(samlayers::program());
    let read_only = samlayers::run(&mut command, &["verify", "--deep", &image, "--offline", "--read-only", "--json"]);
    let printed = String::from_utf8_lossy(&read_only.stdout).into_owned();
    assert!(printed.contains("not-verified") && printed.contains("read-only mode does not allow"), "{printed}");
    assert!(image_names(&machine.docker_host).contains(&image));
}
