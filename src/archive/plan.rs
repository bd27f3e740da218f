//! Checks all entries of an archive and plans what is created, before anything is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read, Seek as _, SeekFrom};

use unicode_normalization::UnicodeNormalization as _;
use zip::{CompressionMethod, ZipArchive};

use super::error::ArchiveError;
use super::links;
use super::reader::ArchiveFile;
use crate::text::sentence;

/// The maximum length of a link target; no file system takes a longer one.
const MAX_LINK_TARGET: u64 = 4096;
/// The maximum length of a path; most file systems take no longer one.
const MAX_PATH: usize = 4096;

/// The entries to create, in this order: folders from the outside in, files, links.
#[derive(Debug, Default)]
pub(super) struct ExtractionPlan {
    pub folders: BTreeSet<String>,
    pub files: Vec<FileEntry>,
    /// The target of each link, by path.
    pub links: BTreeMap<String, String>,
    /// The bytes of all files.
    pub bytes: u64,
}

/// A file to unpack.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub path: String,
    /// The unpacked size according to the archive, which the content has to match.
    pub bytes: u64,
    /// The packed size, and its offset in the archive.
    pub packed: u64,
    pub data_start: u64,
    pub method: CompressionMethod,
    pub crc32: u32,
}

/// The kind of an entry.
pub(super) enum EntryType {
    Folder,
    File,
    Link,
}

/// Plans all entries. One entry that violates a rule refuses the whole archive.
pub(super) fn plan(
    archive: &mut ZipArchive<ArchiveFile>,
    reader: &ArchiveFile,
) -> Result<ExtractionPlan, ArchiveError> {
    let mut plan = ExtractionPlan::default();
    let mut directory = reader.clone();
    let mut links = Vec::new();
    let mut places = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).unwrap_or_default().to_owned();
        let entry = archive.by_index_raw(index).map_err(|error| ArchiveError::zip(&name, error))?;
        if entry.encrypted() {
            return Err(ArchiveError::entry(&name, sentence!("zip-encrypted")));
        }
        let end = entry.data_start().and_then(|start| start.checked_add(entry.compressed_size()));
        places.push((entry.header_start(), end.unwrap_or(u64::MAX), index));
        let mode = mode(&mut directory, entry.central_header_start())
            .map_err(|error| ArchiveError::zip(&name, error.into()))?;
        let what = kind(&name, mode)?;
        let path = path(&name)?;
        match what {
            EntryType::Folder => drop(plan.folders.insert(path)),
            EntryType::File => {
                if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
                    return Err(ArchiveError::entry(
                        &name,
                        sentence!("zip-method", method = entry.compression().to_string()),
                    ));
                }
                plan.bytes = plan.bytes.saturating_add(entry.size());
                let data_start = entry.data_start().unwrap_or(u64::MAX);
                plan.files.push(FileEntry {
                    path,
                    bytes: entry.size(),
                    packed: entry.compressed_size(),
                    data_start,
                    method: entry.compression(),
                    crc32: entry.crc32(),
                });
            }
            EntryType::Link => links.push((index, path)),
        }
    }
    check_places(archive, places)?;
    for (index, path) in links {
        let target = target(archive, index, &path)?;
        plan.links.insert(path, target);
    }
    plan.folders.remove("");
    add_parents(&mut plan);
    check_collisions(&plan)?;
    for (path, target) in &plan.links {
        if let Some(reason) = links::link_error(path, &plan.links) {
            return Err(ArchiveError::entry(
                path,
                sentence!("zip-link", reason = reason, target = crate::text::one_line(target)),
            ));
        }
    }
    Ok(plan)
}

/// The offset of the upper half of the external attributes in a directory entry (APPNOTE.TXT 4.3.12).
const MODE: u64 = 40;

/// Returns the Unix mode of the entry whose header is at this offset, or 0 for none.
///
/// The system that created the archive does not matter, as in SAM (`samcli/local/lambdafn/zip.py`). The zip crate would
/// derive a mode from the DOS attributes.
fn mode(directory: &mut ArchiveFile, header: u64) -> io::Result<u16> {
    let mut mode = [0; 2];
    directory.seek(SeekFrom::Start(header.saturating_add(MODE)))?;
    directory.read_exact(&mut mode)?;
    Ok(u16::from_le_bytes(mode))
}

/// Returns the kind of an entry: a link by the type bits of its Unix mode, a folder by its name.
pub(super) fn kind(name: &str, mode: u16) -> Result<EntryType, ArchiveError> {
    let is_folder = name.ends_with('/');
    match mode & 0o170_000 {
        0o120_000 => Ok(EntryType::Link),
        0 | 0o100_000 | 0o040_000 if is_folder => Ok(EntryType::Folder),
        0 | 0o100_000 => Ok(EntryType::File),
        // SAM writes an empty file for it and then fails on the entries in the folder.
        0o040_000 => Err(ArchiveError::entry(name, sentence!("zip-folder-and-file"))),
        _ => Err(ArchiveError::entry(name, sentence!("zip-device"))),
    }
}

