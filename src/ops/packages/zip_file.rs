//! Measures a zip file without unpacking it.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Seek as _, Write as _};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::{debug_symbols, jar};
use crate::archive::{ArchiveError, ZipContents, ZipEntry};
use crate::content::packages::breakdown::{Breakdown, Parts};
use crate::content::packages::index::{PackageFiles, PackageIndex};
use crate::content::packages::jar::JarTexts;
use crate::sam::Runtime;

/// The number of native files that are read at a time.
const BATCH: usize = 4096;

/// The maximum of all bytes inflated to find symbols: four times what Lambda accepts. A hostile zip may claim more.
const MAX_INFLATED: u64 = 1 << 30;

/// The maximum size of a jar within a zip that is read.
const MAX_JAR: u64 = 64 << 20;

/// Measures a zip.
pub(super) fn measure(
    file: File,
    runtime: Option<&Runtime>,
    cancel: &AtomicBool,
) -> Result<(u64, Parts), ArchiveError> {
    let zip = ZipContents::open(file)?;
    let mut index = PackageIndex::default();
    let mut wanted = HashMap::new();
    zip.for_each(&mut |entry| {
        check(cancel)?;
        if !entry.is_link && index.see(entry.path()) {
            wanted.insert(entry.path().to_owned(), entry);
        }
        Ok(())
    })?;
    index.read(&mut ZippedFiles { zip: &zip, entries: &wanted });
    drop(wanted);
    let mut sum = Sum { zip: &zip, breakdown: Breakdown::new(index), native: Vec::new(), inflated: AtomicU64::new(0) };
    zip.for_each(&mut |entry| {
        check(cancel)?;
        sum.add(entry);
        Ok(())
    })?;
    sum.add_symbols();
    Ok((zip.length(), sum.breakdown.finish(runtime)))
}

fn check(cancel: &AtomicBool) -> Result<(), ArchiveError> {
    if cancel.load(Ordering::Relaxed) { Err(ArchiveError::Cancelled) } else { Ok(()) }
}

struct Sum<'a> {
    zip: &'a ZipContents,
    breakdown: Breakdown,
    native: Vec<ZipEntry>,
    inflated: AtomicU64,
}

impl Sum<'_> {
    fn add(&mut self, entry: ZipEntry) {
        self.breakdown.add(entry.path(), entry.bytes());
        let is_large = !entry.is_link && entry.bytes() >= debug_symbols::MIN_BYTES;
        if is_large && debug_symbols::may_have(entry.path()) {
            self.native.push(entry);
            if self.native.len() >= BATCH {
                self.add_symbols();
            }
        }
    }

    fn add_symbols(&mut self) {
        let native = std::mem::take(&mut self.native);
        let symbols: Vec<u64> = native.par_iter().map(|entry| self.symbols_of(entry)).collect();
        for (entry, bytes) in native.iter().zip(symbols) {
            self.breakdown.add_symbols(entry.path(), bytes);
        }
    }

    /// Returns the bytes of the symbols of an entry; 0 if it has none or cannot be read.
    fn symbols_of(&self, entry: &ZipEntry) -> u64 {
        let mut ends = debug_symbols::Ends::default();
        let outcome = self.zip.read(entry, &mut |piece| {
            let inflated = self.inflated.fetch_add(piece.len() as u64, Ordering::Relaxed);
            if ends.add(piece) && inflated < MAX_INFLATED { Ok(()) } else { Err(ArchiveError::Cancelled) }
        });
        outcome.map_or(0, |()| debug_symbols::bytes(ends))
    }
}

struct ZippedFiles<'a> {
    zip: &'a ZipContents,
    entries: &'a HashMap<String, ZipEntry>,
}

impl ZippedFiles<'_> {
    /// Returns an entry as a file of its own, which is removed when it is closed.
    fn inflated(&self, path: &str) -> Option<File> {
        let entry = self.entries.get(path).filter(|entry| entry.bytes() <= MAX_JAR)?;
        let mut file = tempfile::tempfile().ok()?;
        let mut write = |piece: &[u8]| file.write_all(piece).map_err(|_| ArchiveError::Cancelled);
        self.zip.read(entry, &mut write).ok()?;
        file.rewind().ok()?;
        Some(file)
    }
}

impl PackageFiles for ZippedFiles<'_> {
    fn beginning(&mut self, path: &str, limit: u64) -> Option<Vec<u8>> {
        jar::beginning(self.zip, self.entries.get(path)?, usize::try_from(limit).ok()?)
    }

    fn jar(&mut self, path: &str) -> JarTexts {
        self.inflated(path).map(jar::texts).unwrap_or_default()
    }
}
