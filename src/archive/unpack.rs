//! Writes the planned entries of an archive to disk.

use std::cmp::Reverse;
use std::fs::File;
use std::io::Write as _;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};

use super::entry_reader::EntryReader;
use super::error::ArchiveError;
use super::folding::Folding;
use super::plan::{FileEntry, plan};
use super::reader::ArchiveFile;
use super::system;
use crate::content::sha256::Sha256Hasher;
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};
use crate::text::Sentence;

/// The maximum number of small files of one folder in a batch.
const MAX_BATCH_FILES: usize = 32;

/// The maximum number of files whose hashes are computed; those of more would take too much memory.
pub const MAX_HASHED: u64 = 200_000;

/// The limits for an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The maximum of all unpacked bytes; `None` for no limit.
    pub bytes: Option<u64>,
}

/// Whether hashes are computed while the content is written, so that it is not read again for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileHashes {
    /// The sha256 of every file, as in a baseline. An archive with more than [`MAX_HASHED`] files gets none.
    Sha256,
    /// No hashes; the CRC-32 of the archive is checked anyway.
    None,
}

impl Default for Limits {
    /// Returns Lambda's limit for a function and its layers together: 262,144,000 bytes.
    fn default() -> Self {
        Self { bytes: Some(262_144_000) }
    }
}

impl Limits {
    pub(super) fn check(&self, bytes: u64) -> Result<(), ArchiveError> {
        match self.bytes.filter(|limit| bytes > *limit) {
            Some(limit) => Err(ArchiveError::TooLarge { bytes, limit }),
            None => Ok(()),
        }
    }
}

/// The result of unpacking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unpacked {
    /// The bytes of all files and link targets.
    pub bytes: u64,
    /// The number of files and links.
    pub files: u64,
    /// Everything that was created, as a verification would find it; `None` without hashes.
    pub entries: Option<Vec<Entry>>,
    /// What is unusual about the archive and changes nothing, each as one sentence.
    pub notes: Vec<Sentence>,
}

/// Unpacks a zip file into an empty folder that only its owner can access.
///
/// Every file and folder gets mode 0700, and links are kept, as in SAM (`samcli/local/lambdafn/zip.py`). SAM skips an
/// entry that it cannot read; this function fails, and the folder with a part of the content has to be removed.
/// `progress` gets the bytes unpacked so far, from several threads.
pub fn unpack(
    zip: File,
    into: &Path,
    limits: &Limits,
    sums: FileHashes,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Unpacked, ArchiveError> {
    let reader = ArchiveFile::new(zip).map_err(|error| ArchiveError::Damaged(error.into()))?;
    let plan = plan(&reader)?;
    limits.check(plan.bytes)?;
    if plan.has_similar_names() {
        plan.check_collisions(Folding::of(into).map_err(ArchiveError::write(""))?)?;
    }
    let files = (plan.files.len() + plan.links.len()) as u64;
    let sums = if files > MAX_HASHED { FileHashes::None } else { sums };
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
        files: &plan.files,
        batches: &batches,
        next: AtomicUsize::new(0),
    };
    // One task per thread, so that each thread has one set of buffers.
    let made: Vec<Vec<Entry>> = rayon::broadcast(|_| extraction.run()).into_iter().collect::<Result<_, _>>()?;
    // Links are created last, so that nothing is written through one.
    for (path, target) in &plan.links {
        system::make_link(target, &into.join(path)).map_err(ArchiveError::write(path))?;
        report(target.len());
    }
    let entries = (sums == FileHashes::Sha256).then(|| {
        let folders = plan.folders.into_iter().map(|path| Entry { path, what: EntryContent::Folder });
        let link = |target| EntryContent::Link(LinkFacts { target: Some(target), crc32: None });
        let links = plan.links.into_iter().map(|(path, target)| Entry { path, what: link(target) });
        folders.chain(made.into_iter().flatten()).chain(links).collect()
    });
    Ok(Unpacked { bytes: plan.bytes, files, entries, notes: plan.notes })
}

/// The files in batches, each for one thread.
struct Batches {
    /// Indices of files.
    order: Vec<usize>,
    /// Parts of the order.
    batches: Vec<Range<usize>>,
}

/// Returns the files in batches.
///
/// Large files come first and alone, as a thread that starts one late would keep the others waiting. Small files are
/// grouped by folder in the order of the archive, as threads that create files in the same folder wait for each other.
fn batches(files: &[FileEntry]) -> Batches {
    let (small, mut order): (Vec<usize>, Vec<usize>) =
        (0..files.len()).partition(|index| EntryReader::is_small(&files[*index]));
    order.sort_by_key(|index| Reverse(files[*index].bytes));
    let mut batches: Vec<Range<usize>> = (0..order.len()).map(|at| at..at + 1).collect();
    let folder = |index: usize| {
        let path = &files[index].path;
        &path[..path.rfind('/').unwrap_or(0)]
    };
    for group in small.chunk_by(|a, b| folder(*a) == folder(*b)).flat_map(|group| group.chunks(MAX_BATCH_FILES)) {
        batches.push(order.len()..order.len() + group.len());
        order.extend(group);
    }
    Batches { order, batches }
}

/// The data that all threads share.
struct Extraction<'a> {
    reader: &'a ArchiveFile,
    into: &'a Path,
    sums: FileHashes,
    report: &'a (dyn Fn(usize) + Sync),
    cancel: &'a AtomicBool,
    files: &'a [FileEntry],
    batches: &'a Batches,
    /// The index of the first batch that no thread has taken.
    next: AtomicUsize,
}

impl Extraction<'_> {
    /// Unpacks batches until there are none left or an error occurs.
    fn run(&self) -> Result<Vec<Entry>, ArchiveError> {
        let mut content = EntryReader::new();
        let mut made = Vec::new();
        let Batches { order, batches } = self.batches;
        while let Some(batch) = batches.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            for index in &order[batch.clone()] {
                match self.extract_file(&mut content, &self.files[*index]) {
                    Ok(entry) => made.extend(entry),
                    Err(error) => {
                        // The other threads need not start another batch.
                        self.next.store(batches.len(), Ordering::Relaxed);
                        return Err(error);
                    }
                }
            }
        }
        Ok(made)
    }

    fn extract_file(&self, content: &mut EntryReader, file: &FileEntry) -> Result<Option<Entry>, ArchiveError> {
        let unwritable = || ArchiveError::write(&file.path);
        let path = self.into.join(&*file.path);
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
        // The mode is read from the file, as some file systems have no modes.
        let mode = system::mode(&out).map_err(unwritable())?;
        let facts = FileFacts { bytes: file.bytes, crc32: None, sha256: Some(sum.finish()), mode: Some(mode) };
        Ok(Some(Entry { path: file.path.to_string(), what: EntryContent::File(facts) }))
    }
}
