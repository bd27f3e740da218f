//! Restores entries from the trash.

use std::io;
use std::sync::atomic::AtomicBool;

use super::error::CacheError;
use super::fault_injection;
use super::journal::{History, Journal, JournalDamage, Record};
use super::open::{Cache, Contents};
use super::own_folder::{OWN_FILES, OwnFolder, TRASH};
use super::removal::{self, Exchanged, RemovableEntry};
use super::sam_lock::{SamLock, ignore_full_disk};
use super::trash::{TrashedEntry, TrashedOperation, held_names, holds, move_to_doomed, remove_doomed};
use crate::text::sanitize_path;
use crate::text::sentence;

/// The folder within an operation's folder for content between two renames, on systems without an atomic exchange.
pub(super) const ASIDE: &str = "aside";

/// An entry of the trash, and the result of restoring it.
pub type EntryOutcome = (TrashedEntry, Result<(), CacheError>);

/// The result of an undo by entry. Entries that could not be restored are still in the trash.
#[derive(Debug)]
pub struct Restored {
    /// The operation that was undone.
    pub operation: TrashedOperation,
    /// The result for each of its entries.
    pub outcomes: Vec<EntryOutcome>,
}

impl Cache {
    /// Returns what [`Cache::undo`] would restore: the remaining entries of the last purge or refresh that can be
    /// undone.
    ///
    /// An operation is skipped if SAM has downloaded all of its layers again, unless there is no other operation: then
    /// it is returned, so that the user gets the reason.
    pub fn undoable(&self) -> Result<Option<TrashedOperation>, CacheError> {
        let mut blocked = None;
        for mut operation in self.trash()?.into_iter().rev() {
            operation.entries.retain(|entry| !entry.undone);
            // Older operations are not undone before one whose journal is unusable: the user gets the reason.
            if self.brings_back(&operation)
                || (operation.damage == Some(JournalDamage::Unusable) && !operation.entries.is_empty())
            {
                return Ok(Some(operation));
            }
            if !operation.entries.is_empty() && blocked.is_none() {
                blocked = Some(operation);
            }
        }
        Ok(blocked)
    }

    /// Returns whether undoing an operation would restore at least one entry.
    pub fn brings_back(&self, operation: &TrashedOperation) -> bool {
        operation.damage != Some(JournalDamage::Unusable)
            && operation.entries.iter().any(|entry| !entry.undone && (entry.replaced || !self.exists(entry)))
    }

    fn exists(&self, entry: &TrashedEntry) -> bool {
        let is_present = |removable: RemovableEntry| {
            removable.parent_folder(&self.root).is_ok_and(|home| home.meta(removable.name()).is_ok())
        };
        RemovableEntry::parse(self.contents, &entry.name).is_some_and(is_present)
    }

    /// Restores all entries of the last purge or refresh; `None` if there is nothing to undo. A layer that SAM has
    /// downloaded again stays in the trash, and its result says so.
    pub fn undo(&self) -> Result<Option<Restored>, CacheError> {
        let Some(operation) = self.undoable()? else { return Ok(None) };
        // Restore in reverse order.
        let entries: Vec<TrashedEntry> = operation.entries.iter().rev().cloned().collect();
        let outcomes = self.restore_all(&operation.id, entries)?;
        Ok(Some(Restored { operation, outcomes }))
    }

    /// Restores one entry. A layer that a refresh replaced is exchanged with the one that is in the cache now.
    pub fn restore(&self, entry: &TrashedEntry) -> Result<(), CacheError> {
        let outcomes = self.restore_all(&entry.operation, vec![entry.clone()])?;
        outcomes.into_iter().try_for_each(|(_, outcome)| outcome)
    }

