//! Lists, counts and empties the trash.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use super::error::CacheError;
use super::fault_injection;
use super::journal::{History, JournalDamage, Size};
use super::measure::measure_one;
use super::open::{Cache, Contents};
use super::operation::{Freed, OperationKind};
use super::own_folder::{DOOMED, OWN_FILES, OwnFolder, TRASH};
use super::removal::{self, Place, RemovableEntry};
use crate::inventory::facts::TrashTotals;
use crate::sam::LayerDir;
use crate::text::sentence;

/// An operation with entries in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashedOperation {
    /// The build folder whose trash it is in; `None` for the trash of the cache.
    pub folder: Option<PathBuf>,
    /// The ID. IDs sort by time.
    pub id: String,
    /// The kind; `None` if the journal cannot be read.
    pub kind: Option<OperationKind>,
    /// The time at which it began.
    pub at: Option<Timestamp>,
    /// Whether all of it was undone, so that [`Cache::undo`] skips it.
    pub undone: bool,
    /// What is wrong with its journal, if anything. The folders decide what can be restored, not the journal; only an
    /// unusable journal prevents it, as nothing could be recorded.
    pub damage: Option<JournalDamage>,
    /// The entries that can be restored, in the order in which they were moved.
    pub entries: Vec<TrashedEntry>,
}

/// An entry of the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashedEntry {
    /// The build folder whose trash it is in; `None` for the trash of the cache.
    pub folder: Option<PathBuf>,
    /// The ID of its operation.
    pub operation: String,
    /// The path below the cache, with `/` as separator.
    pub name: String,
    /// The layer, if it is one.
    pub dir: Option<LayerDir>,
    /// Apparent bytes.
    pub bytes: u64,
    /// Files and links.
    pub files: u64,
    /// Whether a refresh put new content in its place, so that restoring exchanges the two.
    pub replaced: bool,
    /// Whether the two were exchanged, so that this is the content of the refresh.
    pub undone: bool,
}

/// An entry that should be removed permanently, and of which at least a part still exists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// The path.
    pub path: PathBuf,
    /// Apparent bytes, as far as they can be counted.
    pub bytes: u64,
    /// Files and links, as far as they can be counted.
    pub files: u64,
}

