//! SAM fills the cache; samlayers verifies every byte against AWS, finds the damage and repairs it; SAM then uses the
//! repaired layer as cached, and builds an image with the same content.

use std::fs::{self, OpenOptions};
use std::path::Path;

use serde_json::{Value, json};

use crate::names::{dir_of, image_of};
use crate::support::lambda::publish;
use crate::support::sam::Machine;
use crate::support::samlayers;

const FILES: [(&str, &str); 4] =
    [("bin/tool", "a tool that works"), ("config", "of the layer"), ("lib/a.txt", "aaaa"), ("lib/b.txt", "bbbb")];

/// `samlayers ARGUMENTS --json`; fails unless it exits with `code`.
fn samlayers(machine: &Machine, arguments: &[&str], code: i32) -> Value {
    let arguments: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
    samlayers::json(machine.command(samlayers::program()), &arguments, code)
}

/// The problems' codes, each once, in order.
fn codes(answer: &Value) -> Vec<&str> {
    let problems = answer["problems"].as_array().expect("a list of problems");
    let mut codes: Vec<&str> = problems.iter().map(|problem| problem["code"].as_str().expect("a code")).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// What the one layer was compared with.
fn evidence(answer: &Value) -> &str {
    assert_eq!(answer["checked"].as_array().map(Vec::len), Some(1), "{answer:#}");
    assert_eq!(answer["checked"][0]["files"], json!(FILES.len()), "{answer:#}");
    answer["checked"][0]["evidence"].as_str().expect("it was compared")
}

/// One file of each kind of damage.
#[expect(clippy::disallowed_methods, reason = "another program removes it")]
fn damage(layer: &Path) {
    fs::write(layer.join("lib/a.txt"), "aaaX").expect("our own file");
    OpenOptions::new().write(true).open(layer.join("bin/tool")).and_then(|file| file.set_len(6)).expect("our own file");
    fs::remove_file(layer.join("config")).expect("our own file");
    fs::write(layer.join("lib/stray.txt"), "stray").expect("our own file");
}

#[test]
fn a_layer_from_sam_is_verified_and_repaired_so_that_sam_uses_it() {
    let Some(machine) = Machine::new() else { return };
    let arn = publish(&machine.ministack, "us-east-1", "proven", &FILES).arn;
    let (dir, image) = (dir_of(&arn), image_of(&[&arn]));
    machine.write_project(&format!(
        "Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['{arn}']}}
"
    ));
    let whole = machine.invoke("Orders").answer;
    assert_eq!(whole.len(), FILES.len(), "{whole:?}");

    // SAM's download equals the layer at AWS; there is no baseline that could confirm it.
    let proven = samlayers(&machine, &["verify", "--deep", &dir], 0);
    assert_eq!(codes(&proven), Vec::<&str>::new());
    assert!(evidence(&proven).contains("the published zip"), "{proven:#}");
    samlayers(&machine, &["verify", "--deep", &image], 0);

    // With and without AWS the damage is found, and the image is reported as outdated.
    let layer = machine.cache().join(&dir);
    damage(&layer);
    for more in [&[][..], &["--offline"]] {
        let damaged = samlayers(&machine, &[&["verify", "--deep", &dir][..], more].concat(), 1);
        let found = codes(&damaged);
        for code in ["file-added", "file-changed", "file-missing", "file-truncated"] {
            assert!(found.contains(&code), "{code} of {damaged:#}");
        }
    }
    let outdated = samlayers(&machine, &["verify", "--deep", &image, "--offline"], 1);
    assert_eq!(codes(&outdated), ["image-outdated"]);

    // After the repair, the baseline of that download proves the layer offline.
    let repaired = samlayers(&machine, &["refresh", &dir, "--with-images", "--yes"], 0);
    let outcomes: Vec<_> = repaired["steps"].as_array().expect("steps").iter().map(|step| &step["outcome"]).collect();
    assert_eq!(outcomes, [&json!("done"), &json!("done")], "{repaired:#}");
    let offline = samlayers(&machine, &["verify", "--deep", &dir, "--offline"], 0);
    assert_eq!(codes(&offline), Vec::<&str>::new());
    assert!(evidence(&offline).contains("baseline of"), "{offline:#}");

    // SAM uses it as cached, and builds an image with the same content.
    let again = machine.invoke("Orders");
    assert!(again.output.contains(&format!("{arn} is already cached. Skipping download")), "{}", again.output);
    assert!(again.output.contains("Building image"), "{}", again.output);
    assert_eq!(again.answer, whole);
    let compared = samlayers(&machine, &["verify", "--deep", &image, "--offline"], 0);
    assert_eq!(codes(&compared), Vec::<&str>::new(), "{compared:#}");
}
