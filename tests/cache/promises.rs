//! What may never happen to a cache, tried at every step of every operation. `ARCHITECTURE.md` lists the invariants and their
//! tests.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::{Duration, Instant};

use samlayers::cache::{Cache, OperationKind};

use super::place::*;
use super::support::real::skip;

const CACHE: &str = "SAMLAYERS_TEST_HELD_CACHE";

/// A folder in memory where possible: these tests make thousands of files, and every journal is synced.
fn quick_place() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// In the process that is held: does the work, whatever its result, and never returns.
fn if_child(work: impl FnOnce(&Cache)) {
    let Some(root) = std::env::var_os(CACHE) else { return };
    work(&open(Path::new(&root)));
    std::process::exit(0);
}

/// Runs the work of `test` in another process, holds it at each of its points in turn, and lets `interfere` change the
/// disk meanwhile; `check` examines the result.
fn interfere_everywhere(test: &str, prepare: &dyn Fn(&Path), interfere: &dyn Fn(&Path), check: &dyn Fn(&Path, usize)) {
    for point in 1.. {
        let place = quick_place();
        let place = fs::canonicalize(place.path()).map(|path| (path, place)).unwrap();
        let root = place.0.join("cache");
        prepare(&root);
        let signals = place.0.join("signals");
        fs::create_dir(&signals).unwrap();
        let mut child = held(test, &root, point, &signals);
        let reached = wait(&mut child, &signals.join("reached"));
        if reached {
            interfere(&root);
            fs::write(signals.join("go"), "").unwrap();
        }
        assert!(child.wait().unwrap().success(), "the work panicked at point {point}");
        if !reached {
            assert!(point > 5, "only {point} points were passed");
            return;
        }
        check(&root, point);
    }
}

