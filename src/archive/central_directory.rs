//! Reads the central directory of a zip from its last bytes: names, sizes and checksums without the content.
//! (APPNOTE.TXT 4.3.12 describes its entries, 4.4.5 and 4.4.15 methods and modes, 4.5.3 zip64, appendix D names.)

use super::error::ArchiveError;
use super::plan::{EntryType as Kind, kind, path};
use super::zip_structure::{EndRecords, in_tail, number};
use crate::content::verify::{Entry, EntryContent, FileFacts, LinkFacts};
use crate::text::sentence;

const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const ZIP64: u16 = 1;

/// The content of a zip's last bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum CentralDirectory {
    /// All entries that unpacking would create.
    Listed(Vec<Entry>),
    /// The directory starts earlier, at this offset; its bytes from there on are needed.
    BeginsAt(u64),
}

/// Reads the central directory of a zip of `length` bytes from its last bytes.
pub fn read_central_directory(tail: &[u8], length: u64) -> Result<CentralDirectory, ArchiveError> {
    let damaged = ArchiveError::Damaged;
    let tail_start = length.checked_sub(tail.len() as u64).ok_or_else(|| damaged(sentence!("zip-longer")))?;
    let directory = in_tail(tail, tail_start).ok_or_else(|| damaged(sentence!("zip-no-end")))?;
    let start =
        directory.end.checked_sub(directory.length).ok_or_else(|| damaged(sentence!("zip-directory-too-long")))?;
    if start < tail_start {
        return Ok(CentralDirectory::BeginsAt(start));
    }
    let within = |at: u64| usize::try_from(at - tail_start).ok().filter(|at| *at <= tail.len());
    match (within(start), within(directory.end)) {
        (Some(from), Some(to)) => entries(&tail[from..to], &directory).map(CentralDirectory::Listed),
        _ => Err(damaged(sentence!("zip-directory-elsewhere"))),
    }
}

fn entries(mut rest: &[u8], directory: &EndRecords) -> Result<Vec<Entry>, ArchiveError> {
    let mut entries = Vec::new();
    let mut count = 0;
    while !rest.is_empty() {
        let (entry, length) = one(rest).ok_or_else(|| ArchiveError::Damaged(sentence!("zip-directory-unreadable")))?;
        entries.extend(entry?);
        count += 1;
        rest = &rest[length..];
    }
    if count != directory.entries {
        return Err(ArchiveError::Damaged(sentence!("zip-directory-other")));
    }
    Ok(entries)
}

/// Returns the first entry and the length of its record; `None` if it is not a record. There is no entry for the
/// archive's own root.
fn one(record: &[u8]) -> Option<(Result<Option<Entry>, ArchiveError>, usize)> {
    let field = |at: usize, length: usize| record.get(at..at + length).map(number);
    let short = |at: usize| field(at, 2).and_then(|value| usize::try_from(value).ok());
    if !record.starts_with(ENTRY) {
        return None;
    }
    let (name, extra, comment) = (short(28)?, short(30)?, short(32)?);
    let end = ENTRY_LENGTH + name + extra + comment;
    let raw = record.get(ENTRY_LENGTH..ENTRY_LENGTH + name)?;
    let extras = record.get(ENTRY_LENGTH + name..ENTRY_LENGTH + name + extra)?;
    record.get(..end)?;
    let is_utf8 = field(8, 2)? & 1 << 11 != 0;
    let crc32 = u32::try_from(field(16, 4)?).ok()?;
    let bytes = match field(24, 4)? {
        0xffff_ffff => zip64_size(extras)?,
        bytes => bytes,
    };
    let mode = u16::try_from(field(40, 2)?).ok()?;
    let name = decoded(raw, is_utf8);
    let entry = path(&name).and_then(|path| {
        let what = match kind(&name, mode)? {
            Kind::Folder => EntryContent::Folder,
            Kind::File => EntryContent::File(FileFacts { bytes, crc32: Some(crc32), sha256: None, mode: None }),
            Kind::Link => EntryContent::Link(LinkFacts { target: None, crc32: Some(crc32) }),
        };
        Ok((!path.is_empty()).then_some(Entry { path, what }))
    });
    Some((entry, end))
}

/// The zip64 field starts with the unpacked size if that does not fit its regular field.
fn zip64_size(mut extras: &[u8]) -> Option<u64> {
    while extras.len() >= 4 {
        let length = usize::try_from(number(&extras[2..4])).ok()?;
        let content = extras.get(4..4 + length)?;
        if number(&extras[..2]) == u64::from(ZIP64) {
            return content.get(..8).map(number);
        }
        extras = &extras[4 + length..];
    }
    None
}

/// Decodes a name. Names without the UTF-8 flag are in code page 437, as Python, and so SAM, reads them.
fn decoded(raw: &[u8], is_utf8: bool) -> String {
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
    if is_utf8 || raw.is_ascii() {
        return String::from_utf8_lossy(raw).into_owned();
    }
    let upper: Vec<char> = UPPER.chars().collect();
    raw.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { upper[usize::from(*byte) - 128] }).collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(files: usize) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.add_directory("python", SimpleFileOptions::default()).unwrap();
        zip.add_symlink("python/l", "f0", SimpleFileOptions::default()).unwrap();
        for n in 0..files {
            zip.start_file(format!("python/f{n}"), SimpleFileOptions::default().large_file(n == 0)).unwrap();
            zip.write_all(b"abc").unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    #[test]
    fn the_last_bytes_contain_every_entry() {
        let zip = zip(2);
        let tail = &zip[zip.len() - 400..];
        let CentralDirectory::Listed(entries) = read_central_directory(tail, zip.len() as u64).unwrap() else {
            panic!("all of it is there")
        };
        let abc = EntryContent::File(FileFacts { bytes: 3, crc32: Some(0x3524_41c2), sha256: None, mode: None });
        let link = EntryContent::Link(LinkFacts { target: None, crc32: Some(crc32fast::hash(b"f0")) });
        let entry = |path: &str, what: &EntryContent| Entry { path: path.to_owned(), what: what.clone() };
        let expected = [
            entry("python", &EntryContent::Folder),
            entry("python/l", &link),
            entry("python/f0", &abc),
            entry("python/f1", &abc),
        ];
        assert_eq!(entries, expected);
    }

    #[test]
    fn the_offset_of_an_earlier_directory_is_returned() {
        let zip = zip(50);
        let CentralDirectory::BeginsAt(start) =
            read_central_directory(&zip[zip.len() - 100..], zip.len() as u64).unwrap()
        else {
            panic!("it is longer than a hundred bytes")
        };
        let tail = &zip[usize::try_from(start).unwrap()..];
        assert!(
            matches!(read_central_directory(tail, zip.len() as u64), Ok(CentralDirectory::Listed(entries)) if entries.len() == 52)
        );
    }

    #[test]
    fn names_in_code_page_437_are_decoded() {
        assert_eq!(decoded(b"caf\x82", false), "café");
        assert_eq!(decoded("café".as_bytes(), true), "café");
        assert_eq!(decoded(&[0xff], false), "\u{a0}");
    }

    proptest::proptest! {
        #[test]
        fn changed_bytes_cause_no_panic(
            changes in proptest::collection::vec((0usize..2000, proptest::prelude::any::<u8>()), 0..6), cut in 0usize..2000
        ) {
            let mut zip = zip(3);
            for (at, byte) in changes {
                let at = at % zip.len();
                zip[at] = byte;
            }
            let _ = read_central_directory(&zip[cut % zip.len()..], zip.len() as u64);
        }
    }
}
