//! Whether the file is one zip archive and nothing else: readers that disagree about where its directory is would see
//! different contents. (APPNOTE.TXT 4.3.14 to 4.3.16 describe the records at its end.)

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::error::ArchiveError;
use super::reader::Reader;

const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;
const LOCATOR: [u8; 4] = *b"PK\x06\x07";
const LOCATOR_LENGTH: usize = 20;
const END64: [u8; 4] = *b"PK\x06\x06";

/// What the records at the end say of the directory.
struct Directory {
    entries: u64,
    length: u64,
    /// Where the directory has to end.
    end: u64,
}

/// Checks that the directory that was read is the one and only, and whole.
pub(super) fn check(archive: &ZipArchive<Reader>, reader: &Reader) -> Result<(), ArchiveError> {
    let damaged = |what: &str| ArchiveError::Damaged(what.to_owned());
    let directory = read(reader.clone())
        .map_err(|error| ArchiveError::Damaged(error.to_string()))?
        .ok_or_else(|| damaged("it has something after its end, or two ends"))?;
    if archive.central_directory_start().checked_add(directory.length) != Some(directory.end) {
        return Err(damaged("its directory is not where its end says"));
    }
    // The reader keeps one entry for each name.
    if directory.entries != archive.len() as u64 {
        return Err(damaged("its directory holds two entries of one name, or hides some"));
    }
    Ok(())
}

/// `None` where the end of the file is not the end of exactly one archive.
fn read(mut reader: Reader) -> io::Result<Option<Directory>> {
    let tail_length = reader.length().min((END_LENGTH + LONGEST_COMMENT) as u64);
    let tail_start = reader.length() - tail_length;
    reader.seek(SeekFrom::Start(tail_start))?;
    let mut tail = Vec::new();
    reader.by_ref().take(tail_length).read_to_end(&mut tail)?;
    let ends = tail.windows(END_LENGTH).enumerate().filter(|(at, window)| {
        let comment = usize::from(u16::from_le_bytes([window[20], window[21]]));
        window[..4] == END && at + END_LENGTH + comment == tail.len()
    });
    let [at] = ends.map(|(at, _)| at).collect::<Vec<_>>()[..] else { return Ok(None) };
    let record = &tail[at..];
    let end = tail_start + at as u64;
    let directory = Directory { entries: number(&record[10..12]), length: number(&record[12..16]), end };
    if at >= LOCATOR_LENGTH && tail[at - LOCATOR_LENGTH..at].starts_with(&LOCATOR) {
        return read64(&mut reader, end - LOCATOR_LENGTH as u64);
    }
    Ok(Some(directory))
}

/// The larger record of zip64, which lies right before its locator unless it carries data of others.
fn read64(reader: &mut Reader, locator: u64) -> io::Result<Option<Directory>> {
    let mut record = [0; 56];
    let Some(at) = locator.checked_sub(record.len() as u64) else { return Ok(None) };
    reader.seek(SeekFrom::Start(at))?;
    reader.read_exact(&mut record)?;
    let is_whole = record[..4] == END64 && number(&record[4..12]) == 44;
    Ok(is_whole.then(|| Directory { entries: number(&record[32..40]), length: number(&record[40..48]), end: at }))
}

fn number(little_endian: &[u8]) -> u64 {
    little_endian.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
