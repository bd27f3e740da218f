//! Counting bytes and files of layers, in parallel down to the single directory. What an entry says of the layer's
//! content is noted on the way (see [`super::content`]): everything is looked at once.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::Scope;

use super::content::Look;
use super::sys::{Folder, Kind, Lean};
use crate::content::facts::ContentFacts;
use crate::inventory::facts::{Finding, Linked, Measure};
use crate::sam::LayerDir;
use crate::text::describe_io_error;

/// Counts every layer and reports each as soon as its last directory is counted.
pub(super) fn measure_all(
    root: &Folder,
    root_path: &Path,
    layers: &[LayerDir],
    report: &(dyn Fn(Finding) + Sync),
    cancel: &AtomicBool,
) {
    let walk = Walk { root, root_path, report, cancel };
    rayon::scope(|scope| {
        for dir in layers {
            let count = Arc::new(Count { dir: Some(dir), ..Count::default() });
            let top = PathBuf::from(dir.as_str());
            count.open.store(1, Ordering::Relaxed);
            scope.spawn(move |scope| walk.directory(&top, &count, scope));
        }
    });
}

/// Counts one directory below the root.
pub(super) fn measure_one(root: &Folder, root_path: &Path, relative: &Path) -> Measure {
    let cancel = AtomicBool::new(false);
    let count = Arc::new(Count::default());
    let walk = Walk { root, root_path, report: &drop, cancel: &cancel };
    rayon::scope(|scope| walk.directory(relative, &count, scope));
    count.result()
}

/// What one layer's directories add up to, so far.
#[derive(Default)]
struct Count<'a> {
    /// Whom to report it for.
    dir: Option<&'a LayerDir>,
    /// Directories found and not yet counted.
    open: AtomicUsize,
    bytes: AtomicU64,
    files: AtomicU64,
    content: Mutex<ContentFacts>,
    failures: Mutex<(Vec<(PathBuf, String)>, u64)>,
    /// Files with more than one name, by inode: a directory of the cache is on one disk.
    linked: Mutex<HashMap<u64, Linked>>,
}

#[derive(Clone, Copy)]
struct Walk<'a> {
    root: &'a Folder,
    root_path: &'a Path,
    report: &'a (dyn Fn(Finding) + Sync),
    cancel: &'a AtomicBool,
}

impl<'a> Walk<'a> {
    /// Counts one directory; those in it become tasks of their own, which idle threads take over. A task carries a
    /// path and no open descriptor, so that their number is bounded by the threads, not by the tree.
    fn directory(self, path: &Path, count: &Arc<Count<'a>>, scope: &Scope<'a>) {
        if self.cancel.load(Ordering::Relaxed) {
            return;
        }
        let (mut bytes, mut files) = (0, 0);
        let mut inner = Vec::new();
        let mut look = Look::into(self.root, path);
        let counted = self.root.below(path).and_then(|folder| {
            folder.for_each(|name, kind| {
                if kind == Some(Kind::Directory) {
                    return inner.push(path.join(name));
                }
                match folder.lean(name) {
                    Ok(lean) if lean.kind == Kind::Directory => inner.push(path.join(name)),
                    Ok(lean) => {
                        bytes += lean.bytes;
                        files += 1;
                        count.note_links(lean);
                        look.at(&folder, name, lean);
                    }
                    Err(error) => count.failed(self.root_path, path, name, &error),
                }
            })
        });
        if let Err(error) = counted {
            count.failed(self.root_path, path, OsStr::new(""), &error);
        }
        count.add_content(look.seen());
        count.bytes.fetch_add(bytes, Ordering::Relaxed);
        count.files.fetch_add(files, Ordering::Relaxed);
        count.open.fetch_add(inner.len(), Ordering::Relaxed);
        for path in inner {
            let count = Arc::clone(count);
            scope.spawn(move |scope| self.directory(&path, &count, scope));
        }
        if count.open.fetch_sub(1, Ordering::AcqRel) == 1
            && let Some(dir) = count.dir
        {
            (self.report)(Finding::Measured(dir.clone(), count.result()));
        }
    }
}

impl Count<'_> {
    fn add_content(&self, content: ContentFacts) {
        if !content.is_empty() {
            self.content.lock().unwrap_or_else(PoisonError::into_inner).merge(content);
        }
    }

    fn failed(&self, root: &Path, path: &Path, name: &OsStr, error: &io::Error) {
        // SAM or a purge may have taken it away since it was listed: then there is nothing to count.
        if error.kind() == io::ErrorKind::NotFound {
            return;
        }
        let path = if name.is_empty() { root.join(path) } else { root.join(path).join(name) };
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.1 += 1;
        if failures.0.len() < Measure::MAX_FAILURES {
            failures.0.push((path, describe_io_error(error).to_string()));
        }
    }

    fn note_links(&self, lean: Lean) {
        if lean.links <= 1 {
            return;
        }
        let mut linked = self.linked.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Linked { inode: lean.inode, bytes: lean.bytes, names: 0, links: lean.links };
        linked.entry(lean.inode).or_insert(new).names += 1;
    }

    fn result(&self) -> Measure {
        let linked = std::mem::take(&mut *self.linked.lock().unwrap_or_else(PoisonError::into_inner));
        let repeated_bytes = linked.values().map(|file| file.bytes * (file.names - 1)).sum();
        // Those with all their names in here are nobody else's.
        let mut linked: Vec<Linked> = linked.into_values().filter(|file| file.names < file.links).collect();
        linked.sort_unstable_by_key(|file| file.inode);
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Measure {
            bytes: self.bytes.load(Ordering::Relaxed),
            files: self.files.load(Ordering::Relaxed),
            failures: failures.0,
            failure_count: failures.1,
            content: self.content.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            repeated_bytes,
            linked,
        }
    }
}
