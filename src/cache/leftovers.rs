//! Remains that take a second look: empty folders of unresolved references, locks without a layer.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::locks::{Locks, read_lock};
use super::names::{LockName, classify_lock, ends_in_hash};
use super::sam_lock::is_our_own;
use super::sys::{Folder, Kind};
use crate::inventory::facts::{Finding, FoundForeign, FoundLeftover, FoundLock, LeftoverKind, LockOwner};
use crate::sam::LayerDir;
use crate::sam::lock::download_lock;
use crate::text::sentence;

/// More folders than this were not made by a reference in a template.
const MOST_FOLDERS: usize = 1000;

/// Whether a directory is what SAM leaves of a reference it cannot resolve: folders only, not one file, and each
/// innermost folder ends in the ten hex digits SAM appends (`ssm-/a/b}}-<hash>`, `layer-foo-<hash>`).
pub(super) fn is_remains(root: &Folder, name: &OsStr) -> bool {
    let mut open = vec![PathBuf::from(name)];
    let mut seen = 0;
    while let Some(path) = open.pop() {
        seen += 1;
        let Ok(entries) = root.below(&path).and_then(|folder| folder.entries()) else { return false };
        let innermost = entries.is_empty();
        if seen > MOST_FOLDERS || entries.iter().any(|entry| entry.kind != Some(Kind::Directory)) {
            return false;
        }
        if innermost && !path.file_name().is_some_and(ends_in_hash) {
            return false;
        }
        open.extend(entries.iter().map(|entry| path.join(&entry.name)));
    }
    true
}

/// Tells the lock and status files whose layer is not cached, and what is no such file.
pub(super) fn of_locks(locks: &Locks, present: &HashSet<&LayerDir>, report: &(dyn Fn(Finding) + Sync)) {
    for name in &locks.names {
        let path = locks.path_of(name);
        let foreign = |reason| {
            report(Finding::Foreign(FoundForeign { path: path.clone(), reason }));
        };
        let dir = match classify_lock(name) {
            LockName::Lock(dir) | LockName::Status(dir) => dir,
            LockName::Odd => {
                foreign(sentence!("foreign-in-locks"));
                continue;
            }
        };
        if dir.as_ref().is_some_and(|dir| present.contains(dir)) {
            continue;
        }
        let Some(meta) = locks.folder().and_then(|folder| folder.meta(name).ok()) else { continue };
        if meta.kind != Kind::File {
            foreign(sentence!("foreign-lock"));
            continue;
        }
        let lock = lock_beside(locks, name);
        if lock.as_ref().is_some_and(is_our_own) {
            // Gone as soon as we are done.
            continue;
        }
        let in_use = lock.as_ref().is_some_and(|lock| lock.owner() != LockOwner::Gone);
        let unknown_owner = lock.as_ref().and_then(FoundLock::unknown_owner);
        let (kind, bytes, modified) = (LeftoverKind::Lock, meta.bytes, meta.modified);
        report(Finding::Leftover(FoundLeftover { path, kind, bytes, modified, dir, in_use, unknown_owner }));
    }
}

/// The lock that a lock or status file belongs to.
fn lock_beside(locks: &Locks, name: &OsStr) -> Option<crate::inventory::facts::FoundLock> {
    let stem = name.to_str()?;
    let stem = stem.strip_suffix(".downloading.lock").or_else(|| stem.strip_suffix(".downloading.status"))?;
    let lock = OsString::from(download_lock(stem));
    let folder = locks.folder().filter(|_| locks.names.contains(&lock))?;
    read_lock(folder, &lock, locks.path_of(Path::new(&lock).as_os_str()))
}
