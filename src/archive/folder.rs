//! Copies a folder like the content of a zip: the same rules for names and links, the same modes.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;

use super::error::ArchiveError;
use super::folding::Folding;
use super::plan::{self, ExtractionPlan, FileEntry};
use super::system;
use super::unpack::{Limits, MAX_HASHED, Unpacked};
use crate::content::sha256::Sha256Hasher;
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};
use crate::text::sentence;

/// The size of the buffer of each thread.
const CHUNK: usize = 128 * 1024;

/// What a folder holds.
pub(super) struct FolderListing {
    pub plan: ExtractionPlan,
    /// A digest of all paths, sizes and modification times.
    pub stamp: String,
}

/// Lists a folder. Links are not followed.
pub(super) fn list(root: &Path) -> Result<FolderListing, ArchiveError> {
    let mut plan = ExtractionPlan::default();
    let mut lines = Vec::new();
    let mut open = vec![String::new()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(root.join(&folder)).map_err(ArchiveError::read(&folder))?;
        for entry in entries {
            let entry = entry.map_err(ArchiveError::read(&folder))?;
            let file_name = entry.file_name();
            let Some(name) = file_name.to_str() else {
                return Err(ArchiveError::entry(&file_name.to_string_lossy(), sentence!("zip-no-text-name")));
            };
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            let meta = entry.metadata().map_err(ArchiveError::read(&path))?;
            let normal = plan::path(&path)?;
            if meta.is_dir() {
                lines.push(format!("{path}/"));
                plan.folders.insert(normal);
                open.push(path);
            } else if meta.is_symlink() {
                let target = fs::read_link(entry.path()).map_err(ArchiveError::read(&path))?;
                let target = target.to_str();
                let target =
                    target.ok_or_else(|| ArchiveError::entry(&path, sentence!("zip-link-no-text")))?.replace('\\', "/");
                lines.push(format!("{path}>{target}"));
                plan.bytes = plan.bytes.saturating_add(target.len() as u64);
                plan.links.insert(normal, target);
            } else if meta.is_file() {
                lines.push(format!("{path} {}", stamp_of(&meta)));
                plan.bytes = plan.bytes.saturating_add(meta.len());
                plan.files.push(FileEntry::outside(&normal, meta.len()));
            } else {
                return Err(ArchiveError::entry(&path, sentence!("zip-device")));
            }
        }
    }
    plan.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    lines.sort_unstable();
    plan.complete()?;
    let mut stamp = Sha256Hasher::new();
    for line in &lines {
        stamp.update(format!("{line}\n").as_bytes());
    }
    Ok(FolderListing { plan, stamp: hex::encode(stamp.finish()) })
}

/// Returns the size and the modification time of a file as text.
pub(super) fn stamp_of(meta: &fs::Metadata) -> String {
    let modified = meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    format!("{} {}", meta.len(), modified.unwrap_or_default().as_nanos())
}

