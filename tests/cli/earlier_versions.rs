//! Files of an earlier version are read, undone and honoured. `tests/fixtures/0.1.0.tar` was made by 0.1.0 itself
//! (`tests/support/make_fixture`) and is not made again, because the files of its users do not change either.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::home::{Home, Ran};

const VERSION: &str = "0.1.0";

const PURGED: &str = "purged-1-72d4e71c36";
const REFRESHED: &str = "refreshed-1-db8bdb013f";
const EXCHANGED: &str = "exchanged-1-335aa0d848";
const KEPT: &str = "kept-1-02f81b9c86";
const INTERRUPTED: &str = "interrupted-1-e1445450a0";
const LEFTOVER: &str = "kept-1-02f81b9c86_7f3c0e5b9ad84b6c8e21d0f4a6b7c8d9.zip";

/// Returns a home that only 0.1.0 has used. `cache` is the archive's folder that becomes SAM's cache.
fn home(cache: &str) -> Home {
    let home = Home::new();
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{VERSION}.tar"));
    let mut archive = tar::Archive::new(File::open(archive).unwrap());
    archive.set_preserve_permissions(true);
    archive.set_preserve_mtime(true);
    // The real path, because unpacking does not follow links.
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let path = entry.path().unwrap().into_owned();
        let place = match path.components().next().unwrap().as_os_str().to_str().unwrap() {
            top if top == cache => home.cache(),
            "data" => home.path("data/samlayers"),
            "config" => home.path("config/samlayers"),
            "project" => home.path("project"),
            _ => continue,
        };
        let path: PathBuf = place.join(path.components().skip(1).collect::<PathBuf>());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if entry.header().entry_type().is_dir() {
            fs::create_dir_all(&path).unwrap();
            fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
        } else {
            entry.unpack(&path).unwrap();
        }
    }
    home
}

fn run(home: &Home, arguments: &[&str]) -> Ran {
    home.run(&[arguments, &["--no-engine", "--offline"]].concat())
}

/// Returns the generation of a layer's content; the second one differs.
fn generation(home: &Home, dir: &str) -> u32 {
    let module = fs::read_to_string(home.cache().join(dir).join("python/module.py")).unwrap();
    module.trim().rsplit(' ').next().unwrap().parse().unwrap()
}

