//! Bringing back what lies in the trash.

use std::io;
use std::sync::atomic::AtomicBool;

use super::error::CacheError;
use super::fault_injection;
use super::journal::{History, Journal, Record};
use super::open::Cache;
use super::own_folder::{OWN_FILES, OwnFolder, TRASH};
use super::removal::{self, Exchanged, RemovableEntry};
use super::sam_lock::{SamLock, spare_full_disk};
use super::trash::{TrashedEntry, TrashedOperation, doom, held_names, holds, remove_doomed};
use crate::text::sanitize_path;
use crate::text::sentence;

/// In an operation's folder: where content waits between two renames on systems that cannot exchange.
pub(super) const ASIDE: &str = "aside";

/// An entry of the trash, and whether it came back.
pub type EntryOutcome = (TrashedEntry, Result<(), CacheError>);

/// What an undo came to, entry by entry. What could not be brought back is still in the trash.
#[derive(Debug)]
pub struct Restored {
    /// The operation that was undone.
    pub operation: TrashedOperation,
    /// One for each of its entries.
    pub outcomes: Vec<EntryOutcome>,
}

impl Cache {
    /// What [`Cache::undo`] would bring back: what is left of the last purge or refresh that can be undone.
    ///
    /// An operation all of whose layers SAM has downloaded again meanwhile is passed over, unless there is no other:
    /// then it is named, so that the reason is.
    pub fn undoable(&self) -> Result<Option<TrashedOperation>, CacheError> {
        let mut blocked = None;
        for mut operation in self.trash()?.into_iter().rev() {
            operation.entries.retain(|entry| !entry.undone);
            if self.brings_back(&operation) {
                return Ok(Some(operation));
            }
            if !operation.entries.is_empty() && blocked.is_none() {
                blocked = Some(operation);
            }
        }
        Ok(blocked)
    }

    /// Whether undoing an operation would bring back anything of it.
    pub fn brings_back(&self, operation: &TrashedOperation) -> bool {
        operation.entries.iter().any(|entry| !entry.undone && (entry.replaced || !self.is_there(entry)))
    }

    fn is_there(&self, entry: &TrashedEntry) -> bool {
        let there = |removable: RemovableEntry| {
            removable.home(&self.root).is_ok_and(|home| home.meta(removable.name()).is_ok())
        };
        RemovableEntry::parse(&entry.name).is_some_and(there)
    }

    /// Brings back everything of the last purge or refresh. `None`: there is nothing to undo.
    /// A layer that SAM has downloaded again meanwhile stays in the trash, and its outcome says so.
    pub fn undo(&self) -> Result<Option<Restored>, CacheError> {
        let Some(operation) = self.undoable()? else { return Ok(None) };
        // The last that was moved comes back first.
        let entries: Vec<TrashedEntry> = operation.entries.iter().rev().cloned().collect();
        let outcomes = self.bring_back(&operation.id, entries)?;
        Ok(Some(Restored { operation, outcomes }))
    }

    /// Brings back one entry. A layer that a refresh replaced changes places with what is there now.
    pub fn restore(&self, entry: &TrashedEntry) -> Result<(), CacheError> {
        let outcomes = self.bring_back(&entry.operation, vec![entry.clone()])?;
        outcomes.into_iter().try_for_each(|(_, outcome)| outcome)
    }

