//! Checks that a file is one zip archive and nothing else. Readers that disagree about the position of its directory
//! would see different contents. (APPNOTE.TXT 4.3.14 to 4.3.16 describe the records at its end.)

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::error::ArchiveError;
use super::reader::ArchiveFile;
use crate::text::sentence;

const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;
const LOCATOR: [u8; 4] = *b"PK\x06\x07";
const LOCATOR_LENGTH: usize = 20;
const END64: [u8; 4] = *b"PK\x06\x06";
const END64_LENGTH: usize = 56;

/// The maximum length of the records at the end in bytes, including a comment.
pub const MAX_END_RECORDS: u64 = (END64_LENGTH + LOCATOR_LENGTH + END_LENGTH + LONGEST_COMMENT) as u64;

/// The central directory according to the records at the end.
pub(super) struct EndRecords {
    /// The number of entries.
    pub entries: u64,
    /// The length in bytes.
    pub length: u64,
    /// The offset at which the directory has to end.
    pub end: u64,
}

/// Checks that the directory that was read is the only one, and complete.
pub(super) fn check(archive: &ZipArchive<ArchiveFile>, reader: &ArchiveFile) -> Result<(), ArchiveError> {
    let damaged = ArchiveError::Damaged;
    let directory = read(reader.clone())
        .map_err(|error| ArchiveError::Damaged(error.into()))?
        .ok_or_else(|| damaged(sentence!("zip-two-ends")))?;
    if archive.central_directory_start().checked_add(directory.length) != Some(directory.end) {
        return Err(damaged(sentence!("zip-directory-elsewhere")));
    }
    // The zip crate keeps one entry for each name.
    if directory.entries != archive.len() as u64 {
        return Err(damaged(sentence!("zip-directory-hides")));
    }
    Ok(())
}

/// Reads the records at the end; `None` if the file does not end with exactly one archive.
fn read(mut reader: ArchiveFile) -> io::Result<Option<EndRecords>> {
    let tail_length = reader.length().min(MAX_END_RECORDS);
    let tail_start = reader.length() - tail_length;
    reader.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    reader.by_ref().take(tail_length).read_to_end(&mut tail)?;
    Ok(in_tail(&tail, tail_start))
}

/// Returns the records at the end of an archive, given its last bytes from `tail_start` on, which are at least
/// [`MAX_END_RECORDS`] or all bytes; `None` if they do not end exactly one archive.
pub(super) fn in_tail(tail: &[u8], tail_start: u64) -> Option<EndRecords> {
    // The end record can only be within the length of the longest comment.
    let begin = tail.len().saturating_sub(END_LENGTH + LONGEST_COMMENT);
    let ends = tail[begin..].windows(END_LENGTH).enumerate().filter(|(at, window)| {
        let comment = usize::from(u16::from_le_bytes([window[20], window[21]]));
        window[..4] == END && begin + at + END_LENGTH + comment == tail.len()
    });
    let [at] = ends.map(|(at, _)| begin + at).collect::<Vec<_>>()[..] else { return None };
    let record = &tail[at..];
    if let Some(locator) = at.checked_sub(LOCATOR_LENGTH).filter(|locator| tail[*locator..].starts_with(&LOCATOR)) {
        return in_tail64(tail, tail_start, locator);
    }
    let end = tail_start + at as u64;
    Some(EndRecords { entries: number(&record[10..12]), length: number(&record[12..16]), end })
}

/// Returns the zip64 record, which is directly before its locator unless it contains extensible data.
fn in_tail64(tail: &[u8], tail_start: u64, locator: usize) -> Option<EndRecords> {
    let at = locator.checked_sub(END64_LENGTH)?;
    let record = &tail[at..locator];
    let is_whole = record[..4] == END64 && number(&record[4..12]) == 44;
    let end = tail_start + at as u64;
    is_whole.then(|| EndRecords { entries: number(&record[32..40]), length: number(&record[40..48]), end })
}

pub(super) fn number(little_endian: &[u8]) -> u64 {
    little_endian.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
