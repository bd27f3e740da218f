//! A running purge, deletion or refresh: moves entries to the trash or removes them permanently.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use serde::{Deserialize, Serialize};

use super::error::CacheError;
use super::fault_injection;
use super::held_locks::HeldLocks;
use super::journal::{History, Journal, Record, Size};
use super::locks::Locks;
use super::measure::measure_one;
use super::open::{Cache, Contents};
use super::own_folder::{DOOMED, Guard, OWN_FILES, OwnFolder, TRASH, new_id_after};
use super::removal::{self, Discarded, RemovableEntry};
use super::sam_lock::{SamLock, holder, ignore_full_disk, ignore_missing, is_our_own, locked};
use super::sys::Kind;
use super::trash::{doomed_path, held_names, move_to_doomed, remove_doomed};
use crate::clock;
use crate::inventory::facts::builds::BuildKind;
use crate::inventory::facts::{FoundLeftover, Measure};
pub use crate::plan::Freed;
use crate::sam::LayerDir;
use crate::sam::build_graph::BuildId;
use crate::text::{is_disk_full, sanitize_path, sentence};

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OperationKind {
    /// Entries are moved to the trash.
    Purge,
    /// Entries are removed permanently.
    Delete,
    /// New content replaces the old content, which is moved to the trash.
    Refresh,
    /// Local content replaces the old content, which is moved to the trash.
    Import,
}

impl OperationKind {
    /// Returns the word with its article, at the beginning of a sentence.
    pub(super) fn with_article(self) -> &'static str {
        match self {
            Self::Purge => "A purge",
            Self::Delete => "A deletion",
            Self::Refresh => "A refresh",
            Self::Import => "An import",
        }
    }

    /// Returns the word for messages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Purge => "purge",
            Self::Delete => "deletion",
            Self::Refresh => "refresh",
            Self::Import => "import",
        }
    }
}

/// The size of entries that were moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// Apparent bytes.
    pub bytes: u64,
    /// Files and links.
    pub files: u64,
}

/// A running operation. Each call is complete in itself: what was done is kept if a later call fails. SAM's locks on
/// removed layers are held until [`Operation::held_locks`] hands them over or the operation ends. Call
/// [`Operation::finish`] at the end; an operation that is dropped or killed before is reported by [`Cache::recover`].
#[derive(Debug)]
pub struct Operation {
    pub(super) cache: Cache,
    pub(super) own: OwnFolder,
    pub(super) folder: OwnFolder,
    /// The mirror of the cache that contains the moved entries.
    pub(super) files: OwnFolder,
    pub(super) journal: Journal,
    id: String,
    kind: OperationKind,
    alive: Option<File>,
    held_locks: HeldLocks,
}

impl Cache {
    /// Begins an operation. Several operations may run at the same time.
    pub fn begin(&self, kind: OperationKind) -> Result<Operation, CacheError> {
        self.check_root()?;
        let failed = || CacheError::io(sentence!("doing-write-to"), self.path.join(super::names::OWN_DIR));
        let own = OwnFolder::of(self)?;
        let guard = own.guard().map_err(failed())?;
        // Made now, as a disk without free inodes has no room for it when the trash is to be emptied.
        own.make_child(DOOMED).map_err(failed())?;
        let trash = own.make_child(TRASH).map_err(failed())?;
        let id = new_id_after(&trash.names().map_err(failed())?);
        let begun = begin_in(&trash, &id, kind, guard);
        let (folder, files, journal, alive) = begun.map_err(|error| {
            // What was made of it takes inodes that may be the last ones.
            if own.guard().is_ok_and(|_guard| move_to_doomed(&own, &id).is_ok()) {
                remove_doomed(self.contents, &own, &id, &|_, _| {}, &AtomicBool::new(false));
            }
            failed()(error)
        })?;
        fault_injection::point();
        Ok(Operation {
            cache: self.clone(),
            own,
            folder,
            files,
            journal,
            id,
            kind,
            alive,
            held_locks: HeldLocks::default(),
        })
    }
}