    fn bring_back(&self, id: &str, entries: Vec<TrashedEntry>) -> Result<Vec<EntryOutcome>, CacheError> {
        self.check_root()?;
        let failed =
            || CacheError::io(sentence!("doing-restore-from"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let own = OwnFolder::of(self)?;
        let folder = own.child(TRASH).and_then(|trash| trash.child(id)).map_err(failed())?;
        let Some(alive) = folder.claim().map_err(failed())? else {
            return Err(CacheError::Refused(sentence!("cache-still-working", id = id)));
        };
        let mut journal = Journal::open(&folder).map_err(failed())?;
        let files = folder.child(OWN_FILES).map_err(failed())?;
        let mut outcomes = Vec::new();
        for entry in entries {
            let outcome = self.bring_one(&own, &folder, &files, &mut journal, &entry);
            outcomes.push((entry, outcome));
        }
        if held_names(&folder, &History::read(&folder)).is_empty() {
            let guard = own.guard().map_err(failed())?;
            drop(alive);
            doom(&own, id).map_err(failed())?;
            drop(guard);
            remove_doomed(&own, id, &|_, _| {}, &AtomicBool::new(false));
        }
        Ok(outcomes)
    }

    fn bring_one(
        &self,
        own: &OwnFolder,
        folder: &OwnFolder,
        files: &OwnFolder,
        journal: &mut Journal,
        entry: &TrashedEntry,
    ) -> Result<(), CacheError> {
        let path = self.path.join(&entry.name);
        let failed = || {
            let path = path.clone();
            move |error: io::Error| restoring(&path, CacheError::io(sentence!("doing-restore"), &path)(error))
        };
        let removable = RemovableEntry::parse(&entry.name)
            .ok_or_else(|| CacheError::Refused(sentence!("cache-no-name", path = sanitize_path(path.as_path()))))?;
        self.check_root()?;
        let guard = own.guard().map_err(failed())?;
        let lock = entry.dir.as_ref().map(|dir| SamLock::acquire(self, dir, &guard)).transpose();
        let lock = lock.map_err(|error| restoring(&path, error))?;
        let is_there = self.is_there(entry);
        if is_there && !entry.replaced {
            return Err(CacheError::Refused(sentence!(
                "cache-there-again",
                path = sanitize_path(std::path::Path::new(&entry.name)),
                operation = entry.operation.as_str()
            )));
        }
        let what = removable.relative();
        // A full disk is when people want back what they moved: where things lie tells the same.
        spare_full_disk(journal.write(&Record::Back { what: what.clone(), exchange: is_there })).map_err(failed())?;
        fault_injection::point();
        if is_there {
            swap_back(self, folder, files, &removable).map_err(failed())?;
        } else {
            // The status first: a layer that SAM gave up on must not look complete for a moment.
            if let Some(dir) = &entry.dir {
                put_status_back(self, files, &RemovableEntry::status_of(dir)).map_err(failed())?;
            }
            fault_injection::point();
            self.root.make_child(crate::sam::lock::LOCK_DIR.as_ref()).map_err(failed())?;
            removal::put_back(files, &removable, &self.root).map_err(failed())?;
        }
        fault_injection::point();
        spare_full_disk(journal.write(&Record::IsBack { what })).map_err(failed())?;
        fault_injection::point();
        if let Some(lock) = lock {
            lock.release(own, &guard);
        }
        Ok(())
    }
}

/// On a full disk the usual advice, to empty the trash, would remove what is to come back.
fn restoring(path: &std::path::Path, error: CacheError) -> CacheError {
    if error.is_full_disk() {
        return CacheError::Refused(sentence!("cache-restore-full", path = sanitize_path(path)));
    }
    error
}

/// Exchanges a layer and its status with what is in the cache now.
fn swap_back(cache: &Cache, folder: &OwnFolder, files: &OwnFolder, removable: &RemovableEntry) -> io::Result<()> {
    if removal::exchange(&cache.root, removable, files)? == Exchanged::Unsupported {
        let aside = folder.make_child(ASIDE)?;
        removal::take(&cache.root, removable, &aside)?;
        fault_injection::point();
        removal::put_back(files, removable, &cache.root)?;
        fault_injection::point();
        let name = removable.name().to_string_lossy();
        removal::move_own(&aside, &name, files, &name)?;
    }
    fault_injection::point();
    removable.owner().map_or(Ok(()), |dir| swap_status(cache, files, &RemovableEntry::status_of(&dir)))
}

/// Exchanges a status file with the one in the trash, where either is there.
pub(super) fn swap_status(cache: &Cache, files: &OwnFolder, status: &RemovableEntry) -> io::Result<()> {
    let is_there = status.home(&cache.root).is_ok_and(|home| home.meta(status.name()).is_ok());
    match (is_there, holds(files, status)) {
        (true, true) if removal::exchange(&cache.root, status, files)? == Exchanged::Yes => Ok(()),
        (_, true) => put_status_back(cache, files, status),
        (true, false) => removal::take(&cache.root, status, files),
        (false, false) => Ok(()),
    }
}

/// Puts a status file back, over one that lost its layer.
pub(super) fn put_status_back(cache: &Cache, files: &OwnFolder, status: &RemovableEntry) -> io::Result<()> {
    if !holds(files, status) {
        return Ok(());
    }
    cache.root.make_child(crate::sam::lock::LOCK_DIR.as_ref())?;
    let mirror = status.mirror_folder(files)?;
    removal::replace_status(&mirror, &status.name().to_string_lossy(), &cache.root, status)
}
