//! The entries of a layer in little memory: a layer may have a million files.

use super::facts::PathSample;
use super::verify::{Entry, EntryContent, FileFacts, LinkFacts};

/// A list of entries. All paths are in one text, and an entry takes 48 bytes beside its path.
#[derive(Debug, Clone, Default)]
pub struct Entries {
    paths: String,
    records: Vec<Record>,
    sha256: Vec<[u8; 32]>,
    targets: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
struct Record {
    start: usize,
    length: u32,
    what: Packed,
}

/// The kind of an entry; a hash or a target is given by its index.
#[derive(Debug, Clone, Copy)]
enum Packed {
    Folder,
    File { bytes: u64, crc32: Option<u32>, mode: Option<u16>, sha256: u32 },
    Link { crc32: Option<u32>, target: u32 },
    Other,
}

/// The index of a hash or target that is not known.
const UNKNOWN: u32 = u32::MAX;

impl Entries {
    /// Adds an entry.
    pub fn push(&mut self, path: &str, what: EntryContent) {
        let what = match what {
            EntryContent::Folder => Packed::Folder,
            EntryContent::File(FileFacts { bytes, crc32, sha256, mode }) => {
                let mode = mode.and_then(|mode| u16::try_from(mode).ok());
                Packed::File { bytes, crc32, mode, sha256: add(&mut self.sha256, sha256) }
            }
            EntryContent::Link(LinkFacts { target, crc32 }) => {
                Packed::Link { crc32, target: add(&mut self.targets, target) }
            }
            EntryContent::Other => Packed::Other,
        };
        let length = u32::try_from(path.len()).unwrap_or(u32::MAX);
        self.records.push(Record { start: self.paths.len(), length, what });
        self.paths.push_str(path);
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Returns whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Returns the path of an entry by its index, which is below [`Entries::len`].
    pub fn path(&self, index: usize) -> &str {
        self.records.get(index).map_or("", |record| self.path_of(record))
    }

    /// Returns what is known about an entry by its index, which is below [`Entries::len`].
    pub fn what(&self, index: usize) -> EntryContent {
        match self.records.get(index).map(|record| record.what) {
            Some(Packed::Folder) => EntryContent::Folder,
            Some(Packed::File { bytes, crc32, mode, sha256 }) => EntryContent::File(FileFacts {
                bytes,
                crc32,
                sha256: self.sha256.get(sha256 as usize).copied(),
                mode: mode.map(u32::from),
            }),
            Some(Packed::Link { crc32, target }) => {
                EntryContent::Link(LinkFacts { target: self.targets.get(target as usize).cloned(), crc32 })
            }
            Some(Packed::Other) | None => EntryContent::Other,
        }
    }

    /// Returns every entry.
    pub fn iter(&self) -> impl Iterator<Item = Entry> + '_ {
        (0..self.len()).map(|index| Entry { path: self.path(index).to_owned(), what: self.what(index) })
    }

    /// Sorts the entries by path. Of several with one path the last one stays, as in SAM, which unpacks them one after
    /// the other; returns the paths of files and links for which there were several.
    pub fn sort(&mut self) -> PathSample {
        let Self { paths, records, .. } = self;
        let path = |record: &Record| &paths[record.start..record.start + record.length as usize];
        records.sort_unstable_by(|a, b| path(a).cmp(path(b)).then(b.start.cmp(&a.start)));
        let mut repeated = PathSample::default();
        records.dedup_by(|earlier, last| {
            let is_same = path(earlier) == path(last);
            if is_same && !matches!(last.what, Packed::Folder) {
                repeated.add(path(last).to_owned());
            }
            is_same
        });
        repeated
    }

    /// Returns the index of a path; the entries have to be sorted.
    pub fn find(&self, path: &str) -> Option<usize> {
        self.records.binary_search_by(|record| self.path_of(record).cmp(path)).ok()
    }

    fn path_of(&self, record: &Record) -> &str {
        self.paths.get(record.start..record.start + record.length as usize).unwrap_or_default()
    }
}

/// Adds a value to a list, if there is one, and returns its index.
fn add<T>(list: &mut Vec<T>, value: Option<T>) -> u32 {
    let Some(value) = value else { return UNKNOWN };
    list.push(value);
    u32::try_from(list.len() - 1).unwrap_or(UNKNOWN)
}

impl Extend<Entry> for Entries {
    fn extend<I: IntoIterator<Item = Entry>>(&mut self, entries: I) {
        for Entry { path, what } in entries {
            self.push(&path, what);
        }
    }
}

impl FromIterator<Entry> for Entries {
    fn from_iter<I: IntoIterator<Item = Entry>>(entries: I) -> Self {
        let mut all = Self::default();
        all.extend(entries);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(bytes: u64, sha256: Option<[u8; 32]>) -> EntryContent {
        EntryContent::File(FileFacts { bytes, crc32: Some(7), sha256, mode: Some(0o700) })
    }

    #[test]
    fn entries_come_back_as_they_were_added() {
        let link =
            |target: Option<&str>| EntryContent::Link(LinkFacts { target: target.map(str::to_owned), crc32: None });
        let entry = |path: &str, what| Entry { path: path.to_owned(), what };
        let all = vec![
            entry("python", EntryContent::Folder),
            entry("b", file(3, Some([1; 32]))),
            entry("a", file(4, None)),
            entry("l", link(Some("a"))),
            entry("m", link(None)),
            entry("socket", EntryContent::Other),
        ];
        let entries: Entries = all.iter().cloned().collect();
        assert_eq!(entries.iter().collect::<Vec<_>>(), all);
    }

    #[test]
    fn the_last_of_several_entries_with_one_path_stays() {
        let mut entries = Entries::default();
        for (path, bytes) in [("b", 1), ("a", 2), ("b", 3), ("c", 4), ("b", 5)] {
            entries.push(path, file(bytes, None));
        }
        entries.push("python", EntryContent::Folder);
        entries.push("python", EntryContent::Folder);
        let repeated = entries.sort();
        assert_eq!((repeated.count, repeated.first.into_iter().collect::<Vec<_>>()), (2, vec!["b".to_owned()]));
        let found = entries.find("b").unwrap();
        assert_eq!(entries.what(found), file(5, None));
        assert_eq!((entries.len(), entries.find("d")), (4, None));
    }
}
