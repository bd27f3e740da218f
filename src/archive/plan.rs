//! Checks all entries of an archive and plans what is created, before anything is written.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use rawzip::CompressionMethod;

use super::central_directory::{mode, name};
use super::entry_reader::EntryReader;
use super::error::ArchiveError;
use super::folding::Folding;
use super::links;
use super::reader::ArchiveFile;
use super::zip_structure::Directory;
use crate::content::facts::PathSample;
use crate::text::{Sentence, one_line, sentence};

/// The maximum length of a link target; no file system takes a longer one.
const MAX_LINK_TARGET: u64 = 4096;
/// The maximum length of a path; most file systems take no longer one.
const MAX_PATH: usize = 4096;
/// The number of paths in a note.
const NAMED: usize = 3;

/// The entries to create, in this order: folders from the outside in, files, links.
#[derive(Debug, Default)]
pub(super) struct ExtractionPlan {
    pub folders: BTreeSet<String>,
    /// In the order of the archive, each path once.
    pub files: Vec<FileEntry>,
    /// The target of each link, by path.
    pub links: BTreeMap<String, String>,
    /// The bytes of all files and link targets, which a zip stores like the content of a file.
    pub bytes: u64,
    /// What is unusual about the archive and changes nothing.
    pub notes: Vec<Sentence>,
}

/// A file to unpack. An archive may have a million of them.
#[derive(Debug)]
pub(super) struct FileEntry {
    pub path: Box<str>,
    /// The unpacked size according to the archive, which the content has to match.
    pub bytes: u64,
    /// The packed size, and its offset in the file.
    pub packed: u64,
    pub data_start: u64,
    pub crc32: u32,
    pub is_stored: bool,
    /// The number of the entry in the archive.
    pub number: usize,
}

/// The kind of an entry.
pub(super) enum EntryType {
    Folder,
    File,
    Link,
}

/// Plans all entries. One entry that violates a rule refuses the whole archive.
pub(super) fn plan(file: &ArchiveFile) -> Result<ExtractionPlan, ArchiveError> {
    let directory = Directory::of_file(file)?;
    let mut plan = ExtractionPlan::default();
    let mut links = Vec::new();
    let mut places = Vec::new();
    let note = directory.for_each(&mut |number, record| {
        let name = name(record);
        if record.flags().is_encrypted() {
            return Err(ArchiveError::entry(&name, sentence!("zip-encrypted")));
        }
        let (data_start, end) = directory.content(record)?;
        places.push((record.local_header_offset(), end, number));
        let what = kind(&name, mode(record))?;
        let path = path(&name)?;
        if matches!(what, EntryType::Folder) {
            plan.folders.insert(path);
            return Ok(());
        }
        let method = record.compression_method();
        let is_stored = method == CompressionMethod::STORE;
        if !is_stored && method != CompressionMethod::DEFLATE {
            return Err(ArchiveError::entry(&name, sentence!("zip-method", method = method.to_string())));
        }
        let entry = FileEntry {
            path: path.into_boxed_str(),
            bytes: record.uncompressed_size_hint(),
            packed: record.compressed_size_hint(),
            data_start,
            crc32: record.crc32(),
            is_stored,
            number,
        };
        if matches!(what, EntryType::Link) {
            links.push(entry);
        } else {
            plan.files.push(entry);
        }
        Ok(())
    })?;
    check_places(&directory, places)?;
    let repeated = keep_last(&mut plan.files, &mut links)?;
    plan.notes = note.into_iter().chain(repeated_note(&repeated)).collect();
    let all = plan.files.iter().chain(&links);
    plan.bytes = all.fold(0, |bytes: u64, entry| bytes.saturating_add(entry.bytes));
    let mut content = EntryReader::new();
    for link in links {
        let target = target(&mut content, file, &link)?;
        plan.links.insert(link.path.into_string(), target);
    }
    plan.complete()?;
    Ok(plan)
}

