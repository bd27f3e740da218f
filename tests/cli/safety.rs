//! The safety invariants, observed from outside the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[cfg(target_os = "linux")]
use crate::home::set_mode;
use crate::home::{Home, Ran};

const ENGINE_OFF: &str = "--no-engine";

fn home() -> Home {
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    home.cached("b-1-0123456789/python/b.py", "b = 1\n");
    home.cached("b-1-0123456789_7f3c0e5b9ad84b6c8e21d0f4a6b7c8d9.zip", "PK");
    home.cached(".locks/a-1-0123456789.downloading.status", "in_progress\n1700000000.5");
    home.abandoned_lock("a-1-0123456789");
    home.cached("notes.txt", "mine");
    home
}

/// Every path below `root` with all metadata that a change would alter. Reading a file is not a change.
#[cfg(unix)]
fn inodes(root: &Path) -> BTreeMap<PathBuf, String> {
    use std::os::unix::fs::MetadataExt as _;
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let lines = entries.map(|entry| {
        let meta = fs::symlink_metadata(entry.path()).unwrap();
        let mut names = vec![0; 4096];
        let length = rustix::fs::llistxattr(entry.path(), &mut names[..]).unwrap_or(0);
        let facts = format!(
            "ino {} mode {:o} owner {}:{} links {} size {} mtime {}.{:09} ctime {}.{:09} xattrs {:?}",
            meta.ino(),
            meta.mode(),
            meta.uid(),
            meta.gid(),
            meta.nlink(),
            meta.size(),
            meta.mtime(),
            meta.mtime_nsec(),
            meta.ctime(),
            meta.ctime_nsec(),
            String::from_utf8_lossy(&names[..length]),
        );
        (entry.into_path(), facts)
    });
    lines.collect()
}

#[cfg(unix)]
#[test]
fn read_only_commands_change_no_inode() {
    let home = home();
    // The trash has an entry, and an unfinished operation is there that another start would clean up.
    home.json(&["purge", "b-1-*", "--yes"], 0);
    home.cached(".samlayers/staging/20260101T000000000000-00000000/content/x", "half");
    let before = inodes(&home.cache());
    for command in [
        &["ls"][..],
        &["images"],
        &["functions"],
        &["explain", "a-1-0123456789"],
        &["verify"],
        &["verify", "--deep"],
        &["doctor"],
        &["dir", "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1"],
        &["arn", "a-1-0123456789"],
        &["trash", "ls"],
        &["purge", "a-*", "--dry-run"],
        &["purge", "--leftovers", "--abandoned-locks", "--dry-run"],
        &["refresh", "a-*", "--dry-run"],
        &["prefetch", "--dry-run"],
        &["undo", "--dry-run"],
        &["trash", "empty", "--dry-run"],
        &["trash", "restore", "b-1-0123456789", "--dry-run"],
        &["purge", "a-*", "--yes"],
        &["purge", "a-*", "--delete", "--yes"],
        &["purge", "--abandoned-locks", "--yes"],
        &["refresh", "a-*", "--yes"],
        &["prefetch", "--yes"],
        &["undo", "--yes"],
        &["trash", "empty", "--yes"],
        &["trash", "restore", "b-1-0123456789", "--yes"],
    ] {
        let ran = home.run(&[&["--read-only", ENGINE_OFF, "--offline"], command].concat());
        assert!(ran.code != 101, "{command:?}: {ran:?}");
        if command.contains(&"--yes") {
            assert!(ran.code != 0 && ran.stderr.contains("read-only"), "{command:?}: {ran:?}");
        }
        assert_eq!(inodes(&home.cache()), before, "{command:?} changed something");
    }
}

