//! SAM fills the cache, samlayers proves every byte of it against AWS, finds what was done to it, repairs it, and SAM goes
//! on with what was repaired: as cached, and the same in the image it builds.

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

/// By what the one layer was checked.
fn evidence(answer: &Value) -> &str {
    assert_eq!(answer["checked"].as_array().map(Vec::len), Some(1), "{answer:#}");
    assert_eq!(answer["checked"][0]["files"], json!(FILES.len()), "{answer:#}");
    answer["checked"][0]["evidence"].as_str().expect("it was compared")
}

/// One file of each kind of damage.
#[expect(clippy::disallowed_methods, reason = "somebody else removes it")]
fn damage(layer: &Path) {
    fs::write(layer.join("lib/a.txt"), "aaaX").expect("our own file");
    OpenOptions::new().write(true).open(layer.join("bin/tool")).and_then(|file| file.set_len(6)).expect("our own file");
    fs::remove_file(layer.join("config")).expect("our own file");
    fs::write(layer.join("lib/stray.txt"), "of nobody").expect("our own file");
}

#[test]
fn what_sam_downloaded_is_proven_damaged_found_and_repaired_so_that_sam_takes_it() {
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

    // SAM's own download is what AWS has, and there was no baseline that could have said so.
    let proven = samlayers(&machine, &["verify", "--deep", &dir], 0);
    assert_eq!(codes(&proven), Vec::<&str>::new());
    assert!(evidence(&proven).contains("AWS"), "{proven:#}");
    samlayers(&machine, &["verify", "--deep", &image], 0);

    // With AWS and without: what was done to it is found, and so is that the image is another by now.
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

    // Repaired, and from the baseline of that download it is proven without anybody to ask.
    let repaired = samlayers(&machine, &["refresh", &dir, "--with-images", "--yes"], 0);
    let outcomes: Vec<_> = repaired["steps"].as_array().expect("steps").iter().map(|step| &step["outcome"]).collect();
    assert_eq!(outcomes, [&json!("done"), &json!("done")], "{repaired:#}");
    let offline = samlayers(&machine, &["verify", "--deep", &dir, "--offline"], 0);
    assert_eq!(codes(&offline), Vec::<&str>::new());
    assert!(evidence(&offline).contains("baseline of"), "{offline:#}");

    // SAM takes it as cached, and the image it builds of it holds the same.
    let again = machine.invoke("Orders");
    assert!(again.said.contains(&format!("{arn} is already cached. Skipping download")), "{}", again.said);
    assert!(again.said.contains("Building image"), "{}", again.said);
    assert_eq!(again.answer, whole);
    let compared = samlayers(&machine, &["verify", "--deep", &image, "--offline"], 0);
    assert_eq!(codes(&compared), Vec::<&str>::new(), "{compared:#}");
}
