//! Removes a tree in a folder of samlayers, in parallel, without following links or entering mounts.

use std::ffi::{OsStr, OsString};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::Scope;

use super::system;
use crate::cache::fault_injection;
use crate::cache::own_folder::OwnFolder;
use crate::cache::sys::{Folder, Kind};
use crate::text::describe_io_error;

/// The maximum depth. Each level of a tree keeps a descriptor open while the levels below it are removed, so deeper
/// directories are moved up first.
const MAX_DEPTH: usize = 32;

/// The maximum number of failures that are recorded with their path and reason.
const MAX_FAILURES: usize = 20;

/// The result of a removal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::cache) struct Discarded {
    /// The apparent bytes of files whose last hard link was removed.
    pub bytes: u64,
    /// The number of files and links that were removed.
    pub files: u64,
    /// The paths that still exist, below the folder of samlayers, and why.
    pub failures: Vec<(PathBuf, String)>,
    /// Whether it was cancelled before the end.
    pub cancelled: bool,
}

/// Removes an entry of a folder of samlayers with its content. `progress` gets the bytes and files of each directory.
/// An entry that no longer exists counts as removed.
pub(in crate::cache) fn discard_tree(
    own: &OwnFolder,
    name: &str,
    progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Discarded {
    let work = Work {
        progress,
        cancel,
        top: own,
        bytes: AtomicU64::new(0),
        files: AtomicU64::new(0),
        moved_up: AtomicUsize::new(0),
        failures: Mutex::default(),
    };
    let name = OsString::from(name);
    match own.folder().meta(&name) {
        Ok(meta) if meta.kind == Kind::Directory => rayon::scope(|scope| work.enter(None, &name, scope)),
        Ok(meta) => {
            let removed = system::remove_file(own.folder(), &name);
            if removed.is_ok() {
                let bytes = if meta.links <= 1 { meta.bytes } else { 0 };
                work.bytes.fetch_add(bytes, Ordering::Relaxed);
                work.files.fetch_add(1, Ordering::Relaxed);
                progress(bytes, 1);
            }
            work.record(None, &name, removed);
        }
        Err(error) => work.record(None, &name, Err(error)),
    }
    Discarded {
        bytes: work.bytes.into_inner(),
        files: work.files.into_inner(),
        failures: work.failures.into_inner().unwrap_or_else(PoisonError::into_inner),
        cancelled: cancel.load(Ordering::Relaxed),
    }
}

/// A directory whose content is being removed.
struct Level {
    folder: Folder,
    name: OsString,
    /// The parent; `None` for a directory that is directly in the folder of samlayers.
    parent: Option<Arc<Level>>,
    depth: usize,
    /// The number of tasks to wait for: the directory itself while it is read, and each directory in it that still
    /// exists.
    busy: AtomicUsize,
}

impl Level {
    /// Returns the path below the folder in which the removal started.
    fn path(&self) -> PathBuf {
        let mut names = vec![self.name.as_os_str()];
        let mut parent = self.parent.as_deref();
        while let Some(level) = parent {
            names.push(&level.name);
            parent = level.parent.as_deref();
        }
        names.into_iter().rev().collect()
    }
}

struct Work<'a> {
    progress: &'a (dyn Fn(u64, u64) + Sync),
    cancel: &'a AtomicBool,
    top: &'a OwnFolder,
    bytes: AtomicU64,
    files: AtomicU64,
    /// The number of directories that were moved up.
    moved_up: AtomicUsize,
    failures: Mutex<Vec<(PathBuf, String)>>,
}

impl<'a> Work<'a> {
    fn enter<'s>(&'s self, parent: Option<Arc<Level>>, name: &OsStr, scope: &Scope<'s>)
    where
        'a: 's,
    {
        let opened = open_for_removal(parent.as_ref().map_or(self.top.folder(), |level| &level.folder), name);
        let folder = match opened {
            Ok(folder) => folder,
            Err(error) => {
                self.record(parent.as_deref(), name, Err(error));
                return self.leave(parent);
            }
        };
        let depth = parent.as_ref().map_or(0, |level| level.depth + 1);
        let level = Arc::new(Level { folder, name: name.to_owned(), parent, depth, busy: AtomicUsize::new(1) });
        match level.folder.entries() {
            Ok(entries) => {
                let (mut bytes, mut files) = (0, 0);
                for entry in entries {
                    if self.cancel.load(Ordering::Relaxed) {
                        break;
                    }
                    let meta = match level.folder.meta(&entry.name) {
                        Ok(meta) => meta,
                        Err(error) => {
                            self.record(Some(&level), &entry.name, Err(error));
                            continue;
                        }
                    };
                    if meta.kind == Kind::Directory {
                        self.descend(&level, entry.name, scope);
                        continue;
                    }
                    let removed = system::remove_file(&level.folder, &entry.name);
                    if removed.is_ok() {
                        // The bytes of a file are freed with its last hard link.
                        bytes += if meta.links <= 1 { meta.bytes } else { 0 };
                        files += 1;
                    }
                    fault_injection::point();
                    self.record(Some(&level), &entry.name, removed);
                }
                self.bytes.fetch_add(bytes, Ordering::Relaxed);
                self.files.fetch_add(files, Ordering::Relaxed);
                (self.progress)(bytes, files);
            }
            Err(error) => self.record(level.parent.as_deref(), name, Err(error)),
        }
        self.leave(Some(level));
    }

    /// Starts a task for a directory, which an idle thread takes over.
    fn descend<'s>(&'s self, level: &Arc<Level>, name: OsString, scope: &Scope<'s>)
    where
        'a: 's,
    {
        if level.depth >= MAX_DEPTH {
            let moved_up = OsString::from(format!("deep-{}", self.moved_up.fetch_add(1, Ordering::Relaxed)));
            if system::rename_new(&level.folder, &name, self.top.folder(), &moved_up).is_ok() {
                scope.spawn(move |scope| self.enter(None, &moved_up, scope));
                return;
            }
        }
        level.busy.fetch_add(1, Ordering::Relaxed);
        let parent = Some(Arc::clone(level));
        scope.spawn(move |scope| self.enter(parent, &name, scope));
    }

    /// Completes a task. A directory without remaining tasks is removed, and then possibly its parent.
    fn leave(&self, mut level: Option<Arc<Level>>) {
        while let Some(done) = level.take() {
            if done.busy.fetch_sub(1, Ordering::AcqRel) != 1 {
                return;
            }
            if !self.cancel.load(Ordering::Relaxed) {
                let parent = done.parent.as_ref().map_or(self.top.folder(), |level| &level.folder);
                self.record(done.parent.as_deref(), &done.name, system::remove_directory(parent, &done.name));
            }
            level.clone_from(&done.parent);
        }
    }

    fn record(&self, parent: Option<&Level>, name: &OsStr, result: io::Result<()>) {
        let Err(error) = result else { return };
        if error.kind() == io::ErrorKind::NotFound {
            return;
        }
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        // A directory is not empty because of a failure that was recorded already.
        if failures.len() < MAX_FAILURES && error.kind() != io::ErrorKind::DirectoryNotEmpty {
            let path = parent.map_or_else(|| PathBuf::from(name), |level| level.path().join(name));
            failures.push((path, describe_io_error(&error).to_string()));
        }
    }
}

/// Opens a directory to remove its content, whatever its mode.
fn open_for_removal(parent: &Folder, name: &OsStr) -> io::Result<Folder> {
    let folder = parent.child_to_empty(name)?;
    // If this fails, the removals return the reason.
    let _ = folder.allow_owner();
    Ok(folder)
}
