//! Writing a planned archive to disk.

use std::cmp::Reverse;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use zip::ZipArchive;

use super::error::ArchiveError;
use super::plan::{PlannedFile, plan};
use super::reader::Reader;
use super::whole::Whole;
use super::{shape, system};

/// How much is read and written at a time.
const PIECE: usize = 128 * 1024;

/// What an archive may come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all files, unpacked; `None` for any.
    pub bytes: Option<u64>,
}

impl Default for Limits {
    /// What Lambda takes for a function and its layers together: 262,144,000 bytes.
    fn default() -> Self {
        Self { bytes: Some(262_144_000) }
    }
}

/// What was unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unpacked {
    /// Bytes of all files.
    pub bytes: u64,
    /// Files and links.
    pub files: u64,
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
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Unpacked, ArchiveError> {
    let damaged = |error: &dyn std::fmt::Display| ArchiveError::Damaged(crate::words::one_line(&error.to_string()));
    let reader = Reader::new(zip).map_err(|error| damaged(&error))?;
    let mut archive = ZipArchive::new(reader.clone()).map_err(|error| damaged(&error))?;
    shape::check(&archive, &reader)?;
    let plan = plan(&mut archive, &reader)?;
    if let Some(limit) = limits.bytes.filter(|limit| plan.bytes > *limit) {
        return Err(ArchiveError::TooLarge { bytes: plan.bytes, limit });
    }
    for folder in &plan.folders {
        system::make_folder(&into.join(folder)).map_err(ArchiveError::write(folder))?;
    }
    let done = AtomicU64::new(0);
    let tell = |bytes: usize| progress(done.fetch_add(bytes as u64, Ordering::Relaxed) + bytes as u64);
    // The large ones first, as a thread that begins one last would keep all others waiting; the small ones as they lie
    // in the archive, so that a thread has a folder for itself.
    let (small, mut large): (Vec<_>, Vec<_>) = plan.files.iter().partition(|file| Whole::takes(file));
    large.sort_by_key(|file| Reverse(file.bytes));
    large.par_iter().with_max_len(1).try_for_each_init(
        || (archive.clone(), vec![0; PIECE]),
        |(archive, piece), file| stream(archive, file, into, piece, &tell, cancel),
    )?;
    small.par_iter().with_min_len(16).try_for_each_init(Whole::new, |whole, file| {
        if cancel.load(Ordering::Relaxed) {
            return Err(ArchiveError::Cancelled);
        }
        let content = whole.read(&reader, file)?;
        let mut out = system::new_file(&into.join(&file.path)).map_err(ArchiveError::write(&file.path))?;
        out.write_all(content).map_err(ArchiveError::write(&file.path))?;
        tell(content.len());
        Ok(())
    })?;
    // Last, so that nothing was written through one.
    for (path, target) in &plan.links {
        system::make_link(target, &into.join(path)).map_err(ArchiveError::write(path))?;
    }
    Ok(Unpacked { bytes: plan.bytes, files: (plan.files.len() + plan.links.len()) as u64 })
}

/// Writes one large file piece by piece; its checksum is compared when its end is read.
fn stream(
    archive: &mut ZipArchive<Reader>,
    file: &PlannedFile,
    into: &Path,
    piece: &mut [u8],
    tell: &(dyn Fn(usize) + Sync),
    cancel: &AtomicBool,
) -> Result<(), ArchiveError> {
    let name = &file.path;
    let mut entry = archive.by_index(file.index).map_err(|error| ArchiveError::zip(name, error))?;
    let mut out = system::new_file(&into.join(name)).map_err(ArchiveError::write(name))?;
    let mut left = file.bytes;
    loop {
        if cancel.load(Ordering::Relaxed) {
            return Err(ArchiveError::Cancelled);
        }
        let count = entry.read(piece).map_err(|error| ArchiveError::zip(name, error.into()))?;
        if count == 0 {
            break;
        }
        left = left
            .checked_sub(count as u64)
            .ok_or_else(|| ArchiveError::entry(name, "which unpacks to more than it says"))?;
        out.write_all(&piece[..count]).map_err(ArchiveError::write(name))?;
        tell(count);
    }
    if left > 0 {
        return Err(ArchiveError::entry(name, "which unpacks to less than it says"));
    }
    Ok(())
}
