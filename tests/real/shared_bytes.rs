//! Images that SAM built share bytes, and a rebuild leaves one without a name: the bytes that a purge reports as freed, and
//! what it removes, are checked against the engine.

use std::fs;

use serde_json::Value;

use crate::names::{dir_of, image_of};
use crate::support::engine::image;
use crate::support::lambda::publish;
use crate::support::sam::Machine;
use crate::support::samlayers;

const TEMPLATE: &str = "
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['FIRST']}
  Both:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['FIRST', 'SECOND']}
";

fn purge(machine: &Machine, arguments: &[&str]) -> Value {
    let mut all = vec!["purge", "--json"];
    all.extend(arguments);
    samlayers::json(machine.command(samlayers::program()), &all, 0)
}

/// The bytes that removing the image frees, according to the plan.
fn frees(plan: &Value, target: &str) -> Option<u64> {
    let steps = plan["steps"].as_array().expect("a list of steps");
    steps.iter().find(|step| step["target"] == target).map(|step| step["frees_bytes"].as_u64().expect("bytes"))
}

#[test]
fn a_purge_counts_shared_bytes_once_and_removes_what_a_rebuild_left() {
    let Some(machine) = Machine::new() else { return };
    let text = |letter: &str, kilobytes: usize| letter.repeat(kilobytes * 1000);
    let layer =
        |name: &str, content: &str| publish(&machine.ministack, "us-east-1", name, &[("lib/file.txt", content)]).arn;
    let first = layer("shared-first", &text("a", 300));
    let second = layer("shared-second", &text("b", 70));
    machine.write_project(&TEMPLATE.replace("FIRST", &first).replace("SECOND", &second));
    let (one, both) = (image_of(&[&first]), image_of(&[&first, &second]));
    let engine = |name: &str| image(&machine.docker_host, name);
    machine.invoke("One");
    machine.invoke("Both");
    let (one_id, one_size) = engine(&one).expect("SAM built it");
    let (left, _) = engine(&both).expect("SAM built it");

    // SAM builds a new image under the name, and the old one stays without a name.
    fs::write(machine.cache().join(dir_of(&second)).join("more.txt"), text("c", 50)).expect("a new file");
    machine.try_invoke("Both", &["--force-image-build"]).expect("SAM builds anew");
    let (both_id, both_size) = engine(&both).expect("SAM built it");
    assert_ne!(left, both_id);
    assert!(engine(&left).is_some(), "the engine keeps it without a name");

    // Alone, the image of both layers frees only what the other image does not contain.
    let plan = purge(&machine, &[&dir_of(&second), "--with-images", "--dry-run"]);
    assert_eq!(frees(&plan, &both), Some(both_size - one_size), "{plan:#}");
    assert_eq!((frees(&plan, &one), frees(&plan, &left)), (None, None), "these were not selected: {plan:#}");

    // The untagged image contains the first layer too: while it stays, its bytes are not freed.
    let plan = purge(&machine, &[&dir_of(&first), "--with-images", "--dry-run"]);
    let of_names = frees(&plan, &one).expect("a step") + frees(&plan, &both).expect("a step");
    assert_eq!(of_names, both_size - one_size, "{plan:#}");

    // With it, the bytes of the first layer count once, as do its own.
    let plan = purge(&machine, &[&dir_of(&first), "--with-images", "--dangling", "--dry-run"]);
    let of_all = [&one, &both, &left].map(|target| frees(&plan, target).expect("a step")).iter().sum::<u64>();
    let least = of_names + 300_000 + 70_000;
    // SAM's emulator and file system entries may be added; SAM's base image never is.
    assert!((least..both_size + 100_000).contains(&of_all), "{of_all} of {plan:#}");

    let report = purge(&machine, &[&dir_of(&first), "--with-images", "--dangling", "--yes"]);
    for (target, id) in [(&one, &one_id), (&both, &both_id), (&left, &left)] {
        assert!(engine(id).is_none(), "{target} is still there: {report:#}");
    }
    let base = engine("public.ecr.aws/lambda/provided:al2023-x86_64");
    assert!(base.is_some(), "SAM's base image is never removed");
    assert!(machine.cache().join(dir_of(&second)).exists() && !machine.cache().join(dir_of(&first)).exists());
    assert!(frees(&purge(&machine, &["--dangling", "--dry-run"]), &left).is_none());
}