/// Returns operation, name, and whether it was undone.
fn trash(home: &Home) -> Vec<(String, String, bool)> {
    let listed = run(home, &["trash", "ls", "--json"]).exits(0).json();
    let entries = listed["entries"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or("unknown").to_owned();
    entries.map(|entry| (text(&entry["kind"]), text(&entry["name"]), entry["undone"] == true)).collect()
}

#[test]
fn its_trash_is_listed_and_undone_newest_first() {
    let home = home("cache");
    let entry = |kind: &str, name: &str, undone| (kind.to_owned(), name.to_owned(), undone);
    let all = [
        entry("purge", PURGED, false),
        entry("purge", LEFTOVER, false),
        entry("refresh", EXCHANGED, true),
        entry("refresh", REFRESHED, false),
    ];
    assert_eq!(trash(&home), all);

    assert_eq!(generation(&home, REFRESHED), 2);
    run(&home, &["undo", "--yes"]).exits(0).prints(REFRESHED);
    assert_eq!((generation(&home, REFRESHED), generation(&home, EXCHANGED)), (1, 1));

    run(&home, &["undo", "--yes"]).exits(0).prints(PURGED);
    assert_eq!(generation(&home, PURGED), 1);
    assert_eq!(fs::read_link(home.cache().join(PURGED).join("bin/link")).unwrap(), Path::new("tool"));
    assert_eq!(fs::read(home.cache().join(LEFTOVER)).unwrap(), b"PK");
    let status = home.cache().join(format!(".locks/{PURGED}.downloading.status"));
    assert!(fs::read_to_string(status).unwrap().starts_with("completed"), "SAM's status comes back with it");

    run(&home, &["undo", "--yes"]).exits(0).prints("nothing to do");
    let left = trash(&home);
    assert_eq!(left, [entry("refresh", EXCHANGED, true), entry("refresh", REFRESHED, true)]);
}

#[test]
fn one_entry_of_its_trash_is_restored_and_the_others_deleted() {
    let home = home("cache");
    run(&home, &["trash", "restore", EXCHANGED, "--yes"]).exits(0);
    assert_eq!(generation(&home, EXCHANGED), 2, "exchanged once more");
    // The layer that this version purges is next to it in the trash.
    run(&home, &["purge", KEPT, "--yes"]).exits(0);
    assert_eq!(trash(&home).len(), 5);
    run(&home, &["undo", "--yes"]).exits(0).prints(KEPT);
    run(&home, &["trash", "empty", "--yes"]).exits(0);
    assert_eq!(trash(&home), []);
    assert_eq!((generation(&home, KEPT), generation(&home, EXCHANGED)), (1, 2));
}

#[test]
fn its_killed_purge_is_completed_and_undone() {
    let home = home("interrupted");
    assert!(home.cache().join(format!(".locks/{INTERRUPTED}.downloading.lock")).exists());
    run(&home, &["ls"]).exits(0).prints("A purge was interrupted");
    assert!(!home.cache().join(format!(".locks/{INTERRUPTED}.downloading.lock")).exists());
    assert_eq!(trash(&home).last().unwrap().1, INTERRUPTED);
    run(&home, &["undo", "--yes"]).exits(0).prints(INTERRUPTED);
    assert_eq!(generation(&home, INTERRUPTED), 1);
}

#[test]
fn its_baselines_detect_a_changed_layer() {
    let home = home("cache");
    let as_published = |dir: &str| {
        let ran = run(&home, &["verify", "--deep", dir]);
        ran.prints("by the baseline of 2026-01-01");
        ran.stdout.starts_with("as published")
    };
    assert!(as_published(KEPT) && as_published(REFRESHED));
    home.cached(&format!("{KEPT}/python/module.py"), "name, generation = 'kept', 9\n");
    assert!(!as_published(KEPT));
}

#[test]
fn its_stored_arns_are_known_without_a_template() {
    let home = home("cache");
    fs::create_dir(home.path("elsewhere")).unwrap();
    let mut command = home.command(&["arn", KEPT, "--no-engine", "--offline"]);
    let ran = Ran::of(command.current_dir(home.path("elsewhere")));
    assert_eq!(ran.exits(0).stdout, "arn:aws:lambda:us-east-1:111111111111:layer:kept:1\n");
    // ARNs that this version learns are added to them.
    run(&home, &["ls"]).exits(0);
    let arns = fs::read_to_string(home.path("data/samlayers/arns.txt")).unwrap();
    assert_eq!(arns.lines().filter(|line| line.starts_with("arn:")).count(), 5, "{arns}");
}

#[test]
fn its_config_is_accepted_without_a_warning() {
    let home = home("cache");
    let ran = run(&home, &["ls"]);
    assert_eq!(ran.exits(0).stderr, "");
    // Only the config file names the account that published this one.
    let arn = "arn:aws:lambda:us-east-1:222222222222:layer:other:3";
    let dir = run(&home, &["dir", arn]).exits(0).stdout.trim().to_owned();
    home.cached(&format!("{dir}/f"), "x");
    assert_eq!(run(&home, &["arn", &dir]).exits(0).stdout.trim(), arn);
    home.write("config/samlayers/config.yaml", "read_only: true\n");
    run(&home, &["purge", &dir, "--yes"]).exits(1).prints("read-only");
}

#[test]
fn its_lockfile_is_honoured() {
    let home = home("cache");
    run(&home, &["prefetch", "--locked", "--dry-run"]).exits(0).prints("samlayers.lock matches");
    let key = run(&home, &["prefetch", "--cache-key"]).exits(0).stdout.clone();
    assert_eq!(key.trim(), "samlayers-1-17a781eb6e27d5b459d4167add93bec4", "CI's caches stay valid");
    let template = fs::read_to_string(home.path("project/template.yaml")).unwrap();
    home.write("project/template.yaml", template.replace("layer:kept:1", "layer:kept:2"));
    run(&home, &["prefetch", "--locked", "--dry-run"]).exits(1);
}

/// Every setting that 0.1.0 had still works, or is reported with its line while the others apply.
#[test]
fn every_setting_of_its_config_works_or_is_reported_with_its_line() {
    let home = home("cache");
    let other = "arn:aws:lambda:us-east-1:222222222222:layer:other:3";
    let settings = "projects: ['~/elsewhere']\noffline: true\nnewer_versions: true\nread_only: true\nallow_over_quota: true\n\
                    theme: default\nlang: en\nascii: false\nkeys: {purge: [Z, F8], go-images: 9, help: '?'}\nnotify: osc777\n\
                    accounts: ['222222222222']\nlayer_roles: {'222222222222': 'arn:aws:iam::222222222222:role/reader'}\n";
    home.write("config/samlayers/config.yaml", settings);
    home.write(
        "home/elsewhere/template.yaml",
        format!(
            "Resources:\n  Elsewhere:\n    Type: AWS::Serverless::Function\n    \
         Properties: {{CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: ['{other}']}}\n"
        ),
    );
    let listed = home.run(&["functions", "--no-engine"]);
    assert_eq!(listed.exits(0).prints("Elsewhere").stderr, "");
    home.run(&["purge", KEPT, "--yes", "--no-engine"]).exits(1).prints("read-only");

    // 0.1.0 accepted any text for an account.
    let settings = settings.replace("accounts: ['222222222222']", "accounts: ['my-account']");
    home.write("config/samlayers/config.yaml", settings);
    let listed = home.run(&["functions", "--no-engine"]);
    listed.exits(0).prints("line 11: accounts").prints("twelve digits").prints("Elsewhere");
    home.run(&["purge", KEPT, "--yes", "--no-engine"]).exits(1).prints("read-only");
}
