//! Recovers operations that were interrupted by a crash, at the next start.
//!
//! Each entry ends in one of two states: moved entries are in the trash and all others are in the cache; new content is
//! either in place or removed. Operations of running processes are not touched.

use std::ffi::OsStr;
use std::io;
use std::sync::atomic::AtomicBool;

use super::error::CacheError;
use super::fault_injection;
use super::journal::{History, Journal, Record};
use super::names::OWN_DIR;
use super::open::Cache;
use super::operation::{Operation, OperationKind};
use super::own_folder::{DOOMED, HELD, OWN_FILES, OwnFolder, STAGING, TRASH, try_lock};
use super::removal::{self, RemovableEntry};
use super::restore::{ASIDE, put_status_back, swap_status};
use super::sam_lock::{NEW_LOCK, ignore_missing};
use super::stage::{OVER, complete, discard_staging};
use super::sys::{Folder, Identity};
use super::trash::{held_names, holds, move_to_doomed, remove_doomed};
use crate::sam::LayerDir;
use crate::sam::lock::{DownloadStatus, LOCK_DIR};
use crate::text::sentence;

impl Cache {
    /// Recovers what interrupted samlayers processes left, and returns messages for the user. Call it at every start
    /// that may change the cache; it costs almost nothing if there is nothing to do.
    pub fn recover(&self) -> Result<Vec<String>, CacheError> {
        let Some(own) = OwnFolder::existing(self)? else { return Ok(Vec::new()) };
        self.check_root()?;
        let failed = || CacheError::io(sentence!("doing-clear-up"), self.path.join(OWN_DIR));
        // Another samlayers is changing the cache, or was stopped during a change. A command that only reads does not
        // wait for it; a later start recovers.
        let Some(guard) = own.guard_if_free().map_err(failed())? else { return Ok(Vec::new()) };
        let mut messages = Vec::new();
        let mut unlock = Vec::new();
        find_held(&own, &mut unlock).map_err(failed())?;
        if let Some(trash) = own.child_if_exists(TRASH).map_err(failed())? {
            for id in trash.names().map_err(failed())? {
                self.recover_operation(&own, &trash, &id, &mut messages)?;
            }
        }
        // Only now: a layer stays locked until its operation is recovered.
        for (dir, content) in unlock {
            self.release_dead(&own, &dir, &content).map_err(failed())?;
        }
        if let Some(staging) = own.child_if_exists(STAGING).map_err(failed())? {
            for id in staging.names().map_err(failed())? {
                let Ok(folder) = staging.child(&id) else { continue };
                let Some(alive) = folder.claim().map_err(failed())? else { continue };
                let was_cut_off = !folder.has(OsStr::new(OVER));
                drop((alive, folder));
                discard_staging(&own, &id).map_err(failed())?;
                if was_cut_off {
                    messages.push("A download or import was interrupted. Its temporary files were removed".to_owned());
                }
            }
        }
        drop(guard);
        if let Some(doomed) = own.child_if_exists(DOOMED).map_err(failed())? {
            for id in doomed.names().map_err(failed())? {
                remove_doomed(self.contents, &own, &id, &|_, _| {}, &AtomicBool::new(false));
            }
        }
        Ok(messages)
    }

    /// Removes SAM's lock file if an ended samlayers process wrote it. That process may have ended before or while it
    /// wrote the file.
    fn release_dead(&self, own: &OwnFolder, dir: &LayerDir, content: &[u8]) -> io::Result<()> {
        let lock = RemovableEntry::lock_of(dir);
        let now = self.root.child(OsStr::new(LOCK_DIR)).and_then(|locks| locks.read(lock.name(), 4096));
        // An empty lock may be a new one of SAM. Locks of samlayers appear with their content.
        if now.is_ok_and(|now| !now.is_empty() && now == content) {
            ignore_missing(removal::remove_lock(&self.root, &lock))?;
        }
        fault_injection::point();
        ignore_missing(removal::discard_file(&own.child(HELD)?, dir.as_str()))
    }