/// Returns the note about paths that an archive holds several times, if there are any.
pub(super) fn repeated_note(repeated: &PathSample) -> Option<Sentence> {
    (!repeated.is_empty()).then(|| sentence!("zip-note-repeated", paths = repeated.names(NAMED)))
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
pub(super) fn check_places(
    directory: &Directory<&ArchiveFile>,
    mut places: Vec<(u64, u64, usize)>,
) -> Result<(), ArchiveError> {
    places.sort_unstable();
    let limits = places.iter().skip(1).map(|(start, ..)| *start).chain([directory.offset()]);
    let Some(((_, _, overlapping), _)) = places.iter().zip(limits).find(|((_, end, _), limit)| end > limit) else {
        return Ok(());
    };
    directory.for_each(&mut |number, record| {
        if number != *overlapping {
            return Ok(());
        }
        Err(ArchiveError::entry(&name(record), sentence!("zip-overlaps")))
    })?;
    Ok(())
}

/// Keeps the last of several entries with one path, as SAM unpacks them one over the other, and returns these paths.
///
/// A file that follows a link of its name is refused: SAM would write through the link.
fn keep_last(files: &mut Vec<FileEntry>, links: &mut Vec<FileEntry>) -> Result<PathSample, ArchiveError> {
    let mut repeated = PathSample::default();
    let dropped_files = dropped(files, &mut repeated);
    let dropped_links = dropped(links, &mut repeated);
    // Archives have few links.
    let mut first_links: HashMap<&str, usize> = HashMap::new();
    for link in links.iter() {
        first_links.entry(&link.path).or_insert(link.number);
    }
    let mut replaced = HashSet::new();
    if !first_links.is_empty() {
        for file in files.iter() {
            match first_links.get(&*file.path) {
                Some(link) if *link < file.number => {
                    return Err(ArchiveError::entry(&file.path, sentence!("zip-link-then-file")));
                }
                Some(_) if replaced.insert(file.number) => repeated.add(file.path.to_string()),
                _ => {}
            }
        }
    }
    if repeated.is_empty() {
        return Ok(repeated);
    }
    files.retain(|file| !dropped_files.contains(&file.number) && !replaced.contains(&file.number));
    links.retain(|link| !dropped_links.contains(&link.number));
    Ok(repeated)
}

/// Returns the numbers of the entries that a later one replaces.
fn dropped(entries: &[FileEntry], repeated: &mut PathSample) -> HashSet<usize> {
    let mut order: Vec<&FileEntry> = entries.iter().collect();
    order.sort_unstable_by(|a, b| a.path.cmp(&b.path).then(a.number.cmp(&b.number)));
    let pairs = order.iter().zip(order.iter().skip(1)).filter(|(earlier, later)| earlier.path == later.path);
    let mut dropped = HashSet::new();
    let mut last: Option<&str> = None;
    for (earlier, _) in pairs {
        dropped.insert(earlier.number);
        if last != Some(&*earlier.path) {
            repeated.add(earlier.path.to_string());
        }
        last = Some(&earlier.path);
    }
    dropped
}

fn target(content: &mut EntryReader, file: &ArchiveFile, link: &FileEntry) -> Result<String, ArchiveError> {
    if link.bytes > MAX_LINK_TARGET || !EntryReader::is_small(link) {
        return Err(ArchiveError::entry(&link.path, sentence!("zip-link-endless")));
    }
    let bytes = content.whole(file, link)?;
    String::from_utf8(bytes.to_vec()).map_err(|_| ArchiveError::entry(&link.path, sentence!("zip-link-no-text")))
}

/// Adds the folders that occur only as part of other paths.
fn add_parents(plan: &mut ExtractionPlan) {
    let paths = plan.files.iter().map(|file| &*file.path);
    let paths = paths.chain(plan.links.keys().chain(&plan.folders).map(String::as_str));
    let mut parents: BTreeSet<String> = BTreeSet::new();
    for path in paths {
        let mut rest = path;
        while let Some((parent, _)) = rest.rsplit_once('/') {
            // The folders above it were added with it.
            if parents.contains(parent) {
                break;
            }
            parents.insert(parent.to_owned());
            rest = parent;
        }
    }
    plan.folders.append(&mut parents);
}

/// Checks that no path is a folder and something else.
fn check_kinds(plan: &ExtractionPlan) -> Result<(), ArchiveError> {
    let mut others = plan.files.iter().map(|file| &*file.path).chain(plan.links.keys().map(String::as_str));
    match others.find(|path| plan.folders.contains(*path)) {
        Some(path) => Err(ArchiveError::entry(path, sentence!("zip-twice"))),
        None => Ok(()),
    }
}

impl FileEntry {
    /// Returns an entry for a file that is not in an archive.
    pub fn outside(path: &str, bytes: u64) -> Self {
        Self { path: path.into(), bytes, packed: bytes, data_start: 0, crc32: 0, is_stored: true, number: 0 }
    }
}

impl ExtractionPlan {
    /// Adds the folders above all entries, and checks that no two entries exclude each other and that no link leads out.
    pub fn complete(&mut self) -> Result<(), ArchiveError> {
        self.folders.remove("");
        add_parents(self);
        check_kinds(self)?;
        for (path, target) in &self.links {
            if let Some(reason) = links::link_error(path, &self.links) {
                return Err(ArchiveError::entry(
                    path,
                    sentence!("zip-link", reason = reason, target = one_line(target)),
                ));
            }
        }
        Ok(())
    }

    /// Returns whether some disks would take two of the paths for the same name. It may be wrong about archives that
    /// have none, but not about those that have some.
    pub fn has_similar_names(&self) -> bool {
        let hasher = RandomState::new();
        let mut seen = HashSet::with_capacity(self.folders.len() + self.files.len() + self.links.len());
        // Hashes, as the paths of a large archive would take much memory.
        !self.paths().all(|path| seen.insert(hasher.hash_one(Folding::MOST.fold(path))))
    }

    /// Checks that every path occurs once in a folder that ignores these differences.
    pub fn check_collisions(&self, folding: Folding) -> Result<(), ArchiveError> {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for path in self.paths() {
            if let Some(other) = seen.insert(folding.fold(path), path) {
                return Err(ArchiveError::entry(path, sentence!("zip-collides", other = one_line(other))));
            }
        }
        Ok(())
    }

    fn paths(&self) -> impl Iterator<Item = &str> {
        let folders = self.folders.iter().map(String::as_str);
        folders.chain(self.files.iter().map(|file| &*file.path)).chain(self.links.keys().map(String::as_str))
    }
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

    #[test]
    fn names_that_differ_by_case_collide_only_where_the_disk_ignores_it() {
        let mut plan = ExtractionPlan::default();
        plan.folders.insert("license".to_owned());
        assert!(!plan.has_similar_names());
        plan.links.insert("LICENSE".to_owned(), "a".to_owned());
        assert!(plan.has_similar_names());
        let exact = Folding { case: false, form: true };
        assert!(plan.check_collisions(exact).is_ok());
        let error = plan.check_collisions(Folding { case: true, form: false }).unwrap_err();
        assert!(error.to_string().contains("same name"), "{error}");
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
