//! Unreadable is never absent: every command, in text and JSON, over a cache of which each part in turn cannot be read by
//! the user.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::home::{Home, Ran, set_mode};
use crate::support::layers::zip_of;

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
    home.write("source.zip", zip_of(&[("python/new.py", b"new = 1\n")]));
    home.json(&["purge", "c-1-*", "--yes"], 0);
    home
}

/// A part of the cache, and the commands whose answer depends on it.
struct Part {
    path: &'static str,
    concerns: &'static [&'static [&'static str]],
    /// The code that `verify` and `doctor` report.
    code: &'static str,
}

impl Part {
    fn is_of(&self, name: &str) -> bool {
        self.concerns.iter().any(|names| names.contains(&name))
    }
}

const ALL: &[&str] = &[
    "ls",
    "functions",
    "explain",
    "explain dir",
    "explain function",
    "verify",
    "verify one",
    "doctor",
    "purge",
    "purge one",
    "purge state",
    "purge size",
    "refresh",
    "prefetch",
    "import",
    "export",
    "size",
    "undo",
    "trash ls",
    "trash empty",
];

/// What depends on SAM's lock of a layer, or on the folder of the locks.
const LOCK: &[&str] = &[
    "ls",
    "functions",
    "explain",
    "explain dir",
    "explain function",
    "verify",
    "verify one",
    "doctor",
    "purge one",
    "purge state",
    "refresh",
    "import",
];

/// What depends on the content of a layer.
const CONTENT: &[&str] =
    &["ls", "explain", "explain dir", "verify", "verify one", "doctor", "purge size", "export", "size"];

const PARTS: &[Part] = &[
    Part { path: "home/.aws-sam", concerns: &[ALL], code: "cache-unusable" },
    Part { path: "home/.aws-sam/layers-pkg", concerns: &[ALL], code: "cache-unusable" },
    Part {
        path: "home/.aws-sam/layers-pkg/.samlayers",
        concerns: &[&["ls", "verify", "doctor", "undo", "trash ls", "trash empty"]],
        code: "own-folder-unusable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/.samlayers/trash",
        concerns: &[&["ls", "verify", "doctor", "undo", "trash ls", "trash empty"]],
        code: "own-folder-unusable",
    },
    Part { path: "home/.aws-sam/layers-pkg/.locks", concerns: &[LOCK, &["prefetch"]], code: "locks-unreadable" },
    Part {
        path: "home/.aws-sam/layers-pkg/.locks/myLayer-1-926eeb5ff1.downloading.status",
        concerns: &[&[
            "ls",
            "functions",
            "explain",
            "explain dir",
            "explain function",
            "verify",
            "verify one",
            "doctor",
            "purge state",
            "prefetch",
        ]],
        code: "locks-unreadable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/.locks/myLayer-1-926eeb5ff1.downloading.lock",
        concerns: &[LOCK],
        code: "locks-unreadable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/myLayer-1-926eeb5ff1/python",
        concerns: &[CONTENT],
        code: "layer-unreadable",
    },
    Part { path: "home/.aws-sam/layers-pkg/myLayer-1-926eeb5ff1", concerns: &[CONTENT], code: "layer-unreadable" },
    Part {
        path: "data/samlayers/arns.txt",
        concerns: &[&["ls", "explain", "explain dir", "verify", "doctor"]],
        code: "data-folder-unusable",
    },
    Part {
        path: "data/samlayers/origins.jsonl",
        concerns: &[&["ls", "explain", "explain dir", "verify", "verify deep", "doctor", "publish"]],
        code: "data-folder-unusable",
    },
    Part {
        path: "data/samlayers/baselines",
        concerns: &[&["ls", "explain", "explain dir", "verify", "verify deep", "doctor", "publish"]],
        code: "data-folder-unusable",
    },
    Part {
        path: "project/template.yaml",
        concerns: &[&["ls", "functions", "verify", "doctor", "purge unused", "prefetch"]],
        code: "template-unreadable",
    },
    Part {
        path: "home/.aws-sam/layers-pkg/.samlayers/trash/JOURNAL",
        // Emptying the trash removes the operation all the same.
        concerns: &[&["verify", "doctor", "undo", "trash ls"]],
        code: "journal-damaged",
    },
];

/// Every command, with the name by which a part is concerned by it.
const COMMANDS: &[(&str, &[&str])] = &[
    ("ls", &["ls"]),
    ("images", &["images"]),
    ("functions", &["functions"]),
    ("explain", &["explain", ARN]),
    ("explain", &["explain", DIR]),
    ("explain dir", &["explain", DIR]),
    ("explain function", &["explain", "F"]),
    ("images", &["explain", IMAGE]),
    ("names", &["dir", ARN]),
    ("names", &["arn", DIR]),
    ("names", &["tag", "--runtime", "python3.12", ARN]),
    ("verify", &["verify"]),
    ("verify", &["verify", "--deep"]),
    ("verify deep", &["verify", "--deep", DIR]),
    ("verify one", &["verify", DIR]),
    ("purge one", &["purge", DIR, "--dry-run"]),
    ("purge one", &["purge", ARN, "--dry-run"]),
    ("purge one", &["purge", "*", "--yes"]),
    ("purge", &["purge", "layer-empty", "--dry-run"]),
    ("purge unused", &["purge", "--unreferenced", "--dry-run"]),
    ("purge state", &["purge", "--broken", "--dry-run"]),
    ("purge state", &["purge", "--superseded", "--dry-run"]),
    ("purge state", &["purge", "--broken", "--older-than", "1d", "--any", "--dry-run"]),
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
    ("import", &["import", "../source.zip", "--arn", ARN, "--replace", "--dry-run"]),
    ("export", &["export", DIR, "--repack", "-o", "../out.zip", "--overwrite"]),
    ("size", &["size", DIR]),
    ("publish", &["publish", DIR, "--layer-name", "x", "--to-region", "eu-west-1", "--dry-run"]),
    ("builds", &["builds"]),
    ("undo", &["undo", "--dry-run"]),
    ("undo", &["undo", "--yes"]),
    ("trash ls", &["trash", "ls"]),
    ("trash empty", &["trash", "empty", "--yes"]),
    ("doctor", &["doctor"]),
];

/// Returns what is wrong with an answer.
fn wrong(part: &Part, name: &str, command: &[&str], ran: &Ran) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |is_right: bool, what: &str| {
        if !is_right {
            wrong.push(format!("{what}: {} with {} unreadable: {ran:?}", command.join(" "), part.path));
        }
    };
    // What was refused with its reason leaves nothing to do.
    let printed = format!("{}{}", ran.stdout, ran.stderr);
    let printed = if printed.contains("  skipped: ") { printed.replace("nothing to do", "") } else { printed };
    check(!printed.contains("panicked"), "panics");
    if !part.is_of(name) {
        return wrong;
    }
    check(ran.code == 1, "exits with another code");
    let knows_trash = |absent: &&&str| absent.contains("trash") && !part.is_of("trash ls");
    for absent in ABSENT.iter().filter(|absent| !knows_trash(absent)) {
        check(!printed.contains(absent), &format!("says `{absent}`"));
    }
    let says_why = ["permission denied", "cannot be read", "cannot read", "unknown", "unreadable", "ot a readable"];
    check(says_why.iter().any(|why| printed.contains(why)), "does not say why");
    if matches!(name, "verify" | "doctor") {
        check(printed.contains(part.code), &format!("lacks the code {}", part.code));
    }
    if command.contains(&"--json") && matches!(name, "verify" | "doctor") {
        let document: Value = ran.json();
        let problems = document["problems"].as_array().unwrap();
        let with_code: Vec<_> = problems.iter().filter(|problem| problem["code"] == part.code).collect();
        check(!with_code.is_empty() && with_code.iter().all(|problem| problem["fix"].is_string()), "has no fix");
        let not_verified = problems.iter().filter(|problem| problem["code"] == "not-verified");
        let fixes: Vec<_> = not_verified.map(|problem| &problem["fix"]).collect();
        check(fixes.iter().all(|fix| !fix.to_string().contains("samlayers refresh")), "advises a refresh");
    }
    wrong
}

