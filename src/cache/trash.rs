//! What lies in the trash: listed, counted, and removed for good when asked.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use super::error::CacheError;
use super::fault_injection;
use super::journal::{History, Size};
use super::measure::measure_one;
use super::open::Cache;
use super::operation::{Freed, OperationKind};
use super::own_folder::{DOOMED, OWN_FILES, OwnFolder, TRASH};
use super::removal::{self, RemovableEntry};
use crate::inventory::facts::TrashTotals;
use crate::sam::LayerDir;
use crate::text::sentence;

/// One operation whose things lie in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashedOperation {
    /// Its name; sorts by time.
    pub id: String,
    /// What it was; `None` when its journal cannot be read.
    pub kind: Option<OperationKind>,
    /// When it began.
    pub at: Option<Timestamp>,
    /// All of it was undone once: [`Cache::undo`] looks further back.
    pub undone: bool,
    /// What can be restored of it, in the order it was moved.
    pub entries: Vec<TrashedEntry>,
}

/// One thing in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashedEntry {
    /// The operation it is of.
    pub operation: String,
    /// Its path below the cache, with `/`.
    pub name: String,
    /// The layer it is, if it is one.
    pub dir: Option<LayerDir>,
    /// Apparent bytes.
    pub bytes: u64,
    /// Files and links.
    pub files: u64,
    /// A refresh put new content in its place: restoring it exchanges the two.
    pub replaced: bool,
    /// The two were exchanged once, so this is what the refresh brought.
    pub undone: bool,
}

/// Something that was to be removed for good and is still there, in part at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remains {
    /// Where it lies.
    pub path: PathBuf,
    /// Apparent bytes, as far as they can be counted.
    pub bytes: u64,
    /// Files and links, as far as they can be counted.
    pub files: u64,
}