/// Copies a listed folder into an empty one, with the hash of every file. Returns also the sha256 of all paths and
/// hashes.
pub(super) fn copy(
    root: &Path,
    listing: FolderListing,
    into: &Path,
    limits: &Limits,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<(Unpacked, [u8; 32]), ArchiveError> {
    let FolderListing { plan, stamp } = listing;
    limits.check(plan.bytes)?;
    if plan.has_similar_names() {
        plan.check_collisions(Folding::of(into).map_err(ArchiveError::write(""))?)?;
    }
    for folder in &plan.folders {
        system::make_folder(&into.join(folder)).map_err(ArchiveError::write(folder))?;
    }
    let done = AtomicU64::new(0);
    let copying = Copying { root, into, done: &done, progress, cancel };
    let facts: Vec<FileFacts> = plan
        .files
        .par_iter()
        .map_init(|| vec![0; CHUNK], |buffer, file| copying.file(buffer, file))
        .collect::<Result<_, _>>()?;
    // Links are created last, so that nothing is written through one.
    for (path, target) in &plan.links {
        system::make_link(target, &into.join(path)).map_err(ArchiveError::write(path))?;
        let bytes = target.len() as u64;
        progress(done.fetch_add(bytes, Ordering::Relaxed) + bytes);
    }
    // A file that was written to while others were read would make a mixture of two states.
    if list(root)?.stamp != stamp {
        return Err(ArchiveError::Changed);
    }
    let sha256 = tree_sha256(&plan, &facts);
    let files = (plan.files.len() + plan.links.len()) as u64;
    let entries = (files <= MAX_HASHED).then(|| {
        let folders = plan.folders.into_iter().map(|path| Entry { path, what: EntryContent::Folder });
        let copied = plan.files.into_iter().zip(facts);
        let copied =
            copied.map(|(file, facts)| Entry { path: file.path.into_string(), what: EntryContent::File(facts) });
        let link = |target| EntryContent::Link(LinkFacts { target: Some(target), crc32: None });
        let links = plan.links.into_iter().map(|(path, target)| Entry { path, what: link(target) });
        folders.chain(copied).chain(links).collect()
    });
    Ok((Unpacked { bytes: plan.bytes, files, entries, notes: Vec::new() }, sha256))
}

/// The data that all threads share.
struct Copying<'a> {
    root: &'a Path,
    into: &'a Path,
    done: &'a AtomicU64,
    progress: &'a (dyn Fn(u64) + Sync),
    cancel: &'a AtomicBool,
}

impl Copying<'_> {
    fn file(&self, buffer: &mut [u8], file: &FileEntry) -> Result<FileFacts, ArchiveError> {
        let mut from = match system::open_file(&self.root.join(&*file.path)) {
            Ok(from) => from,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(ArchiveError::Changed),
            Err(error) => return Err(ArchiveError::read(&file.path)(error)),
        };
        let mut out = system::new_file(&self.into.join(&*file.path)).map_err(ArchiveError::write(&file.path))?;
        let (mut sha256, mut bytes) = (Sha256Hasher::new(), 0);
        loop {
            if self.cancel.load(Ordering::Relaxed) {
                return Err(ArchiveError::Cancelled);
            }
            let count = match from.read(buffer) {
                Ok(0) => break,
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(ArchiveError::read(&file.path)(error)),
            };
            bytes += count as u64;
            // A file that grows while it is read would have no end.
            if bytes > file.bytes {
                return Err(ArchiveError::Changed);
            }
            sha256.update(&buffer[..count]);
            out.write_all(&buffer[..count]).map_err(ArchiveError::write(&file.path))?;
            (self.progress)(self.done.fetch_add(count as u64, Ordering::Relaxed) + count as u64);
        }
        if bytes < file.bytes {
            return Err(ArchiveError::Changed);
        }
        let mode = system::mode(&out).map_err(ArchiveError::write(&file.path))?;
        Ok(FileFacts { bytes, crc32: None, sha256: Some(sha256.finish()), mode: Some(mode) })
    }
}

/// Returns the sha256 of the sorted list of all files with their hashes and all links with their targets.
fn tree_sha256(plan: &ExtractionPlan, facts: &[FileFacts]) -> [u8; 32] {
    let mut all = Sha256Hasher::new();
    for (file, facts) in plan.files.iter().zip(facts) {
        all.update(format!("{} {}\n", hex::encode(facts.sha256.unwrap_or_default()), file.path).as_bytes());
    }
    for (path, target) in &plan.links {
        all.update(format!("{path} -> {target}\n").as_bytes());
    }
    all.finish()
}

/// Returns the sha256 of a file. Its own position is not moved.
pub fn sha256(file: &File, cancel: &AtomicBool) -> Result<[u8; 32], ArchiveError> {
    let (mut sha256, mut buffer, mut at) = (Sha256Hasher::new(), vec![0; CHUNK], 0);
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Err(ArchiveError::Cancelled);
        }
        match system::read_at(file, &mut buffer, at) {
            Ok(0) => return Ok(sha256.finish()),
            Ok(count) => {
                sha256.update(&buffer[..count]);
                at += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ArchiveError::read("")(error)),
        }
    }
}
