//! Purge, undo and the trash: nothing is lost, nothing foreign is touched, nothing outside the cache changes.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use samlayers::cache::{CacheError, OperationKind};
use samlayers::inventory::facts::LeftoverKind;

use super::place::*;
use super::support::real::skip;

#[test]
fn a_purge_is_undone_to_the_byte() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    let before = as_sam_sees_it(root);
    let cache = open(root);
    purge(&cache, &[ALPHA, BETA]);
    assert!(as_sam_sees_it(root).is_empty(), "directories, statuses and locks are gone");

    let totals = cache.trash_totals().unwrap();
    assert_eq!((totals.entries, totals.bytes), (2, 5 + 4 + 4));
    let restored = cache.undo().unwrap().unwrap();
    assert!(restored.outcomes.iter().all(|(_, outcome)| outcome.is_ok()), "{restored:?}");
    assert_eq!(as_sam_sees_it(root), before);
    assert!(own_remains(root).iter().all(|name| !name.contains('/')), "only empty folders are left");
    assert!(cache.undo().unwrap().is_none(), "there is nothing more to undo");
}

#[test]
fn undo_goes_back_one_operation_at_a_time() {
    let place = tempfile::tempdir().unwrap();
    fill(place.path());
    let cache = open(place.path());
    purge(&cache, &[ALPHA]);
    purge(&cache, &[BETA]);
    cache.undo().unwrap().unwrap();
    assert!(place.path().join(BETA).exists() && !place.path().join(ALPHA).exists());
    cache.undo().unwrap().unwrap();
    assert!(place.path().join(ALPHA).exists());
}

#[test]
fn a_layer_that_sam_downloaded_again_stays_and_the_old_one_stays_in_the_trash() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    let cache = open(root);
    purge(&cache, &[ALPHA, BETA]);
    write(&root.join(ALPHA).join("python/a.py"), b"by SAM");

    let restored = cache.undo().unwrap().unwrap();
    let failed: Vec<_> = restored.outcomes.iter().filter(|(_, outcome)| outcome.is_err()).collect();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].1.as_ref().unwrap_err().to_string().contains("is cached again"));
    assert_eq!(fs::read(root.join(ALPHA).join("python/a.py")).unwrap(), b"by SAM");
    assert!(root.join(BETA).exists());
    let again = cache.undo().unwrap().unwrap();
    assert!(again.outcomes[0].1.is_err(), "nothing else can be undone, so the reason is reported again");
    let trash = cache.trash().unwrap();
    assert_eq!(trash[0].entries.len(), 1);
    fs::remove_dir_all(root.join(ALPHA)).unwrap();
    cache.restore(&trash[0].entries[0]).unwrap();
    assert_eq!(fs::read(root.join(ALPHA).join("python/a.py")).unwrap(), b"alpha");
}

#[test]
fn a_layer_in_use_is_refused_and_its_process_is_named() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    let own = format!("{}\n{}", std::process::id(), jiff::Timestamp::now().as_second());
    write(&lock(root, ALPHA), own.as_bytes());
    let before = as_sam_sees_it(root);
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Purge).unwrap();
    let error = operation.trash_layer(&dir(ALPHA), None).unwrap_err();
    assert!(matches!(&error, CacheError::Locked { .. }));
    assert!(error.to_string().contains(&std::process::id().to_string()), "{error}");
    let error = operation.release_lock(&dir(ALPHA)).unwrap_err();
    assert!(matches!(&error, CacheError::Locked { .. }), "{error}");
    operation.finish().unwrap();
    assert_eq!(as_sam_sees_it(root), before);
}

#[test]
fn an_unreadable_lock_counts_while_it_is_recent() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    write(&lock(root, ALPHA), b"");
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Purge).unwrap();
    assert!(operation.trash_layer(&dir(ALPHA), None).is_err(), "SAM may be writing it right now");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(301);
    fs::File::options().write(true).open(lock(root, ALPHA)).unwrap().set_modified(old).unwrap();
    operation.trash_layer(&dir(ALPHA), None).unwrap();
    operation.finish().unwrap();
    assert!(!lock(root, ALPHA).exists());
}

