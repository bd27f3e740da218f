//! Purge, undo and the trash: the plan shown is the one executed, only after consent, and it can be undone.

use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use crate::home::{Home, Ran};

const ENGINE_OFF: &str = "--no-engine";

/// Two healthy layers, an empty one, a leftover and a foreign file.
fn home() -> Home {
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    home.cached("a-2-0123456789/python/a.py", "a = 22\n");
    fs::create_dir(home.cache().join("empty-1-0123456789")).unwrap();
    home.cached("b-1-0123456789_7f3c0e5b9ad84b6c8e21d0f4a6b7c8d9.zip", "PK");
    home.cached("notes.txt", "mine");
    home
}

/// Everything in the cache except our own folder and the folder of SAM's locks, which are taken and released.
fn left(home: &Home) -> Vec<String> {
    let entries = fs::read_dir(home.cache()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.filter(|name| name != ".samlayers" && name != ".locks").collect();
    names.sort();
    names
}

#[test]
fn without_a_terminal_and_without_yes_nothing_happens() {
    let home = home();
    home.run(&["undo", ENGINE_OFF]).exits(0).prints("nothing to do");
    home.json(&["purge", "empty-1-*", "--yes"], 0);
    let before = left(&home);
    for command in [&["purge", "a-*"][..], &["refresh", "a-*"], &["undo"], &["trash", "empty"]] {
        home.run(&[command, &[ENGINE_OFF]].concat()).exits(2).prints("--yes").prints(command[0]);
    }
    assert_eq!(left(&home), before);
}

#[test]
fn a_purge_needs_a_selection() {
    home().run(&["purge", "--yes", ENGINE_OFF]).exits(2).prints("--unreferenced").prints("--keep-newest");
    home().run(&["purge", "[", "--yes", ENGINE_OFF]).exits(2).prints("neither a directory name");
    home().run(&["purge", "--older-than", "soon", "--yes"]).exits(2).prints("30d");
    home().run(&["purge", "--trim-to", "little", "--yes"]).exits(2).prints("5GB");
}

#[test]
fn a_dry_run_shows_the_plan_that_is_then_executed_and_undone() {
    let home = home();
    let before = left(&home);
    let planned = home.json(&["purge", "a-*", "--dry-run"], 0);
    assert_eq!(planned["dry_run"], true);
    assert_eq!(left(&home), before);
    let done = home.json(&["purge", "a-*", "--yes"], 0);
    let targets = |document: &serde_json::Value, outcome: &str| -> Vec<String> {
        let steps = document["steps"].as_array().unwrap();
        assert!(steps.iter().all(|step| step["outcome"] == outcome), "{document}");
        steps.iter().map(|step| format!("{} {}", step["action"], step["target"])).collect()
    };
    assert_eq!(targets(&planned, "planned"), targets(&done, "done"));
    assert_eq!((&done["trashed_bytes"], &done["freed_bytes"]), (&13.into(), &0.into()));
    assert!(!left(&home).iter().any(|name| name.starts_with("a-")));

    let listed = home.json(&["trash", "ls"], 0);
    assert_eq!((listed["entries"].as_array().map(Vec::len), &listed["size_bytes"]), (Some(2), &13.into()));
    home.json(&["undo", "--yes"], 0);
    assert_eq!(left(&home), before);
    assert_eq!(fs::read_to_string(home.cache().join("a-2-0123456789/python/a.py")).unwrap(), "a = 22\n");
    home.run(&["undo", "--yes", ENGINE_OFF]).exits(0).prints("nothing to do");
}

#[test]
fn one_entry_is_restored_from_the_trash_by_name() {
    let home = home();
    home.json(&["purge", "a-*", "--yes"], 0);
    home.run(&["trash", "restore", "absent", "--yes", ENGINE_OFF]).exits(2).prints("trash ls");
    home.json(&["trash", "restore", "a-1-0123456789", "--yes"], 0);
    assert!(left(&home).contains(&"a-1-0123456789".to_owned()) && !left(&home).contains(&"a-2-0123456789".to_owned()));
}

#[test]
fn emptying_the_trash_frees_what_it_reports() {
    let home = home();
    home.json(&["purge", "a-1-*", "--yes"], 0);
    let kept = home.json(&["trash", "empty", "--older-than", "1d", "--yes"], 0);
    assert_eq!(kept["freed_bytes"], 0);
    let freed = home.json(&["trash", "empty", "--yes"], 0);
    assert_eq!(
        (&freed["freed_bytes"], &freed["file_count"]),
        (&6.into(), &1.into()),
        "our own journal does not count as freed: {freed}"
    );
    assert_eq!(home.json(&["trash", "ls"], 0)["entries"], serde_json::json!([]));
}

#[test]
fn deleting_leaves_nothing_to_undo() {
    let home = home();
    let done = home.json(&["purge", "a-1-*", "--delete", "--yes"], 0);
    assert_eq!((&done["trashed_bytes"], &done["freed_bytes"]), (&0.into(), &6.into()), "{done}");
    assert_eq!(home.json(&["undo", "--yes"], 0)["steps"], serde_json::json!([]));
}

#[test]
fn criteria_select_layers_and_foreign_files_always_stay() {
    let home = home();
    home.json(&["purge", "--keep-newest", "1", "a-*", "--yes"], 0);
    assert!(!left(&home).contains(&"a-1-0123456789".to_owned()) && left(&home).contains(&"a-2-0123456789".to_owned()));
    home.json(&["purge", "--broken", "--yes"], 0);
    assert!(!left(&home).contains(&"empty-1-0123456789".to_owned()));
    home.json(&["purge", "--leftovers", "--yes"], 0);
    home.json(&["purge", "--trim-to", "0", "--yes"], 0);
    assert_eq!(left(&home), ["notes.txt"]);
    home.run(&["purge", "notes.txt", "--yes", ENGINE_OFF]).exits(1).prints("nothing matches");
    assert_eq!(left(&home), ["notes.txt"]);
}

#[cfg(unix)]
#[test]
fn nothing_is_unreferenced_where_a_template_cannot_be_read() {
    let home = home();
    let function = "{Type: AWS::Serverless::Function, Properties: {CodeUri: ., Handler: a.b, Runtime: python3.12}}";
    home.write("project/a/template.yaml", format!("Resources:\n  F: {function}\n"));
    home.run(&["purge", "--unreferenced", "--dry-run", ENGINE_OFF]).exits(0);
    let other = home.path("project/b/template.yaml");
    fs::create_dir_all(other.parent().unwrap()).unwrap();
    for bytes in [&b"\xff\xfeR\0e\0s\0"[..], b"# caf\xe9\nResources: {}\n"] {
        fs::write(&other, bytes).unwrap();
        home.run(&["purge", "--unreferenced", "--dry-run", ENGINE_OFF]).exits(1).prints("b/template.yaml");
        home.run(&["functions", ENGINE_OFF]).exits(1).prints("b/template.yaml");
    }
    fs::remove_file(&other).unwrap();
    assert!(Command::new("mkfifo").arg(&other).status().is_ok_and(|status| status.success()));
    home.run(&["purge", "--unreferenced", "--dry-run", ENGINE_OFF]).exits(1).prints("b/template.yaml");
}

#[test]
fn nothing_is_unreferenced_where_no_template_was_read() {
    let home = home();
    let before = left(&home);
    home.run(&["purge", "--unreferenced", "--yes", ENGINE_OFF]).exits(1).prints("--project DIR");
    assert_eq!(left(&home), before);
}

/// Commands that only read write nothing but ARNs and the log, and make no home folder.
#[test]
fn reading_makes_no_home_folder() {
    let home = home();
    let arn = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
    home.cached("myLayer-1-926eeb5ff1/f", "x");
    home.write("project/template.yaml", format!(
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: \
         ['{arn}']}}\n"));
    let absent = home.path("absent");
    let cache = home.cache();
    let cache = cache.to_str().unwrap();
    for command in [
        &["ls"][..],
        &["verify"],
        &["verify", "--deep"],
        &["functions"],
        &["explain", arn],
        &["doctor"],
        &["trash", "ls"],
    ] {
        let mut run = home.command(&[command, &[ENGINE_OFF, "--offline", "--layer-cache-basedir", cache]].concat());
        for variable in ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            run.env_remove(variable);
        }
        let ran = Ran::of(run.env("HOME", &absent).env("USERPROFILE", &absent).env("APPDATA", absent.join("appdata")));
        assert!(!absent.exists(), "{command:?} made the home folder: {ran:?}");
        assert!(ran.code < 2, "{ran:?}");
    }
    for command in [&["ls"][..], &["verify"], &["functions"], &["explain", arn], &["doctor"], &["trash", "ls"]] {
        home.run(&[command, &[ENGINE_OFF, "--offline"]].concat());
    }
    let written: Vec<_> = walkdir::WalkDir::new(home.path("data")).into_iter().filter_map(Result::ok).collect();
    let files = written.iter().filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::file_name);
    assert_eq!(files.collect::<Vec<_>>(), ["arns.txt"], "only proven ARNs are kept");
    assert!(!home.cache().join(".samlayers").exists() && !home.path("config").exists());
}

