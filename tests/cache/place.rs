//! Caches for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use samlayers::cache::{Cache, Located, Operation, OperationKind, Staged};
use samlayers::inventory::facts::{Finding, FoundLeftover};
use samlayers::sam::LayerDir;

pub const ALPHA: &str = "alpha-1-0123456789";
pub const BETA: &str = "beta-2-0123456789";

pub fn dir(name: &str) -> LayerDir {
    LayerDir::parse(name).unwrap()
}

pub fn located(path: &Path) -> Located {
    Located { path: path.to_owned(), chosen_by: "test".to_owned(), note: None }
}

pub fn open(path: &Path) -> Cache {
    Cache::open(&located(path)).1.expect("the cache opens")
}

pub fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

/// Two layers with their status files.
pub fn fill(root: &Path) {
    write(&root.join(ALPHA).join("python/a.py"), b"alpha");
    write(&root.join(ALPHA).join("python/deep/b.py"), b"more");
    write(&root.join(BETA).join("bin/beta"), b"beta");
    write(&status(root, ALPHA), b"completed\n1700000000.5");
    write(&status(root, BETA), b"failed\n1700000000.5");
}

pub fn status(root: &Path, name: &str) -> PathBuf {
    root.join(".locks").join(format!("{name}.downloading.status"))
}

pub fn lock(root: &Path, name: &str) -> PathBuf {
    root.join(".locks").join(format!("{name}.downloading.lock"))
}

/// Everything SAM can see, with its content, without our own folder.
pub fn as_sam_sees_it(root: &Path) -> BTreeMap<String, String> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .filter_entry(|entry| entry.file_name() != ".samlayers")
        .map(|entry| entry.unwrap())
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let name = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
            let content = if entry.file_type().is_symlink() {
                format!("-> {}", fs::read_link(entry.path()).unwrap().display())
            } else {
                String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned()
            };
            (name, content)
        })
        .collect()
}

/// The content of one layer directory, `None` when it is absent.
pub fn content_of(root: &Path, name: &str) -> Option<BTreeMap<String, String>> {
    root.join(name).exists().then(|| as_sam_sees_it(&root.join(name)))
}

/// What our own folder still holds besides its lock file.
pub fn own_remains(root: &Path) -> BTreeSet<String> {
    let own = root.join(".samlayers");
    walkdir::WalkDir::new(&own)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.depth() > 1)
        .map(|entry| entry.path().strip_prefix(&own).unwrap().to_string_lossy().into_owned())
        .collect()
}

pub fn leftovers(cache: &Cache) -> Vec<FoundLeftover> {
    let found = Mutex::new(Vec::new());
    let report = |finding| {
        if let Finding::Leftover(leftover) = finding {
            found.lock().unwrap().push(leftover);
        }
    };
    cache.scan(&report, &AtomicBool::new(false));
    found.into_inner().unwrap()
}

pub fn purge(cache: &Cache, names: &[&str]) {
    let mut operation = cache.begin(OperationKind::Purge).unwrap();
    for name in names {
        operation.trash_layer(&dir(name), None).unwrap();
    }
    operation.finish().unwrap();
}

/// A complete refresh, as a download does it.
pub fn refresh(cache: &Cache, name: &str, content: &[u8]) {
    let mut operation = cache.begin(OperationKind::Refresh).unwrap();
    swap(cache, &mut operation, name, content);
    operation.finish().unwrap();
}

pub fn swap(cache: &Cache, operation: &mut Operation, name: &str, content: &[u8]) {
    let lock = cache.lock_download(&dir(name)).unwrap();
    let staged: Staged = cache.stage(&dir(name)).unwrap();
    fs::write(staged.zip_path(), b"PK").unwrap();
    write(&staged.content_path().join("python/new.py"), content);
    operation.swap_in(&staged, &lock, None).unwrap();
}

/// A lock file as SAM writes it, by a process that does not exist.
pub fn abandon_lock(root: &Path, name: &str) {
    write(&lock(root, name), b"4194304000\n1700000000.5");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(301);
    fs::File::options().write(true).open(lock(root, name)).unwrap().set_modified(old).unwrap();
}