#[test]
fn paths_outside_the_cache_are_not_selectors() {
    let home = home();
    home.write("home/.aws-sam/outside-1-0123456789/precious", "1");
    for name in [
        "../outside-1-0123456789",
        "a-1-0123456789/../../outside-1-0123456789",
        "/etc/passwd",
        "..",
        ".",
        ".samlayers",
        ".locks",
        "notes.txt",
        "*/../*",
    ] {
        let ran = home.run(&["purge", name, "--yes", ENGINE_OFF]);
        assert!(ran.code != 0, "{name}: {ran:?}");
    }
    assert!(home.path("home/.aws-sam/outside-1-0123456789/precious").exists());
    assert!(home.cache().join("a-1-0123456789").exists() && home.cache().join("notes.txt").exists());
}

#[test]
fn an_abandoned_lock_is_released_on_request_and_the_layer_stays() {
    let home = home();
    home.run(&["verify", ENGINE_OFF]).exits(1).prints("lock-abandoned");
    let planned = home.json(&["purge", "--abandoned-locks", "--dry-run"], 0);
    let done = home.json(&["purge", "--abandoned-locks", "--yes"], 0);
    assert_eq!(planned["steps"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&done["steps"][0]["action"], &done["steps"][0]["outcome"]),
        (&"release-lock".into(), &"done".into()),
        "{done}"
    );
    assert!(!home.cache().join(".locks/a-1-0123456789.downloading.lock").exists());
    assert!(home.cache().join("a-1-0123456789/python/a.py").exists());
    let status = fs::read_to_string(home.cache().join(".locks/a-1-0123456789.downloading.status")).unwrap();
    assert!(status.starts_with("failed\n"), "SAM downloads it again: {status}");
}

