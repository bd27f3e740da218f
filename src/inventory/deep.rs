//! A deep check: what lies in a layer's directory, entry by entry, against what was published.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::content::Paths;
use crate::sam::problem::{Problem, ProblemCode};

/// How many paths a sentence names; the rest is counted.
const NAMED: usize = 10;

/// One entry of a layer: as published, as a baseline has it, or as it lies on disk. What is `None` was not looked at
/// there and is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The path within the layer, parts joined by `/`.
    pub path: String,
    /// What it is.
    pub what: What,
}

/// What an entry is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A folder.
    Folder,
    /// A file.
    File(FileFacts),
    /// A link.
    Link(LinkFacts),
    /// Neither: nothing that is published can be.
    Other,
}

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFacts {
    /// Its size.
    pub bytes: u64,
    /// CRC-32 as zip files use it.
    pub crc32: Option<u32>,
    /// The sha256 of its content.
    pub sha256: Option<[u8; 32]>,
    /// Permission bits.
    pub mode: Option<u32>,
}

/// What is known of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    /// Where it points.
    pub target: Option<String>,
    /// CRC-32 of the target's text: all that a zip's directory says of it.
    pub crc32: Option<u32>,
}

/// How a directory differs from what was published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// Published and not there.
    pub missing: Paths,
    /// There and not published.
    pub added: Paths,
    /// Another content, another kind, another target.
    pub changed: Paths,
    /// Shorter than published.
    pub truncated: Paths,
    /// Another mode than in the baseline.
    pub modes: Paths,
    /// Could not be read, with the reason.
    pub unreadable: Paths,
}

/// What came of a deep check of one layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeepCheck {
    /// When.
    pub at: Timestamp,
    /// The directory's own time then: with another one, it is not the directory that was checked.
    pub modified: Option<Timestamp>,
    /// What came of it.
    pub verdict: Verdict,
}

/// What came of a deep check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Compared, entry by entry.
    Compared {
        /// With what, in a phrase: what AWS says, or a baseline of when.
        evidence: String,
        /// Files and links compared.
        files: u64,
        /// Bytes read.
        bytes: u64,
        /// How they differ.
        differences: Box<Differences>,
    },
    /// There was nothing to compare with; the sentence says why and what to do.
    Impossible(String),
}

impl Differences {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// `2 changed, 1 missing`; empty where there are none.
    pub fn summary(&self) -> String {
        let counts = [
            (&self.missing, "missing"),
            (&self.truncated, "truncated"),
            (&self.changed, "changed"),
            (&self.added, "added"),
            (&self.modes, "with another mode"),
            (&self.unreadable, "unreadable"),
        ];
        let told = counts.iter().filter(|(paths, _)| !paths.is_empty());
        told.map(|(paths, word)| format!("{} {word}", paths.count)).collect::<Vec<_>>().join(", ")
    }
}

/// Compares what lies there with what was published. Folders count only where they are missing: SAM and we make those
/// that an archive does not name.
pub fn compare(published: &[Entry], present: &[Entry]) -> Differences {
    let mut differences = Differences::default();
    let mut left: BTreeMap<&str, &What> = present.iter().map(|entry| (entry.path.as_str(), &entry.what)).collect();
    for expected in published {
        match left.remove(expected.path.as_str()) {
            None => differences.missing.add(expected.path.clone()),
            Some(found) => compare_one(&expected.path, &expected.what, found, &mut differences),
        }
    }
    for (path, what) in left {
        if *what != What::Folder {
            differences.added.add(path.to_owned());
        }
    }
    differences
}

fn compare_one(path: &str, expected: &What, found: &What, differences: &mut Differences) {
    match (expected, found) {
        (What::Folder, What::Folder) => {}
        (What::File(expected), What::File(found)) => {
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
        (What::Link(expected), What::Link(found)) => {
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

impl DeepCheck {
    /// What is wrong. `refresh` says how the layer is downloaded again.
    pub fn problems(&self, refresh: &str) -> Vec<Problem> {
        let (evidence, differences) = match &self.verdict {
            Verdict::Impossible(why) => {
                let fix = "samlayers verify --deep, with AWS to ask or after a refresh that leaves a baseline.";
                return vec![Problem::new(ProblemCode::NotVerified, why.clone(), fix)];
            }
            Verdict::Compared { evidence, differences, .. } => (evidence, differences),
        };
        let told = [
            (ProblemCode::FileMissing, &differences.missing, "missing"),
            (ProblemCode::FileTruncated, &differences.truncated, "shorter than published"),
            (ProblemCode::FileChanged, &differences.changed, "not what was published"),
            (ProblemCode::FileAdded, &differences.added, "there and not published"),
            (ProblemCode::ModeWrong, &differences.modes, "of another mode"),
            (ProblemCode::LayerUnreadable, &differences.unreadable, "unreadable"),
        ];
        let told = told.into_iter().filter(|(_, paths, _)| !paths.is_empty());
        told.map(|(code, paths, how)| {
            let detail = format!("{} {how}, by {evidence}: {}.", counted(paths.count), paths.names(NAMED));
            Problem::new(code, detail, refresh)
        })
        .collect()
    }
}

fn counted(files: u64) -> String {
    if files == 1 { "1 file is".to_owned() } else { format!("{files} files are") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: u64, crc32: u32) -> Entry {
        let facts = FileFacts { bytes, crc32: Some(crc32), sha256: None, mode: None };
        Entry { path: path.to_owned(), what: What::File(facts) }
    }

    fn link(path: &str, target: &str) -> Entry {
        let target = Some(target.to_owned());
        Entry { path: path.to_owned(), what: What::Link(LinkFacts { target, crc32: None }) }
    }

    fn folder(path: &str) -> Entry {
        Entry { path: path.to_owned(), what: What::Folder }
    }

    fn first(paths: &Paths) -> &str {
        assert_eq!(paths.count, 1, "{paths:?}");
        paths.first.first().unwrap()
    }

    #[test]
    fn every_way_to_differ_is_its_own() {
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
        assert_eq!(found.summary(), "2 missing, 1 truncated, 2 changed, 1 added");
    }

    #[test]
    fn what_was_not_looked_at_is_not_compared() {
        let of_zip = file("a", 3, 7);
        let facts = FileFacts { bytes: 3, crc32: None, sha256: Some([1; 32]), mode: Some(0o700) };
        let on_disk = Entry { path: "a".to_owned(), what: What::File(facts) };
        assert!(compare(std::slice::from_ref(&of_zip), std::slice::from_ref(&on_disk)).is_empty());
        let facts = FileFacts { sha256: Some([2; 32]), mode: Some(0o644), ..facts };
        let baseline = Entry { path: "a".to_owned(), what: What::File(facts) };
        let found = compare(&[baseline], &[on_disk]);
        assert_eq!((found.changed.count, first(&found.modes)), (1, "a (0644, now 0700)"));
    }

    #[test]
    fn nothing_to_compare_with_is_a_problem_and_never_fine() {
        let verdict = Verdict::Impossible("Cannot be checked deeply offline: no baseline.".to_owned());
        let check = DeepCheck { at: Timestamp::UNIX_EPOCH, modified: None, verdict };
        assert_eq!(check.problems("refresh")[0].code, ProblemCode::NotVerified);
    }
}