    fn restore_all(&self, id: &str, entries: Vec<TrashedEntry>) -> Result<Vec<EntryOutcome>, CacheError> {
        self.check_root()?;
        let failed =
            || CacheError::io(sentence!("doing-restore-from"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let own = OwnFolder::of(self)?;
        let folder = own.child(TRASH).and_then(|trash| trash.child(id)).map_err(failed())?;
        let Some(alive) = folder.claim().map_err(failed())? else {
            return Err(CacheError::Refused(sentence!("cache-still-working", id = id)));
        };
        if History::read(&folder).is_unusable() {
            let path = self.journal_path(id);
            return Err(CacheError::Refused(sentence!("cache-journal-unusable", path = sanitize_path(&path))));
        }
        let mut journal = Journal::open(&folder).map_err(failed())?;
        let files = folder.child(OWN_FILES).map_err(failed())?;
        let mut outcomes = Vec::new();
        for entry in entries {
            let outcome = self.restore_one(&own, &folder, &files, &mut journal, &entry);
            outcomes.push((entry, outcome));
        }
        if held_names(self.contents, &folder, &History::read(&folder)).is_empty() {
            let guard = own.guard().map_err(failed())?;
            // Windows renames no folder in which a file is open.
            drop(journal);
            drop(alive);
            move_to_doomed(&own, id).map_err(failed())?;
            drop(guard);
            remove_doomed(self.contents, &own, id, &|_, _| {}, &AtomicBool::new(false));
        }
        Ok(outcomes)
    }

    fn restore_one(
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
            move |error: io::Error| with_restore_advice(&path, CacheError::io(sentence!("doing-restore"), &path)(error))
        };
        let removable = RemovableEntry::parse(self.contents, &entry.name)
            .ok_or_else(|| CacheError::Refused(sentence!("cache-no-name", path = sanitize_path(path.as_path()))))?;
        self.check_root()?;
        let guard = own.guard().map_err(failed())?;
        let lock = entry.dir.as_ref().map(|dir| SamLock::acquire(self, dir, &guard)).transpose();
        let lock = lock.map_err(|error| with_restore_advice(&path, error))?;
        let exists = self.exists(entry);
        if exists && !entry.replaced && self.contents == Contents::Builds {
            return Err(CacheError::Refused(sentence!("builds-there-again", path = sanitize_path(&path))));
        }
        if exists && !entry.replaced {
            return Err(CacheError::Refused(sentence!(
                "cache-there-again",
                path = sanitize_path(std::path::Path::new(&entry.name)),
                operation = entry.operation.as_str()
            )));
        }
        let what = removable.relative();
        // The journal is not needed to find an entry, and a full disk must not prevent a restore.
        ignore_full_disk(journal.write(&Record::Back { what: what.clone(), exchange: exists })).map_err(failed())?;
        fault_injection::point();
        if exists {
            swap_back(self, folder, files, &removable).map_err(failed())?;
        } else {
            // The status first: a layer whose download failed must not look complete, even for a moment.
            if let Some(dir) = &entry.dir {
                put_status_back(self, files, &RemovableEntry::status_of(dir)).map_err(failed())?;
            }
            fault_injection::point();
            removable.make_parent_folder(&self.root).map_err(failed())?;
            removal::put_back(files, &removable, &self.root).map_err(failed())?;
        }
        fault_injection::point();
        ignore_full_disk(journal.write(&Record::IsBack { what })).map_err(failed())?;
        fault_injection::point();
        if let Some(lock) = lock {
            lock.release(own, &guard);
        }
        Ok(())
    }
}

/// Replaces the error of a full disk, whose usual advice to empty the trash would remove the entries to restore.
fn with_restore_advice(path: &std::path::Path, error: CacheError) -> CacheError {
    if error.is_full_disk() {
        return CacheError::Refused(sentence!("cache-restore-full", path = sanitize_path(path)));
    }
    error
}

/// Exchanges a layer and its status with those in the cache now.
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

/// Exchanges a status file with the one in the trash, if at least one of them exists.
pub(super) fn swap_status(cache: &Cache, files: &OwnFolder, status: &RemovableEntry) -> io::Result<()> {
    let exists = status.parent_folder(&cache.root).is_ok_and(|home| home.meta(status.name()).is_ok());
    match (exists, holds(files, status)) {
        (true, true) if removal::exchange(&cache.root, status, files)? == Exchanged::Yes => Ok(()),
        (_, true) => put_status_back(cache, files, status),
        (true, false) => removal::take(&cache.root, status, files),
        (false, false) => Ok(()),
    }
}

/// Restores a status file, and replaces one whose layer no longer exists.
pub(super) fn put_status_back(cache: &Cache, files: &OwnFolder, status: &RemovableEntry) -> io::Result<()> {
    if !holds(files, status) {
        return Ok(());
    }
    cache.root.make_child(crate::sam::lock::LOCK_DIR.as_ref())?;
    let mirror = status.mirror_folder(files)?;
    removal::replace_status(&mirror, &status.name().to_string_lossy(), &cache.root, status)
}
