//! The one door: every move and every removal of this crate passes here, and a lint keeps it so (`clippy.toml`).
//!
//! Three rules hold whatever a caller asks for:
//! - what leaves the cache or comes back is a [`RemovableEntry`], which only recognised names become;
//! - all names are relative to open folders and never followed, so a path that is swapped for a link meanwhile leads
//!   nowhere else;
//! - only what lies in our own `.samlayers` folder is ever removed: everything else is moved there first.

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

/// Moves a removable out of the cache into a folder of ours. Fails when the name is taken there.
pub(super) fn take(root: &Folder, removable: &RemovableEntry, into: &OwnFolder) -> io::Result<()> {
    let from = removable.home(root)?;
    let to = removable.mirror_folder(into)?;
    system::rename_new(&from, removable.name(), to.folder(), removable.name())
}

/// Moves a removable from a folder of ours back to its place. Fails when something is there now.
pub(super) fn put_back(from: &OwnFolder, removable: &RemovableEntry, root: &Folder) -> io::Result<()> {
    let home = removable.home(root)?;
    let mirror = removable.mirror_folder(from)?;
    system::rename_new(mirror.folder(), removable.name(), &home, removable.name())
}

/// Swaps a removable in its place with the one in a folder of ours, in one step where the system can.
/// [`Exchanged::Unsupported`] means that nothing was changed.
pub(super) fn exchange(root: &Folder, removable: &RemovableEntry, with: &OwnFolder) -> io::Result<Exchanged> {
    let home = removable.home(root)?;
    let mirror = removable.mirror_folder(with)?;
    system::exchange(&home, removable.name(), mirror.folder(), removable.name())
}

/// Moves an entry of ours into another folder of ours, or to a removable's place in the mirror of one.
pub(super) fn move_own(from: &OwnFolder, name: &str, to: &OwnFolder, new_name: &str) -> io::Result<()> {
    system::rename_new(from.folder(), OsStr::new(name), to.folder(), OsStr::new(new_name))
}

/// Puts new content from a folder of ours at a place in the cache where nothing is.
pub(super) fn put_new(from: &OwnFolder, name: &str, root: &Folder, removable: &RemovableEntry) -> io::Result<()> {
    system::rename_new(from.folder(), OsStr::new(name), &removable.home(root)?, removable.name())
}

/// Puts a status file of ours in place, over an older one: SAM sees the one or the other, never half of either.
pub(super) fn replace_status(from: &OwnFolder, name: &str, root: &Folder, status: &RemovableEntry) -> io::Result<()> {
    debug_assert!(status.place() == Place::Locks);
    system::rename_over(from.folder(), OsStr::new(name), &status.home(root)?, status.name())
}

/// Removes SAM's lock file of a layer.
pub(super) fn remove_lock(root: &Folder, lock: &RemovableEntry) -> io::Result<()> {
    debug_assert!(lock.place() == Place::Locks);
    system::remove_file(&lock.home(root)?, lock.name())
}

/// Removes a file of ours.
pub(super) fn discard_file(own: &OwnFolder, name: &str) -> io::Result<()> {
    system::remove_file(own.folder(), OsStr::new(name))
}
