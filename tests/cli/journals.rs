//! Damaged journals of the trash and other own files: named as a problem with a fix that works, and nothing is lost.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::home::Home;

const ENGINE_OFF: &str = "--no-engine";

/// A layer in the trash, and the path of the journal.
fn home() -> (Home, PathBuf) {
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    home.cached("b-1-0123456789/python/b.py", "b = 1\n");
    home.json(&["purge", "a-1-*", "--yes"], 0);
    let operation = fs::read_dir(home.cache().join(".samlayers/trash")).unwrap().next().unwrap().unwrap().path();
    let journal = operation.join("journal");
    assert!(journal.is_file());
    (home, journal)
}

fn replace_with(journal: &Path, damage: &str) {
    fs::remove_file(journal).unwrap();
    match damage {
        "device" => symlink("/dev/zero", journal).unwrap(),
        "pipe" => assert!(Command::new("mkfifo").arg(journal).status().unwrap().success()),
        "folder" => fs::create_dir(journal).unwrap(),
        "huge" => fs::File::create(journal).unwrap().set_len(1 << 40).unwrap(),
        "garbage" => fs::write(journal, b"\x00\xff garbage\nmore\n").unwrap(),
        _ => fs::write(journal, b"").unwrap(),
    }
}

#[test]
fn a_damaged_journal_is_a_problem_and_its_fix_brings_everything_back() {
    for damage in ["device", "pipe", "folder", "huge", "garbage", "empty"] {
        let (home, journal) = home();
        replace_with(&journal, damage);
        let is_usable = matches!(damage, "garbage" | "empty" | "huge");
        let verified = home.run(&["verify", ENGINE_OFF]);
        verified.exits(1).prints("journal-damaged").prints(journal.to_str().unwrap()).prints("fix:");
        let listed = home.run(&["trash", "ls", ENGINE_OFF]);
        listed.exits(i32::from(!is_usable)).prints("a-1-0123456789").prints("journal-damaged");
        let promises = listed.stdout.contains("restores");
        assert_eq!(promises, is_usable, "{damage}: {listed:?}");
        let undone = home.run(&["undo", "--yes", ENGINE_OFF]);
        assert_eq!(undone.code == 0, promises, "{damage}: what was promised is done: {undone:?}");
        if !is_usable {
            undone.prints(journal.to_str().unwrap());
            fs::rename(&journal, journal.with_extension("old")).unwrap();
            home.run(&["undo", "--yes", ENGINE_OFF]).exits(0);
        }
        let restored = fs::read_to_string(home.cache().join("a-1-0123456789/python/a.py"));
        assert_eq!(restored.unwrap(), "a = 1\n", "{damage}");
        home.run(&["verify", ENGINE_OFF]).exits(0).prints("no problems");
    }
}

#[test]
fn one_damaged_journal_keeps_no_other_operation_from_recovery_and_undo() {
    let (home, journal) = home();
    replace_with(&journal, "device");
    home.json(&["purge", "b-1-*", "--yes"], 0);
    home.run(&["undo", "--yes", ENGINE_OFF]).exits(0);
    assert!(home.cache().join("b-1-0123456789").is_dir());
    home.run(&["trash", "empty", "--yes", ENGINE_OFF]).exits(0);
    assert!(!journal.exists() && fs::symlink_metadata("/dev/zero").is_ok());
}

#[test]
fn a_file_in_place_of_our_folder_has_a_fix_that_works() {
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    let own = home.cached(".samlayers", "mine");
    let verified = home.run(&["verify", ENGINE_OFF]);
    verified.exits(1).prints("own-folder-unusable").prints("mv ");
    assert!(!verified.stdout.contains("chown"), "{verified:?}");
    fs::rename(&own, own.with_extension("old")).unwrap();
    home.run(&["purge", "a-1-*", "--yes", ENGINE_OFF]).exits(0);
}

#[test]
fn a_broken_file_of_arns_is_named_and_not_its_folder() {
    let home = Home::new();
    fs::create_dir_all(home.path("data/samlayers/arns.txt")).unwrap();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    let verified = home.json(&["verify"], 1);
    let problem = &verified["problems"][0];
    assert_eq!(problem["code"], "data-folder-unusable");
    let file = home.path("data/samlayers/arns.txt");
    assert_eq!(problem["target"], file.to_str().unwrap());
    assert!(problem["fix"].as_str().unwrap().contains("arns.txt"), "{problem}");
    home.run(&["doctor", "--offline", ENGINE_OFF]).exits(1).prints("arns.txt");
}

#[test]
fn the_advice_about_a_layer_that_is_there_again_leads_to_the_older_one() {
    let (home, journal) = home();
    home.cached("a-1-0123456789/python/a.py", "a = 2\n");
    let listed = home.run(&["trash", "ls", ENGINE_OFF]);
    assert!(!listed.stdout.contains("restores"), "undo would bring nothing back: {listed:?}");
    let operation = journal.parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
    home.run(&["undo", "--yes", ENGINE_OFF])
        .exits(1)
        .prints(&format!("samlayers purge a-1-0123456789, then samlayers trash restore {operation}"));
    home.run(&["purge", "a-1-0123456789", "--yes", ENGINE_OFF]).exits(0);
    home.run(&["trash", "restore", &operation, "--yes", ENGINE_OFF]).exits(0);
    assert_eq!(fs::read_to_string(home.cache().join("a-1-0123456789/python/a.py")).unwrap(), "a = 1\n");
}

/// A lock that SAM has just made is still empty, and so is the record of a samlayers that was killed before it wrote one.
#[test]
fn the_empty_lock_of_a_running_sam_stays() {
    let home = Home::new();
    home.cached("a-1-0123456789/python/a.py", "a = 1\n");
    home.cached(".samlayers/held/a-1-0123456789", "");
    let lock = home.cached(".locks/a-1-0123456789.downloading.lock", "");
    for command in [&["ls"][..], &["verify"]] {
        home.run(&[command, &[ENGINE_OFF]].concat());
        assert!(lock.exists(), "{command:?} removed the lock");
    }
}

/// A refresh that gives way to a download of SAM was not cut off.
#[test]
fn giving_way_to_another_download_is_not_reported_as_cut_off() {
    let home = Home::new();
    let arn = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
    home.cached("myLayer-1-926eeb5ff1/python/a.py", "a = 1\n");
    home.write("data/samlayers/arns.txt", format!("{arn}\n"));
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let lock =
        home.cached(".locks/myLayer-1-926eeb5ff1.downloading.lock", format!("{}\n{since}.5", std::process::id()));
    home.run(&["refresh", arn, "--yes", "--offline", ENGINE_OFF]).exits(1);
    let listed = home.run(&["ls", ENGINE_OFF, "--offline"]);
    assert!(!listed.stdout.contains("interrupted") && lock.exists(), "{listed:?}");
}
