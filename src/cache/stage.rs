//! Stages downloads in the cache and swaps the new content in.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use super::error::CacheError;
use super::fault_injection;
use super::journal::{Record, Size};
use super::measure::measure_one;
use super::names::OWN_DIR;
use super::open::{Cache, Contents};
use super::operation::{Moved, Operation};
use super::own_folder::{DOOMED, OwnFolder, STAGING, new_id};
use super::release::write_status;
use super::removal::{self, Exchanged, RemovableEntry};
use super::sam_lock::{DownloadLock, ignore_missing};
use super::sys::{Identity, Kind};
use crate::inventory::facts::Measure;
use crate::sam::LayerDir;
use crate::sam::lock::DownloadStatus;
use crate::text::sentence;

const CONTENT: &str = "content";
const ZIP: &str = "layer.zip";
/// A file that marks a download as ended, whatever the result.
pub(super) const OVER: &str = "over";

/// A private folder in the cache for one download. Its content is removed when this value is dropped.
#[derive(Debug)]
pub struct Staged {
    dir: LayerDir,
    own: OwnFolder,
    folder: OwnFolder,
    id: String,
    path: PathBuf,
    alive: Option<File>,
}

impl Cache {
    /// Creates a folder to download and unpack a layer, on the same file system as the cache.
    pub fn stage(&self, dir: &LayerDir) -> Result<Staged, CacheError> {
        self.check_root()?;
        let failed = || CacheError::io(sentence!("doing-make-a-folder-in"), self.path.join(OWN_DIR));
        let own = OwnFolder::of(self)?;
        let id = new_id();
        let guard = own.guard().map_err(failed())?;
        let folder = own.make_child(STAGING).and_then(|staging| staging.make_child(&id)).map_err(failed())?;
        let alive = folder.claim().map_err(failed())?;
        drop(guard);
        fault_injection::point();
        folder.make_child(CONTENT).map_err(failed())?;
        let path = self.path.join(OWN_DIR).join(STAGING).join(&id);
        Ok(Staged { dir: dir.clone(), own, folder, id, path, alive })
    }
}

impl Staged {
    /// Returns the path for the downloaded zip.
    pub fn zip_path(&self) -> PathBuf {
        self.path.join(ZIP)
    }

    /// Returns the path of the empty folder to unpack into.
    pub fn content_path(&self) -> PathBuf {
        self.path.join(CONTENT)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // What cannot be removed now is removed at the next start, without a message, as no download was interrupted.
        let Some(_guard) = self.own.try_guard() else {
            let _ = self.folder.write_new(OVER, b"");
            return;
        };
        drop(self.alive.take());
        let _ = discard_staging(&self.own, &self.id);
    }
}

/// Removes a staging folder that its process no longer needs. It is moved first, so that no other process uses it.
pub(super) fn discard_staging(own: &OwnFolder, id: &str) -> std::io::Result<()> {
    removal::move_own(&own.child(STAGING)?, id, &own.make_child(DOOMED)?, id)?;
    super::trash::remove_doomed(Contents::Layers, own, id, &|_, _| {}, &AtomicBool::new(false));
    Ok(())
}

impl Operation {
    /// Replaces the layer with the unpacked content. The content is synced first and then moved in one step, where the
    /// system can. The old content and status are moved to the trash, and SAM's status becomes `completed`. `known` is
    /// the size of the old content.
    ///
    /// Returns an error if SAM has taken over the lock.
    pub fn swap_in(
        &mut self,
        staged: &Staged,
        lock: &DownloadLock,
        known: Option<&Measure>,
    ) -> Result<Moved, CacheError> {
        let dir = staged.dir.clone();
        let removable = RemovableEntry::layer(&dir);
        let path = self.cache.path.join(dir.as_str());
        let failed = || CacheError::io(sentence!("doing-put-the-new-content-in-place-of"), path.clone());
        if lock.dir() != &dir {
            return Err(CacheError::Refused(sentence!(
                "cache-other-lock",
                held = lock.dir().as_str(),
                dir = dir.as_str()
            )));
        }
        let content = staged.folder.child(CONTENT).map_err(failed())?;
        content.folder().sync_tree().map_err(failed())?;
        fault_injection::point();
        let new = measure_one(staged.folder.folder(), &staged.path, Path::new(CONTENT));
        let new_size = Size { bytes: new.bytes, files: new.files };
        let old_kind = self.cache.root.meta(removable.name()).ok().map(|meta| meta.kind);
        let old_size = match known {
            Some(measure) => Size { bytes: measure.bytes, files: measure.files },
            None if old_kind == Some(Kind::Directory) => self.count(&dir),
            None => Size::default(),
        };
        let new_identity = content.folder().identity().map_err(failed())?;
        drop(content);
        let _guard = self.begin_change()?;
        lock.lock.check()?;
        let (what, replaces) = (removable.relative(), old_kind.is_some());
        let swap = Record::Swap { what, replaces, new: new_identity, old_size, new_size };
        self.journal.write_synced(&swap).map_err(failed())?;
        fault_injection::point();
        let swapped = if replaces {
            self.exchange(staged, &removable, new_identity)
        } else {
            removal::put_new(&staged.folder, CONTENT, &self.cache.root, &removable)
        };
        if let Err(error) = swapped {
            // Complete or revert a partial change by the same rules as after a crash.
            self.settle(&removable, &swap)?;
            return Err(failed()(error));
        }
        fault_injection::point();
        complete(self, &dir)?;
        Ok(Moved { bytes: old_size.bytes, files: old_size.files })
    }

    /// Moves the old content to the trash and the new content into place.
    fn exchange(&self, staged: &Staged, removable: &RemovableEntry, new: Identity) -> std::io::Result<()> {
        let name = removable.name().to_string_lossy();
        // With file identities the new content is first moved to the trash folder, where the old content will be. Then
        // a single exchange does both moves, and the recovery from a crash can tell whether it was done.
        if new != Identity::default() {
            removal::move_own(&staged.folder, CONTENT, &self.files, &name)?;
            fault_injection::point();
            if removal::exchange(&self.cache.root, removable, &self.files)? == Exchanged::Yes {
                return Ok(());
            }
            removal::move_own(&self.files, &name, &staged.folder, CONTENT)?;
        }
        removal::take(&self.cache.root, removable, &self.files)?;
        fault_injection::point();
        removal::put_new(&staged.folder, CONTENT, &self.cache.root, removable)
    }
}

/// Completes a swap, also after a crash: moves the old status to the trash and writes `completed`.
pub(super) fn complete(operation: &mut Operation, dir: &LayerDir) -> Result<(), CacheError> {
    let status = RemovableEntry::status_of(dir);
    let failed = || CacheError::io(sentence!("doing-write"), operation.path_of(&status));
    // SAM treats a layer without a status as complete, which it is now.
    ignore_missing(removal::take(&operation.cache.root, &status, &operation.files))
        .or_else(|error| if error.kind() == std::io::ErrorKind::AlreadyExists { Ok(()) } else { Err(error) })
        .map_err(failed())?;
    fault_injection::point();
    match write_status(&operation.cache, &operation.folder, dir, DownloadStatus::Completed) {
        // SAM treats a missing status as complete.
        Err(error) if error.is_full_disk() => {}
        other => other?,
    }
    fault_injection::point();
    let _ = operation.cache.root.sync();
    let what = RemovableEntry::layer(dir).relative();
    operation
        .journal
        .write_synced(&Record::Swapped { what })
        .map_err(CacheError::io(sentence!("doing-write-the-journal-in"), &operation.cache.path))?;
    fault_injection::point();
    Ok(())
}
