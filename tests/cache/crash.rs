//! `kill -9` at every step. After each, the next start finds the old or the new content, complete, and reports what
//! was interrupted; no lock and no temporary file of ours is left.
//!
//! Each test runs itself again as another process that does the work and dies at its Nth fault point, for every N until
//! the work finishes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use samlayers::cache::{Cache, OperationKind};

use super::place::*;

const CACHE: &str = "SAMLAYERS_TEST_CRASH_CACHE";
const FAULT: &str = "SAMLAYERS_FAULT";

/// In the process that is killed: does the work and never returns.
fn if_child(work: impl FnOnce(&Cache)) {
    let Some(root) = std::env::var_os(CACHE) else { return };
    work(&open(Path::new(&root)));
    std::process::exit(0);
}

/// Kills the work of `test` at every point. `prepare` makes the cache before, `check` examines it after the next start,
/// which is itself killed at every point first.
fn kill_everywhere(test: &str, prepare: impl Fn(&Path), check: impl Fn(&Path, &[String])) {
    let mut kills = 0;
    for fault in 1.. {
        let place = tempfile::tempdir().unwrap();
        let root = place.path();
        prepare(root);
        let survived = run(test, root, fault);
        kills += usize::from(!survived);
        let reported = if survived {
            open(root).recover().unwrap()
        } else {
            // The next start may be killed as well, and the one after it.
            assert!((1..50).any(|fault| run("recovering", root, fault)), "the next start never finishes");
            open(root).recover().unwrap()
        };
        check(root, &reported);
        assert!(!root.join(".locks").exists() || no_locks(root), "a lock is left after the kill at point {fault}");
        assert_eq!(
            open(root).recover().unwrap(),
            [] as [String; 0],
            "the second start has nothing to report ({fault})"
        );
        let busy = own_remains(root);
        let staging =
            busy.iter().filter(|name| ["staging/", "doomed/", "held/"].iter().any(|folder| name.starts_with(folder)));
        assert_eq!(staging.count(), 0, "left over after the kill at point {fault}: {busy:?}");
        if survived {
            break;
        }
    }
    assert!(kills > 3, "only {kills} points were passed");
}

/// Whether the process finished.
fn run(test: &str, root: &Path, fault: usize) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("crash::{test}"), "--nocapture", "--test-threads=1"])
        .env(CACHE, root)
        .env(FAULT, fault.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    status.success()
}

fn no_locks(root: &Path) -> bool {
    fs::read_dir(root.join(".locks")).unwrap().all(|entry| entry.unwrap().path().extension().unwrap() != "lock")
}

/// A layer as SAM sees it: its content, and its status.
fn for_sam(root: &Path, name: &str) -> Option<(BTreeMap<String, String>, String)> {
    let status = fs::read_to_string(status(root, name)).unwrap_or_else(|_| "none".to_owned());
    content_of(root, name).map(|content| (content, status.lines().next().unwrap().to_owned()))
}

fn filled() -> impl Fn(&str) -> Option<(BTreeMap<String, String>, String)> {
    let place = tempfile::tempdir().unwrap();
    fill(place.path());
    let layers: BTreeMap<String, _> =
        [ALPHA, BETA].into_iter().map(|name| (name.to_owned(), for_sam(place.path(), name))).collect();
    move |name| layers[name].clone()
}

#[test]
fn recovering() {
    if_child(|cache| drop(cache.recover().unwrap()));
}

#[test]
fn a_purge_killed_anywhere_loses_nothing() {
    if_child(|cache| purge(cache, &[ALPHA, BETA]));
    let original = filled();
    kill_everywhere("a_purge_killed_anywhere_loses_nothing", fill, |root, _| {
        for name in [ALPHA, BETA] {
            let now = for_sam(root, name);
            assert!(now.is_none() || now == original(name), "{name} is present and unchanged, or absent: {now:?}");
        }
        open(root).undo().unwrap();
        for name in [ALPHA, BETA] {
            assert_eq!(for_sam(root, name), original(name), "undo restores it with its status");
        }
    });
}

#[test]
fn an_interrupted_purge_is_reported() {
    if_child(|cache| {
        let mut operation = cache.begin(OperationKind::Purge).unwrap();
        operation.trash_layer(&dir(ALPHA), None).unwrap();
        std::process::abort();
    });
    let place = tempfile::tempdir().unwrap();
    fill(place.path());
    assert!(!run("an_interrupted_purge_is_reported", place.path(), 0));
    let reported = open(place.path()).recover().unwrap();
    assert_eq!(reported, ["A purge was interrupted. The 1 entry it had moved is in the trash"]);
}

#[test]
fn a_deletion_killed_anywhere_is_all_or_nothing_for_each_layer() {
    if_child(|cache| {
        let mut operation = cache.begin(OperationKind::Delete).unwrap();
        for name in [ALPHA, BETA] {
            operation.delete_layer(&dir(name), &|_, _| {}, &AtomicBool::new(false)).unwrap();
        }
        operation.finish().unwrap();
    });
    let original = filled();
    kill_everywhere("a_deletion_killed_anywhere_is_all_or_nothing_for_each_layer", fill, |root, _| {
        for name in [ALPHA, BETA] {
            let now = for_sam(root, name);
            assert!(now.is_none() || now == original(name), "{now:?}");
        }
        assert_eq!(open(root).trash_totals().unwrap().entries, 0, "what was to be deleted is deleted");
    });
}

fn new_content() -> BTreeMap<String, String> {
    BTreeMap::from([("python/new.py".to_owned(), "new".to_owned())])
}