#[test]
fn an_abandoned_lock_is_released_and_a_partial_download_does_not_count_as_complete() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    abandon_lock(root, ALPHA);
    write(&status(root, ALPHA), b"in_progress\n1700000000.5");
    abandon_lock(root, "gone-1-0123456789");
    write(&status(root, "gone-1-0123456789"), b"in_progress\n1700000000.5");
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Purge).unwrap();
    operation.release_lock(&dir(ALPHA)).unwrap();
    operation.release_lock(&dir("gone-1-0123456789")).unwrap();
    operation.finish().unwrap();
    assert!(!lock(root, ALPHA).exists());
    assert!(fs::read_to_string(status(root, ALPHA)).unwrap().starts_with("failed\n"), "SAM downloads it again");
    assert!(!status(root, "gone-1-0123456789").exists());
}

#[test]
fn leftovers_are_checked_again_then_purged_and_restored() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let zip = format!("{ALPHA}_0123456789abcdef0123456789abcdef.zip");
    write(&root.join(&zip), b"PK");
    write(&root.join("dockerfile_0b6f4a9e-7d0c-4a4e-9c55-0123456789ab"), b"FROM x");
    write(&status(root, BETA), b"failed\n1");
    fs::create_dir_all(root.join("ssm-/a/b}}-0123456789")).unwrap();
    fs::create_dir_all(root.join("ssm-other/a/b}}-0123456789")).unwrap();
    let cache = open(root);
    let found = leftovers(&cache);
    assert_eq!(found.len(), 5);
    // Between the scan and the purge, another process adds a file.
    write(&root.join("ssm-other/a/b}}-0123456789/mine.txt"), b"mine");
    fs::remove_file(root.join(&zip)).unwrap();
    symlink("/etc/passwd", root.join(&zip)).unwrap();

    let mut operation = cache.begin(OperationKind::Purge).unwrap();
    for leftover in &found {
        let changed = leftover.path.ends_with("ssm-other") || leftover.kind == LeftoverKind::Zip;
        assert_eq!(operation.trash_leftover(leftover).is_err(), changed, "{leftover:?}");
    }
    operation.finish().unwrap();
    assert_eq!(as_sam_sees_it(root).len(), 2, "what changed is still there");
    assert_eq!(cache.trash_totals().unwrap().entries, 3);
    cache.undo().unwrap().unwrap();
    assert!(root.join("ssm-/a/b}}-0123456789").exists() && status(root, BETA).exists());
}

#[test]
fn only_leftovers_are_accepted_as_leftovers() {
    let place = tempfile::tempdir().unwrap();
    let root = &place.path().join("cache");
    fill(root);
    write(&root.join("notes.txt"), b"mine");
    write(&place.path().join("outside.zip"), b"mine");
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Purge).unwrap();
    let example = |path: std::path::PathBuf, kind| samlayers::inventory::facts::FoundLeftover {
        path,
        kind,
        bytes: 0,
        modified: None,
        dir: None,
        in_use: false,
        unknown_owner: None,
    };
    for (path, kind) in [
        (root.join("notes.txt"), LeftoverKind::Zip),
        (root.join("notes.txt"), LeftoverKind::Reference),
        (root.join(ALPHA), LeftoverKind::Reference),
        (root.join(ALPHA), LeftoverKind::Zip),
        (root.join(".locks"), LeftoverKind::Reference),
        (root.join(".samlayers"), LeftoverKind::Reference),
        (root.join("../outside.zip"), LeftoverKind::Zip),
        (place.path().join("outside.zip"), LeftoverKind::Zip),
        (root.clone(), LeftoverKind::Reference),
    ] {
        assert!(operation.trash_leftover(&example(path.clone(), kind)).is_err(), "{}", path.display());
    }
    operation.finish().unwrap();
    assert!(root.join("notes.txt").exists() && place.path().join("outside.zip").exists());
    assert_eq!(content_of(root, ALPHA).unwrap().len(), 2);
}

