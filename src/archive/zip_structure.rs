//! Finds the central directory of a zip, and checks that the file is one archive and nothing else. Readers that disagree
//! about the position of the directory would see different contents. (APPNOTE.TXT 4.3.14 to 4.3.16 describe the records at
//! the end.)

use rawzip::{ReaderAt, ZipArchive, ZipFileHeaderRecord, ZipLocator};

use super::error::ArchiveError;
use super::reader::{ArchiveFile, Tail, WithoutPrefix};
use crate::text::{Sentence, sentence};

const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;
const LOCATOR: [u8; 4] = *b"PK\x06\x07";
const LOCATOR_LENGTH: usize = 20;
const END64: [u8; 4] = *b"PK\x06\x06";
const END64_LENGTH: usize = 56;
const ENTRY: [u8; 4] = *b"PK\x01\x02";
const ENTRY_LENGTH: u64 = 46;

/// The maximum length of the records at the end in bytes, including a comment.
pub const MAX_END_RECORDS: u64 = (END64_LENGTH + LOCATOR_LENGTH + END_LENGTH + LONGEST_COMMENT) as u64;

/// The central directory according to the records at the end.
#[derive(Debug, Clone, Copy)]
struct EndRecords {
    /// The number of entries, which nothing relies on.
    entries: u64,
    /// The length in bytes.
    length: u64,
    /// The offset within the archive.
    offset: u64,
    /// The offset in the file at which the directory has to end.
    end: u64,
    /// The offset in the file of the last record.
    last_record: u64,
}

/// The directory of an archive, found and not yet read.
pub(super) struct Directory<R> {
    /// `None` for an archive without entries.
    archive: Option<ZipArchive<WithoutPrefix<R>>>,
    records: EndRecords,
    prefix: u64,
}

/// Where the directory is.
pub(super) enum Found<R> {
    Directory(Directory<R>),
    /// The directory starts before the given bytes, at this offset.
    BeginsAt(u64),
}

impl<'a> Directory<&'a ArchiveFile> {
    /// Finds the directory of a file.
    pub fn of_file(file: &'a ArchiveFile) -> Result<Self, ArchiveError> {
        let length = file.length().min(MAX_END_RECORDS);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or_default()];
        let start = file.length() - length;
        file.read_exact_at(&mut bytes, start).map_err(|error| ArchiveError::Damaged(error.into()))?;
        let records = in_tail(Tail { bytes: &bytes, start }).ok_or_else(|| damaged(why_no_end(&bytes)))?;
        Self::at(file, records, file.length())
    }
}

impl<'a> Found<Tail<'a>> {
    /// Finds the directory in the last bytes of a file.
    pub fn in_tail(tail: Tail<'a>) -> Result<Self, ArchiveError> {
        let records = in_tail(tail).ok_or_else(|| damaged(sentence!("zip-no-end")))?;
        let start = records.start()?;
        if start < tail.start {
            return Ok(Self::BeginsAt(start));
        }
        Directory::at(tail, records, tail.start + tail.bytes.len() as u64).map(Self::Directory)
    }
}

impl EndRecords {
    /// Returns the offset in the file at which the directory starts: as Python finds it, from its end and length.
    fn start(&self) -> Result<u64, ArchiveError> {
        self.end.checked_sub(self.length).ok_or_else(|| damaged(sentence!("zip-directory-too-long")))
    }
}

impl<R: ReaderAt> Directory<R> {
    fn at(reader: R, records: EndRecords, length: u64) -> Result<Self, ArchiveError> {
        let elsewhere = || damaged(sentence!("zip-directory-elsewhere"));
        let prefix = records.start()?.checked_sub(records.offset).ok_or_else(elsewhere)?;
        if records.length == 0 {
            return Ok(Self { archive: None, records, prefix });
        }
        // Another archive in front of this one: some readers take its directory, as it is where the end says.
        let mut signature = [0; 4];
        if prefix > 0 && reader.read_exact_at(&mut signature, records.offset).is_ok() && signature == ENTRY {
            return Err(elsewhere());
        }
        let mut buffer = vec![0; rawzip::RECOMMENDED_BUFFER_SIZE];
        let archive = ZipLocator::new()
            .max_search_space(length - records.last_record)
            .locate_in_reader(WithoutPrefix { reader, prefix }, &mut buffer, length - prefix)
            .map_err(|(_, error)| unreadable(&error))?;
        // An end within the comment, or a second record for large archives that says otherwise.
        if archive.eocd_offset() != records.last_record - prefix || archive.directory_offset() != records.offset {
            return Err(elsewhere());
        }
        Ok(Self { archive: Some(archive), records, prefix })
    }

    /// Returns the offset in the archive at which the directory starts.
    pub fn offset(&self) -> u64 {
        self.records.offset
    }

