//! What an archive would put where, looked at as a whole before anything is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Read, Seek as _, SeekFrom};

use unicode_normalization::UnicodeNormalization as _;
use zip::{CompressionMethod, ZipArchive};

use super::error::ArchiveError;
use super::links;
use super::reader::ArchiveFile;
use crate::text::sentence;

/// No file system takes a longer target.
const MAX_LINK_TARGET: u64 = 4096;
/// Nor most a longer path.
const MAX_PATH: usize = 4096;

/// What to make, in this order: folders from the outside in, files, links.
#[derive(Debug, Default)]
pub(super) struct ExtractionPlan {
    pub folders: BTreeSet<String>,
    pub files: Vec<FileEntry>,
    /// Path to target.
    pub links: BTreeMap<String, String>,
    /// Bytes of all files.
    pub bytes: u64,
}

/// A file to unpack.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub path: String,
    /// What it says it unpacks to, and has to.
    pub bytes: u64,
    /// Bytes it takes in the archive, and where they begin.
    pub packed: u64,
    pub data_start: u64,
    pub method: CompressionMethod,
    pub crc32: u32,
}

/// What an entry is.
pub(super) enum EntryType {
    Folder,
    File,
    Link,
}

/// Looks at every entry. Refuses the whole archive for one that breaks a rule.
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

/// Where an entry of the directory has the upper half of its external attributes (APPNOTE.TXT 4.3.12).
const MODE: u64 = 40;

/// The Unix mode that the entry with its header at this position has, 0 for none, whichever system it says it was made on:
/// so SAM reads it (`samcli/local/lambdafn/zip.py`). The crate would make one up from the attributes of DOS.
fn mode(directory: &mut ArchiveFile, header: u64) -> io::Result<u16> {
    let mut mode = [0; 2];
    directory.seek(SeekFrom::Start(header.saturating_add(MODE)))?;
    directory.read_exact(&mut mode)?;
    Ok(u16::from_le_bytes(mode))
}

/// What an entry is: a link by the type bits of its Unix mode, a folder by its name.
pub(super) fn kind(name: &str, mode: u16) -> Result<EntryType, ArchiveError> {
    let is_folder = name.ends_with('/');
    match mode & 0o170_000 {
        0o120_000 => Ok(EntryType::Link),
        0 | 0o100_000 | 0o040_000 if is_folder => Ok(EntryType::Folder),
        0 | 0o100_000 => Ok(EntryType::File),
        // SAM makes an empty file of it and then cannot unpack what belongs into it.
        0o040_000 => Err(ArchiveError::entry(name, sentence!("zip-folder-and-file"))),
        _ => Err(ArchiveError::entry(name, sentence!("zip-device"))),
    }
}

/// The entry's path, its parts joined by one `/` each.
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

/// No two entries share bytes of the archive, and none those of the directory: that is how a small archive unpacks to
/// a huge one, and how two readers see different contents.
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

/// Folders that are only named as part of other paths.
fn add_parents(plan: &mut ExtractionPlan) {
    let paths = plan.files.iter().map(|file| &file.path).chain(plan.links.keys()).chain(&plan.folders);
    let mut parents = BTreeSet::new();
    for path in paths {
        let mut rest = path.as_str();
        while let Some((parent, _)) = rest.rsplit_once('/') {
            // Those above it were added with it.
            if !parents.insert(parent.to_owned()) {
                break;
            }
            rest = parent;
        }
    }
    plan.folders.append(&mut parents);
}

/// A path as a disk compares it that takes `A` for `a`, and `é` as one letter for `é` as two: those of macOS, and for
/// case those of Windows.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    path.nfd().flat_map(char::to_lowercase).nfd().collect()
}

/// Every path once, also on disks that take different names for the same.
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
    fn paths_are_what_unzip_makes_of_them() {
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
        fn no_name_leads_outside(name in "[a./\\\\:\\PC]{0,20}") {
            if let Ok(path) = path(&name) {
                proptest::prop_assert!(!path.starts_with('/') && path.split('/').all(|part| part != ".."));
            }
        }
    }
}