#[test]
fn purging_a_layer_that_is_a_link_keeps_its_target() {
    let place = tempfile::tempdir().unwrap();
    let root = &place.path().join("cache");
    write(&place.path().join("target/precious"), b"1");
    fs::create_dir(root).unwrap();
    symlink("../target", root.join(ALPHA)).unwrap();
    symlink("/", root.join(BETA)).unwrap();
    symlink("loop-1-0123456789", root.join("loop-1-0123456789")).unwrap();
    let cache = open(root);
    purge(&cache, &[ALPHA, BETA, "loop-1-0123456789"]);
    assert!(as_sam_sees_it(root).is_empty());
    cache.undo().unwrap().unwrap();
    assert_eq!(as_sam_sees_it(root)[ALPHA], "-> ../target");
    let mut operation = cache.begin(OperationKind::Delete).unwrap();
    for name in [ALPHA, BETA, "loop-1-0123456789"] {
        operation.delete_layer(&dir(name), &|_, _| {}, &AtomicBool::new(false)).unwrap();
    }
    operation.finish().unwrap();
    assert!(place.path().join("target/precious").exists() && Path::new("/usr").exists());
    assert!(as_sam_sees_it(root).is_empty());
}

#[test]
fn links_inside_a_layer_are_removed_and_never_entered() {
    let place = tempfile::tempdir().unwrap();
    let root = &place.path().join("cache");
    write(&place.path().join("outside/precious"), b"1");
    fill(root);
    symlink(place.path().join("outside"), root.join(ALPHA).join("out")).unwrap();
    symlink("..", root.join(ALPHA).join("up")).unwrap();
    fs::hard_link(root.join(ALPHA).join("python/a.py"), place.path().join("second-name")).unwrap();
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Delete).unwrap();
    let seen = Mutex::new((0, 0));
    let progress = |bytes, files| {
        let mut seen = seen.lock().unwrap();
        *seen = (seen.0 + bytes, seen.1 + files);
    };
    let freed = operation.delete_layer(&dir(ALPHA), &progress, &AtomicBool::new(false)).unwrap();
    operation.finish().unwrap();
    assert!(place.path().join("outside/precious").exists());
    assert_eq!(fs::read(place.path().join("second-name")).unwrap(), b"alpha");
    assert_eq!(freed.files, 4);
    assert_eq!((freed.bytes, freed.files), seen.into_inner().unwrap());
    let links = place.path().join("outside").as_os_str().len() + "..".len();
    assert_eq!(freed.bytes, "more".len() as u64 + links as u64, "a hard link kept elsewhere frees nothing");
    assert!(own_remains(root).iter().all(|name| !name.contains('/')), "{:?}", own_remains(root));
}

#[test]
fn a_cache_that_was_replaced_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let root = &place.path().join("cache");
    fill(root);
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Purge).unwrap();
    fs::rename(root, place.path().join("moved")).unwrap();
    fill(&place.path().join("decoy"));
    symlink("decoy", root).unwrap();
    let error = operation.trash_layer(&dir(ALPHA), None).unwrap_err();
    assert!(error.to_string().contains("was replaced since"), "{error}");
    assert!(cache.begin(OperationKind::Purge).is_err() && cache.undo().is_ok_and(|undone| undone.is_none()));
    assert!(cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(false)).is_err());
    assert!(place.path().join("decoy").join(ALPHA).exists() && place.path().join("moved").join(ALPHA).exists());
}

#[test]
fn a_link_in_place_of_our_folder_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let root = &place.path().join("cache");
    fill(root);
    write(&place.path().join("elsewhere/trash/x/files/precious"), b"1");
    symlink("../elsewhere", root.join(".samlayers")).unwrap();
    let cache = open(root);
    assert!(cache.begin(OperationKind::Purge).is_err());
    assert!(cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(false)).is_err());
    assert!(place.path().join("elsewhere/trash/x/files/precious").exists());
}

#[test]
fn our_folder_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    fill(place.path());
    purge(&open(place.path()), &[ALPHA]);
    let mode = place.path().join(".samlayers").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn emptying_frees_the_bytes_and_keeps_newer_operations() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    let cache = open(root);
    purge(&cache, &[ALPHA]);
    let between = jiff::Timestamp::now();
    purge(&cache, &[BETA]);
    let freed = cache.empty_trash(Some(between), &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert!(freed.bytes == 9 && freed.files == 2 && freed.failures.is_empty(), "as the trash was listed: {freed:?}");
    assert_eq!(cache.trash_totals().unwrap().entries, 1);
    cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert_eq!(cache.trash_totals().unwrap().entries, 0);
    assert!(cache.undo().unwrap().is_none());
}

