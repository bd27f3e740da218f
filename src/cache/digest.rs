//! Reading every byte of a layer: sizes, modes, checksums and link targets, in parallel, with little memory.

use std::ffi::OsString;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use jiff::Timestamp;
use rayon::prelude::*;

use super::error::CacheError;
use super::links::joined;
use super::open::Cache;
use super::sys::{Folder, Kind, Lean};
use crate::content::facts::PathSample;
use crate::content::sha256::Sha256Hasher;
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};
use crate::sam::LayerDir;
use crate::text::{describe_io_error, sentence};

/// Read at a time, once for each thread.
const PIECE: usize = 256 * 1024;

/// Which checksums to work out; each costs time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sums {
    /// CRC-32, as zip files have it.
    pub crc32: bool,
    /// sha256, as baselines have it.
    pub sha256: bool,
}

/// Everything in a layer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Digest {
    /// Folders, files and links, the layer's own directory not among them.
    pub entries: Vec<Entry>,
    /// What could not be read, with the reason.
    pub unreadable: PathSample,
    /// The same as plain paths: of these, and of what lies below them, nothing is known.
    pub unread: Vec<String>,
    /// Bytes read.
    pub bytes: u64,
    /// The directory's own time before it was read.
    pub modified: Option<Timestamp>,
}

impl Digest {
    fn not_read(&mut self, path: String, error: &io::Error) {
        self.unreadable.add(format!("{path} ({})", describe_io_error(error)));
        self.unread.push(path);
    }
}

/// Something that still has to be read.
struct Found {
    /// Below the layer's directory.
    folder: PathBuf,
    name: OsString,
    lean: Lean,
}

impl Cache {
    /// Reads a layer's directory. `progress` gets the bytes read so far, from several threads.
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

/// `None` when it was cancelled.
fn digest(layer: &Folder, sums: Sums, progress: &(dyn Fn(u64) + Sync), cancel: &AtomicBool) -> Option<Digest> {
    let mut digest = Digest::default();
    let mut found = Vec::new();
    list(layer, &mut digest, &mut found, cancel)?;
    let read = AtomicU64::new(0);
    let tell = |bytes: usize| progress(read.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64);
    // The largest first: a thread that begins one last would keep all others waiting.
    found.sort_by_key(|found| std::cmp::Reverse(found.lean.bytes));
    let results: Vec<(String, io::Result<Option<EntryContent>>)> = found
        .par_iter()
        .with_max_len(1)
        .map_init(
            || vec![0; PIECE],
            |piece, found| {
                let path = joined(&found.folder.join(&found.name));
                (path, look(layer, found, sums, piece, &tell, cancel))
            },
        )
        .collect();
    for (path, result) in results {
        match result {
            Ok(Some(what)) => digest.entries.push(Entry { path, what }),
            Ok(None) => return None,
            // Gone since it was listed: the comparison says that it is missing.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => digest.not_read(path, &error),
        }
    }
    digest.bytes = read.into_inner();
    Some(digest)
}

/// Lists everything; folders are told at once. `None` when it was cancelled.
fn list(layer: &Folder, digest: &mut Digest, found: &mut Vec<Found>, cancel: &AtomicBool) -> Option<()> {
    let mut open = vec![PathBuf::from(".")];
    while let Some(path) = open.pop() {
        if cancel.load(Ordering::Relaxed) {
            return None;
        }
        let inside = path.strip_prefix(".").unwrap_or(&path).to_owned();
        let listed = layer.below(&path).and_then(|folder| {
            folder.for_each(|name, _| match folder.lean(name) {
                Ok(lean) if lean.kind == Kind::Directory => {
                    digest.entries.push(Entry { path: joined(&inside.join(name)), what: EntryContent::Folder });
                    open.push(inside.join(name));
                }
                Ok(lean) => found.push(Found { folder: inside.clone(), name: name.to_owned(), lean }),
                Err(error) => digest.not_read(joined(&inside.join(name)), &error),
            })
        });
        if let Err(error) = listed {
            digest.not_read(joined(&inside), &error);
        }
    }
    Some(())
}

/// `None` when it was cancelled.
fn look(
    layer: &Folder,
    found: &Found,
    sums: Sums,
    piece: &mut [u8],
    tell: &(dyn Fn(usize) + Sync),
    cancel: &AtomicBool,
) -> io::Result<Option<EntryContent>> {
    let at = if found.folder.as_os_str().is_empty() { Path::new(".") } else { &found.folder };
    let folder = layer.below(at)?;
    match found.lean.kind {
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
        let count = match file.read(piece) {
            Ok(0) => break,
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        bytes += count as u64;
        if let Some(crc32) = &mut crc32 {
            crc32.update(&piece[..count]);
        }
        if let Some(sha256) = &mut sha256 {
            sha256.update(&piece[..count]);
        }
        tell(count);
    }
    Ok(Some(EntryContent::File(FileFacts {
        bytes,
        crc32: crc32.map(crc32fast::Hasher::finalize),
        sha256: sha256.map(Sha256Hasher::finish),
        mode: Some(found.lean.mode & 0o777),
    })))
}

/// A target as an archive has it: with `/` between its parts, exactly as it is otherwise.
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
        std::fs::write(place.path().join("large"), vec![7; 3 * PIECE + 1]).unwrap();
        let layer = Folder::open(place.path()).unwrap();
        let mut digest = digest(&layer, ALL, &|_| {}, &AtomicBool::new(false)).unwrap();
        digest.entries.sort_by(|a, b| a.path.cmp(&b.path));
        let paths: Vec<_> = digest.entries.iter().map(|entry| entry.path.as_str()).collect();
        assert_eq!(paths, ["large", "python", "python/deep", "python/deep/a"]);
        assert_eq!(digest.bytes, 3 * PIECE as u64 + 4);
        let EntryContent::File(facts) = digest.entries[3].what else { panic!("a file") };
        assert_eq!((facts.bytes, facts.crc32), (3, Some(0x3524_41c2)));
        assert_eq!(hex::encode(facts.sha256.unwrap())[..16], *"ba7816bf8f01cfea");
    }

    #[test]
    fn it_can_be_cancelled() {
        let place = tempfile::tempdir().unwrap();
        let layer = Folder::open(place.path()).unwrap();
        assert_eq!(digest(&layer, ALL, &|_| {}, &AtomicBool::new(true)), None);
    }
}
