//! Moves and removes files. Every move and removal of this crate is in this module, which a lint enforces
//! (`clippy.toml`).
//!
//! Three rules apply to all callers:
//! - Only a [`RemovableEntry`] is moved out of the cache or back, and only recognised names become one.
//! - All names are relative to open folders and are never followed, so that a path that is replaced by a link leads to
//!   no other file.
//! - Only entries of the folder `.samlayers` are removed. All others are moved there first.

mod tree;

mod removable_entry;
#[cfg(not(unix))]
#[path = "portable.rs"]
mod system;
#[cfg(unix)]
#[path = "unix.rs"]
mod system;

use std::ffi::OsStr;
use std::io;

use super::own_folder::OwnFolder;
use super::sys::Folder;
pub(super) use removable_entry::{Place, RemovableEntry};
pub(super) use system::Exchanged;
pub(super) use tree::{Discarded, discard_tree};

/// Moves an entry out of the cache into a folder of samlayers. Returns an error if the name exists there.
pub(super) fn take(root: &Folder, removable: &RemovableEntry, into: &OwnFolder) -> io::Result<()> {
    let from = removable.parent_folder(root)?;
    let to = removable.mirror_folder(into)?;
    system::rename_new(&from, removable.name(), to.folder(), removable.name())
}

/// Moves an entry out of the cache into a folder of samlayers, under a name of its own there.
pub(super) fn take_as(root: &Folder, removable: &RemovableEntry, into: &OwnFolder, new_name: &str) -> io::Result<()> {
    system::rename_new(&removable.parent_folder(root)?, removable.name(), into.folder(), OsStr::new(new_name))
}

/// Moves an entry from a folder of samlayers back to its place. Returns an error if the name exists there.
pub(super) fn put_back(from: &OwnFolder, removable: &RemovableEntry, root: &Folder) -> io::Result<()> {
    let parent = removable.parent_folder(root)?;
    let mirror = removable.mirror_folder(from)?;
    system::rename_new(mirror.folder(), removable.name(), &parent, removable.name())
}

/// Exchanges an entry of the cache with the one in a folder of samlayers, in one step. [`Exchanged::Unsupported`] means
/// that the system cannot do that and nothing was changed.
pub(super) fn exchange(root: &Folder, removable: &RemovableEntry, with: &OwnFolder) -> io::Result<Exchanged> {
    let parent = removable.parent_folder(root)?;
    let mirror = removable.mirror_folder(with)?;
    system::exchange(&parent, removable.name(), mirror.folder(), removable.name())
}

/// Moves an entry of a folder of samlayers into another one, or to an entry's place in the mirror of the cache.
pub(super) fn move_own(from: &OwnFolder, name: &str, to: &OwnFolder, new_name: &str) -> io::Result<()> {
    system::rename_new(from.folder(), OsStr::new(name), to.folder(), OsStr::new(new_name))
}

/// Moves new content from a folder of samlayers to a place in the cache that is free.
pub(super) fn put_new(from: &OwnFolder, name: &str, root: &Folder, removable: &RemovableEntry) -> io::Result<()> {
    system::rename_new(from.folder(), OsStr::new(name), &removable.parent_folder(root)?, removable.name())
}

/// Replaces a status file in one step, so that SAM sees the old one or the new one and never a part.
pub(super) fn replace_status(from: &OwnFolder, name: &str, root: &Folder, status: &RemovableEntry) -> io::Result<()> {
    debug_assert_eq!(status.place(), Place::Locks);
    system::rename_over(from.folder(), OsStr::new(name), &status.parent_folder(root)?, status.name())
}

/// Removes SAM's lock file of a layer.
pub(super) fn remove_lock(root: &Folder, lock: &RemovableEntry) -> io::Result<()> {
    debug_assert_eq!(lock.place(), Place::Locks);
    system::remove_file(&lock.parent_folder(root)?, lock.name())
}

/// Removes a file of samlayers.
pub(super) fn discard_file(own: &OwnFolder, name: &str) -> io::Result<()> {
    system::remove_file(own.folder(), OsStr::new(name))
}
