//! Unreadable is never absent: every command, in text and JSON, over a cache of which each part in turn cannot be read by
//! the user.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::home::{Home, Ran, set_mode};

const ARN: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
const DIR: &str = "myLayer-1-926eeb5ff1";
const IMAGE: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";

/// Phrases that may not occur in an answer about something that could not be read.
const ABSENT: &[&str] = &[
    "no problems",
    "nothing matches",
    "nothing to do",
    "missing",
    "not cached, so",
    "not present, so",
    "SAM would download it to",
    "the trash is empty",
    "trash        empty",
    "0 layers",
    "\"cached\": false",
    "\"cached\":false",
    "\"size_bytes\": 0,\n      \"file_count\": 0",
];

/// A layer that a template uses, another one, and one in the trash.
fn home() -> Home {
    let home = Home::new();
    home.cached(&format!("{DIR}/python/a.py"), "a = 1\n");
    home.cached("b-1-0123456789/python/b.py", "b = 1\n");
    home.cached("c-1-0123456789/python/c.py", "c = 1\n");
    home.cached(&format!(".locks/{DIR}.downloading.status"), "completed\n1700000000.5");
    home.write(
        "project/template.yaml",
        format!(
            "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: \
             python3.12, Layers: ['{ARN}']}}\n"
        ),
    );
    home.json(&["purge", "c-1-*", "--yes"], 0);
    home
}

/// A part of the cache, and the commands whose answer depends on it.
struct Part {
    path: &'static str,
    concerns: &'static [&'static str],
    /// The code that `verify` and `doctor` report.
    code: &'static str,
}

const ALL: &[&str] = &[
    "ls",
    "functions",
    "explain",
    "verify",
    "doctor",
    "purge",
    "refresh",
    "prefetch",
    "undo",
    "trash ls",
    "trash empty",
];

const PARTS: &[Part] = &[
    Part { path: "home/.aws-sam", concerns: ALL, code: "cache-unusable" },
    Part { path: "home/.aws-sam/layers-pkg", concerns: ALL, code: "cache-unusable" },
    Part {
        path: "home/.aws-sam/layers-pkg/.samlayers",
        concerns: &["ls", "verify", "doctor", "undo", "trash ls", "trash empty"],
        code: "own-folder-unusable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/.samlayers/trash",
        concerns: &["ls", "verify", "doctor", "undo", "trash ls", "trash empty"],
        code: "own-folder-unusable",
    },
    Part { path: "home/.aws-sam/layers-pkg/.locks", concerns: &["ls", "verify", "doctor"], code: "locks-unreadable" },
    Part {
        path: "home/.aws-sam/layers-pkg/.locks/myLayer-1-926eeb5ff1.downloading.status",
        concerns: &["ls", "verify", "doctor"],
        code: "locks-unreadable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/.locks/b-1-0123456789.downloading.lock",
        concerns: &["ls", "verify", "doctor"],
        code: "locks-unreadable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/myLayer-1-926eeb5ff1/python",
        concerns: &["ls", "verify", "doctor", "purge size"],
        code: "layer-unreadable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/myLayer-1-926eeb5ff1",
        concerns: &["ls", "verify", "doctor", "purge size"],
        code: "layer-unreadable",
    },
    Part { path: "data/samlayers/arns.txt", concerns: &["verify", "doctor"], code: "data-folder-unusable" },
];

/// Every command, with the name by which a part is concerned by it.
const COMMANDS: &[(&str, &[&str])] = &[
    ("ls", &["ls"]),
    ("images", &["images"]),
    ("functions", &["functions"]),
    ("explain", &["explain", ARN]),
    ("explain", &["explain", DIR]),
    ("explain dir", &["explain", DIR]),
    ("explain", &["explain", "F"]),
    ("images", &["explain", IMAGE]),
    ("names", &["dir", ARN]),
    ("names", &["arn", DIR]),
    ("names", &["tag", "--runtime", "python3.12", ARN]),
    ("verify", &["verify"]),
    ("verify", &["verify", "--deep"]),
    ("purge", &["verify", DIR]),
    ("purge", &["purge", DIR, "--dry-run"]),
    ("purge", &["purge", ARN, "--dry-run"]),
    ("purge", &["purge", "*", "--yes"]),
    ("purge", &["purge", "layer-empty", "--dry-run"]),
    ("purge", &["purge", "--unreferenced", "--dry-run"]),
    ("purge", &["purge", "--broken", "--dry-run"]),
    ("purge", &["purge", "--superseded", "--dry-run"]),
    ("purge", &["purge", "--older-than", "1d", "--dry-run"]),
    ("purge size", &["purge", "--larger-than", "1MB", "--dry-run"]),
    ("purge", &["purge", "--larger-than", "1MB", "--dry-run"]),
    ("purge", &["purge", "--keep-newest", "1", "--dry-run"]),
    ("purge size", &["purge", "--trim-to", "0", "--dry-run"]),
    ("purge", &["purge", "--trim-to", "1GB", "--dry-run"]),
    ("purge", &["purge", "--leftovers", "--dry-run"]),
    ("purge", &["purge", "--abandoned-locks", "--dry-run"]),
    ("refresh", &["refresh", DIR, "--dry-run"]),
    ("prefetch", &["prefetch", "--dry-run"]),
    ("undo", &["undo", "--dry-run"]),
    ("undo", &["undo", "--yes"]),
    ("trash ls", &["trash", "ls"]),
    ("trash empty", &["trash", "empty", "--yes"]),
    ("doctor", &["doctor"]),
];