#[test]
fn trees_of_any_depth_and_mode_can_be_emptied() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let mut path = root.join(ALPHA);
    for level in 0..300 {
        path = path.join(format!("{level}"));
    }
    write(&path.join("end"), b"1");
    write(&root.join(ALPHA).join("closed/x"), b"1");
    fs::set_permissions(root.join(ALPHA).join("closed"), fs::Permissions::from_mode(0o500)).unwrap();
    let cache = open(root);
    purge(&cache, &[ALPHA]);
    let freed = cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(false)).unwrap();
    assert!(freed.failures.is_empty(), "{:?}", freed.failures);
    assert!(own_remains(root).iter().all(|name| !name.contains('/')), "{:?}", own_remains(root));
}

#[test]
fn a_cancelled_emptying_is_finished_by_the_next() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    let cache = open(root);
    purge(&cache, &[ALPHA]);
    let freed = cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(true)).unwrap();
    assert!(freed.cancelled && freed.files == 0);
    assert_eq!(cache.trash_totals().unwrap().entries, 0, "it cannot be restored any more");
    assert!(cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(false)).unwrap().bytes > 0);
    assert!(own_remains(root).iter().all(|name| !name.contains('/')));
}

#[test]
fn a_trash_without_its_journal_can_still_be_restored() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    fill(root);
    let before = as_sam_sees_it(root);
    let cache = open(root);
    purge(&cache, &[ALPHA]);
    let id = cache.trash().unwrap()[0].id.clone();
    fs::write(root.join(".samlayers/trash").join(id).join("journal"), b"{\"nonsense\":").unwrap();
    assert_eq!(cache.trash_totals().unwrap().bytes, 9, "counted again");
    cache.undo().unwrap().unwrap();
    assert_eq!(as_sam_sees_it(root), before);
}

#[test]
fn a_tampered_journal_cannot_reach_outside_the_cache() {
    let place = tempfile::tempdir().unwrap();
    let root = &place.path().join("cache");
    fill(root);
    write(&place.path().join("precious"), b"1");
    let cache = open(root);
    let operation = cache.begin(OperationKind::Purge).unwrap();
    let journal = root.join(".samlayers/trash").join(operation.id()).join("journal");
    drop(operation);
    let mut lines = fs::read_to_string(&journal).unwrap();
    for what in ["../precious", "../../precious", "/etc/passwd", ".samlayers", ".locks"] {
        let take = serde_json::json!({"take": {"what": what, "bytes": 1, "files": 1}});
        let back = serde_json::json!({"back": {"what": what, "exchange": true}});
        lines.extend([take.to_string(), "\n".to_owned(), back.to_string(), "\n".to_owned()]);
    }
    fs::write(&journal, lines).unwrap();
    cache.recover().unwrap();
    assert!(cache.undo().unwrap().is_none());
    assert!(place.path().join("precious").exists() && root.join(".locks").exists() && root.join(ALPHA).exists());
}

#[test]
fn concurrent_purges_each_get_a_layer_or_a_refusal() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let names: Vec<String> = (0..20).map(|n| format!("layer{n}-1-0123456789")).collect();
    for name in &names {
        write(&root.join(name).join("f"), b"1");
    }
    let moved: usize = std::thread::scope(|scope| {
        let purges: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let cache = open(root);
                    let mut operation = cache.begin(OperationKind::Purge).unwrap();
                    let moved = names.iter().filter(|name| match operation.trash_layer(&dir(name), None) {
                        Ok(_) => true,
                        Err(error) => {
                            assert!(error.is_not_found() || matches!(error, CacheError::Locked { .. }), "{error}");
                            false
                        }
                    });
                    let moved = moved.count();
                    operation.finish().unwrap();
                    moved
                })
            })
            .collect();
        purges.into_iter().map(|purge| purge.join().unwrap()).sum()
    });
    assert_eq!(moved, names.len(), "each layer was moved exactly once");
    assert_eq!(open(root).trash_totals().unwrap().entries, names.len() as u64);
    assert!(fs::read_dir(root.join(".locks")).unwrap().next().is_none(), "no lock is left");
}

