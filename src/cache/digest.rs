//! Reads every byte of a layer: sizes, modes, checksums and link targets, in parallel and with bounded memory.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::Timestamp;
use rayon::prelude::*;

use super::error::CacheError;
use super::links::joined;
use super::open::Cache;
use super::sys::{Folder, Kind, QuickMeta};
use crate::content::facts::PathSample;
use crate::content::sha256::Sha256Hasher;
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};
use crate::sam::LayerDir;
use crate::text::{describe_io_error, sentence};

/// The size of the read buffer of each thread, in bytes.
const CHUNK_BYTES: usize = 256 * 1024;

/// The number of files that are listed before they are read, so that a layer of a million files is not held in memory.
const BATCH: usize = 20_000;

/// Which checksums to reader out; each costs time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// The CRC-32, as in a zip file.
    pub crc32: bool,
    /// The sha256, as in a baseline.
    pub sha256: bool,
}

/// What was read of a layer, apart from the entries, which are reported one by one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digest {
    /// All folders, files and links, without the directory of the layer itself.
    pub entries: Vec<Entry>,
    /// The entries that could not be read, with the reason.
    pub unreadable: PathSample,
    /// The paths of the unreadable entries. Nothing is known about them and the entries below them.
    pub unread: Vec<String>,
    /// The number of bytes read.
    pub bytes: u64,
    /// The modification time of the directory before it was read.
    pub modified: Option<Timestamp>,
}

impl Digest {
    fn add_unreadable(&mut self, path: String, error: &io::Error) {
        self.unreadable.add(format!("{path} ({})", describe_io_error(error)));
        self.unread.push(path);
    }
}

/// A file or link that was listed and not read yet.
struct Found {
    /// The path of its folder below the layer's directory.
    folder: Arc<Path>,
    name: OsString,
    quick_meta: QuickMeta,
}

impl Cache {
    /// Reads all entries of a layer. `progress` gets the bytes read so far, from several threads.
    pub fn digest(
        &self,
        dir: &LayerDir,
        sums: Sums,
        progress: &(dyn Fn(u64) + Sync),
        cancel: &AtomicBool,
    ) -> Result<Digest, CacheError> {
        let mut entries = Vec::new();
        let digest = self.digest_each(dir, sums, progress, cancel, &mut |entry| entries.push(entry))?;
        Ok(Digest { entries, ..digest })
    }

    /// Reads a layer's directory as [`Cache::digest`] does, and passes each entry to `take` instead of keeping it.
    pub fn digest_each(
        &self,
        dir: &LayerDir,
        sums: Sums,
        progress: &(dyn Fn(u64) + Sync),
        cancel: &AtomicBool,
        take: &mut dyn FnMut(Entry),
    ) -> Result<Digest, CacheError> {
        let path = self.path.join(dir.as_str());
        let layer = self.root.child(dir.as_str().as_ref()).map_err(CacheError::io(sentence!("doing-read"), &path))?;
        let modified = self.root.meta(dir.as_str().as_ref()).ok().and_then(|meta| meta.modified);
        let digest = digest(&layer, sums, progress, cancel, take).ok_or(CacheError::Cancelled)?;
        Ok(Digest { modified, ..digest })
    }
}

/// Reads all entries of an open layer directory and reports each; `None` if it was cancelled.
fn digest(
    layer: &Folder,
    sums: Sums,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
    take: &mut dyn FnMut(Entry),
) -> Option<Digest> {
    let read = AtomicU64::new(0);
    let add_progress = |bytes: usize| progress(read.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64);
    let mut reader = LayerReader {
        layer,
        sums,
        add_progress: &add_progress,
        cancel,
        take,
        digest: Digest::default(),
        found: Vec::new(),
    };
    reader.list()?;
    reader.read()?;
    let digest = reader.digest;
    Some(Digest { bytes: read.into_inner(), ..digest })
}

/// The state of reading a layer.
struct LayerReader<'a> {
    layer: &'a Folder,
    sums: Sums,
    add_progress: &'a (dyn Fn(usize) + Sync),
    cancel: &'a AtomicBool,
    take: &'a mut dyn FnMut(Entry),
    digest: Digest,
    /// Listed and not yet read.
    found: Vec<Found>,
}