impl Cache {
    /// Returns the operations with entries to restore, oldest first.
    pub fn trash(&self) -> Result<Vec<TrashedOperation>, CacheError> {
        let failed = || CacheError::io(sentence!("doing-read"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let Some(own) = OwnFolder::existing(self)? else { return Ok(Vec::new()) };
        let Some(trash) = own.child_if_exists(TRASH).map_err(failed())? else { return Ok(Vec::new()) };
        let mut operations = Vec::new();
        for id in trash.names().map_err(failed())? {
            // An operation that is being emptied may be gone by now, and a file is not from samlayers.
            let folder = match trash.child(&id) {
                Ok(folder) => folder,
                Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => return Err(failed()(error)),
                Err(_) => continue,
            };
            if let Err(error) = folder.child(OWN_FILES)
                && error.kind() == std::io::ErrorKind::PermissionDenied
            {
                return Err(failed()(error));
            }
            let mut operation = read(self.contents, &id, &folder);
            operation.folder = self.build_folder();
            operation.entries.iter_mut().for_each(|entry| entry.folder = self.build_folder());
            if !operation.entries.is_empty() && operation.kind != Some(OperationKind::Delete) {
                operations.push(operation);
            }
        }
        Ok(operations)
    }

    /// Returns the path as the user knows it, if this is a build folder.
    fn build_folder(&self) -> Option<PathBuf> {
        (self.contents == Contents::Builds).then(|| self.state.path.clone())
    }

    /// Returns one entry of the trash by its operation and its name. Nothing is counted, so the size is the one in the
    /// journal, which is 0 for an entry that was moved uncounted.
    pub fn trashed(&self, operation: &str, name: &str) -> Result<Option<TrashedEntry>, CacheError> {
        let failed = || CacheError::io(sentence!("doing-read"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let (Some(own), Some(removable)) = (OwnFolder::existing(self)?, RemovableEntry::parse(self.contents, name))
        else {
            return Ok(None);
        };
        let Some(trash) = own.child_if_exists(TRASH).map_err(failed())? else { return Ok(None) };
        let Some(folder) = trash.child_if_exists(operation).map_err(failed())? else { return Ok(None) };
        let Some(files) = folder.child_if_exists(OWN_FILES).map_err(failed())? else { return Ok(None) };
        let history = History::read(&folder);
        let size = history.entries.get(name).map_or_else(Size::default, |past| past.size);
        Ok(holds(&files, &removable).then(|| entry(operation, &removable, &history, size)))
    }

    /// Returns the totals of [`Cache::trash`], from the journals. Only entries that were moved uncounted are counted.
    pub fn trash_totals(&self) -> Result<TrashTotals, CacheError> {
        Ok(totals(&self.trash()?))
    }

    /// Returns the path of an operation's journal, for messages.
    pub fn journal_path(&self, operation: &str) -> PathBuf {
        self.path.join(super::names::OWN_DIR).join(TRASH).join(operation).join(super::journal::NAME)
    }

    /// Returns the entries that could not be removed permanently, with their sizes. Every start that may change the
    /// cache tries again.
    pub fn remains(&self) -> Result<Vec<Remains>, CacheError> {
        let failed = || CacheError::io(sentence!("doing-read"), self.path.join(super::names::OWN_DIR).join(DOOMED));
        let Some(own) = OwnFolder::existing(self)? else { return Ok(Vec::new()) };
        let Some(doomed) = own.child_if_exists(DOOMED).map_err(failed())? else { return Ok(Vec::new()) };
        let mut remains = Vec::new();
        for id in doomed.names().map_err(failed())? {
            let Ok(folder) = doomed.child(&id) else { continue };
            let files = folder.child(OWN_FILES).ok();
            for removable in held_names(self.contents, &folder, &History::read(&folder)) {
                let size = files.as_ref().map(|files| count(files, &removable)).unwrap_or_default();
                let path = doomed_path(self, &id).join(OWN_FILES).join(removable.relative());
                remains.push(Remains { path, bytes: size.bytes, files: size.files });
            }
        }
        Ok(remains)
    }

    /// Permanently removes the entries of the trash, or only those of operations that began before a given time.
    /// Operations that are still running are not touched. `progress` gets the bytes and files of each removed
    /// directory.
    pub fn empty_trash(
        &self,
        before: Option<Timestamp>,
        progress: &(dyn Fn(u64, u64) + Sync),
        cancel: &AtomicBool,
    ) -> Result<Freed, CacheError> {
        self.check_root()?;
        let failed = || CacheError::io(sentence!("doing-empty"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let Some(own) = OwnFolder::existing(self)? else { return Ok(Freed::default()) };
        if let Some(trash) = own.child_if_exists(TRASH).map_err(failed())? {
            for id in trash.names().map_err(failed())? {
                let _guard = own.guard().map_err(failed())?;
                let Ok(folder) = trash.child(&id) else { continue };
                let at = History::read(&folder).at;
                let old_enough = before.is_none_or(|before| at.is_none_or(|at| at < before));
                let alive = folder.claim().map_err(failed())?;
                if old_enough && alive.is_some() {
                    // Released first: some systems do not rename a folder with an open file in it.
                    drop(alive);
                    move_to_doomed(&own, &id).map_err(failed())?;
                    fault_injection::point();
                }
            }
        }
        let mut freed = Freed::default();
        if let Some(doomed) = own.child_if_exists(DOOMED).map_err(failed())? {
            for id in doomed.names().map_err(failed())? {
                let mut one = remove_doomed(self.contents, &own, &id, progress, cancel);
                let rest = doomed_path(self, &id);
                one.failures.iter_mut().for_each(|(path, _)| *path = rest.join(&*path));
                freed.bytes += one.bytes;
                freed.files += one.files;
                freed.failures.extend(one.failures);
                freed.cancelled |= one.cancelled;
            }
        }
        Ok(freed)
    }
}

/// Returns the totals of operations.
pub(super) fn totals(operations: &[TrashedOperation]) -> TrashTotals {
    let mut totals = TrashTotals::default();
    for entry in operations.iter().flat_map(|operation| &operation.entries) {
        totals.entries += 1;
        totals.bytes += entry.bytes;
    }
    totals
}

/// Returns the path of an operation that is being removed permanently.
pub(super) fn doomed_path(cache: &Cache, id: &str) -> PathBuf {
    cache.path.join(super::names::OWN_DIR).join(DOOMED).join(id)
}

/// Reads the folder of one operation.
pub(super) fn read(contents: Contents, id: &str, folder: &OwnFolder) -> TrashedOperation {
    let history = History::read(folder);
    let entries = held_in(contents, id, folder, &history);
    let undone = entries.iter().all(|entry| entry.undone);
    TrashedOperation {
        folder: None,
        id: id.to_owned(),
        kind: history.kind,
        at: history.at,
        undone,
        damage: history.damage,
        entries,
    }
}

/// Returns the entries in an operation's folder that can be restored on their own, according to the folder and not the
/// journal.
fn held_in(contents: Contents, id: &str, folder: &OwnFolder, history: &History) -> Vec<TrashedEntry> {
    let Ok(files) = folder.child(OWN_FILES) else { return Vec::new() };
    let mut entries: Vec<(usize, TrashedEntry)> = held_names(contents, folder, history)
        .into_iter()
        .map(|removable| {
            let past = history.entries.get(&removable.relative());
            let counted = past.filter(|past| !past.uncounted);
            let size = counted.map_or_else(|| count(&files, &removable), |past| past.size);
            (past.map_or(usize::MAX, |past| past.order), entry(id, &removable, history, size))
        })
        .collect();
    entries.sort_by_key(|(order, _)| *order);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

fn entry(operation: &str, removable: &RemovableEntry, history: &History, size: Size) -> TrashedEntry {
    let name = removable.relative();
    let past = history.entries.get(&name);
    TrashedEntry {
        folder: None,
        operation: operation.to_owned(),
        dir: removable.as_layer(),
        bytes: size.bytes,
        files: size.files,
        replaced: past.is_some_and(|past| past.swapped),
        undone: past.is_some_and(|past| past.exchanged),
        name,
    }
}

/// Returns the names of the entries in an operation's folder. Unlike [`held_in`] this counts nothing.
pub(super) fn held_names(contents: Contents, folder: &OwnFolder, history: &History) -> Vec<RemovableEntry> {
    let Ok(files) = folder.child(OWN_FILES) else { return Vec::new() };
    if contents == Contents::Builds {
        let names = Place::OF_BUILDS.into_iter().flat_map(|place| {
            let names = files.child(place.folder()).and_then(|folder| folder.names()).unwrap_or_default();
            names.into_iter().map(move |name| format!("{}/{name}", place.folder()))
        });
        return names.filter_map(|name| RemovableEntry::parse(contents, &name)).collect();
    }
    let top = files.names().unwrap_or_default().into_iter();
    // Status files are restored with their layer, unless they were moved on their own.
    let locks = files.child(crate::sam::lock::LOCK_DIR).and_then(|locks| locks.names()).unwrap_or_default();
    let locks = locks.into_iter().map(|name| format!("{}/{name}", crate::sam::lock::LOCK_DIR));
    let names = top.chain(locks.filter(|name| history.entries.contains_key(name)));
    names.filter_map(|name| RemovableEntry::parse(contents, &name)).collect()
}

/// Moves an operation to the folder `doomed`, from which it is removed permanently. The caller holds the guard.
pub(super) fn move_to_doomed(own: &OwnFolder, id: &str) -> std::io::Result<()> {
    removal::move_own(&own.child(TRASH)?, id, &own.make_child(DOOMED)?, id)
}

/// Permanently removes an operation from the folder `doomed`.
pub(super) fn remove_doomed(
    contents: Contents,
    own: &OwnFolder,
    id: &str,
    progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Freed {
    // Opening fails if another process has completed the removal.
    let Ok(doomed) = own.child(DOOMED) else { return Freed::default() };
    let mut freed = doomed.child(id).map(|folder| remove_held(contents, &folder, progress, cancel)).unwrap_or_default();
    if !freed.cancelled {
        // The journal and other files of samlayers do not count as freed.
        let rest = removal::discard_tree(&doomed, id, &|_, _| {}, cancel).failures;
        if freed.failures.is_empty() {
            freed.failures.extend(rest.into_iter().map(|(path, why)| {
                let inside = path.strip_prefix(id).map(Path::to_owned);
                (inside.unwrap_or(path), why)
            }));
        }
        freed.cancelled = cancel.load(Ordering::Relaxed);
    }
    freed
}

/// Removes the entries of an operation, and counts those that [`held_in`] would list.
fn remove_held(
    contents: Contents,
    folder: &OwnFolder,
    progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Freed {
    let history = History::read(folder);
    let mut freed = Freed::default();
    let (Ok(files), held) = (folder.child(OWN_FILES), held_names(contents, folder, &history)) else { return freed };
    for removable in held {
        let Ok(mirror) = removable.mirror_folder(&files) else { continue };
        let mut one: Freed =
            removal::discard_tree(&mirror, &removable.name().to_string_lossy(), progress, cancel).into();
        one.failures.iter_mut().for_each(|(path, _)| *path = Path::new(OWN_FILES).join(&*path));
        freed.bytes += one.bytes;
        freed.files += one.files;
        freed.failures.extend(one.failures);
        freed.cancelled |= one.cancelled;
    }
    freed
}

/// Counts an entry whose size is not in the journal.
fn count(files: &OwnFolder, removable: &RemovableEntry) -> Size {
    let measure = measure_one(files.folder(), Path::new(""), Path::new(&removable.relative()));
    Size { bytes: measure.bytes, files: measure.files }
}

/// Returns whether an operation's mirror of the cache contains the entry.
pub(super) fn holds(files: &OwnFolder, removable: &RemovableEntry) -> bool {
    removable.mirror_folder(files).is_ok_and(|mirror| mirror.has(OsStr::new(removable.name())))
}
