//! Removing a tree of ours, in parallel, without following links or crossing into mounts.

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

/// Each level of a tree holds a descriptor open while those below it are removed; deeper ones are first moved up.
const DEEPEST: usize = 32;

/// How many failures keep their path and reason.
const MOST_FAILURES: usize = 20;

/// What a removal came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::cache) struct Discarded {
    /// Apparent bytes whose last name was removed.
    pub bytes: u64,
    /// Names of files and links removed.
    pub files: u64,
    /// What is still there, below the folder of ours, and why.
    pub failures: Vec<(PathBuf, String)>,
    /// Whether it was stopped before the end.
    pub cancelled: bool,
}

/// Removes an entry of a folder of ours with all that is in it. `progress` gets the bytes and files of each directory.
/// What is not there any more counts as removed.
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
        lifted: AtomicUsize::new(0),
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
            work.note(None, &name, removed);
        }
        Err(error) => work.note(None, &name, Err(error)),
    }
    Discarded {
        bytes: work.bytes.into_inner(),
        files: work.files.into_inner(),
        failures: work.failures.into_inner().unwrap_or_else(PoisonError::into_inner),
        cancelled: cancel.load(Ordering::Relaxed),
    }
}

/// A directory whose inside is being removed.
struct Level {
    folder: Folder,
    name: OsString,
    /// The directory it is in; `None` for one directly in the folder of ours.
    above: Option<Arc<Level>>,
    depth: usize,
    /// Itself while it is read, and each directory in it that is still there.
    busy: AtomicUsize,
}

impl Level {
    /// Below the folder of ours in which the removal began.
    fn path(&self) -> PathBuf {
        let mut names = vec![self.name.as_os_str()];
        let mut above = self.above.as_deref();
        while let Some(level) = above {
            names.push(&level.name);
            above = level.above.as_deref();
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
    /// Numbers the directories that were moved up.
    lifted: AtomicUsize,
    failures: Mutex<Vec<(PathBuf, String)>>,
}

impl<'a> Work<'a> {
    fn enter<'s>(&'s self, above: Option<Arc<Level>>, name: &OsStr, scope: &Scope<'s>)
    where
        'a: 's,
    {
        let opened = open_for_removal(above.as_ref().map_or(self.top.folder(), |level| &level.folder), name);
        let folder = match opened {
            Ok(folder) => folder,
            Err(error) => {
                self.note(above.as_deref(), name, Err(error));
                return self.leave(above);
            }
        };
        let depth = above.as_ref().map_or(0, |level| level.depth + 1);
        let level = Arc::new(Level { folder, name: name.to_owned(), above, depth, busy: AtomicUsize::new(1) });
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
                            self.note(Some(&level), &entry.name, Err(error));
                            continue;
                        }
                    };
                    if meta.kind == Kind::Directory {
                        self.descend(&level, entry.name, scope);
                        continue;
                    }
                    let removed = system::remove_file(&level.folder, &entry.name);
                    if removed.is_ok() {
                        // A hard link's bytes go with its last name.
                        bytes += if meta.links <= 1 { meta.bytes } else { 0 };
                        files += 1;
                    }
                    fault_injection::point();
                    self.note(Some(&level), &entry.name, removed);
                }
                self.bytes.fetch_add(bytes, Ordering::Relaxed);
                self.files.fetch_add(files, Ordering::Relaxed);
                (self.progress)(bytes, files);
            }
            Err(error) => self.note(level.above.as_deref(), name, Err(error)),
        }
        self.leave(Some(level));
    }

    /// Hands a directory on to whichever thread is idle.
    fn descend<'s>(&'s self, level: &Arc<Level>, name: OsString, scope: &Scope<'s>)
    where
        'a: 's,
    {
        if level.depth >= DEEPEST {
            let lifted = OsString::from(format!("deep-{}", self.lifted.fetch_add(1, Ordering::Relaxed)));
            if system::rename_new(&level.folder, &name, self.top.folder(), &lifted).is_ok() {
                scope.spawn(move |scope| self.enter(None, &lifted, scope));
                return;
            }
        }
        level.busy.fetch_add(1, Ordering::Relaxed);
        let above = Some(Arc::clone(level));
        scope.spawn(move |scope| self.enter(above, &name, scope));
    }

    /// One thing less to wait for; a directory with nothing left in it goes, and then perhaps the one above.
    fn leave(&self, mut level: Option<Arc<Level>>) {
        while let Some(done) = level.take() {
            if done.busy.fetch_sub(1, Ordering::AcqRel) != 1 {
                return;
            }
            if !self.cancel.load(Ordering::Relaxed) {
                let above = done.above.as_ref().map_or(self.top.folder(), |level| &level.folder);
                self.note(done.above.as_deref(), &done.name, system::remove_directory(above, &done.name));
            }
            level.clone_from(&done.above);
        }
    }

    fn note(&self, above: Option<&Level>, name: &OsStr, result: io::Result<()>) {
        let Err(error) = result else { return };
        if error.kind() == io::ErrorKind::NotFound {
            return;
        }
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        // A directory that is not empty says so because of a failure that was told already.
        if failures.len() < MOST_FAILURES && error.kind() != io::ErrorKind::DirectoryNotEmpty {
            let path = above.map_or_else(|| PathBuf::from(name), |level| level.path().join(name));
            failures.push((path, describe_io_error(&error).to_string()));
        }
    }
}

/// Opens a directory so that its inside can be removed, whatever mode an archive gave it.
fn open_for_removal(above: &Folder, name: &OsStr) -> io::Result<Folder> {
    let folder = above.child_to_empty(name)?;
    // Where that fails, the removals themselves say why.
    let _ = folder.allow_owner();
    Ok(folder)
}