impl LayerReader<'_> {
    /// Lists all entries and reads each batch when it is full; folders are reported at once. Returns `None` if cancelled.
    fn list(&mut self) -> Option<()> {
        let layer = self.layer;
        let mut open = vec![PathBuf::from(".")];
        let mut is_cancelled = false;
        while let Some(path) = open.pop() {
            if is_cancelled || self.cancel.load(Ordering::Relaxed) {
                return None;
            }
            let inside: Arc<Path> = path.strip_prefix(".").unwrap_or(&path).into();
            let listed = layer.below(&path).and_then(|folder| {
                folder.for_each(|name, _| match folder.quick_meta(name) {
                    Ok(quick_meta) if quick_meta.kind == Kind::Directory => {
                        (self.take)(Entry { path: joined(&inside.join(name)), what: EntryContent::Folder });
                        open.push(inside.join(name));
                    }
                    Ok(quick_meta) => {
                        self.found.push(Found { folder: Arc::clone(&inside), name: name.to_owned(), quick_meta });
                        if self.found.len() >= BATCH && !is_cancelled {
                            is_cancelled = self.read().is_none();
                        }
                    }
                    Err(error) => self.digest.add_unreadable(joined(&inside.join(name)), &error),
                })
            });
            if let Err(error) = listed {
                self.digest.add_unreadable(joined(&inside), &error);
            }
        }
        (!is_cancelled).then_some(())
    }

    /// Reads the entries found so far. Returns `None` if cancelled.
    fn read(&mut self) -> Option<()> {
        let mut found = std::mem::take(&mut self.found);
        let Self { layer, sums, add_progress, cancel, .. } = *self;
        // Largest first: a thread that starts a large file last would keep the others waiting.
        found.sort_by_key(|found| std::cmp::Reverse(found.quick_meta.bytes));
        let results: Vec<(String, io::Result<Option<EntryContent>>)> = found
            .par_iter()
            .with_max_len(1)
            .map_init(
                || vec![0; CHUNK_BYTES],
                |chunk, found| {
                    let path = joined(&found.folder.join(&found.name));
                    (path, read_entry(layer, found, sums, chunk, add_progress, cancel))
                },
            )
            .collect();
        for (path, result) in results {
            match result {
                Ok(Some(what)) => (self.take)(Entry { path, what }),
                Ok(None) => return None,
                // Removed since it was listed: the comparison reports it as missing.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => self.digest.add_unreadable(path, &error),
            }
        }
        Some(())
    }
}

/// Reads one file or link; `None` if it was cancelled.
fn read_entry(
    layer: &Folder,
    found: &Found,
    sums: Sums,
    chunk: &mut [u8],
    add_progress: &(dyn Fn(usize) + Sync),
    cancel: &AtomicBool,
) -> io::Result<Option<EntryContent>> {
    let at = if found.folder.as_os_str().is_empty() { Path::new(".") } else { &*found.folder };
    let folder = layer.below(at)?;
    match found.quick_meta.kind {
        Kind::Link => {
            let target = joined_target(&folder.link_target(&found.name)?);
            let crc32 = sums.crc32.then(|| crc32fast::hash(target.as_bytes()));
            return Ok(Some(EntryContent::Link(LinkFacts { target: Some(target), crc32 })));
        }
        Kind::File => {}
        Kind::Directory | Kind::Other => return Ok(Some(EntryContent::Other)),
    }
    let mut file = folder.open_file(&found.name)?;
    let mut crc32 = sums.crc32.then(crc32fast::Hasher::new);
    let mut sha256 = sums.sha256.then(Sha256Hasher::new);
    let mut bytes = 0;
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let count = match file.read(chunk) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        bytes += count as u64;
        if let Some(crc32) = &mut crc32 {
            crc32.update(&chunk[..count]);
        }
        if let Some(sha256) = &mut sha256 {
            sha256.update(&chunk[..count]);
        }
        add_progress(count);
    }
    Ok(Some(EntryContent::File(FileFacts {
        bytes,
        crc32: crc32.map(crc32fast::Hasher::finalize),
        sha256: sha256.map(Sha256Hasher::finish),
        mode: Some(found.quick_meta.mode & 0o777),
    })))
}

/// Returns a link target as an archive stores it: with `/` as separator and otherwise unchanged.
fn joined_target(target: &Path) -> String {
    let text = target.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Sums = Sums { crc32: true, sha256: true };

    #[test]
    fn everything_is_read_and_summed() {
        let place = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(place.path().join("python/deep")).unwrap();
        std::fs::write(place.path().join("python/deep/a"), "abc").unwrap();
        std::fs::write(place.path().join("large"), vec![7; 3 * CHUNK_BYTES + 1]).unwrap();
        let layer = Folder::open(place.path()).unwrap();
        let mut entries = Vec::new();
        let digest = digest(&layer, ALL, &|_| {}, &AtomicBool::new(false), &mut |entry| entries.push(entry)).unwrap();
        entries.sort_by(|a: &Entry, b| a.path.cmp(&b.path));
        let paths: Vec<_> = entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["large", "python", "python/deep", "python/deep/a"]);
        assert_eq!(digest.bytes, 3 * CHUNK_BYTES as u64 + 4);
        let EntryContent::File(facts) = entries[3].what else { panic!("a file") };
        assert_eq!((facts.bytes, facts.crc32), (3, Some(0x3524_41c2)));
        assert_eq!(hex::encode(facts.sha256.unwrap())[..16], *"ba7816bf8f01cfea");
    }

    #[test]
    fn more_files_than_are_held_at_once_are_all_read() {
        let place = tempfile::tempdir().unwrap();
        for n in 0..=BATCH {
            std::fs::write(place.path().join(n.to_string()), "").unwrap();
        }
        let layer = Folder::open(place.path()).unwrap();
        let mut count = 0;
        digest(&layer, ALL, &|_| {}, &AtomicBool::new(false), &mut |_| count += 1).unwrap();
        assert_eq!(count, BATCH + 1);
    }

    #[test]
    fn it_can_be_cancelled() {
        let place = tempfile::tempdir().unwrap();
        let layer = Folder::open(place.path()).unwrap();
        assert_eq!(digest(&layer, ALL, &|_| {}, &AtomicBool::new(true), &mut |_| {}), None);
    }
}