    fn recover_operation(
        &self,
        own: &OwnFolder,
        trash: &OwnFolder,
        id: &str,
        messages: &mut Vec<String>,
    ) -> Result<(), CacheError> {
        let failed = || CacheError::io(sentence!("doing-clear-up"), self.path.join(OWN_DIR).join(TRASH).join(id));
        let Ok(folder) = trash.child(id) else { return Ok(()) };
        let history = History::read(&folder);
        if history.is_unusable() {
            // Nothing could be recorded. Its entries stay in the trash, and a problem names the journal.
            return Ok(());
        }
        let open: Vec<(&String, &Record)> =
            history.entries.iter().filter_map(|(what, past)| Some((what, past.open.as_ref()?))).collect();
        if history.ended && open.is_empty() && history.kind != Some(OperationKind::Delete) {
            return Ok(());
        }
        let Some(alive) = folder.claim().map_err(failed())? else { return Ok(()) };
        let files = folder.make_child(OWN_FILES).map_err(failed())?;
        let journal = Journal::open(&folder).map_err(failed())?;
        let kind = history.kind.unwrap_or(OperationKind::Purge);
        let mut operation = Operation::resumed(self, folder, files, journal, id, kind)?;
        fault_injection::point();
        for (what, begun) in open {
            let Some(removable) = RemovableEntry::parse(self.contents, what) else { continue };
            messages.extend(operation.settle(&removable, begun)?);
            fault_injection::point();
        }
        if !history.ended {
            operation.write_record(&Record::End)?;
        }
        let held = held_names(self.contents, &operation.folder, &History::read(&operation.folder));
        let is_delete = kind == OperationKind::Delete;
        if !history.ended && !held.is_empty() {
            let count = held.len();
            let (noun, verb) = if count == 1 { ("entry", "is") } else { ("entries", "are") };
            messages.push(if is_delete {
                format!("A deletion was interrupted. The {count} {noun} it had started with {verb} now removed")
            } else {
                format!("{} was interrupted. The {count} {noun} it had moved {verb} in the trash", kind.with_article())
            });
        }
        drop((operation, alive));
        fault_injection::point();
        if is_delete || held.is_empty() {
            move_to_doomed(own, id).map_err(failed())?;
            fault_injection::point();
        }
        Ok(())
    }
}

/// Finds the locks that ended samlayers processes held.
fn find_held(own: &OwnFolder, unlock: &mut Vec<(LayerDir, Vec<u8>)>) -> io::Result<()> {
    let Some(held) = own.child_if_exists(HELD)? else { return Ok(()) };
    ignore_missing(removal::discard_file(&held, NEW_LOCK))?;
    for name in held.names()? {
        let Ok(dir) = LayerDir::parse(&name) else { continue };
        if try_lock(held.folder().append_to(OsStr::new(&name))?)?.is_some() {
            unlock.push((dir, held.folder().read(OsStr::new(&name), 4096)?));
        }
    }
    Ok(())
}

impl Operation {
    /// Completes or reverts the interrupted step of one entry. Returns a message, if any.
    pub(super) fn settle(&mut self, removable: &RemovableEntry, begun: &Record) -> Result<Option<String>, CacheError> {
        match begun {
            Record::Take { what, .. } => self.settle_take(removable, what).map(|()| None),
            Record::Swap { what, replaces, new, .. } => self.settle_swap(removable, what, *replaces, *new).map(Some),
            Record::Back { what, exchange } => {
                let restored = self.settle_restore(removable, *exchange);
                let restored = restored.map_err(CacheError::io(sentence!("doing-restore"), self.path_of(removable)))?;
                let what = what.clone();
                Ok(Some(if restored {
                    let message = format!("Restoring {what} was interrupted and is now complete");
                    self.write_record(&Record::IsBack { what })?;
                    message
                } else {
                    let message =
                        format!("Restoring {what} was interrupted before it started. It is still in the trash");
                    self.write_record(&Record::TakenBack { what })?;
                    message
                }))
            }
            // Entries to delete are removed with their operation.
            _ => Ok(None),
        }
    }

    fn settle_take(&mut self, removable: &RemovableEntry, what: &str) -> Result<(), CacheError> {
        // The layer may have been moved without its status. If the layer exists again, or is being downloaded, the
        // status belongs to the new download.
        let is_back = self.cache.root.meta(removable.name()).is_ok();
        let own = |dir: &LayerDir| !is_back && holds(&self.files, removable) && self.holds_lock(dir);
        if let Some(dir) = removable.as_layer().filter(own) {
            let moved = ignore_missing(removal::take(&self.cache.root, &RemovableEntry::status_of(&dir), &self.files));
            moved.map_err(CacheError::io(sentence!("doing-move-to-the-trash"), self.path_of(removable)))?;
        }
        self.write_record(&Record::Taken { what: what.to_owned() })
    }

    fn settle_swap(
        &mut self,
        removable: &RemovableEntry,
        what: &str,
        replaces: bool,
        new: Identity,
    ) -> Result<String, CacheError> {
        let Some(dir) = removable.as_layer() else { return Ok(format!("{what} is not a layer. It was not changed")) };
        let knows_identity = new != Identity::default();
        let in_cache = self.cache.root.meta(removable.name()).ok();
        let in_trash =
            removable.mirror_folder(&self.files).ok().and_then(|mirror| mirror.folder().meta(removable.name()).ok());
        if knows_identity && in_trash.as_ref().is_some_and(|meta| meta.identity == new) {
            removal::discard_tree(&self.files, dir.as_str(), &|_, _| {}, &AtomicBool::new(false));
        } else if in_cache
            .as_ref()
            .is_some_and(|meta| if knows_identity { meta.identity == new } else { !replaces || in_trash.is_some() })
        {
            if self.holds_lock(&dir) {
                complete(self, &dir)?;
            } else {
                // SAM has taken over the lock since, and its own status stays.
                self.write_record(&Record::Swapped { what: what.to_owned() })?;
            }
            return Ok(format!("A refresh of {dir} was interrupted and is now complete"));
        } else if in_cache.is_none() && in_trash.is_some() {
            let back = removal::put_back(&self.files, removable, &self.cache.root);
            back.map_err(CacheError::io(sentence!("doing-restore"), self.path_of(removable)))?;
        }
        self.write_record(&Record::TakenBack { what: what.to_owned() })?;
        Ok(if replaces {
            format!("A refresh of {dir} was interrupted. The old content is unchanged")
        } else {
            format!("A download of {dir} was interrupted. Its partial content was removed")
        })
    }

