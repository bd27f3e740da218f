//! The verification of a layer: every entry of its directory is compared with what was published.

use jiff::Timestamp;

use super::entries::Entries;
use super::facts::PathSample;
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::{Sentence, sentence};

/// The number of paths in a message; the rest is counted.
const NAMED: usize = 10;

/// One entry of a layer as published, as in a baseline, or as on disk. Fields that are `None` were not read there and
/// are not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path within the layer, with `/` as separator.
    pub path: String,
    /// The kind of entry, with its facts.
    pub what: EntryContent,
}

/// The kind of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntryContent {
    /// A folder.
    Folder,
    /// A file.
    File(FileFacts),
    /// A link.
    Link(LinkFacts),
    /// Anything else, such as a socket. No published layer contains such an entry.
    Other,
}

/// The known facts of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    /// The size in bytes.
    pub bytes: u64,
    /// The CRC-32, as in zip files.
    pub crc32: Option<u32>,
    /// The sha256 of the content.
    pub sha256: Option<[u8; 32]>,
    /// The permission bits.
    pub mode: Option<u32>,
}

/// The known facts of a symbolic link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    /// The path that the link points to.
    pub target: Option<String>,
    /// The CRC-32 of the target's text, which is all that a zip's central directory contains of it.
    pub crc32: Option<u32>,
}

/// The differences between a directory and what was published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// Published, but not present.
    pub missing: PathSample,
    /// Present, but not published.
    pub added: PathSample,
    /// Different content, kind or link target.
    pub changed: PathSample,
    /// Shorter than published.
    pub truncated: PathSample,
    /// Another mode than in the baseline.
    pub modes: PathSample,
    /// Entries that could not be read, with the reason.
    pub unreadable: PathSample,
}

/// The result of verifying one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerVerification {
    /// The time of the verification.
    pub at: Timestamp,
    /// The directory's modification time at that moment. If it differs now, the result is about an older content.
    pub modified: Option<Timestamp>,
    /// The outcome.
    pub verdict: LayerVerdict,
}

/// The outcome of a verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LayerVerdict {
    /// Compared, entry by entry.
    Compared {
        /// What the layer was compared with, as a phrase: the published zip, or a baseline with its date.
        evidence: Sentence,
        /// The number of files and links compared.
        files: u64,
        /// The number of bytes read.
        bytes: u64,
        /// The differences.
        differences: Box<Differences>,
        /// What is unusual about the published zip and is no difference, each as one sentence.
        notes: Vec<Sentence>,
    },
    /// There was nothing to compare with; the message says why and what to do.
    Impossible(Sentence),
}

impl LayerVerdict {
    /// Returns whether the layer was compared and is what was published.
    pub fn is_as_published(&self) -> bool {
        matches!(self, Self::Compared { differences, .. } if differences.is_empty())
    }

    /// Returns whether there was nothing to compare with.
    pub fn is_impossible(&self) -> bool {
        matches!(self, Self::Impossible(_))
    }
}

impl Differences {
    /// Returns whether there are no differences.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns `2 changed, 1 missing`; empty if there are no differences.
    pub fn summary(&self) -> Sentence {
        let count = |paths: &PathSample| (paths.count > 0).then(|| paths.count.to_string());
        let found = [
            count(&self.missing).map(|files| sentence!("layer-files-missing", files = files)),
            count(&self.truncated).map(|files| sentence!("layer-files-truncated", files = files)),
            count(&self.changed).map(|files| sentence!("layer-files-changed", files = files)),
            count(&self.added).map(|files| sentence!("layer-files-added", files = files)),
            count(&self.modes).map(|files| sentence!("layer-files-modes", files = files)),
            count(&self.unreadable).map(|files| sentence!("layer-files-unreadable", files = files)),
        ];
        Sentence::List(found.into_iter().flatten().collect())
    }
}

/// Compares the present entries with the published ones.
///
/// Extra folders are ignored: SAM and samlayers create folders that an archive does not list.
pub fn compare(published: &[Entry], present: &[Entry]) -> Differences {
    let mut entries: Entries = published.iter().cloned().collect();
    entries.sort();
    let mut comparison = Comparison::with(&entries);
    for entry in present {
        comparison.add(entry);
    }
    comparison.finish(&|_| true)
}

