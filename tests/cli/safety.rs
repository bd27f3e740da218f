//! What must always hold, looked at from outside the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::home::{Home, Ran};

const ENGINE_OFF: &str = "--no-engine";

fn home() -> Home {
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    home.cached("b-1-0123456789/python/b.py", "b = 1\n");
    home.cached("b-1-0123456789_7f3c0e5b9ad84b6c8e21d0f4a6b7c8d9.zip", "PK");
    home.cached(".locks/a-1-0123456789.downloading.status", "in_progress\n1700000000.5");
    home.cached(".locks/a-1-0123456789.downloading.lock", "4194304000\n1700000000.5");
    home.cached("notes.txt", "mine");
    home
}

/// Every path below, with what of it would change if anything was done to it. Reading a file is no change.
#[cfg(unix)]
fn inodes(root: &Path) -> BTreeMap<PathBuf, String> {
    use std::os::unix::fs::MetadataExt as _;
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let told = entries.map(|entry| {
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
    told.collect()
}

#[cfg(unix)]
#[test]
fn read_only_commands_change_no_inode() {
    let home = home();
    // There is something in the trash, and something half done, which another start would clear up.
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
fn names_that_lead_elsewhere_are_no_selectors() {
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
    home.run(&["verify", ENGINE_OFF]).exits(1).says("lock-abandoned");
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

#[test]
fn whoever_wants_the_prompt_back_gets_it_before_anything_is_counted() {
    let home = home();
    home.run(&["purge", "b-1-*", "--yes", ENGINE_OFF]).exits(0).says("1 layer, not counted yet").says("samlayers undo");
    let listed = home.json(&["trash", "ls"], 0);
    let bytes: u64 =
        listed["entries"].as_array().unwrap().iter().map(|entry| entry["size_bytes"].as_u64().unwrap()).sum();
    assert_eq!((bytes, &listed["size_bytes"]), (6 + 2, &8.into()), "counted where it is asked for: {listed}");
    let freed = home.json(&["trash", "empty", "--yes"], 0);
    assert_eq!(freed["freed_bytes"], 8);
}

/// Root, too, may be told no: without the capabilities that let it pass by owner and mode.
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
        eprintln!("skipped: there is no `setpriv` to give up root's capabilities with");
        return None;
    };
    Some(Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

#[cfg(target_os = "linux")]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_cache_of_somebody_else_is_told_and_left_alone() {
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
fn what_may_not_be_entered_can_be_purged_and_says_so() {
    let home = home();
    let layer = home.cache().join("b-1-0123456789");
    set_mode(&layer.join("python"), 0o000);
    let Some(told) = unprivileged(&home, &["verify", ENGINE_OFF]) else { return };
    assert!(told.code == 1 && told.stdout.contains("layer-unreadable"), "{told:?}");
    // A rename needs nothing of what is inside, and emptying the trash gives the owner their rights back.
    unprivileged(&home, &["purge", "b-1-*", "--yes", ENGINE_OFF]).unwrap().exits(0);
    assert!(!layer.exists());
    unprivileged(&home, &["undo", "--yes", ENGINE_OFF]).unwrap().exits(0);
    assert!(layer.exists());
    unprivileged(&home, &["purge", "b-1-*", "--delete", "--yes", ENGINE_OFF]).unwrap();
    unprivileged(&home, &["trash", "empty", "--yes", ENGINE_OFF]).unwrap();
    assert!(!layer.exists());
}
