//! The size of a layer directory, and the facts its content shows.

use std::path::PathBuf;

use super::facts::ContentFacts;

/// The size of a directory, and what was found while measuring it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measure {
    /// The apparent bytes of all files and links.
    pub bytes: u64,
    /// The number of files and links, without directories.
    pub files: u64,
    /// Entries that could not be read, with the system's error message. They are missing in the totals. At most
    /// [`Measure::MAX_FAILURES`] are kept.
    pub failures: Vec<(PathBuf, String)>,
    /// The number of all failures.
    pub failure_count: u64,
    /// Facts about the files.
    pub content: ContentFacts,
    /// Bytes counted more than once because several names in the directory are hard links to one file.
    pub repeated_bytes: u64,
    /// Files that also have names outside of the directory. Their bytes are freed only when all names are removed.
    pub linked: Vec<Linked>,
    /// Whether there are no files because the layer was published or imported without any, as a baseline shows. The
    /// measurement itself leaves it out.
    pub published_empty: bool,
}

/// A file with hard links, some of them outside of the measured directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    /// The inode, which identifies the file: mount points within a cache are not entered, so all files are on one file
    /// system.
    pub inode: u64,
    /// Apparent bytes.
    pub bytes: u64,
    /// The number of its names in the measured directory.
    pub names: u64,
    /// The number of all its names.
    pub links: u64,
}

impl Measure {
    /// The number of failures that keep their path and reason.
    pub const MAX_FAILURES: usize = 20;

    /// Returns whether everything could be read, so that bytes and files are those of the whole directory.
    pub fn is_complete(&self) -> bool {
        self.failure_count == 0
    }
}