fn held(test: &str, root: &Path, point: usize, signals: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("promises::{test}"), "--nocapture", "--test-threads=1"])
        .env(CACHE, root)
        .env("SAMLAYERS_FAULT_HOLD", format!("{point}:{}", signals.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Whether the point was reached before the work ended.
fn wait(child: &mut Child, signal: &Path) -> bool {
    let end = Instant::now() + Duration::from_mins(1);
    loop {
        if signal.exists() {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return signal.exists();
        }
        assert!(Instant::now() < end, "it neither ends nor reaches the point");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Purges one layer, deletes the other and empties the trash, as far as it gets.
fn remove_everything(cache: &Cache) {
    if let Ok(mut operation) = cache.begin(OperationKind::Purge) {
        let _ = operation.trash_layer(&dir(ALPHA), None);
        let _ = operation.finish();
    }
    if let Ok(mut operation) = cache.begin(OperationKind::Delete) {
        let _ = operation.delete_layer(&dir(BETA), &|_, _| {}, &AtomicBool::new(false));
        let _ = operation.finish();
    }
    let _ = cache.empty_trash(None, &|_, _| {}, &AtomicBool::new(false));
}

/// A folder beside the cache with the names of everything that is removed in it.
fn precious(root: &Path) -> BTreeMap<String, String> {
    let outside = root.parent().unwrap().join("outside");
    for name in [ALPHA, BETA, "files", "python", ".locks", "trash"] {
        write(&outside.join(name).join("python/a.py"), b"precious");
        write(&outside.join(name).join(format!("{ALPHA}.downloading.status")), b"precious");
        write(&outside.join(name).join(format!("{ALPHA}.downloading.lock")), b"precious");
    }
    as_sam_sees_it(&outside)
}

fn no_locks(root: &Path) -> bool {
    fs::read_dir(root.join(".locks"))
        .is_ok_and(|entries| entries.flatten().all(|entry| entry.path().extension().is_none_or(|last| last != "lock")))
}

#[test]
fn a_link_swapped_in_at_any_step_is_not_followed() {
    if_child(remove_everything);
    let swap_name = |name: &'static str| {
        move |root: &Path| {
            let path = root.join(name);
            if path.symlink_metadata().is_ok() {
                fs::rename(&path, root.parent().unwrap().join("aside")).unwrap();
            }
            symlink("../outside", &path).unwrap();
        }
    };
    // Inside our own folder: every directory of the trash that exists at that moment.
    let swap_trash = |root: &Path| {
        let deepest = || {
            let entries = walkdir::WalkDir::new(root.join(".samlayers")).into_iter().filter_map(Result::ok);
            let folders = entries.filter(|entry| entry.file_type().is_dir() && entry.depth() >= 3);
            folders.last().map(walkdir::DirEntry::into_path)
        };
        while let Some(folder) = deepest() {
            match fs::rename(&folder, root.parent().unwrap().join("aside")) {
                // Another thread of the removal has removed it since; there may be one more.
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                moved => moved.unwrap(),
            }
            symlink(root.parent().unwrap().join("outside"), &folder).unwrap();
            break;
        }
    };
    let interferences: [&dyn Fn(&Path); 4] = [&swap_name(ALPHA), &swap_name(BETA), &swap_name(".locks"), &swap_trash];
    for interfere in interferences {
        let prepare = |root: &Path| {
            fill(root);
            precious(root);
        };
        interfere_everywhere("a_link_swapped_in_at_any_step_is_not_followed", &prepare, interfere, &|root, point| {
            let outside = root.parent().unwrap().join("outside");
            let now = as_sam_sees_it(&outside);
            assert!(now.len() == 18 && now.values().all(|text| text == "precious"), "point {point}: {now:?}");
        });
    }
}

#[test]
fn a_cache_replaced_at_any_step_is_left_alone() {
    if_child(remove_everything);
    let replace = |root: &Path| {
        fs::rename(root, root.parent().unwrap().join("moved")).unwrap();
        symlink("outside", root).unwrap();
    };
    let prepare = |root: &Path| {
        fill(root);
        precious(root);
    };
    interfere_everywhere("a_cache_replaced_at_any_step_is_left_alone", &prepare, &replace, &|root, point| {
        let now = as_sam_sees_it(&root.parent().unwrap().join("outside"));
        assert!(now.len() == 18 && now.values().all(|text| text == "precious"), "point {point}: {now:?}");
    });
}

#[test]
fn another_process_deleting_the_layer_at_any_step_breaks_nothing() {
    if_child(remove_everything);
    let remove = |root: &Path| {
        let _ = fs::remove_dir_all(root.join(ALPHA));
        let _ = fs::remove_dir_all(root.join(BETA));
    };
    interfere_everywhere(
        "another_process_deleting_the_layer_at_any_step_breaks_nothing",
        &|root| fill(root),
        &remove,
        &|root, point| {
            assert!(no_locks(root), "a lock is left at point {point}");
            assert!(!root.join(ALPHA).exists() && !root.join(BETA).exists(), "point {point}");
            assert_eq!(open(root).recover().unwrap(), [] as [String; 0], "nothing is left unfinished at point {point}");
        },
    );
}

#[test]
fn a_lock_that_appears_at_any_step_is_honoured() {
    if_child(|cache| {
        if let Ok(mut operation) = cache.begin(OperationKind::Purge) {
            let _ = operation.trash_layer(&dir(ALPHA), None);
            let _ = operation.finish();
        }
    });
    let before = quick_place();
    fill(before.path());
    let whole = content_of(before.path(), ALPHA);
    // SAM stops waiting for a lock and continues: it writes its own over ours. It never does so with a lock that was
    // just created and is still empty.
    let took_over = |root: &Path| root.parent().unwrap().join("took-over");
    let take_over = |root: &Path| {
        let own = format!("{}\n{}", std::process::id(), jiff::Timestamp::now().as_second());
        if fs::read(lock(root, ALPHA)).is_ok_and(|content| content.is_empty()) {
            return;
        }
        write(&took_over(root), b"");
        write(&lock(root, ALPHA), own.as_bytes());
    };
    interfere_everywhere(
        "a_lock_that_appears_at_any_step_is_honoured",
        &|root| fill(root),
        &take_over,
        &|root, point| {
            if took_over(root).exists() {
                let lock_content = fs::read_to_string(lock(root, ALPHA)).unwrap_or_default();
                assert!(
                    lock_content.starts_with(&std::process::id().to_string()),
                    "SAM's lock was removed at point {point}"
                );
            }
            let now = content_of(root, ALPHA);
            assert!(now.is_none() || now == whole, "point {point}: {now:?}");
        },
    );
}

#[test]
fn a_layer_that_is_a_mount_point_is_not_moved() {
    let place = quick_place();
    let root = &place.path().join("cache");
    fill(root);
    write(&place.path().join("outside/precious"), b"1");
    let (outside, layer) = (place.path().join("outside"), root.join(ALPHA));
    let mounted = Command::new("mount").arg("--bind").arg(&outside).arg(&layer).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        return skip("mounting needs root");
    }
    let cache = open(root);
    let mut operation = cache.begin(OperationKind::Delete).unwrap();
    let refused = operation.delete_layer(&dir(ALPHA), &|_, _| {}, &AtomicBool::new(false));
    operation.finish().unwrap();
    assert!(Command::new("umount").arg(&layer).status().unwrap().success());
    let why = refused.unwrap_err().to_string();
    assert!(why.contains("mount"), "{why}");
    assert!(outside.join("precious").exists());
    assert!(content_of(root, ALPHA).is_some_and(|content| content.len() == 2) && status(root, ALPHA).exists());
    assert!(no_locks(root));
}

#[test]
fn a_journal_cut_off_at_any_byte_loses_nothing() {
    // Written once, then copied for each length.
    let original = quick_place();
    fill(original.path());
    let before = as_sam_sees_it(original.path());
    purge(&open(original.path()), &[ALPHA]);
    refresh(&open(original.path()), BETA, b"new");
    let journals: Vec<String> =
        own_remains(original.path()).into_iter().filter(|name| name.ends_with("/journal")).collect();
    assert_eq!(journals.len(), 2);
    for journal in journals {
        let length = fs::metadata(original.path().join(".samlayers").join(&journal)).unwrap().len();
        for cut in 0..=length {
            let place = quick_place();
            let root = &place.path().join("cache");
            copy(original.path(), root);
            fs::File::options().write(true).open(root.join(".samlayers").join(&journal)).unwrap().set_len(cut).unwrap();
            let cache = open(root);
            cache.recover().unwrap();
            assert!(root.join(BETA).exists() && no_locks(root), "{journal} cut at {cut}");
            while let Some(restored) = cache.undo().unwrap() {
                let worked = restored.outcomes.iter().any(|(_, outcome)| outcome.is_ok());
                // Without a record of the exchange, the new content stays in the cache and the old in the trash.
                if !worked {
                    break;
                }
            }
            assert_eq!(content_of(root, ALPHA), Some(content_in(&before, ALPHA)), "{journal} cut at {cut}");
            let beta = content_of(root, BETA).unwrap();
            let in_trash = as_sam_sees_it(&root.join(".samlayers/trash"));
            let old_is_kept = beta.values().any(|text| text == "beta") || in_trash.values().any(|text| text == "beta");
            assert!(old_is_kept, "{journal} cut at {cut}: {beta:?} {in_trash:?}");
        }
    }
}

fn content_in(all: &BTreeMap<String, String>, name: &str) -> BTreeMap<String, String> {
    let below = format!("{name}/");
    let own = all.iter().filter_map(|(path, text)| Some((path.strip_prefix(&below)?.to_owned(), text.clone())));
    own.collect()
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Puts an entry at the path of a layer.
type Put = fn(&Path);

#[test]
fn restoring_never_overwrites_an_entry_of_the_cache() {
    // The same content or another, a file or a link: the name is taken, so the entry stays in the trash.
    let put: [(&str, Put); 4] = [
        ("the same", |path| write(&path.join("bin/beta"), b"beta")),
        ("another", |path| write(&path.join("bin/beta"), b"other")),
        ("a file", |path| write(path, b"file")),
        ("a link", |path| symlink("/nowhere", path).unwrap()),
    ];
    for (what, put) in put {
        let place = quick_place();
        let root = place.path();
        fill(root);
        let cache = open(root);
        purge(&cache, &[BETA]);
        put(&root.join(BETA));
        let before = as_sam_sees_it(root);
        let entry = cache.trash().unwrap()[0].entries[0].clone();
        let why = cache.restore(&entry).unwrap_err().to_string();
        assert!(why.contains("is cached again"), "{what}: {why}");
        assert_eq!(as_sam_sees_it(root), before, "{what}");
        let _ = fs::remove_dir_all(root.join(BETA)).or_else(|_| fs::remove_file(root.join(BETA)));
        cache.restore(&entry).unwrap();
        assert_eq!(content_of(root, BETA).unwrap()["bin/beta"], "beta", "{what}");
    }
}