#[test]
fn a_mount_inside_a_layer_is_not_emptied() {
    let place = tempfile::tempdir().unwrap();
    let root = &place.path().join("cache");
    fill(root);
    write(&place.path().join("outside/precious"), b"1");
    let inside = root.join(ALPHA).join("mounted");
    fs::create_dir(&inside).unwrap();
    let outside = place.path().join("outside");
    let mount = |arguments: &[&std::ffi::OsStr]| {
        std::process::Command::new("mount").args(arguments).output().is_ok_and(|output| output.status.success())
    };
    if !mount(&["--bind".as_ref(), outside.as_os_str(), inside.as_os_str()]) {
        return skip("mounting needs root");
    }
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Delete).unwrap();
    let result = operation.delete_layer(&dir(ALPHA), &|_, _| {}, &AtomicBool::new(false));
    drop(operation);
    let survived = outside.join("precious").exists();
    let mounted: Vec<_> = walkdir::WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == "mounted")
        .collect();
    for entry in mounted {
        assert!(std::process::Command::new("umount").arg(entry.path()).status().unwrap().success());
    }
    assert!(survived);
    let failures = result.unwrap().failures;
    assert!(failures.iter().any(|(path, why)| path.ends_with("mounted") && why.contains("mount")), "{failures:?}");
}

#[test]
fn a_full_disk_can_be_cleaned_and_a_refresh_on_it_keeps_the_old_content() {
    let place = tempfile::tempdir().unwrap();
    let root = place.path();
    let mount = ["-t", "tmpfs", "-o", "size=256k", "tmpfs"];
    let mounted = std::process::Command::new("mount").args(mount).arg(root).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        return skip("mounting a small disk needs root");
    }
    let checked = std::panic::catch_unwind(|| {
        fill(root);
        let cache = open(root);
        let lock = cache.lock_download(&dir(BETA)).unwrap();
        let staged = cache.stage(&dir(BETA)).unwrap();
        write(&staged.content_path().join("new"), b"new");
        let mut refresh = cache.begin(OperationKind::Refresh).unwrap();
        fs::write(root.join(ALPHA).join("ballast"), vec![7; 1 << 20]).expect_err("the disk is full now");

        // The large files are on the disk already; whether the few bytes of the journal fit depends on the file system.
        let swapped = refresh.swap_in(&staged, &lock, None);
        let content = content_of(root, BETA).unwrap();
        match &swapped {
            Ok(_) => assert_eq!(content["new"], "new"),
            Err(error) => {
                assert!(error.is_full_disk() && error.to_string().contains("disk is full"), "{error}");
                assert_eq!(content["bin/beta"], "beta");
            }
        }
        assert_eq!(content.len(), 1);
        drop((staged, lock));
        refresh.finish().unwrap();

        let mut operation = cache.begin(OperationKind::Purge).unwrap();
        operation.trash_layer(&dir(BETA), None).unwrap();
        operation.finish().unwrap();
        let bytes = cache.trash().unwrap().last().unwrap().entries[0].bytes;
        assert_eq!(bytes, if swapped.is_ok() { 3 } else { 4 }, "counted where the journal could not record it");
        let mut operation = cache.begin(OperationKind::Delete).unwrap();
        let freed = operation.delete_layer(&dir(ALPHA), &|_, _| {}, &AtomicBool::new(false)).unwrap();
        operation.finish().unwrap();
        assert!(freed.bytes > 100_000, "{freed:?}");
        cache.undo().unwrap().unwrap();
        assert_eq!(content_of(root, BETA).unwrap(), content);
        assert!(!crate::place::lock(root, ALPHA).exists() && !crate::place::lock(root, BETA).exists());
    });
    assert!(std::process::Command::new("umount").arg(root).status().unwrap().success());
    checked.unwrap();
}