/// What is refused is printed once, also where nothing else is to be done.
#[test]
fn what_is_refused_is_printed_once() {
    let home = home();
    home.young_lock("a-1-0123456789");
    for more in [&["--yes"][..], &["--dry-run"]] {
        let ran = home.run(&[&["purge", "a-1-*", ENGINE_OFF], more].concat());
        ran.exits(1);
        assert_eq!(ran.stdout.matches("  skipped: ").count(), 1, "{ran:?}");
    }
    home.run(&["verify", ENGINE_OFF]).prints("samlayers purge a-1-0123456789 --abandoned-locks");
}

#[test]
fn a_layer_being_downloaded_is_refused() {
    let home = home();
    // This test's own process stands for a running SAM; a lock older than its process would belong to an ended one.
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let lock = format!("{}\n{now}.5", std::process::id());
    home.cached(".locks/a-1-0123456789.downloading.lock", lock);
    let ran = home.run(&["purge", "a-1-*", "--yes", ENGINE_OFF]);
    ran.exits(1).prints("locked by");
    assert!(home.cache().join("a-1-0123456789").is_dir());
}

#[test]
fn read_only_refuses_every_change_and_changes_nothing() {
    let home = home();
    let before = left(&home);
    for command in
        [&["purge", "a-*"][..], &["refresh", "a-*"], &["undo"], &["trash", "empty"], &["trash", "restore", "x"]]
    {
        home.run(&[command, &["--read-only", "--yes", ENGINE_OFF]].concat()).exits(1).prints("read-only");
    }
    home.write("config/samlayers/config.yaml", "read_only: true\n");
    home.run(&["purge", "a-*", "--yes", ENGINE_OFF]).exits(1).prints("read_only in the config file");
    home.run(&["--read-only", "purge", "a-*", "--dry-run", ENGINE_OFF]).exits(0).prints("trash-layer");
    assert_eq!(left(&home), before);
    assert!(!home.cache().join(".samlayers").exists(), "read-only mode wrote into the cache");
}

