//! Recognises leftovers that a name alone does not identify: empty folders of unresolved references, and locks without
//! a layer.

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

/// The maximum number of folders that a reference in a template creates.
const MAX_FOLDERS: usize = 1000;

/// Returns whether a directory is what SAM leaves of a reference that it cannot resolve: only folders, no files, and
/// each innermost folder ends in the ten hex digits that SAM appends (`ssm-/a/b}}-<hash>`, `layer-foo-<hash>`).
pub(super) fn is_reference_leftover(root: &Folder, name: &OsStr) -> bool {
    let mut open = vec![PathBuf::from(name)];
    let mut seen = 0;
    while let Some(path) = open.pop() {
        seen += 1;
        let Ok(entries) = root.below(&path).and_then(|folder| folder.entries()) else { return false };
        let innermost = entries.is_empty();
        if seen > MAX_FOLDERS || entries.iter().any(|entry| entry.kind != Some(Kind::Directory)) {
            return false;
        }
        if innermost && !path.file_name().is_some_and(ends_in_hash) {
            return false;
        }
        open.extend(entries.iter().map(|entry| path.join(&entry.name)));
    }
    true
}

/// Reports the lock and status files whose layer is not cached, and all foreign entries of the lock folder.
pub(super) fn report_locks(locks: &Locks, present: &HashSet<&LayerDir>, report: &(dyn Fn(Finding) + Sync)) {
    for name in &locks.names {
        let path = locks.path_of(name);
        let foreign = |reason| {
            report(Finding::Foreign(FoundForeign { path: path.clone(), reason }));
        };
        let dir = match classify_lock(name) {
            LockName::Lock(dir) | LockName::Status(dir) => dir,
            LockName::Foreign => {
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
        let lock = matching_lock(locks, name);
        if lock.as_ref().is_some_and(is_our_own) {
            // This process removes it at the end of its operation.
            continue;
        }
        let in_use = lock.as_ref().is_some_and(|lock| lock.owner() != LockOwner::Gone);
        let unknown_owner = lock.as_ref().and_then(FoundLock::unknown_owner);
        let (kind, bytes, modified) = (LeftoverKind::Lock, meta.bytes, meta.modified);
        report(Finding::Leftover(FoundLeftover { path, kind, bytes, modified, dir, in_use, unknown_owner }));
    }
}

/// Returns the lock that a lock or status file belongs to.
fn matching_lock(locks: &Locks, name: &OsStr) -> Option<crate::inventory::facts::FoundLock> {
    let stem = name.to_str()?;
    let stem = stem.strip_suffix(".downloading.lock").or_else(|| stem.strip_suffix(".downloading.status"))?;
    let lock = OsString::from(download_lock(stem));
    let folder = locks.folder().filter(|_| locks.names.contains(&lock))?;
    read_lock(folder, &lock, locks.path_of(Path::new(&lock).as_os_str()))
}