#[test]
fn a_refresh_killed_anywhere_leaves_old_or_new_content() {
    if_child(|cache| {
        refresh(cache, ALPHA, b"new");
        refresh(cache, BETA, b"new");
    });
    let original = filled();
    kill_everywhere("a_refresh_killed_anywhere_leaves_old_or_new_content", fill, |root, _| {
        for name in [ALPHA, BETA] {
            let now = for_sam(root, name).expect("a layer is present throughout");
            let is_new = now == (new_content(), "completed".to_owned());
            assert!(is_new || Some(&now) == original(name).as_ref(), "{now:?}");
        }
        while open(root).undo().unwrap().is_some() {}
        for name in [ALPHA, BETA] {
            assert_eq!(for_sam(root, name), original(name), "undo restores the old content and status");
        }
    });
}

#[test]
fn a_first_download_killed_anywhere_is_complete_or_absent() {
    if_child(|cache| refresh(cache, ALPHA, b"new"));
    let prepare = |root: &Path| write(&status(root, ALPHA), b"failed\n1");
    kill_everywhere("a_first_download_killed_anywhere_is_complete_or_absent", prepare, |root, _| {
        let now = for_sam(root, ALPHA);
        assert!(now.is_none() || now == Some((new_content(), "completed".to_owned())), "{now:?}");
    });
}

#[test]
fn an_undo_killed_anywhere_loses_nothing() {
    if_child(|cache| drop(cache.undo().unwrap()));
    let original = filled();
    let prepare = |root: &Path| {
        fill(root);
        purge(&open(root), &[ALPHA, BETA]);
    };
    kill_everywhere("an_undo_killed_anywhere_loses_nothing", prepare, |root, _| {
        for name in [ALPHA, BETA] {
            let now = for_sam(root, name);
            assert!(now.is_none() || now == original(name), "{now:?}");
        }
        open(root).undo().unwrap();
        for name in [ALPHA, BETA] {
            assert_eq!(for_sam(root, name), original(name), "a second undo restores the rest");
        }
    });
}

#[test]
fn an_undo_of_a_refresh_killed_anywhere_keeps_both_contents() {
    if_child(|cache| drop(cache.undo().unwrap()));
    let original = filled();
    let prepare = |root: &Path| {
        fill(root);
        refresh(&open(root), BETA, b"new");
    };
    kill_everywhere("an_undo_of_a_refresh_killed_anywhere_keeps_both_contents", prepare, |root, told| {
        let (now, status) = for_sam(root, BETA).expect("the layer is there throughout");
        let old = original(BETA).unwrap().0;
        // The old content's download had failed; a half layer must never count as complete.
        assert_eq!(status, if now == old { "failed" } else { "completed" }, "{told:?}");
        let finished = told.iter().any(|sentence| sentence.contains("is now complete"));
        assert!(!finished || now == old, "{told:?}");
        let trash = open(root).trash().unwrap();
        let entry = &trash[0].entries[0];
        let held = content_of(&root.join(".samlayers/trash").join(&entry.operation).join("files"), BETA).unwrap();
        assert!(
            (now == old && held == new_content()) || (now == new_content() && held == old),
            "{now:?} in the cache, {held:?} in the trash"
        );
        if now != old {
            open(root).undo().unwrap().expect("what was cut off before anything was moved can be undone");
            assert_eq!(for_sam(root, BETA), original(BETA));
        }
    });
}

#[test]
fn an_emptying_killed_anywhere_is_finished_later() {
    if_child(|cache| drop(cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(false)).unwrap()));
    let original = filled();
    let prepare = |root: &Path| {
        fill(root);
        purge(&open(root), &[ALPHA]);
        purge(&open(root), &[BETA]);
    };
    kill_everywhere("an_emptying_killed_anywhere_is_finished_later", prepare, |root, _| {
        for operation in open(root).trash().unwrap() {
            for entry in operation.entries {
                open(root).restore(&entry).unwrap();
                assert_eq!(for_sam(root, &entry.name), original(&entry.name), "what is still listed is complete");
            }
        }
    });
}

#[test]
fn releasing_a_lock_killed_anywhere_never_makes_a_partial_download_look_complete() {
    if_child(|cache| {
        let mut operation = cache.begin(OperationKind::Purge).unwrap();
        operation.release_lock(&dir(ALPHA)).unwrap();
        operation.finish().unwrap();
    });
    let place = tempfile::tempdir().unwrap();
    for fault in 1..20 {
        let root = &place.path().join(fault.to_string());
        fill(root);
        abandon_lock(root, ALPHA);
        write(&status(root, ALPHA), b"in_progress\n1");
        let survived =
            run("releasing_a_lock_killed_anywhere_never_makes_a_partial_download_look_complete", root, fault);
        open(root).recover().unwrap();
        let status = for_sam(root, ALPHA).unwrap().1;
        assert!(status == "in_progress" || status == "failed", "{status}");
        if survived {
            assert!(no_locks(root) && fault > 1);
            return;
        }
    }
    panic!("it never finishes");
}

#[test]
fn the_work_of_a_running_process_is_not_cleaned_up() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Refresh).unwrap();
    operation.trash_layer(&dir(BETA), None).unwrap();
    let lock = cache.lock_download(&dir(ALPHA)).unwrap();
    let staged = cache.stage(&dir(ALPHA)).unwrap();
    write(&staged.content_path().join("python/new.py"), b"new");

    assert_eq!(open(root).recover().unwrap(), [] as [String; 0]);
    assert!(open(root).undo().unwrap_err().to_string().contains("still working"));
    assert!(!no_locks(root));
    operation.swap_in(&staged, &lock, None).unwrap();
    drop((staged, lock));
    operation.finish().unwrap();
    assert_eq!(for_sam(root, ALPHA), Some((new_content(), "completed".to_owned())));
    assert!(no_locks(root));
}