#[test]
fn a_selector_that_matches_nothing_is_reported_and_the_others_still_apply() {
    let home = home();
    home.run(&["purge", "a-1-*", "zzz-*", "--yes", ENGINE_OFF]).exits(1).prints("nothing matches `zzz-*`");
    assert!(!home.cache().join("a-1-0123456789").exists());
}

#[test]
fn refreshing_a_layer_without_a_known_arn_is_refused_with_a_reason() {
    let home = home();
    home.run(&["refresh", "a-1-*", "--yes", ENGINE_OFF, "--offline"]).exits(1).prints("ARN is unknown");
    assert!(home.cache().join("a-1-0123456789").is_dir());
}

/// Runs the program on a real terminal with `script` from util-linux; `typed` answers the question.
#[cfg(target_os = "linux")]
fn on_a_terminal(home: &Home, arguments: &str, typed: &str) -> Option<Ran> {
    let program = env!("CARGO_BIN_EXE_samlayers");
    let plain = home.command(&[]);
    let mut command = Command::new("script");
    command
        .args(["-qec", &format!("{program} {arguments}"), "/dev/null"])
        .current_dir(home.path("project"))
        .env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", "/usr/bin:/bin");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok().or_else(|| {
            eprintln!("skipped: `script`, which provides a terminal, is not installed");
            None
        })?;
    // Typed when the question is shown, as a user would.
    let mut stdout = String::new();
    let mut screen = child.stdout.take().unwrap();
    let mut piece = [0; 4_096];
    let mut typed = Some(typed);
    loop {
        let read = screen.read(&mut piece).unwrap();
        stdout.push_str(&String::from_utf8_lossy(&piece[..read]));
        if read == 0 {
            break;
        }
        if stdout.contains("[y/N]")
            && let Some(typed) = typed.take()
        {
            child.stdin.as_mut().unwrap().write_all(typed.as_bytes()).unwrap();
        }
    }
    let status = child.wait().unwrap();
    Some(Ran { code: status.code().unwrap_or(-1), stdout, stderr: String::new() })
}

#[cfg(target_os = "linux")]
#[test]
fn on_a_terminal_the_plan_is_shown_and_only_yes_confirms() {
    let home = home();
    let before = left(&home);
    let Some(refused) = on_a_terminal(&home, "purge 'a-1-*' --no-engine", "n\n") else { return };
    refused.exits(1).prints("a-1-0123456789").prints("Purge? [y/N]").prints("nothing was changed");
    assert_eq!(left(&home), before);
    let Some(agreed) = on_a_terminal(&home, "purge 'a-1-*' --no-engine", "y\n") else { return };
    agreed.exits(0).prints("done").prints("samlayers undo");
    assert!(!home.cache().join("a-1-0123456789").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_at_the_question_exits_with_130_and_changes_nothing() {
    let home = home();
    let before = left(&home);
    let Some(ran) = on_a_terminal(&home, "purge 'a-1-*' --no-engine", "\u{3}") else { return };
    ran.exits(130);
    assert_eq!(left(&home), before);
}