fn check(part: &Part, name: &str, command: &[&str], ran: &Ran) {
    let case = format!("{} with {} unreadable: {ran:?}", command.join(" "), part.path);
    // What was refused with its reason leaves nothing to do.
    let printed = format!("{}{}", ran.stdout, ran.stderr);
    let printed = if printed.contains("  skipped: ") { printed.replace("nothing to do", "") } else { printed };
    assert!(!printed.contains("panicked"), "{case}");
    if !part.concerns.contains(&name) {
        return;
    }
    assert_eq!(ran.code, 1, "{case}");
    let knows_trash = |absent: &&&str| absent.contains("trash") && !part.concerns.contains(&"trash ls");
    for absent in ABSENT.iter().filter(|absent| !knows_trash(absent)) {
        assert!(!printed.contains(absent), "says `{absent}`: {case}");
    }
    let says_why = ["permission denied", "cannot be read", "cannot read", "unknown", "unreadable"];
    assert!(says_why.iter().any(|why| printed.contains(why)), "does not say why: {case}");
    if matches!(name, "verify" | "doctor") {
        assert!(printed.contains(part.code), "lacks the code {}: {case}", part.code);
    }
    if command.contains(&"--json") && matches!(name, "verify" | "doctor") {
        let document: Value = ran.json();
        let problems = document["problems"].as_array().unwrap();
        let with_code: Vec<_> = problems.iter().filter(|problem| problem["code"] == part.code).collect();
        assert!(!with_code.is_empty() && with_code.iter().all(|problem| problem["fix"].is_string()), "{case}");
        let not_verified = problems.iter().filter(|problem| problem["code"] == "not-verified");
        let fixes: Vec<_> = not_verified.map(|problem| &problem["fix"]).collect();
        assert!(fixes.iter().all(|fix| !fix.to_string().contains("samlayers refresh")), "{case}");
    }
}

#[test]
fn unreadable_is_never_absent() {
    for part in PARTS {
        let home = home();
        let path = home.path(part.path);
        if part.path.ends_with("arns.txt") {
            home.write("data/samlayers/arns.txt", "");
        }
        if part.path.ends_with(".downloading.lock") {
            home.abandoned_lock("b-1-0123456789");
        }
        home.open_to_all();
        let mode = mode_of(&path);
        for (name, command) in COMMANDS {
            // A command that is not concerned would change what the others see.
            if command.contains(&"--yes") && !part.concerns.contains(name) {
                continue;
            }
            for format in [&[][..], &["--json"]] {
                let arguments = [*command, &["--no-engine", "--offline"], format].concat();
                set_mode(&path, 0);
                let ran = home.run_as_nobody(&arguments);
                set_mode(&path, mode);
                let Some(ran) = ran else { return };
                check(part, name, &arguments, &ran);
            }
        }
        let kept = fs::read_to_string(home.cache().join(DIR).join("python/a.py"));
        assert_eq!(kept.ok().as_deref(), Some("a = 1\n"), "{}", part.path);
    }
}

fn mode_of(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// An engine that cannot be reached concerns `images` and `doctor` only, and nothing about images is said to be known.
#[test]
fn an_engine_that_does_not_answer_concerns_images_and_doctor_only() {
    let home = home();
    for (command, code) in [
        (&["ls"][..], 0),
        (&["verify"], 0),
        (&["functions"], 0),
        (&["explain", ARN], 0),
        (&["purge", "b-1-*", "--dry-run"], 0),
        (&["images"], 1),
        (&["doctor"], 1),
    ] {
        let ran = home.run(&[command, &["--offline"]].concat());
        assert_eq!(ran.code, code, "{command:?}: {ran:?}");
    }
    home.run(&["doctor", "--offline"]).prints("no other problems; see the failed checks above");
    let functions = home.run(&["functions", "--offline"]);
    functions.prints("unknown, the engine did not respond");
    assert!(!functions.stdout.contains("turned off") && !functions.stdout.contains("not built"), "{functions:?}");
    home.run(&["explain", IMAGE, "--offline"]).prints("unknown: the engine");
}
