//! Releases locks of processes that no longer run, and updates SAM's status files.

use std::ffi::OsStr;
use std::path::Path;

use super::error::CacheError;
use super::fault_injection;
use super::locks::Locks;
use super::open::Cache;
use super::operation::Operation;
use super::own_folder::OwnFolder;
use super::removal::{self, RemovableEntry};
use super::sam_lock::{holder, ignore_missing, locked, unix_seconds};
use super::sys::Kind;
use crate::inventory::facts::UnknownOwner;
use crate::sam::LayerDir;
use crate::sam::lock::{DownloadStatus, LOCK_DIR, download_lock};
use crate::text::sentence;

impl Operation {
    /// Releases SAM's stale lock of a process that no longer runs. A status of `in_progress` becomes `failed`, so that
    /// SAM neither waits nor takes an incomplete download for a complete one. Without a layer the status file is
    /// removed as well.
    pub fn release_lock(&mut self, dir: &LayerDir) -> Result<(), CacheError> {
        self.release(dir, None)
    }

    /// Releases a lock whose owner cannot be determined, if it is the one that the user agreed to release.
    pub fn release_unknown_lock(&mut self, dir: &LayerDir, agreed: &UnknownOwner) -> Result<(), CacheError> {
        self.release(dir, Some(agreed))
    }

    fn release(&mut self, dir: &LayerDir, agreed: Option<&UnknownOwner>) -> Result<(), CacheError> {
        let _guard = self.begin_change()?;
        let locks = Locks::read(&self.cache.root, &self.cache.path);
        let path = self.cache.path.join(LOCK_DIR).join(download_lock(dir.as_str()));
        let found = locks.lock_of(dir).ok_or_else(|| gone(&path))?;
        let is_agreed = |owner: UnknownOwner| agreed.is_some_and(|agreed| agreed.is_same_lock(&owner));
        if let Some(holder) = holder(&found)
            && !found.unknown_owner().is_some_and(is_agreed)
        {
            return Err(locked(dir, holder));
        }
        let status = locks.status_of(dir);
        if !self.cache.root.meta(OsStr::new(dir.as_str())).is_ok_and(|meta| meta.kind == Kind::Directory) {
            let moved = ignore_missing(removal::take(&self.cache.root, &RemovableEntry::status_of(dir), &self.files));
            moved.map_err(CacheError::io(sentence!("doing-move-to-the-trash"), &path))?;
        } else if status.is_some_and(|status| status.status != Some(DownloadStatus::Completed)) {
            write_status(&self.cache, &self.folder, dir, DownloadStatus::Failed)?;
        }
        fault_injection::point();
        ignore_missing(removal::remove_lock(&self.cache.root, &RemovableEntry::lock_of(dir)))
            .map_err(CacheError::io(sentence!("doing-remove"), path))
    }
}

/// Writes a status file in SAM's format and moves it into place in one step.
pub(super) fn write_status(
    cache: &Cache,
    scratch: &OwnFolder,
    dir: &LayerDir,
    status: DownloadStatus,
) -> Result<(), CacheError> {
    const NEW: &str = "new-status";
    let removable = RemovableEntry::status_of(dir);
    let failed = || CacheError::io(sentence!("doing-write"), cache.path.join(removable.relative()));
    ignore_missing(removal::discard_file(scratch, NEW)).map_err(failed())?;
    scratch.write_new(NEW, status.file_content(unix_seconds()).as_bytes()).map_err(failed())?;
    cache.root.make_child(OsStr::new(LOCK_DIR)).map_err(failed())?;
    removal::replace_status(scratch, NEW, &cache.root, &removable).map_err(failed())
}

fn gone(path: &Path) -> CacheError {
    CacheError::Io {
        doing: sentence!("doing-find"),
        path: path.to_owned(),
        source: std::io::ErrorKind::NotFound.into(),
    }
}
