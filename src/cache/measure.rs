//! Counts the bytes and files of layers, in parallel by directory, and collects facts about their content (see
//! [`super::content`]) in the same pass.

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::Scope;
use rayon::prelude::*;

use super::content::DirectorySurvey;
use super::open::Cache;
use super::sys::{Folder, Kind, QuickMeta};
use crate::content::facts::ContentFacts;
use crate::inventory::facts::{Finding, Linked, Measure};
use crate::sam::LayerDir;
use crate::text::describe_io_error;

/// Measures every layer and reports each one when its last directory was counted.
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
            let totals = Arc::new(Totals { dir: Some(dir), ..Totals::default() });
            let top = PathBuf::from(dir.as_str());
            totals.open.store(1, Ordering::Relaxed);
            scope.spawn(move |scope| walk.directory(&top, &totals, scope));
        }
    });
}

/// Measures one directory below the root.
pub(super) fn measure_one(root: &Folder, root_path: &Path, relative: &Path) -> Measure {
    let cancel = AtomicBool::new(false);
    let totals = Arc::new(Totals::default());
    let walk = Walk { root, root_path, report: &drop, cancel: &cancel };
    rayon::scope(|scope| walk.directory(relative, &totals, scope));
    totals.result()
}

impl Cache {
    /// Measures folders and files by their names in this directory, in parallel, and reports each one when it is
    /// complete. Links are not reported, as they are not followed.
    pub fn measure_entries(&self, names: &[PathBuf], report: &(dyn Fn(usize, Measure) + Sync), cancel: &AtomicBool) {
        names.par_iter().enumerate().filter(|_| !cancel.load(Ordering::Relaxed)).for_each(|(at, name)| {
            if let Some(measure) = self.measure_entry(name, cancel) {
                report(at, measure);
            }
        });
    }

    /// Measures one entry; `None` for a link, for anything that is neither folder nor file, and if it is gone.
    fn measure_entry(&self, name: &Path, cancel: &AtomicBool) -> Option<Measure> {
        let meta = self.root.meta(name.as_os_str()).ok()?;
        match meta.kind {
            Kind::File => Some(Measure { bytes: meta.bytes, files: 1, ..Measure::default() }),
            Kind::Directory => {
                let totals = Arc::new(Totals::default());
                let walk = Walk { root: &self.root, root_path: &self.path, report: &drop, cancel };
                rayon::scope(|scope| walk.directory(name, &totals, scope));
                Some(totals.result())
            }
            Kind::Link | Kind::Other => None,
        }
    }
}

/// Measures a folder anywhere as if it was a layer, with the same facts about its content. Links are not followed.
///
/// # Errors
///
/// The system's error, if it is no folder or cannot be opened.
pub fn measure_folder(path: &Path) -> io::Result<Measure> {
    let path = std::fs::canonicalize(path)?;
    let (Some(above), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidInput.into());
    };
    if !std::fs::metadata(&path)?.is_dir() {
        return Err(io::ErrorKind::NotADirectory.into());
    }
    Ok(measure_one(&Folder::open(above)?, above, Path::new(name)))
}

/// The running totals of one layer.
#[derive(Default)]
struct Totals<'a> {
    /// The layer to report; `None` if the caller takes the result.
    dir: Option<&'a LayerDir>,
    /// The number of directories that were found and not counted yet.
    open: AtomicUsize,
    bytes: AtomicU64,
    files: AtomicU64,
    content: Mutex<ContentFacts>,
    failures: Mutex<(Vec<(PathBuf, String)>, u64)>,
    /// Files with several hard links, by inode. All of a cache directory is on one file system, so that inodes are
    /// unique.
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
    /// Counts one directory and starts a task for each directory in it, which idle threads take over. A task holds a
    /// path and no open descriptor, so that the number of descriptors depends on the threads and not on the tree.
    fn directory(self, path: &Path, totals: &Arc<Totals<'a>>, scope: &Scope<'a>) {
        if self.cancel.load(Ordering::Relaxed) {
            return;
        }
        let (mut bytes, mut files) = (0, 0);
        let mut inner = Vec::new();
        let mut survey = DirectorySurvey::new(self.root, path);
        let counted = self.root.below(path).and_then(|folder| {
            folder.for_each_with_meta(|name, meta| match meta {
                Ok(meta) if meta.kind == Kind::Directory => inner.push(path.join(name)),
                Ok(meta) => {
                    bytes += meta.bytes;
                    files += 1;
                    totals.add_hard_links(meta);
                    survey.add(&folder, name, meta);
                }
                Err(error) => totals.add_failure(self.root_path, path, name, &error),
            })
        });
        if let Err(error) = counted {
            totals.add_failure(self.root_path, path, OsStr::new(""), &error);
        }
        totals.add_content(survey.facts());
        totals.bytes.fetch_add(bytes, Ordering::Relaxed);
        totals.files.fetch_add(files, Ordering::Relaxed);
        totals.open.fetch_add(inner.len(), Ordering::Relaxed);
        for path in inner {
            let totals = Arc::clone(totals);
            scope.spawn(move |scope| self.directory(&path, &totals, scope));
        }
        if totals.open.fetch_sub(1, Ordering::AcqRel) == 1
            && let Some(dir) = totals.dir
        {
            (self.report)(Finding::Measured(dir.clone(), totals.result()));
        }
    }
}

impl Totals<'_> {
    fn add_content(&self, content: ContentFacts) {
        if !content.is_empty() {
            self.content.lock().unwrap_or_else(PoisonError::into_inner).merge(content);
        }
    }

    fn add_failure(&self, root: &Path, path: &Path, name: &OsStr, error: &io::Error) {
        // SAM or a purge may have removed it since it was listed.
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

    fn add_hard_links(&self, quick_meta: QuickMeta) {
        if quick_meta.links <= 1 {
            return;
        }
        let mut linked = self.linked.lock().unwrap_or_else(PoisonError::into_inner);
        let new = Linked { inode: quick_meta.inode, bytes: quick_meta.bytes, names: 0, links: quick_meta.links };
        linked.entry(quick_meta.inode).or_insert(new).names += 1;
    }

    fn result(&self) -> Measure {
        let linked = std::mem::take(&mut *self.linked.lock().unwrap_or_else(PoisonError::into_inner));
        let repeated_bytes = linked.values().map(|file| file.bytes * (file.names - 1)).sum();
        // Files with all their hard links in this layer share no space with other entries.
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
            published_empty: false,
        }
    }
}
