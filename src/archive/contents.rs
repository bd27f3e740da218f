//! Reads the entries of a zip one after the other, in memory that hardly depends on their number.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::hash::BuildHasher as _;

use foldhash::fast::RandomState;
use rawzip::CompressionMethod;

use super::central_directory::{mode, name};
use super::entry_reader::EntryReader;
use super::error::ArchiveError;
use super::plan::{EntryType, FileEntry, check_places, kind, path};
use super::reader::ArchiveFile;
use super::zip_structure::Directory;
use crate::text::sentence;

/// An open zip whose names and places were checked.
#[derive(Debug)]
pub struct ZipContents {
    file: ArchiveFile,
    /// For each path that occurs several times, the number of its last entry, which is the one that counts.
    repeated: HashMap<String, usize>,
}

/// A file or link in a zip.
#[derive(Debug)]
pub struct ZipEntry {
    entry: FileEntry,
    /// Whether it is a link; its content is the target.
    pub is_link: bool,
    method: CompressionMethod,
}

impl ZipEntry {
    /// Returns the path, with single `/` as separators.
    pub fn path(&self) -> &str {
        &self.entry.path
    }

    /// Returns the uncompressed bytes.
    pub fn bytes(&self) -> u64 {
        self.entry.bytes
    }
}

impl ZipContents {
    /// Opens a zip. One that unpacking would refuse because of a name, a kind or an overlap is refused here as well.
    pub fn open(file: File) -> Result<Self, ArchiveError> {
        let file = ArchiveFile::new(file).map_err(|error| ArchiveError::Damaged(error.into()))?;
        let mut zip = Self { file, repeated: HashMap::new() };
        let directory = Directory::of_file(&zip.file)?;
        let mut places = Vec::new();
        directory.for_each(&mut |number, record| {
            let (_, end) = directory.content(record)?;
            places.push((record.local_header_offset(), end, number));
            Ok(())
        })?;
        check_places(&directory, places)?;
        // Hashes, as the paths of a large archive would take much memory.
        let hasher = RandomState::default();
        let mut seen: HashSet<u64, RandomState> = HashSet::default();
        let mut twice = HashMap::new();
        zip.each(&mut |entry| {
            if !seen.insert(hasher.hash_one(entry.path())) {
                twice.insert(entry.path().to_owned(), entry.entry.number);
            }
            Ok(())
        })?;
        zip.repeated = twice;
        Ok(zip)
    }

    /// Returns the length of the zip file in bytes.
    pub fn length(&self) -> u64 {
        self.file.length()
    }

    /// Returns the uncompressed bytes and the number of all files and links, according to the directory of the zip. Lambda
    /// counts the target of a link like the content of a file.
    pub fn unzipped(&self) -> Result<(u64, u64), ArchiveError> {
        let (mut bytes, mut files): (u64, u64) = (0, 0);
        self.for_each(&mut |entry| {
            bytes = bytes.saturating_add(entry.bytes());
            files += 1;
            Ok(())
        })?;
        Ok((bytes, files))
    }

    /// Calls `take` with each file and link, in the order of the archive. Of several with one path only the last counts.
    pub fn for_each(&self, take: &mut dyn FnMut(ZipEntry) -> Result<(), ArchiveError>) -> Result<(), ArchiveError> {
        self.each(&mut |entry| {
            let last = self.repeated.get(entry.path());
            if last.is_some_and(|last| *last != entry.entry.number) { Ok(()) } else { take(entry) }
        })
    }

    fn each(&self, take: &mut dyn FnMut(ZipEntry) -> Result<(), ArchiveError>) -> Result<(), ArchiveError> {
        let directory = Directory::of_file(&self.file)?;
        directory.for_each(&mut |number, record| {
            let name = name(record);
            if record.flags().is_encrypted() {
                return Err(ArchiveError::entry(&name, sentence!("zip-encrypted")));
            }
            let what = kind(&name, mode(record))?;
            let path = path(&name)?;
            if matches!(what, EntryType::Folder) {
                return Ok(());
            }
            let method = record.compression_method();
            take(ZipEntry {
                entry: FileEntry {
                    path: path.into_boxed_str(),
                    bytes: record.uncompressed_size_hint(),
                    packed: record.compressed_size_hint(),
                    data_start: directory.content(record)?.0,
                    crc32: record.crc32(),
                    is_stored: method == CompressionMethod::STORE,
                    number,
                },
                is_link: matches!(what, EntryType::Link),
                method,
            })
        })?;
        Ok(())
    }

    /// Passes the content of an entry to `take` in pieces, after inflating it.
    pub fn read(
        &self,
        entry: &ZipEntry,
        take: &mut dyn FnMut(&[u8]) -> Result<(), ArchiveError>,
    ) -> Result<(), ArchiveError> {
        if !entry.entry.is_stored && entry.method != CompressionMethod::DEFLATE {
            let method = sentence!("zip-method", method = entry.method.to_string());
            return Err(ArchiveError::entry(entry.path(), method));
        }
        EntryReader::new().pieces(&self.file, &entry.entry, take)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek as _, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn the_last_of_several_entries_with_one_path_counts() {
        let mut zip = ZipWriter::new(tempfile::tempfile().unwrap());
        for (name, content) in [("a", "1"), ("./b", "22"), ("b", "333")] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(content.as_bytes()).unwrap();
        }
        zip.add_directory("c", SimpleFileOptions::default()).unwrap();
        zip.add_symlink("l", "a", SimpleFileOptions::default()).unwrap();
        let mut file = zip.finish().unwrap();
        file.rewind().unwrap();
        let zip = ZipContents::open(file).unwrap();
        assert_eq!(zip.unzipped().unwrap(), (5, 3));
        let mut found = Vec::new();
        zip.for_each(&mut |entry| {
            let mut content = Vec::new();
            zip.read(&entry, &mut |piece| {
                content.extend_from_slice(piece);
                Ok(())
            })?;
            found.push((entry.path().to_owned(), entry.is_link, String::from_utf8(content).unwrap()));
            Ok(())
        })
        .unwrap();
        let expected = [("a", false, "1"), ("b", false, "333"), ("l", true, "a")];
        assert_eq!(found, expected.map(|(path, link, content)| (path.to_owned(), link, content.to_owned())));
    }
}