/// A comparison that gets the present entries one at a time, so that they need not be kept.
#[derive(Debug)]
pub struct Comparison<'a> {
    published: &'a Entries,
    is_present: Vec<bool>,
    differences: Differences,
}

impl<'a> Comparison<'a> {
    /// Starts a comparison with the published entries, which have to be [sorted](Entries::sort).
    pub fn with(published: &'a Entries) -> Self {
        Self { published, is_present: vec![false; published.len()], differences: Differences::default() }
    }

    /// Compares an entry that is present.
    pub fn add(&mut self, entry: &Entry) {
        let Some(index) = self.published.find(&entry.path) else {
            if entry.what != EntryContent::Folder {
                self.differences.added.add(entry.path.clone());
            }
            return;
        };
        if let Some(is_present) = self.is_present.get_mut(index) {
            *is_present = true;
        }
        compare_one(&entry.path, &self.published.what(index), &entry.what, &mut self.differences);
    }

    /// Returns the differences. A published entry that was not added is missing if `is_known` returns true for its path.
    pub fn finish(mut self, is_known: &dyn Fn(&str) -> bool) -> Differences {
        for (index, _) in self.is_present.iter().enumerate().filter(|(_, is_present)| !**is_present) {
            let path = self.published.path(index);
            if is_known(path) {
                self.differences.missing.add(path.to_owned());
            }
        }
        self.differences
    }
}

fn compare_one(path: &str, expected: &EntryContent, found: &EntryContent, differences: &mut Differences) {
    match (expected, found) {
        (EntryContent::Folder, EntryContent::Folder) => {}
        (EntryContent::File(expected), EntryContent::File(found)) => {
            if found.bytes < expected.bytes {
                differences.truncated.add(format!("{path} ({} of {} bytes)", found.bytes, expected.bytes));
            } else if found.bytes > expected.bytes
                || differ(expected.crc32, found.crc32)
                || differ(expected.sha256, found.sha256)
            {
                differences.changed.add(path.to_owned());
            }
            if let (Some(before), Some(now)) = (expected.mode, found.mode)
                && before != now
            {
                differences.modes.add(format!("{path} ({before:04o}, now {now:04o})"));
            }
        }
        (EntryContent::Link(expected), EntryContent::Link(found)) => {
            let other_target = matches!((&expected.target, &found.target), (Some(was), Some(is)) if was != is);
            if other_target || differ(expected.crc32, found.crc32) {
                differences.changed.add(path.to_owned());
            }
        }
        _ => differences.changed.add(path.to_owned()),
    }
}

fn differ<T: PartialEq>(expected: Option<T>, found: Option<T>) -> bool {
    matches!((expected, found), (Some(expected), Some(found)) if expected != found)
}

impl LayerVerification {
    /// Returns the problems found. `refresh` is the command that downloads the layer again.
    pub fn problems(&self, refresh: &Sentence) -> Vec<Problem> {
        let (evidence, differences, notes) = match &self.verdict {
            LayerVerdict::Impossible(why) => {
                return vec![Problem::new(ProblemCode::NotVerified, why.clone(), sentence!("fix-not-verified"))];
            }
            LayerVerdict::Compared { evidence, differences, notes, .. } => (evidence, differences, notes),
        };
        let found = [
            (ProblemCode::FileMissing, &differences.missing),
            (ProblemCode::FileTruncated, &differences.truncated),
            (ProblemCode::FileChanged, &differences.changed),
            (ProblemCode::FileAdded, &differences.added),
            (ProblemCode::ModeWrong, &differences.modes),
            (ProblemCode::LayerUnreadable, &differences.unreadable),
        ];
        let found = found.into_iter().filter(|(_, paths)| !paths.is_empty());
        let problems = found.map(|(code, paths)| Problem::new(code, detail(code, paths, evidence), refresh.clone()));
        let notes = notes.iter().map(|note| {
            Problem::new(
                ProblemCode::ZipUnusual,
                sentence!("failed-told", why = note.clone()),
                sentence!("fix-zip-unusual"),
            )
        });
        problems.chain(notes).collect()
    }
}