#[test]
fn unreadable_is_never_absent() {
    let mut all_wrong = Vec::new();
    for part in PARTS {
        let home = home();
        let path = path_of(&home, part);
        if part.path.ends_with(".downloading.lock") {
            home.abandoned_lock(DIR);
        }
        home.open_to_all();
        let mode = mode_of(&path);
        for (name, command) in COMMANDS {
            // A command that is not concerned would change what the others see.
            if command.contains(&"--yes") && !part.is_of(name) {
                continue;
            }
            for format in [&[][..], &["--json"]] {
                let arguments = [*command, &["--no-engine", "--offline"], format].concat();
                set_mode(&path, 0);
                let ran = home.run_as_nobody(&arguments);
                set_mode(&path, mode);
                let Some(ran) = ran else { return };
                all_wrong.extend(wrong(part, name, &arguments, &ran));
            }
        }
        let kept = fs::read_to_string(home.cache().join(DIR).join("python/a.py"));
        assert_eq!(kept.ok().as_deref(), Some("a = 1\n"), "{}", part.path);
    }
    assert!(all_wrong.is_empty(), "{} wrong answers:\n{}", all_wrong.len(), all_wrong.join("\n"));
}

/// The part of a cache, which the cache of [`home`] may not have yet.
fn path_of(home: &Home, part: &Part) -> PathBuf {
    if let Some(trash) = part.path.strip_suffix("/JOURNAL") {
        let operation = fs::read_dir(home.path(trash)).unwrap().next().unwrap().unwrap().path();
        return operation.join("journal");
    }
    let path = home.path(part.path);
    if part.path.ends_with("baselines") {
        fs::create_dir_all(&path).unwrap();
    } else if part.path.starts_with("data/") && !path.exists() {
        home.write(part.path, "");
    }
    path
}

fn mode_of(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The folder of SAM's locks can be listed but not entered, so that each file in it is known by its name only.
#[test]
fn locks_that_are_only_listed_are_unknown() {
    let home = home();
    home.abandoned_lock(DIR);
    home.open_to_all();
    let locks = home.cache().join(".locks");
    set_mode(&locks, 0o444);
    for command in [
        &["ls"][..],
        &["functions"],
        &["explain", "F"],
        &["explain", DIR],
        &["verify"],
        &["verify", DIR],
        &["purge", DIR, "--yes"],
        &["purge", "--broken", "--yes"],
        &["prefetch", "--dry-run"],
    ] {
        let Some(ran) = home.run_as_nobody(&[command, &["--no-engine", "--offline"]].concat()) else { break };
        assert_eq!(ran.code, 1, "{command:?}: {ran:?}");
        let says_why = ["unknown", "cannot be read"];
        assert!(says_why.iter().any(|why| ran.stdout.contains(why)), "{command:?}: {ran:?}");
    }
    set_mode(&locks, 0o755);
    assert!(home.cache().join(DIR).join("python/a.py").is_file());
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