    /// Returns whether the entry was restored. Otherwise nothing was moved, and it is still in the trash.
    fn settle_restore(&self, removable: &RemovableEntry, exchange: bool) -> io::Result<bool> {
        let (root, in_trash) = (&self.cache.root, holds(&self.files, removable));
        if exchange {
            return self.settle_exchange(removable);
        }
        let layer = removable.as_layer();
        if !in_trash {
            return Ok(true);
        }
        let exists = removable.make_parent_folder(root)?.meta(removable.name()).is_ok();
        if exists || layer.as_ref().is_some_and(|dir| !self.holds_lock(dir)) {
            // SAM has downloaded the layer since, or is about to: content and status are its own.
            return Ok(false);
        }
        if let Some(dir) = &layer {
            put_status_back(&self.cache, &self.files, &RemovableEntry::status_of(dir))?;
        }
        removal::put_back(&self.files, removable, root)?;
        Ok(true)
    }

    /// Completes an interrupted exchange, and returns whether the contents are exchanged. Both contents are complete,
    /// and their places show how far the exchange had got. Only on systems without an atomic exchange can one of them
    /// be in the folder `aside`.
    fn settle_exchange(&self, removable: &RemovableEntry) -> io::Result<bool> {
        let root = &self.cache.root;
        let aside = self.folder.child_if_exists(ASIDE)?;
        if let Some(aside) = aside.as_ref().filter(|aside| holds(aside, removable)) {
            if root.meta(removable.name()).is_err() && holds(&self.files, removable) {
                removal::put_back(&self.files, removable, root)?;
            }
            let name = removable.name().to_string_lossy();
            removal::move_own(aside, &name, &self.files, &name)?;
        }
        let history = History::read(&self.folder);
        let past = history.entries.get(&removable.relative()).cloned().unwrap_or_default();
        let in_cache = root.meta(removable.name()).ok().map(|meta| meta.identity);
        let (new_in_cache, exchanged) = if past.new == Identity::default() {
            // Without file identities, the folder `aside` shows that the exchange had started.
            (past.new_in_cache != aside.is_some(), aside.is_some())
        } else {
            let new_in_cache = in_cache == Some(past.new);
            (new_in_cache, new_in_cache != past.new_in_cache)
        };
        if let Some(dir) = removable.as_layer().filter(|dir| exchanged && self.holds_lock(dir)) {
            self.exchange_statuses_if_needed(&dir, new_in_cache)?;
        }
        Ok(exchanged)
    }

    /// Exchanges the status files after the contents if that was not done yet. The content of a refresh is complete, so
    /// if only one status is `completed`, it belongs to that content.
    fn exchange_statuses_if_needed(&self, dir: &LayerDir, new_in_cache: bool) -> io::Result<()> {
        let status = RemovableEntry::status_of(dir);
        let is_complete = |folder: io::Result<Folder>| {
            let read = folder.and_then(|folder| folder.read(status.name(), 4096));
            // SAM treats a missing status as complete.
            read.map_or(true, |text| {
                DownloadStatus::parse(&String::from_utf8_lossy(&text)) == Some(DownloadStatus::Completed)
            })
        };
        let in_cache = is_complete(status.parent_folder(&self.cache.root));
        let in_trash = is_complete(self.files.folder().child(OsStr::new(LOCK_DIR)));
        let (of_new, of_old) = if new_in_cache { (in_cache, in_trash) } else { (in_trash, in_cache) };
        if of_old && !of_new { swap_status(&self.cache, &self.files, &status) } else { Ok(()) }
    }

    /// Returns whether SAM's lock on a layer is still the one that this operation took, so that no other process has
    /// changed the layer since.
    fn holds_lock(&self, dir: &LayerDir) -> bool {
        let record = self.own.child(HELD).and_then(|held| held.folder().read(OsStr::new(dir.as_str()), 4096));
        let locks = self.cache.root.child(OsStr::new(LOCK_DIR));
        let lock = locks.and_then(|locks| locks.read(RemovableEntry::lock_of(dir).name(), 4096));
        matches!((record, lock), (Ok(record), Ok(lock)) if record == lock)
    }
}
