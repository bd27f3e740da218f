//! Removes a layer permanently on a disk that has no room for a new file or folder: no free inode, or a full disk.
//!
//! An operation needs a folder, a journal and a lock. None of them can be created there, but a rename needs no room. So
//! the layer is moved, in one step, to the folder of what is being removed, where a later start completes the removal
//! after a crash. Its own files then leave room for everything else.

use std::sync::atomic::AtomicBool;

use super::error::CacheError;
use super::fault_injection;
use super::open::Cache;
use super::operation::Freed;
use super::own_folder::{DOOMED, OwnFolder, new_id};
use super::removal::{self, RemovableEntry};
use super::sam_lock::{SamLock, ignore_missing};
use super::sys::Kind;
use super::trash::doomed_path;
use crate::sam::LayerDir;
use crate::text::sentence;

impl Cache {
    /// Removes a layer permanently without creating any file. `.samlayers` has to exist, from an earlier operation.
    pub fn delete_without_new_files(
        &self,
        dir: &LayerDir,
        progress: &(dyn Fn(u64, u64) + Sync),
        cancel: &AtomicBool,
    ) -> Result<Freed, CacheError> {
        self.check_root()?;
        let path = self.path.join(dir.as_str());
        let failed = || CacheError::io(sentence!("doing-remove"), &path);
        let removable = RemovableEntry::layer(dir);
        let own = OwnFolder::of(self)?;
        let guard = own.guard().map_err(failed())?;
        let doomed = own.make_child(DOOMED).map_err(failed())?;
        if self.root.meta(removable.name()).map_err(failed())?.kind != Kind::Directory {
            return Err(CacheError::no_room(&self.path));
        }
        let lock = SamLock::acquire(self, dir, &guard)?;
        let id = new_id();
        lock.check()?;
        removal::take_as(&self.root, &removable, &doomed, &id).map_err(failed())?;
        fault_injection::point();
        // Without its layer SAM ignores the status.
        let moved = doomed.child(&id).map_err(failed())?;
        let status = RemovableEntry::status_of(dir);
        let _ = ignore_missing(removal::take_as(&self.root, &status, &moved, &status.name().to_string_lossy()));
        fault_injection::point();
        lock.release(&own, &guard);
        drop((guard, moved));
        let mut freed: Freed = removal::discard_tree(&doomed, &id, progress, cancel).into();
        let rest = doomed_path(self, "");
        freed.failures.iter_mut().for_each(|(path, _)| *path = rest.join(&*path));
        Ok(freed)
    }
}