/// SAM in a container, the cache mounted into it: its process is not visible here, and its lock is seconds old.
#[test]
fn a_young_lock_of_a_process_that_is_not_visible_counts_until_the_user_says_otherwise() {
    let home = home();
    let lock = home.young_lock("a-1-0123456789");
    let listed = home.json(&["ls"], 0);
    assert_eq!(listed["layers"][0]["state"], "unknown", "{listed:#}");
    home.run(&["verify", ENGINE_OFF]).exits(1).prints("lock-owner-unknown").prints("4194304000");
    for command in [
        &["purge", "a-1-*"][..],
        &["purge", "a-1-*", "--delete"],
        &["purge", "--leftovers", "a-1-*"],
        &["refresh", "a-1-*"],
        // The layer was selected by a rule and not by the user, so the lock of another layer is not released.
        &["purge", "b-1-*", "--abandoned-locks", "--dry-run"],
    ] {
        let ran = home.run(&[command, &["--yes", "--offline", ENGINE_OFF]].concat());
        assert!(lock.exists() && home.cache().join("a-1-0123456789/python/a.py").exists(), "{command:?}: {ran:?}");
        if !command.contains(&"--dry-run") {
            ran.exits(1).prints("is not visible from here").prints("--abandoned-locks");
        }
    }
    let agreed = home.json(&["purge", "a-1-*", "--abandoned-locks", "--yes"], 0);
    let actions: Vec<_> =
        agreed["steps"].as_array().unwrap().iter().map(|step| step["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["release-lock", "trash-layer"], "{agreed:#}");
    assert!(!lock.exists() && !home.cache().join("a-1-0123456789").exists());
}

#[test]
fn a_first_download_by_a_process_that_is_not_visible_is_no_leftover_to_remove() {
    let home = home();
    let zip = home.cached("c-1-0123456789_7f3c0e5b9ad84b6c8e21d0f4a6b7c8d9.zip", "PK");
    let lock = home.young_lock("c-1-0123456789");
    home.run(&["purge", "--leftovers", "--yes", ENGINE_OFF]).exits(1).prints("is not visible from here");
    assert!(zip.exists() && lock.exists());
    home.run(&["purge", "--leftovers", "--abandoned-locks", "--yes", ENGINE_OFF]).exits(0);
    assert!(!zip.exists() && !lock.exists());
}

/// Before Linux 5.6 there is no `openat2`, and some sandboxes answer it with "not permitted".
#[cfg(target_os = "linux")]
#[test]
fn a_mount_inside_a_layer_is_not_emptied_where_the_system_does_not_refuse_to_enter_it() {
    use crate::support::real::skip;

    for answer in ["EPERM", "ENOSYS", "EPERM:when=1..3"] {
        let home = home();
        let precious = home.write("outside/deep/precious", "1");
        let layer = home.cache().join("b-1-0123456789");
        fs::create_dir(layer.join("python/mounted")).unwrap();
        let script = format!(
            "mount --bind {} {}/python/mounted && exec strace -f -qq -o /dev/null -e trace=openat2 -e inject=openat2:error={answer} \
             \"$0\" \"$@\"",
            home.path("outside").display(),
            layer.display(),
        );
        let plain = home.command(&["purge", "b-1-*", "--delete", "--yes", ENGINE_OFF]);
        let mut command = std::process::Command::new("unshare");
        let is_root = rustix::process::geteuid().is_root();
        command.args(if is_root { &["--mount"][..] } else { &["--user", "--map-root-user", "--mount"] });
        command.args(["sh", "-c", &script]).arg(plain.get_program()).args(plain.get_args()).env_clear();
        command
            .envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command.current_dir(home.path("project"));
        let Ok(output) = command.output() else { return skip("there is no `unshare` to mount something with") };
        let printed = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        if printed.contains("strace: ") || printed.contains("strace: not found") || printed.contains("mount: ") {
            return skip(&format!("nothing can be mounted or traced here ({})", printed.trim()));
        }
        assert!(precious.exists(), "{answer}: {printed}");
        assert!(output.status.code() == Some(1) && printed.contains("mounted"), "{answer}: {printed}");
    }
}

#[test]
fn a_purge_returns_before_anything_is_counted() {
    let home = home();
    home.run(&["purge", "b-1-*", "--yes", ENGINE_OFF])
        .exits(0)
        .prints("1 layer, not counted yet")
        .prints("samlayers undo");
    let listed = home.json(&["trash", "ls"], 0);
    let bytes: u64 =
        listed["entries"].as_array().unwrap().iter().map(|entry| entry["size_bytes"].as_u64().unwrap()).sum();
    assert_eq!((bytes, &listed["size_bytes"]), (6 + 2, &8.into()), "counted on request: {listed}");
    let freed = home.json(&["trash", "empty", "--yes"], 0);
    assert_eq!(freed["freed_bytes"], 8);
}

/// Runs as root without the capabilities that bypass owner and mode, so that permissions apply to root as well.
#[cfg(target_os = "linux")]
fn unprivileged(home: &Home, arguments: &[&str]) -> Option<Ran> {
    let plain = home.command(arguments);
    let mut command = std::process::Command::new("setpriv");
    command.arg("--bounding-set=-dac_override,-dac_read_search").arg(plain.get_program()).args(plain.get_args());
    command.current_dir(home.path("project")).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("PATH", "/usr/bin:/bin");
    let is_root = rustix::process::geteuid().is_root();
    let mut command = if is_root { command } else { plain };
    let Ok(output) = command.output() else {
        eprintln!("skipped: `setpriv`, which drops the capabilities of root, is not installed");
        return None;
    };
    Some(Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

#[cfg(target_os = "linux")]
#[test]
fn a_cache_of_another_user_is_reported_and_left_alone() {
    let home = home();
    let cache = home.cache();
    set_mode(&cache, 0o500);
    let before = inodes(&cache);
    if let Some(refused) = unprivileged(&home, &["purge", "b-1-*", "--yes", ENGINE_OFF]) {
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(format!("{}{}", refused.stdout, refused.stderr).contains("permission denied"), "{refused:?}");
        assert_eq!(inodes(&cache), before);
    }
    set_mode(&cache, 0o000);
    if let Some(refused) = unprivileged(&home, &["purge", "b-1-*", "--yes", ENGINE_OFF]) {
        assert!(refused.code != 0 && refused.code != 101, "{refused:?}");
    }
    if let Some(listed) = unprivileged(&home, &["ls", ENGINE_OFF]) {
        assert!(format!("{}{}", listed.stdout, listed.stderr).contains("permission denied"), "{listed:?}");
    }
    set_mode(&cache, 0o700);
    assert_eq!(inodes(&cache).len(), before.len());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_without_permissions_is_reported_and_can_be_purged() {
    let home = home();
    let layer = home.cache().join("b-1-0123456789");
    set_mode(&layer.join("python"), 0o000);
    let Some(ran) = unprivileged(&home, &["verify", ENGINE_OFF]) else { return };
    assert!(ran.code == 1 && ran.stdout.contains("layer-unreadable"), "{ran:?}");
    // A rename needs no permission on the content, and emptying the trash restores the owner's permissions.
    unprivileged(&home, &["purge", "b-1-*", "--yes", ENGINE_OFF]).unwrap().exits(0);
    assert!(!layer.exists());
    unprivileged(&home, &["undo", "--yes", ENGINE_OFF]).unwrap().exits(0);
    assert!(layer.exists());
    unprivileged(&home, &["purge", "b-1-*", "--delete", "--yes", ENGINE_OFF]).unwrap();
    unprivileged(&home, &["trash", "empty", "--yes", ENGINE_OFF]).unwrap();
    assert!(!layer.exists());
}

#[test]
fn read_only_commands_do_not_wait_for_another_samlayers() {
    let home = home();
    home.json(&["purge", "b-1-*", "--yes"], 0);
    let lock = fs::File::options().append(true).open(home.cache().join(".samlayers/lock")).unwrap();
    // A samlayers that was stopped during a change holds it like this.
    lock.lock().unwrap();
    let began = std::time::Instant::now();
    for command in
        [&["ls"][..], &["functions"], &["verify"], &["doctor"], &["trash", "ls"], &["explain", "a-1-0123456789"]]
    {
        let ran = home.run(&[command, &["--offline", ENGINE_OFF]].concat());
        assert!([0, 1].contains(&ran.code), "{command:?}: {ran:?}");
    }
    assert!(began.elapsed() < std::time::Duration::from_secs(20), "{:?}", began.elapsed());
    let ran = home.run(&["purge", "a-1-*", "--yes", ENGINE_OFF]);
    ran.exits(1).prints("another samlayers");
    if cfg!(target_os = "linux") {
        ran.prints(&format!("process {}", std::process::id()));
    }
    assert!(home.cache().join("a-1-0123456789").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_removed_stays_listed_until_it_is_gone() {
    use crate::support::real::skip;

    let home = home();
    let deep = home.cached("b-1-0123456789/python/deep/stuck.bin", "12345");
    let flag = |flag: &str, path: &Path| {
        std::process::Command::new("chattr").arg(flag).arg(path).output().is_ok_and(|output| output.status.success())
    };
    if !flag("+i", &deep) {
        return skip("files cannot be made immutable here");
    }
    let ran = home.run(&["purge", "b-1-*", "--delete", "--yes", ENGINE_OFF]);
    let stuck = walkdir::WalkDir::new(home.cache()).into_iter().flatten();
    let stuck = stuck.map(walkdir::DirEntry::into_path).find(|path| path.ends_with("stuck.bin")).unwrap();
    let (listed, trash) = (home.json(&["ls"], 0), home.json(&["trash", "ls"], 0));
    let emptied = home.run(&["trash", "empty", "--yes", ENGINE_OFF]);
    let (verify, doctor) = (home.run(&["verify", ENGINE_OFF]), home.run(&["doctor", ENGINE_OFF, "--offline"]));
    assert!(flag("-i", &stuck));
    ran.exits(1).prints(stuck.to_str().unwrap());
    assert!(stuck.starts_with(home.cache().join(".samlayers/doomed")), "{stuck:?}");
    assert_eq!(listed["problems"][0]["code"], "removal-incomplete", "{listed:#}");
    assert_eq!(trash["remains"][0]["size_bytes"], 5, "{trash:#}");
    emptied.exits(1).prints(stuck.to_str().unwrap());
    assert_eq!(emptied.stdout.matches("not removed: ").count(), 1, "reported once: {emptied:?}");
    verify.exits(1).prints("removal-incomplete").prints("5 B");
    doctor.exits(1).prints("removal-incomplete");
    home.run(&["trash", "empty", "--yes", ENGINE_OFF]).exits(0);
    assert!(!stuck.exists());
    assert_eq!(home.json(&["trash", "ls"], 0)["remains"], serde_json::json!([]));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_of_a_layer_is_not_called_missing() {
    use crate::faults::Machine;
    use crate::support::layers::Layers;

    let machine = Machine::new(Layers::start());
    let refresh = ["refresh", &machine.dir, "--yes", ENGINE_OFF];
    machine.home.run_with(&refresh, &machine.lambda.environment()).exits(0);
    let folder = machine.home.cache().join(&machine.dir).join("python");
    set_mode(&folder, 0o000);
    let ran = unprivileged(&machine.home, &["verify", "--deep", "--offline", ENGINE_OFF]);
    set_mode(&folder, 0o700);
    let Some(ran) = ran else { return };
    ran.exits(1).prints("layer-unreadable");
    assert!(!ran.stdout.contains("file-missing"), "{ran:?}");
}

/// Every part that can be forbidden in turn: no answer calls it empty, missing or in order.
#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_is_a_problem_and_never_nothing() {
    let commands: [&[&str]; 6] =
        [&["ls"], &["verify"], &["verify", "--deep"], &["functions"], &["doctor"], &["trash", "ls"]];
    // The part that is made unreadable, and the commands that have to report it.
    let parts: [(&str, &[&str]); 4] = [
        ("home/.aws-sam", &["ls", "verify", "functions", "doctor", "trash"]),
        ("home/.aws-sam/layers-pkg", &["ls", "verify", "functions", "doctor", "trash"]),
        ("home/.aws-sam/layers-pkg/.samlayers", &["ls", "verify", "doctor", "trash"]),
        ("data/samlayers", &["verify", "doctor"]),
    ];
    for (part, concerned) in parts {
        let home = home();
        home.write("project/template.yaml", format!(
            "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: python3.12, \
             Layers: ['{}']}}\n", "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1"));
        home.write("data/samlayers/arns.txt", "");
        home.json(&["purge", "b-1-*", "--yes"], 0);
        set_mode(&home.path(part), 0o000);
        let mut answers = Vec::new();
        for command in commands {
            let Some(ran) = unprivileged(&home, &[command, &[ENGINE_OFF, "--offline"]].concat()) else {
                set_mode(&home.path(part), 0o700);
                return;
            };
            answers.push((command, ran));
        }
        set_mode(&home.path(part), 0o700);
        for (command, ran) in answers.iter().filter(|(command, _)| concerned.contains(&command[0])) {
            let printed = format!("{}{}", ran.stdout, ran.stderr);
            assert_eq!(ran.code, 1, "{part}: {command:?}: {ran:?}");
            assert!(printed.contains("permission denied"), "{part}: {command:?}: {ran:?}");
            for wrong in ["no problems", "missing", "the trash is empty", "trash        empty", "0 layers"] {
                assert!(!printed.contains(wrong), "{part}: {command:?} says `{wrong}`: {ran:?}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn own_files_are_the_users_alone_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;

    let home = home();
    home.write("home/x", "");
    home.write(
        "project/template.yaml",
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: \
         ['arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1']}\n",
    );
    home.cached("myLayer-1-926eeb5ff1/f", "x");
    let plain = home.command(&["ls", ENGINE_OFF, "--offline"]);
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "umask 000; exec \"$0\" \"$@\""]).arg(plain.get_program()).args(plain.get_args()).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?)))).current_dir(home.path("project"));
    Ran::of(&mut command).exits(0);
    let mode = |path: &str| fs::metadata(home.path(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("data/samlayers"), mode("data/samlayers/arns.txt")), (0o700, 0o600));
}
