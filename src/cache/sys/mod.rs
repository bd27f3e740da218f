//! The cache room's one view of the operating system: folders held open, their entries.
//!
//! A [`Folder`] is a directory that stays the same one even when its path is renamed or replaced by a link meanwhile,
//! and everything below it is reached by name without following links. Nothing here removes or renames; that is
//! [`super::removal`]'s alone.

use std::ffi::OsString;

use jiff::Timestamp;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(super) use unix::Folder;

#[cfg(any(target_os = "linux", target_os = "android"))]
mod linux;
#[cfg(any(target_os = "linux", target_os = "android"))]
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
mod macos;
#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
#[cfg(not(unix))]
mod portable;
#[cfg(not(unix))]
pub(super) use portable::Folder;

/// What an entry is; a link is a link, whatever it points to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Directory,
    File,
    Link,
    Other,
}

/// Which entry it really is, whatever its name is now. Where the system tells no such number, all are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct Identity {
    pub device: u64,
    pub inode: u64,
}

/// What the system says of an entry itself, links not followed.
#[derive(Debug, Clone)]
pub(super) struct Meta {
    pub kind: Kind,
    /// Apparent bytes.
    pub bytes: u64,
    /// How many names it has; 1 where the system does not say.
    pub links: u64,
    pub modified: Option<Timestamp>,
    pub identity: Identity,
}

/// The little that counting asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lean {
    pub kind: Kind,
    /// Apparent bytes.
    pub bytes: u64,
    /// Permission bits; where the system has none, those SAM would set.
    pub mode: u32,
    /// How many names it has; 1 where the system does not say.
    pub links: u64,
    /// Which file it is, within its disk.
    pub inode: u64,
}

/// One entry of a listing. `kind` is `None` where the file system does not tell while listing.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub name: OsString,
    pub kind: Option<Kind>,
}
