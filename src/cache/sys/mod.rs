//! The file system calls of the cache: open folders and their entries.
//!
//! A [`Folder`] stays the same directory even if its path is renamed or replaced by a link. Everything below it is
//! accessed by name without following links. Nothing here removes or renames; only [`super::removal`] does.

use std::ffi::OsString;

use jiff::Timestamp;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(super) use unix::Folder;

#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
mod macos;
#[cfg(not(unix))]
mod portable;
#[cfg(not(unix))]
pub(super) use portable::Folder;

/// The kind of an entry. Links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Directory,
    File,
    Link,
    Other,
}

/// The identity of an entry, independent of its name. All are equal on systems without file IDs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Identity {
    pub device: u64,
    pub inode: u64,
}

/// The metadata of an entry. Links are not followed.
#[derive(Debug, Clone)]
pub(super) struct Meta {
    pub kind: Kind,
    /// The apparent bytes.
    pub bytes: u64,
    /// The number of hard links; 1 if the system does not report it.
    pub links: u64,
    pub modified: Option<Timestamp>,
    pub identity: Identity,
}

/// The minimal metadata, for counting.
#[derive(Debug, Clone, Copy)]
pub(super) struct QuickMeta {
    pub kind: Kind,
    /// The apparent bytes.
    pub bytes: u64,
    /// The permission bits; on systems without them, those that SAM would set.
    pub mode: u32,
    /// The number of hard links; 1 if the system does not report it.
    pub links: u64,
    /// The inode number, which is unique on its file system.
    pub inode: u64,
}

impl QuickMeta {
    /// A directory of which nothing else was asked.
    pub const DIRECTORY: Self = Self { kind: Kind::Directory, bytes: 0, mode: 0o700, links: 1, inode: 0 };
}

/// One entry of a listing. `kind` is `None` where the file system does not tell while listing.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub name: OsString,
    pub kind: Option<Kind>,
}
