//! Writing a planned archive to disk.

use std::cmp::Reverse;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use zip::ZipArchive;

use super::entry_reader::EntryReader;
use super::error::ArchiveError;
use super::plan::{FileEntry, plan};
use super::reader::ArchiveFile;
use super::{system, zip_structure};
use crate::content::sha256::Sha256Hasher;
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};

/// Small files of one folder that a thread takes at a time.
const MAX_BATCH_FILES: usize = 32;

/// What an archive may come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files, unpacked; `None` for any.
    pub bytes: Option<u64>,
}

/// Whether the content is summed while it is written, which saves whoever needs that from reading all of it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileHashes {
    /// The sha256 of every file, as a baseline has it.
    Sha256,
    /// None; the CRC-32 of the archive is compared all the same.
    None,
}

impl Default for Limits {
    /// What Lambda takes for a function and its layers together: 262,144,000 bytes.
    fn default() -> Self {
        Self { bytes: Some(262_144_000) }
    }
}

/// What was unpacked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unpacked {
    /// Bytes of all files.
    pub bytes: u64,
    /// Files and links.
    pub files: u64,
    /// Everything that was made, as a deep check would find it; empty where no sums were asked for.
    pub entries: Vec<Entry>,
}

/// Unpacks a zip file into an empty folder that only its owner can enter.
///
/// Every file and folder gets mode 0700 and links are kept, as SAM does it (`samcli/local/lambdafn/zip.py`). Where SAM
/// passes over an entry it cannot read, this fails; then the folder holds a part and is to be thrown away.
/// `progress` gets the bytes unpacked so far, from several threads.
pub fn unpack(
    zip: File,
    into: &Path,
    limits: &Limits,
    sums: FileHashes,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Unpacked, ArchiveError> {
    let damaged =
        |error: &dyn std::fmt::Display| ArchiveError::Damaged(crate::text::one_line(&error.to_string()).into());
    let reader = ArchiveFile::new(zip).map_err(|error| damaged(&error))?;
    let mut archive = ZipArchive::new(reader.clone()).map_err(|error| damaged(&error))?;
    zip_structure::check(&archive, &reader)?;
    let plan = plan(&mut archive, &reader)?;
    if let Some(limit) = limits.bytes.filter(|limit| plan.bytes > *limit) {
        return Err(ArchiveError::TooLarge { bytes: plan.bytes, limit });
    }
    for folder in &plan.folders {
        system::make_folder(&into.join(folder)).map_err(ArchiveError::write(folder))?;
    }
    let done = AtomicU64::new(0);
    let report = |bytes: usize| progress(done.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64);
    let batches = batches(&plan.files);
    let extraction = Extraction {
        reader: &reader,
        into,
        sums,
        report: &report,
        cancel,
        batches: &batches,
        next: AtomicUsize::new(0),
    };
    // Once on every thread, so that each has one set of buffers for all it does.
    let made: Vec<Vec<Entry>> = rayon::broadcast(|_| extraction.run()).into_iter().collect::<Result<_, _>>()?;
    // Last, so that nothing was written through one.
    for (path, target) in &plan.links {
        system::make_link(target, &into.join(path)).map_err(ArchiveError::write(path))?;
    }
    let files = (plan.files.len() + plan.links.len()) as u64;
    let entries = if sums == FileHashes::None {
        Vec::new()
    } else {
        let folders = plan.folders.into_iter().map(|path| Entry { path, what: EntryContent::Folder });
        let link = |target| EntryContent::Link(LinkFacts { target: Some(target), crc32: None });
        let links = plan.links.into_iter().map(|(path, target)| Entry { path, what: link(target) });
        folders.chain(made.into_iter().flatten()).chain(links).collect()
    };
    Ok(Unpacked { bytes: plan.bytes, files, entries })
}

/// The files in batches, each for one thread: the large ones first and alone, as a thread that begins one last would keep
/// all others waiting; the small ones as they lie in the archive and by folder, as two threads that make files in one
/// folder wait for each other.
fn batches(files: &[FileEntry]) -> Vec<Vec<&FileEntry>> {
    let (small, mut large): (Vec<_>, Vec<_>) = files.iter().partition(|file| EntryReader::is_small(file));
    large.sort_by_key(|file| Reverse(file.bytes));
    let folder = |file: &FileEntry| file.path.rfind('/').unwrap_or(0);
    let together = |a: &&FileEntry, b: &&FileEntry| a.path[..folder(a)] == b.path[..folder(b)];
    let large = large.into_iter().map(|file| vec![file]);
    let small = small.chunk_by(together).flat_map(|files| files.chunks(MAX_BATCH_FILES)).map(<[_]>::to_vec);
    large.chain(small).collect()
}

/// What all threads share.
struct Extraction<'a> {
    reader: &'a ArchiveFile,
    into: &'a Path,
    sums: FileHashes,
    report: &'a (dyn Fn(usize) + Sync),
    cancel: &'a AtomicBool,
    batches: &'a [Vec<&'a FileEntry>],
    /// The first batch that nobody took yet.
    next: AtomicUsize,
}

impl Extraction<'_> {
    /// One thread's share: batch after batch, until there is none or something went wrong.
    fn run(&self) -> Result<Vec<Entry>, ArchiveError> {
        let mut content = EntryReader::new();
        let mut made = Vec::new();
        while let Some(batch) = self.batches.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            for file in batch {
                match self.extract_file(&mut content, file) {
                    Ok(entry) => made.extend(entry),
                    Err(error) => {
                        // Nobody needs to begin another.
                        self.next.store(self.batches.len(), Ordering::Relaxed);
                        return Err(error);
                    }
                }
            }
        }
        Ok(made)
    }

    fn extract_file(&self, content: &mut EntryReader, file: &FileEntry) -> Result<Option<Entry>, ArchiveError> {
        let unwritable = || ArchiveError::write(&file.path);
        let path = self.into.join(&file.path);
        let mut sum = (self.sums == FileHashes::Sha256).then(Sha256Hasher::new);
        let mut take = |out: &mut File, piece: &[u8]| {
            if self.cancel.load(Ordering::Relaxed) {
                return Err(ArchiveError::Cancelled);
            }
            if let Some(sum) = &mut sum {
                sum.update(piece);
            }
            out.write_all(piece).map_err(unwritable())?;
            (self.report)(piece.len());
            Ok(())
        };
        let out = if EntryReader::is_small(file) {
            let whole = content.whole(self.reader, file)?;
            let mut out = system::new_file(&path).map_err(unwritable())?;
            take(&mut out, whole)?;
            out
        } else {
            let mut out = system::new_file(&path).map_err(unwritable())?;
            content.pieces(self.reader, file, &mut |piece| take(&mut out, piece))?;
            out
        };
        let Some(sum) = sum else { return Ok(None) };
        // As the disk has it: some disks know no modes.
        let mode = system::mode(&out).map_err(unwritable())?;
        let facts = FileFacts { bytes: file.bytes, crc32: None, sha256: Some(sum.finish()), mode: Some(mode) };
        Ok(Some(Entry { path: file.path.clone(), what: EntryContent::File(facts) }))
    }
}