/// Returns the path of an entry, with single `/` as separators.
pub(super) fn path(name: &str) -> Result<String, ArchiveError> {
    if name.starts_with('/') || name.starts_with('\\') || name.as_bytes().get(1) == Some(&b':') {
        return Err(ArchiveError::entry(name, sentence!("zip-absolute")));
    }
    if name.contains('\0') || (cfg!(windows) && name.contains(['\\', ':'])) {
        return Err(ArchiveError::entry(name, sentence!("zip-no-name-here")));
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if parts.iter().any(|part| *part == ".." || part.split('\\').any(|part| part == "..")) {
        return Err(ArchiveError::entry(name, sentence!("zip-leaves")));
    }
    if parts.is_empty() && !name.ends_with('/') {
        return Err(ArchiveError::entry(name, sentence!("zip-no-name")));
    }
    let path = parts.join("/");
    if path.len() > MAX_PATH || parts.iter().any(|part| part.len() > 255) {
        return Err(ArchiveError::entry(name, sentence!("zip-too-long")));
    }
    Ok(path)
}

/// Checks that no two entries share bytes of the archive, and that none overlaps the directory. Overlaps make a small
/// archive unpack to a huge one, and make readers see different contents.
fn check_places(archive: &ZipArchive<ArchiveFile>, mut places: Vec<(u64, u64, usize)>) -> Result<(), ArchiveError> {
    places.sort_unstable();
    let ends = places.iter().skip(1).map(|(start, ..)| *start).chain([archive.central_directory_start()]);
    for ((_, end, index), limit) in places.iter().zip(ends) {
        if *end > limit {
            let name = archive.name_for_index(*index).unwrap_or_default();
            return Err(ArchiveError::entry(name, sentence!("zip-overlaps")));
        }
    }
    Ok(())
}

fn target(archive: &mut ZipArchive<ArchiveFile>, index: usize, path: &str) -> Result<String, ArchiveError> {
    let entry = archive.by_index(index).map_err(|error| ArchiveError::zip(path, error))?;
    let mut bytes = Vec::new();
    let read = entry.take(MAX_LINK_TARGET + 1).read_to_end(&mut bytes);
    read.map_err(|error| ArchiveError::zip(path, error.into()))?;
    if bytes.len() as u64 > MAX_LINK_TARGET {
        return Err(ArchiveError::entry(path, sentence!("zip-link-endless")));
    }
    String::from_utf8(bytes).map_err(|_| ArchiveError::entry(path, sentence!("zip-link-no-text")))
}

/// Adds the folders that occur only as part of other paths.
fn add_parents(plan: &mut ExtractionPlan) {
    let paths = plan.files.iter().map(|file| &file.path).chain(plan.links.keys()).chain(&plan.folders);
    let mut parents = BTreeSet::new();
    for path in paths {
        let mut rest = path.as_str();
        while let Some((parent, _)) = rest.rsplit_once('/') {
            // The folders above it were added with it.
            if !parents.insert(parent.to_owned()) {
                break;
            }
            rest = parent;
        }
    }
    plan.folders.append(&mut parents);
}

/// Returns a path as a case-insensitive file system compares it, in which `A` equals `a`, and `é` as one character
/// equals `é` as two: as on macOS, and for the case also on Windows.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfd().flat_map(char::to_lowercase).nfd().collect()
}

/// Checks that every path occurs once, also on file systems that treat different names as equal.
fn check_collisions(plan: &ExtractionPlan) -> Result<(), ArchiveError> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let paths = plan.folders.iter().chain(plan.files.iter().map(|file| &file.path)).chain(plan.links.keys());
    for path in paths {
        if let Some(other) = seen.insert(folded(path), path) {
            let reason = if other == path {
                sentence!("zip-twice")
            } else {
                sentence!("zip-collides", other = crate::text::one_line(other))
            };
            return Err(ArchiveError::entry(path, reason));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalised_like_unzip() {
        for (name, expected) in [("a/b", "a/b"), ("./a//b/", "a/b"), ("a/./b", "a/b"), ("..a/b..", "..a/b..")] {
            assert_eq!(path(name).unwrap(), expected);
        }
        assert_eq!(path("./").unwrap(), "");
        for name in ["/etc/passwd", "../x", "a/../../x", "a/..", "C:/x", "c:x", "\\\\server\\x", "a\\..\\b", "", "a\0b"]
        {
            assert!(path(name).is_err(), "{name:?}");
        }
        assert!(path(&"x".repeat(256)).is_err() && path(&"x/".repeat(2100)).is_err());
    }

    proptest::proptest! {
        #[test]
        fn no_name_leads_outside_of_the_folder(name in "[a./\\\\:\\PC]{0,20}") {
            if let Ok(path) = path(&name) {
                proptest::prop_assert!(!path.starts_with('/') && path.split('/').all(|part| part != ".."));
            }
        }
    }
}