    /// Calls `take` with the number of each entry, counted from 0, and its record.
    ///
    /// All entries are read that the length of the directory has room for, as Python reads them, whatever number the end
    /// gives. Returns a note if it gives another one.
    pub fn for_each(
        &self,
        take: &mut dyn FnMut(usize, &ZipFileHeaderRecord<'_>) -> Result<(), ArchiveError>,
    ) -> Result<Option<Sentence>, ArchiveError> {
        let mut count = 0;
        let mut end = self.records.offset;
        if let Some(archive) = &self.archive {
            let mut buffer = vec![0; rawzip::MAX_CENTRAL_DIRECTORY_RECORD_SIZE];
            let mut entries = archive.entries(&mut buffer);
            while let Some(record) = entries.next_entry().map_err(|error| unreadable(&error))? {
                let variable = record.file_path().len()
                    + record.extra_fields().remaining_bytes().len()
                    + record.comment().as_bytes().len();
                end = record.central_directory_offset() + ENTRY_LENGTH + variable as u64;
                take(count, &record)?;
                count += 1;
            }
        }
        // A signature behind the entries, which Python refuses.
        if end != self.records.offset + self.records.length {
            return Err(damaged(sentence!("zip-directory-unreadable")));
        }
        let is_counted = count as u64 == self.records.entries;
        Ok((!is_counted)
            .then(|| sentence!("zip-note-count", counted = self.records.entries.to_string(), held = count.to_string())))
    }

    /// Returns the offset in the file of the content of an entry, and the entry's last byte in the archive.
    pub fn content(&self, record: &ZipFileHeaderRecord<'_>) -> Result<(u64, u64), ArchiveError> {
        let archive = self.archive.as_ref().ok_or_else(|| damaged(sentence!("zip-directory-unreadable")))?;
        let entry = archive.get_entry(record.wayfinder()).map_err(|error| {
            ArchiveError::entry(
                &super::central_directory::name(record),
                sentence!("zip-unreadable-entry", why = error.to_string()),
            )
        })?;
        let (start, end) = entry.compressed_data_range();
        Ok((start.saturating_add(self.prefix), end))
    }
}

fn damaged(why: Sentence) -> ArchiveError {
    ArchiveError::Damaged(why)
}

fn unreadable(error: &rawzip::Error) -> ArchiveError {
    tracing::debug!(%error, "the directory of a zip cannot be read");
    damaged(sentence!("zip-directory-unreadable"))
}

/// Returns the records at the end of an archive, given its last bytes, which are at least [`MAX_END_RECORDS`] or all
/// bytes; `None` if they do not end exactly one archive.
fn in_tail(tail: Tail<'_>) -> Option<EndRecords> {
    let Tail { bytes, start } = tail;
    // The end record can only be within the length of the longest comment.
    let begin = bytes.len().saturating_sub(END_LENGTH + LONGEST_COMMENT);
    let ends = bytes[begin..].windows(END_LENGTH).enumerate().filter(|(at, window)| {
        let comment = usize::from(u16::from_le_bytes([window[20], window[21]]));
        window[..4] == END && begin + at + END_LENGTH + comment == bytes.len()
    });
    let [at] = ends.map(|(at, _)| begin + at).collect::<Vec<_>>()[..] else { return None };
    let record = &bytes[at..];
    let last_record = start + at as u64;
    if let Some(locator) = at.checked_sub(LOCATOR_LENGTH).filter(|locator| bytes[*locator..].starts_with(&LOCATOR)) {
        return in_tail64(tail, locator, last_record);
    }
    Some(EndRecords {
        entries: number(&record[10..12]),
        length: number(&record[12..16]),
        offset: number(&record[16..20]),
        end: last_record,
        last_record,
    })
}

/// Returns why no end record was found in the last bytes of a file.
fn why_no_end(bytes: &[u8]) -> Sentence {
    if bytes.is_empty() {
        sentence!("zip-empty")
    } else if bytes.windows(END_LENGTH).any(|window| window.starts_with(&END)) {
        sentence!("zip-two-ends")
    } else {
        sentence!("zip-without-end")
    }
}

/// Returns the zip64 record, which is directly before its locator unless it contains extensible data.
fn in_tail64(tail: Tail<'_>, locator: usize, last_record: u64) -> Option<EndRecords> {
    let at = locator.checked_sub(END64_LENGTH)?;
    let record = &tail.bytes[at..locator];
    let is_whole = record[..4] == END64 && number(&record[4..12]) == 44;
    is_whole.then(|| EndRecords {
        entries: number(&record[32..40]),
        length: number(&record[40..48]),
        offset: number(&record[48..56]),
        end: tail.start + at as u64,
        last_record,
    })
}

fn number(little_endian: &[u8]) -> u64 {
    little_endian.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
