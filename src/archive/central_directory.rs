//! Lists the content of a zip from its central directory alone: names, sizes and checksums.
//! (APPNOTE.TXT 4.3.12 describes its entries, 4.4.15 modes, appendix D names.)

use std::fs::File;

use rawzip::{ReaderAt, ZipFileHeaderRecord};

use super::error::ArchiveError;
use super::plan::{EntryType as Kind, kind, path, repeated_note};
use super::reader::{ArchiveFile, Tail};
use super::zip_structure::{Directory, Found};
use crate::content::entries::Entries;
use crate::content::verify::{EntryContent, FileFacts, LinkFacts};
use crate::text::{Sentence, sentence};

/// The content of a zip, without the content of its files.
#[derive(Debug, Default)]
pub struct ZipListing {
    /// All entries that unpacking would create, sorted by path.
    pub entries: Entries,
    /// What is unusual about the zip and changes nothing.
    pub notes: Vec<Sentence>,
}

/// The content of a zip's last bytes.
#[derive(Debug)]
pub enum CentralDirectory {
    /// All entries.
    Listed(ZipListing),
    /// The directory starts earlier, at this offset; its bytes from there on are needed.
    BeginsAt(u64),
}

/// Reads the central directory of a zip of `length` bytes from its last bytes.
pub fn read_central_directory(tail: &[u8], length: u64) -> Result<CentralDirectory, ArchiveError> {
    let start = length.checked_sub(tail.len() as u64);
    let start = start.ok_or_else(|| ArchiveError::Damaged(sentence!("zip-longer")))?;
    match Found::in_tail(Tail { bytes: tail, start })? {
        Found::Directory(directory) => list(&directory).map(CentralDirectory::Listed),
        Found::BeginsAt(start) => Ok(CentralDirectory::BeginsAt(start)),
    }
}

/// Reads the central directory of a zip file in small parts, so that a large one takes little memory.
pub fn list_zip(file: File) -> Result<ZipListing, ArchiveError> {
    let file = ArchiveFile::new(file).map_err(|error| ArchiveError::Damaged(error.into()))?;
    list(&Directory::of_file(&file)?)
}

fn list<R: ReaderAt>(directory: &Directory<R>) -> Result<ZipListing, ArchiveError> {
    let mut entries = Entries::default();
    let note = directory.for_each(&mut |_, record| {
        let name = name(record);
        let path = path(&name)?;
        // There is no entry for the archive's own root.
        if path.is_empty() {
            return Ok(());
        }
        let crc32 = Some(record.crc32());
        let what = match kind(&name, mode(record))? {
            Kind::Folder => EntryContent::Folder,
            Kind::File => {
                let bytes = record.uncompressed_size_hint();
                EntryContent::File(FileFacts { bytes, crc32, sha256: None, mode: None })
            }
            Kind::Link => EntryContent::Link(LinkFacts { target: None, crc32 }),
        };
        entries.push(&path, what);
        Ok(())
    })?;
    let notes = note.into_iter().chain(repeated_note(&entries.sort())).collect();
    Ok(ZipListing { entries, notes })
}

/// Returns the name of an entry.
pub(super) fn name(record: &ZipFileHeaderRecord<'_>) -> String {
    decoded(record.file_path().as_bytes(), record.flags().is_utf8())
}

/// Returns the Unix mode of an entry, or 0 for none.
///
/// The system that created the archive does not matter, as in SAM (`samcli/local/lambdafn/zip.py`). rawzip's own mode
/// would be derived from the DOS attributes for some systems.
pub(super) fn mode(record: &ZipFileHeaderRecord<'_>) -> u16 {
    u16::try_from(record.external_attributes() >> 16).unwrap_or_default()
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
    use crate::content::verify::Entry;

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
        let CentralDirectory::Listed(listing) = read_central_directory(tail, zip.len() as u64).unwrap() else {
            panic!("all of it is there")
        };
        let abc = EntryContent::File(FileFacts { bytes: 3, crc32: Some(0x3524_41c2), sha256: None, mode: None });
        let link = EntryContent::Link(LinkFacts { target: None, crc32: Some(crc32fast::hash(b"f0")) });
        let entry = |path: &str, what: &EntryContent| Entry { path: path.to_owned(), what: what.clone() };
        let expected = [
            entry("python", &EntryContent::Folder),
            entry("python/f0", &abc),
            entry("python/f1", &abc),
            entry("python/l", &link),
        ];
        assert_eq!(listing.entries.iter().collect::<Vec<_>>(), expected);
        assert!(listing.notes.is_empty());
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
            matches!(read_central_directory(tail, zip.len() as u64), Ok(CentralDirectory::Listed(listing)) if listing.entries.len() == 52)
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
