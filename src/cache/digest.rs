//! Reads every byte of a layer: sizes, modes, checksums and link targets, in parallel and with bounded memory.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
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

/// The checksums to compute. Each one costs time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// The CRC-32, as in a zip file.
    pub crc32: bool,
    /// The sha256, as in a baseline.
    pub sha256: bool,
}

/// The entries of a layer with their content.
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
    folder: PathBuf,
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
        let path = self.path.join(dir.as_str());
        let layer = self.root.child(dir.as_str().as_ref()).map_err(CacheError::io(sentence!("doing-read"), &path))?;
        let modified = self.root.meta(dir.as_str().as_ref()).ok().and_then(|meta| meta.modified);
        let digest = digest(&layer, sums, progress, cancel).ok_or(CacheError::Cancelled)?;
        Ok(Digest { modified, ..digest })
    }
}

/// Reads all entries of an open layer directory; `None` if it was cancelled.
fn digest(layer: &Folder, sums: Sums, progress: &(dyn Fn(u64) + Sync), cancel: &AtomicBool) -> Option<Digest> {
    let mut digest = Digest::default();
    let mut found = Vec::new();
    list(layer, &mut digest, &mut found, cancel)?;
    let read = AtomicU64::new(0);
    let add_progress = |bytes: usize| progress(read.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64);
    // Largest first: a thread that starts a large file last would keep the others waiting.
    found.sort_by_key(|found| std::cmp::Reverse(found.quick_meta.bytes));
    let results: Vec<(String, io::Result<Option<EntryContent>>)> = found
        .par_iter()
        .with_max_len(1)
        .map_init(
            || vec![0; CHUNK_BYTES],
            |chunk, found| {
                let path = joined(&found.folder.join(&found.name));
                (path, read_entry(layer, found, sums, chunk, &add_progress, cancel))
            },
        )
        .collect();
    for (path, result) in results {
        match result {
            Ok(Some(what)) => digest.entries.push(Entry { path, what }),
            Ok(None) => return None,
            // Removed since it was listed: the comparison reports it as missing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => digest.add_unreadable(path, &error),
        }
    }
    digest.bytes = read.into_inner();
    Some(digest)
}

/// Lists all entries and adds the folders to the digest. Returns `None` if it was cancelled.
fn list(layer: &Folder, digest: &mut Digest, found: &mut Vec<Found>, cancel: &AtomicBool) -> Option<()> {
    let mut open = vec![PathBuf::from(".")];
    while let Some(path) = open.pop() {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let inside = path.strip_prefix(".").unwrap_or(&path).to_owned();
        let listed = layer.below(&path).and_then(|folder| {
            folder.for_each(|name, _| match folder.quick_meta(name) {
                Ok(quick_meta) if quick_meta.kind == Kind::Directory => {
                    digest.entries.push(Entry { path: joined(&inside.join(name)), what: EntryContent::Folder });
                    open.push(inside.join(name));
                }
                Ok(quick_meta) => found.push(Found { folder: inside.clone(), name: name.to_owned(), quick_meta }),
                Err(error) => digest.add_unreadable(joined(&inside.join(name)), &error),
            })
        });
        if let Err(error) = listed {
            digest.add_unreadable(joined(&inside), &error);
        }
    }
    Some(())
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
    let at = if found.folder.as_os_str().is_empty() { Path::new(".") } else { &found.folder };
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
    fn every_entry_is_read_and_hashed() {
        let temp = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(temp.path().join("python/deep")).unwrap();
        std::fs::write(temp.path().join("python/deep/a"), "abc").unwrap();
        std::fs::write(temp.path().join("large"), vec![7; 3 * CHUNK_BYTES + 1]).unwrap();
        let layer = Folder::open(temp.path()).unwrap();
        let mut digest = digest(&layer, ALL, &|_| {}, &AtomicBool::new(false)).unwrap();
        digest.entries.sort_by(|a, b| a.path.cmp(&b.path));
        let paths: Vec<_> = digest.entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["large", "python", "python/deep", "python/deep/a"]);
        assert_eq!(digest.bytes, 3 * CHUNK_BYTES as u64 + 4);
        let EntryContent::File(facts) = digest.entries[3].what else { panic!("a file") };
        assert_eq!((facts.bytes, facts.crc32), (3, Some(0x3524_41c2)));
        assert_eq!(hex::encode(facts.sha256.unwrap())[..16], *"ba7816bf8f01cfea");
    }

    #[test]
    fn reading_can_be_cancelled() {
        let temp = tempfile::tempdir().unwrap();
        let layer = Folder::open(temp.path()).unwrap();
        assert_eq!(digest(&layer, ALL, &|_| {}, &AtomicBool::new(true)), None);
    }
}
