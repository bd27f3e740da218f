//! Measures the folder of a package: a cached layer, a build folder, source code.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::{debug_symbols, jar};
use crate::content::packages::breakdown::{Breakdown, Parts};
use crate::content::packages::index::{PackageFiles, PackageIndex};
use crate::content::packages::jar::JarTexts;
use crate::ops::bounded;
use crate::sam::Runtime;
use crate::text::{Sentence, describe_io_error, sentence};

/// The number of native files that are read at a time, so that a million of them are not held in memory.
const BATCH: usize = 4096;

/// The number of unreadable paths that are reported by name.
const MAX_UNREADABLE: usize = 20;

/// The parts of a folder, and what could not be read of it.
pub(super) struct Measured {
    pub parts: Parts,
    pub unreadable: Vec<(String, Sentence)>,
}

/// Measures a folder; links are counted and not followed. `None` if it was cancelled.
pub(super) fn measure(root: &Path, runtime: Option<&Runtime>, cancel: &AtomicBool) -> Option<Measured> {
    let mut index = PackageIndex::default();
    for entry in walk(root).filter_map(Result::ok) {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        if !entry.file_type().is_dir() {
            index.see(&relative(root, entry.path()));
        }
    }
    index.read(&mut FolderFiles(root));
    let mut sum = Sum { root, breakdown: Breakdown::new(index), native: Vec::new(), unreadable: Vec::new() };
    for entry in walk(root) {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        sum.add(entry);
    }
    sum.add_symbols();
    Some(Measured { parts: sum.breakdown.finish(runtime), unreadable: sum.unreadable })
}

fn walk(root: &Path) -> walkdir::IntoIter {
    WalkDir::new(root).min_depth(1).follow_links(false).follow_root_links(true).into_iter()
}

/// Returns the path below the root with `/` as separator.
fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    match below.to_str() {
        Some(text) if !cfg!(windows) => text.to_owned(),
        _ => below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"),
    }
}

struct Sum<'a> {
    root: &'a Path,
    breakdown: Breakdown,
    native: Vec<(PathBuf, String)>,
    unreadable: Vec<(String, Sentence)>,
}

impl Sum<'_> {
    fn add(&mut self, entry: walkdir::Result<DirEntry>) {
        let entry = match entry {
            Ok(entry) if entry.file_type().is_dir() => return,
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(self.root, path));
                let why = error.io_error().map_or_else(|| error.to_string(), |io| describe_io_error(io).to_string());
                return self.note_unreadable(path, why);
            }
        };
        let path = relative(self.root, entry.path());
        match entry.metadata() {
            Err(error) => self.note_unreadable(path, error.to_string()),
            Ok(metadata) => {
                self.breakdown.add(&path, metadata.len());
                let is_large = metadata.is_file() && metadata.len() >= debug_symbols::MIN_BYTES;
                if is_large && debug_symbols::may_have(&path) {
                    self.native.push((entry.into_path(), path));
                    if self.native.len() >= BATCH {
                        self.add_symbols();
                    }
                }
            }
        }
    }

    fn note_unreadable(&mut self, path: String, why: String) {
        if self.unreadable.len() < MAX_UNREADABLE {
            let path = if path.is_empty() { ".".to_owned() } else { path };
            self.unreadable.push((path, sentence!("size-unreadable", why = why)));
        }
    }

    fn add_symbols(&mut self) {
        let native = std::mem::take(&mut self.native);
        let symbols: Vec<u64> = native.par_iter().map(|(path, _)| symbols_of(path).unwrap_or(0)).collect();
        for ((_, path), bytes) in native.iter().zip(symbols) {
            self.breakdown.add_symbols(path, bytes);
        }
    }
}

fn symbols_of(path: &Path) -> io::Result<u64> {
    let file = open(path)?;
    let mut magic = [0; 4];
    (&file).read_exact(&mut magic)?;
    Ok(if magic == *debug_symbols::MAGIC { debug_symbols::bytes(file) } else { 0 })
}

/// Opens a regular file of the package, but no link.
fn open(path: &Path) -> io::Result<File> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    bounded::open(path, OpenOptions::new().read(true))
}

struct FolderFiles<'a>(&'a Path);

impl PackageFiles for FolderFiles<'_> {
    fn beginning(&mut self, path: &str, limit: u64) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        open(&self.0.join(path)).ok()?.take(limit).read_to_end(&mut content).ok()?;
        Some(content)
    }

    fn jar(&mut self, path: &str) -> JarTexts {
        open(&self.0.join(path)).map(jar::texts).unwrap_or_default()
    }
}