/// Creates the folder of an operation, with its journal.
fn begin_in(
    trash: &OwnFolder,
    id: &str,
    kind: OperationKind,
    guard: Guard,
) -> io::Result<(OwnFolder, OwnFolder, Journal, Option<File>)> {
    let folder = trash.make_child(id)?;
    let alive = folder.claim()?;
    drop(guard);
    fault_injection::point();
    let files = folder.make_child(OWN_FILES)?;
    let mut journal = Journal::open(&folder)?;
    let begin = Record::Begin { version: 1, kind, at: clock::now().to_string() };
    // Synced at the end only: after a power failure each entry is in the cache or in the trash, and its place shows its
    // state.
    ignore_full_disk(journal.write(&begin))?;
    Ok((folder, files, journal, alive))
}

impl Operation {
    /// Resumes an operation that a crash interrupted. The caller has claimed its folder.
    pub(super) fn resumed(
        cache: &Cache,
        folder: OwnFolder,
        files: OwnFolder,
        journal: Journal,
        id: &str,
        kind: OperationKind,
    ) -> Result<Self, CacheError> {
        let own = OwnFolder::of(cache)?;
        Ok(Self {
            cache: cache.clone(),
            own,
            folder,
            files,
            journal,
            id: id.to_owned(),
            kind,
            alive: None,
            held_locks: HeldLocks::default(),
        })
    }

    /// Returns the ID, which is the name of the operation's folder in the trash.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Hands over SAM's locks on the removed layers. Otherwise they are released at the end.
    pub fn held_locks(&mut self) -> HeldLocks {
        mem::take(&mut self.held_locks)
    }

    /// Returns the number of locks that [`Operation::held_locks`] would hand over now.
    pub fn held_lock_count(&self) -> usize {
        self.held_locks.count()
    }

    /// Moves a layer directory and its status file to the trash. `known` is its size, if it was measured. Returns an
    /// error if a running process holds SAM's lock on it.
    pub fn trash_layer(&mut self, dir: &LayerDir, known: Option<&Measure>) -> Result<Moved, CacheError> {
        let removable = RemovableEntry::layer(dir);
        let path = self.cache.path.join(dir.as_str());
        let kind = self
            .cache
            .root
            .meta(removable.name())
            .map_err(CacheError::io(sentence!("doing-move-to-the-trash"), &path))?
            .kind;
        let size = match known {
            Some(measure) => Size { bytes: measure.bytes, files: measure.files },
            None if kind == Kind::Directory => self.count(dir),
            None => Size::default(),
        };
        self.take_layer(dir, Some(size))
    }

    /// Moves a layer like [`Operation::trash_layer`] without counting its files, which takes only a rename. The files
    /// are counted when the trash is listed.
    pub fn trash_layer_uncounted(&mut self, dir: &LayerDir) -> Result<Moved, CacheError> {
        self.take_layer(dir, None)
    }

    fn take_layer(&mut self, dir: &LayerDir, size: Option<Size>) -> Result<Moved, CacheError> {
        let removable = RemovableEntry::layer(dir);
        let path = self.cache.path.join(dir.as_str());
        let guard = self.begin_change()?;
        let lock = SamLock::acquire(&self.cache, dir, &guard)?;
        self.take(&removable, size, &path, || lock.check())?;
        self.held_locks.keep(lock);
        fault_injection::point();
        let status = RemovableEntry::status_of(dir);
        let moved = match removal::take(&self.cache.root, &status, &self.files) {
            // There is no room for the folder that it belongs in. What is deleted needs none; otherwise it stays, which
            // SAM ignores while there is no layer.
            Err(error) if is_disk_full(error.kind()) && self.kind == OperationKind::Delete => {
                removal::take_as(&self.cache.root, &status, &self.folder, &status.name().to_string_lossy())
            }
            moved => ignore_full_disk(moved),
        };
        ignore_missing(moved).map_err(CacheError::io(sentence!("doing-move-to-the-trash"), self.path_of(&status)))?;
        fault_injection::point();
        self.write_record(&Record::Taken { what: removable.relative() })?;
        fault_injection::point();
        let size = size.unwrap_or_default();
        Ok(Moved { bytes: size.bytes, files: size.files })
    }

    /// Moves a leftover to the trash, after checking again that it is one and that no process uses it.
    pub fn trash_leftover(&mut self, found: &FoundLeftover) -> Result<Moved, CacheError> {
        self.take_leftover(found).map(|_| Moved { bytes: found.bytes, files: 1 })
    }

