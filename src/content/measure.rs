//! The size of a layer directory, and the facts its content shows.

use std::path::PathBuf;

use super::facts::ContentFacts;

/// What counting a directory gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measure {
    /// Apparent bytes of all files and links below.
    pub bytes: u64,
    /// Files and links, directories not counted.
    pub files: u64,
    /// What could not be read, with the system's words; the totals lack it. At most [`Measure::MAX_FAILURES`] are kept.
    pub failures: Vec<(PathBuf, String)>,
    /// How many failures there were in all.
    pub failure_count: u64,
    /// What the content says of itself.
    pub content: ContentFacts,
    /// Bytes counted more than once because several names in here are one file.
    pub repeated_bytes: u64,
    /// Files that have names elsewhere as well: their bytes are freed only when all names go.
    pub linked: Vec<Linked>,
}

/// A file with several names, some of them outside the directory that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    /// Which file it is: its inode. All of a cache lies on one disk, for mounts in it are not entered.
    pub inode: u64,
    /// Apparent bytes.
    pub bytes: u64,
    /// Names it has in the directory that was counted.
    pub names: u64,
    /// Names it has in all.
    pub links: u64,
}

impl Measure {
    /// How many failures keep their path and reason.
    pub const MAX_FAILURES: usize = 20;
}