fn detail(code: ProblemCode, paths: &PathSample, evidence: &Sentence) -> Sentence {
    let (files, by) = (sentence!("count-file-is", count = paths.count), evidence.clone());
    let paths = paths.names(NAMED);
    match code {
        ProblemCode::FileMissing => sentence!("problem-file-missing", files = files, by = by, paths = paths),
        ProblemCode::FileTruncated => sentence!("problem-file-truncated", files = files, by = by, paths = paths),
        ProblemCode::FileChanged => sentence!("problem-file-changed", files = files, by = by, paths = paths),
        ProblemCode::FileAdded => sentence!("problem-file-added", files = files, by = by, paths = paths),
        ProblemCode::ModeWrong => sentence!("problem-mode-wrong-now", files = files, by = by, paths = paths),
        _ => sentence!("problem-layer-unreadable-files", files = files, by = by, paths = paths),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: u64, crc32: u32) -> Entry {
        let facts = FileFacts { bytes, crc32: Some(crc32), sha256: None, mode: None };
        Entry { path: path.to_owned(), what: EntryContent::File(facts) }
    }

    fn link(path: &str, target: &str) -> Entry {
        let target = Some(target.to_owned());
        Entry { path: path.to_owned(), what: EntryContent::Link(LinkFacts { target, crc32: None }) }
    }

    fn folder(path: &str) -> Entry {
        Entry { path: path.to_owned(), what: EntryContent::Folder }
    }

    fn first(paths: &PathSample) -> &str {
        assert_eq!(paths.count, 1, "{paths:?}");
        paths.first.first().unwrap()
    }

    #[test]
    fn each_kind_of_difference_is_reported_separately() {
        let published = [
            folder("python"),
            folder("python/empty"),
            file("python/same", 3, 7),
            file("python/short", 3, 7),
            file("python/other", 3, 7),
            file("python/gone", 3, 7),
            link("l", "a"),
        ];
        let present = [
            folder("python"),
            folder("python/made on the way"),
            file("python/same", 3, 7),
            file("python/short", 0, 0),
            file("python/other", 3, 8),
            file("python/new", 1, 1),
            link("l", "b"),
        ];
        let found = compare(&published, &present);
        assert_eq!(found.missing.first.iter().collect::<Vec<_>>(), ["python/empty", "python/gone"]);
        assert_eq!(first(&found.truncated), "python/short (0 of 3 bytes)");
        assert_eq!(found.changed.first.iter().collect::<Vec<_>>(), ["l", "python/other"]);
        assert_eq!(first(&found.added), "python/new");
        assert_eq!(found.summary().to_string(), "2 missing, 1 truncated, 2 changed, 1 added");
    }

    #[test]
    fn fields_that_were_not_read_are_not_compared() {
        let of_zip = file("a", 3, 7);
        let facts = FileFacts { bytes: 3, crc32: None, sha256: Some([1; 32]), mode: Some(0o700) };
        let on_disk = Entry { path: "a".to_owned(), what: EntryContent::File(facts) };
        assert!(compare(std::slice::from_ref(&of_zip), std::slice::from_ref(&on_disk)).is_empty());
        let facts = FileFacts { sha256: Some([2; 32]), mode: Some(0o644), ..facts };
        let baseline = Entry { path: "a".to_owned(), what: EntryContent::File(facts) };
        let found = compare(&[baseline], &[on_disk]);
        assert_eq!((found.changed.count, first(&found.modes)), (1, "a (0644, now 0700)"));
    }

    #[test]
    fn a_layer_without_reference_is_reported_as_not_verified() {
        let verdict = LayerVerdict::Impossible("no baseline".into());
        let check = LayerVerification { at: Timestamp::UNIX_EPOCH, modified: None, verdict };
        assert_eq!(check.problems(&"refresh".into())[0].code, ProblemCode::NotVerified);
    }
}