    /// Removes a layer permanently. It is moved out of the cache in one step first, so that SAM never sees a part of
    /// it. `progress` gets the bytes and files of each removed directory.
    pub fn delete_layer(
        &mut self,
        dir: &LayerDir,
        progress: &(dyn Fn(u64, u64) + Sync),
        cancel: &AtomicBool,
    ) -> Result<Freed, CacheError> {
        self.trash_layer(dir, Some(&Measure::default()))?;
        self.delete(&RemovableEntry::layer(dir), progress, cancel)
    }

    /// Removes a leftover permanently.
    pub fn delete_leftover(&mut self, found: &FoundLeftover) -> Result<Freed, CacheError> {
        let removable = self.take_leftover(found)?;
        self.delete(&removable, &|_, _| {}, &AtomicBool::new(false))
    }

    /// Moves a UUID of a build folder to the trash. `known` is its size, if it was measured. `last_check` returns an error
    /// if it must not be removed; it runs immediately before the move, while no other samlayers changes the folder.
    pub fn trash_build(
        &mut self,
        kind: BuildKind,
        id: &BuildId,
        known: Option<&Measure>,
        last_check: impl FnOnce() -> Result<(), CacheError>,
    ) -> Result<Moved, CacheError> {
        let size = known.map(|measure| Size { bytes: measure.bytes, files: measure.files });
        self.take_build(kind, id, size, last_check)?;
        let size = size.unwrap_or_default();
        Ok(Moved { bytes: size.bytes, files: size.files })
    }

    /// Removes a UUID of a build folder permanently.
    pub fn delete_build(
        &mut self,
        kind: BuildKind,
        id: &BuildId,
        last_check: impl FnOnce() -> Result<(), CacheError>,
        cancel: &AtomicBool,
    ) -> Result<Freed, CacheError> {
        let removable = self.take_build(kind, id, Some(Size::default()), last_check)?;
        self.delete(&removable, &|_, _| {}, cancel)
    }

    fn take_build(
        &mut self,
        kind: BuildKind,
        id: &BuildId,
        size: Option<Size>,
        last_check: impl FnOnce() -> Result<(), CacheError>,
    ) -> Result<RemovableEntry, CacheError> {
        let path = self.cache.path.join(kind.as_str()).join(id.as_str());
        let refused = || CacheError::Refused(sentence!("builds-not-removable", path = sanitize_path(&path)));
        let removable = RemovableEntry::build(kind, id).ok_or_else(refused)?;
        if self.cache.contents != Contents::Builds {
            return Err(refused());
        }
        let _guard = self.begin_change()?;
        let meta = removable.parent_folder(&self.cache.root).and_then(|parent| parent.meta(removable.name()));
        let meta = meta.map_err(CacheError::io(sentence!("doing-move-to-the-trash"), &path))?;
        if meta.kind != Kind::Directory {
            return Err(refused());
        }
        self.take(&removable, size, &path, last_check)?;
        fault_injection::point();
        self.write_record(&Record::Taken { what: removable.relative() })?;
        fault_injection::point();
        Ok(removable)
    }

    /// Ends the operation. If it moved nothing to the trash, its folder is removed.
    pub fn finish(self) -> Result<(), CacheError> {
        let Self { cache, own, folder, mut journal, id, kind, alive, held_locks: _locks, .. } = self;
        let failed = || CacheError::io(sentence!("doing-write-to"), cache.path.join(super::names::OWN_DIR));
        let empty = held_names(cache.contents, &folder, &History::read(&folder)).is_empty();
        let ended = if empty { journal.write(&Record::End) } else { journal.write_synced(&Record::End) };
        ignore_full_disk(ended).map_err(failed())?;
        fault_injection::point();
        if empty || kind == OperationKind::Delete {
            let guard = own.guard().map_err(failed())?;
            // Windows renames no folder in which a file is open.
            drop(journal);
            drop(alive);
            move_to_doomed(&own, &id).map_err(failed())?;
            drop(guard);
        }
        if empty {
            remove_doomed(cache.contents, &own, &id, &|_, _| {}, &AtomicBool::new(false));
        }
        Ok(())
    }