impl Cache {
    /// What can be restored, oldest operation first.
    pub fn trash(&self) -> Result<Vec<TrashedOperation>, CacheError> {
        let failed = || CacheError::io(sentence!("doing-read"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let Some(own) = OwnFolder::existing(self)? else { return Ok(Vec::new()) };
        let Some(trash) = own.child_if_there(TRASH).map_err(failed())? else { return Ok(Vec::new()) };
        let mut operations = Vec::new();
        for id in trash.names().map_err(failed())? {
            // One that is just being emptied is gone by now; a file is none of ours.
            let folder = match trash.child(&id) {
                Ok(folder) => folder,
                Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => return Err(failed()(error)),
                Err(_) => continue,
            };
            let operation = read(&id, &folder);
            if !operation.entries.is_empty() && operation.kind != Some(OperationKind::Delete) {
                operations.push(operation);
            }
        }
        Ok(operations)
    }

    /// One thing in the trash, by its operation and its name. Unlike [`Cache::trash`] this counts nothing: its size is
    /// what the journal tells, which is nothing where it was moved uncounted.
    pub fn trashed(&self, operation: &str, name: &str) -> Result<Option<TrashedEntry>, CacheError> {
        let failed = || CacheError::io(sentence!("doing-read"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let (Some(own), Some(removable)) = (OwnFolder::existing(self)?, RemovableEntry::parse(name)) else {
            return Ok(None);
        };
        let Some(trash) = own.child_if_there(TRASH).map_err(failed())? else { return Ok(None) };
        let Some(folder) = trash.child_if_there(operation).map_err(failed())? else { return Ok(None) };
        let Some(files) = folder.child_if_there(OWN_FILES).map_err(failed())? else { return Ok(None) };
        let history = History::read(&folder);
        let size = history.entries.get(name).map_or_else(Size::default, |past| past.size);
        Ok(holds(&files, &removable).then(|| entry(operation, &removable, &history, size)))
    }

    /// The sums over [`Cache::trash`], from the journals; only what was moved uncounted is counted.
    pub fn trash_totals(&self) -> Result<TrashTotals, CacheError> {
        let mut totals = TrashTotals::default();
        for entry in self.trash()?.iter().flat_map(|operation| &operation.entries) {
            totals.entries += 1;
            totals.bytes += entry.bytes;
        }
        Ok(totals)
    }

    /// What was to be removed for good and could not be, with what it takes. It is tried again with every start that may
    /// change the cache.
    pub fn remains(&self) -> Result<Vec<Remains>, CacheError> {
        let failed = || CacheError::io(sentence!("doing-read"), self.path.join(super::names::OWN_DIR).join(DOOMED));
        let Some(own) = OwnFolder::existing(self)? else { return Ok(Vec::new()) };
        let Some(doomed) = own.child_if_there(DOOMED).map_err(failed())? else { return Ok(Vec::new()) };
        let mut remains = Vec::new();
        for id in doomed.names().map_err(failed())? {
            let Ok(folder) = doomed.child(&id) else { continue };
            let files = folder.child(OWN_FILES).ok();
            for removable in held_names(&folder, &History::read(&folder)) {
                let size = files.as_ref().map(|files| count(files, &removable)).unwrap_or_default();
                let path = doomed_path(self, &id).join(OWN_FILES).join(removable.relative());
                remains.push(Remains { path, bytes: size.bytes, files: size.files });
            }
        }
        Ok(remains)
    }

    /// Removes for good what lies in the trash, or only what operations before a time put there. Operations that are
    /// still running are left alone. `progress` gets bytes and files as they go.
    pub fn empty_trash(
        &self,
        before: Option<Timestamp>,
        progress: &(dyn Fn(u64, u64) + Sync),
        cancel: &AtomicBool,
    ) -> Result<Freed, CacheError> {
        self.check_root()?;
        let failed = || CacheError::io(sentence!("doing-empty"), self.path.join(super::names::OWN_DIR).join(TRASH));
        let Some(own) = OwnFolder::existing(self)? else { return Ok(Freed::default()) };
        if let Some(trash) = own.child_if_there(TRASH).map_err(failed())? {
            for id in trash.names().map_err(failed())? {
                let _guard = own.guard().map_err(failed())?;
                let Ok(folder) = trash.child(&id) else { continue };
                let at = History::read(&folder).at;
                let old_enough = before.is_none_or(|before| at.is_none_or(|at| at < before));
                let alive = folder.claim().map_err(failed())?;
                if old_enough && alive.is_some() {
                    // Released first: some systems rename no folder with an open file in it.
                    drop(alive);
                    doom(&own, &id).map_err(failed())?;
                    fault_injection::point();
                }
            }
        }
        let mut freed = Freed::default();
        if let Some(doomed) = own.child_if_there(DOOMED).map_err(failed())? {
            for id in doomed.names().map_err(failed())? {
                let mut one = remove_doomed(&own, &id, progress, cancel);
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

/// Where what was doomed lies until it is gone.
pub(super) fn doomed_path(cache: &Cache, id: &str) -> PathBuf {
    cache.path.join(super::names::OWN_DIR).join(DOOMED).join(id)
}

/// Reads one operation's folder.
pub(super) fn read(id: &str, folder: &OwnFolder) -> TrashedOperation {
    let history = History::read(folder);
    let entries = held_in(id, folder, &history);
    let undone = entries.iter().all(|entry| entry.undone);
    TrashedOperation { id: id.to_owned(), kind: history.kind, at: history.at, undone, entries }
}

/// What really lies in an operation's folder and can be restored on its own. The folder is asked, not the journal.
fn held_in(id: &str, folder: &OwnFolder, history: &History) -> Vec<TrashedEntry> {
    let Ok(files) = folder.child(OWN_FILES) else { return Vec::new() };
    let mut entries: Vec<(usize, TrashedEntry)> = held_names(folder, history)
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
        operation: operation.to_owned(),
        dir: removable.as_layer(),
        bytes: size.bytes,
        files: size.files,
        replaced: past.is_some_and(|past| past.swapped),
        undone: past.is_some_and(|past| past.exchanged),
        name,
    }
}

/// The things themselves that lie in an operation's folder. Unlike [`held_in`] this counts nothing.
pub(super) fn held_names(folder: &OwnFolder, history: &History) -> Vec<RemovableEntry> {
    let Ok(files) = folder.child(OWN_FILES) else { return Vec::new() };
    let top = files.names().unwrap_or_default().into_iter();
    // Status files lie beside their layer and are restored with it, unless they were moved on their own.
    let locks = files.child(crate::sam::lock::LOCK_DIR).and_then(|locks| locks.names()).unwrap_or_default();
    let locks = locks.into_iter().map(|name| format!("{}/{name}", crate::sam::lock::LOCK_DIR));
    let victims = top.chain(locks.filter(|name| history.entries.contains_key(name)));
    victims.filter_map(|name| RemovableEntry::parse(&name)).collect()
}

/// Moves an operation to where things are removed for good. The caller holds the guard.
pub(super) fn doom(own: &OwnFolder, id: &str) -> std::io::Result<()> {
    removal::move_own(&own.child(TRASH)?, id, &own.make_child(DOOMED)?, id)
}

/// Removes what was doomed.
pub(super) fn remove_doomed(
    own: &OwnFolder,
    id: &str,
    progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Freed {
    // Opening fails when another process has finished it.
    let Ok(doomed) = own.child(DOOMED) else { return Freed::default() };
    let mut freed = doomed.child(id).map(|folder| remove_held(&folder, progress, cancel)).unwrap_or_default();
    if !freed.cancelled {
        // Journal and the like are ours: their bytes are nobody's gain.
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

/// Removes what was moved into an operation's folder, and counts what [`held_in`] would list.
fn remove_held(folder: &OwnFolder, progress: &(dyn Fn(u64, u64) + Sync), cancel: &AtomicBool) -> Freed {
    let history = History::read(folder);
    let mut freed = Freed::default();
    let (Ok(files), held) = (folder.child(OWN_FILES), held_names(folder, &history)) else { return freed };
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

/// For a journal that lost its lines, and for what was moved without being counted.
fn count(files: &OwnFolder, removable: &RemovableEntry) -> Size {
    let measure = measure_one(files.folder(), Path::new(""), Path::new(removable.name()));
    Size { bytes: measure.bytes, files: measure.files }
}

/// Whether something is in an operation's mirror for a removable.
pub(super) fn holds(files: &OwnFolder, removable: &RemovableEntry) -> bool {
    removable.mirror_folder(files).is_ok_and(|mirror| mirror.has(OsStr::new(removable.name())))
}