    /// Starts a change: checks that the cache is still the directory that was opened, and takes the guard.
    pub(super) fn begin_change(&self) -> Result<Guard, CacheError> {
        self.cache.check_root()?;
        self.own.guard().map_err(CacheError::io(sentence!("doing-lock"), &self.cache.path))
    }

    pub(super) fn write_record(&mut self, record: &Record) -> Result<(), CacheError> {
        // The journal is not needed to find an entry, so a full disk is no reason to stop.
        ignore_full_disk(self.journal.write(record))
            .map_err(CacheError::io(sentence!("doing-write-the-journal-in"), &self.cache.path))
    }

    pub(super) fn path_of(&self, removable: &RemovableEntry) -> PathBuf {
        self.cache.path.join(removable.relative())
    }

    pub(super) fn count(&self, dir: &LayerDir) -> Size {
        let measure = measure_one(&self.cache.root, &self.cache.path, Path::new(dir.as_str()));
        Size { bytes: measure.bytes, files: measure.files }
    }

    fn take_leftover(&mut self, found: &FoundLeftover) -> Result<RemovableEntry, CacheError> {
        let _guard = self.begin_change()?;
        let removable = RemovableEntry::leftover(&self.cache.root, &self.cache.path, found)?;
        self.refuse_in_use(found, &removable)?;
        let size = Size { bytes: found.bytes, files: 1 };
        self.take(&removable, Some(size), &found.path, || Ok(()))?;
        fault_injection::point();
        self.write_record(&Record::Taken { what: removable.relative() })?;
        Ok(removable)
    }

    /// Writes the intention to the journal and moves the entry.
    fn take(
        &mut self,
        removable: &RemovableEntry,
        size: Option<Size>,
        path: &Path,
        last_check: impl FnOnce() -> Result<(), CacheError>,
    ) -> Result<(), CacheError> {
        let Size { bytes, files } = size.unwrap_or_default();
        self.write_record(&Record::Take { what: removable.relative(), bytes, files, uncounted: size.is_none() })?;
        fault_injection::point();
        last_check()?;
        removal::take(&self.cache.root, removable, &self.files).map_err(|error| {
            if error.kind() == ErrorKind::CrossesDevices {
                return CacheError::Refused(sentence!("cache-cannot-be-moved", path = sanitize_path(path)));
            }
            CacheError::io(sentence!("doing-move-to-the-trash"), path)(error)
        })
    }

    fn delete(
        &mut self,
        removable: &RemovableEntry,
        progress: &(dyn Fn(u64, u64) + Sync),
        cancel: &AtomicBool,
    ) -> Result<Freed, CacheError> {
        self.write_record(&Record::Delete { what: removable.relative() })?;
        fault_injection::point();
        let mirror = removable
            .mirror_folder(&self.files)
            .map_err(CacheError::io(sentence!("doing-open"), self.path_of(removable)))?;
        let mut freed: Freed =
            removal::discard_tree(&mirror, &removable.name().to_string_lossy(), progress, cancel).into();
        fault_injection::point();
        // The failures name the place after the operation ends.
        let rest = doomed_path(&self.cache, &self.id).join(OWN_FILES);
        freed.failures.iter_mut().for_each(|(path, _)| *path = rest.join(&*path));
        Ok(freed)
    }

    fn refuse_in_use(&self, found: &FoundLeftover, removable: &RemovableEntry) -> Result<(), CacheError> {
        let locks = Locks::read(&self.cache.root, &self.cache.path);
        let lock = removable.owner().as_ref().and_then(|dir| locks.lock_of(dir).map(|lock| (dir.clone(), lock)));
        match lock {
            Some((_, lock)) if is_our_own(&lock) => Ok(()),
            Some((dir, lock)) => holder(&lock).map_or(Ok(()), |holder| Err(locked(&dir, holder))),
            None if found.in_use => {
                Err(CacheError::Refused(sentence!("cache-was-in-use", path = crate::text::sanitize_path(&found.path))))
            }
            None => Ok(()),
        }
    }
}

impl From<Discarded> for Freed {
    fn from(discarded: Discarded) -> Self {
        let Discarded { bytes, files, failures, cancelled } = discarded;
        Self { bytes, files, failures, cancelled }
    }
}
