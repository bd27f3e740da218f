//! The one door: every move and every removal of this crate passes here, and a lint keeps it so (`clippy.toml`).
//!
//! Three rules hold whatever a caller asks for:
//! - what leaves the cache or comes back is a [`Victim`], which only recognised names become;
//! - all names are relative to open folders and never followed, so a path that is swapped for a link meanwhile leads
//!   nowhere else;
//! - only what lies in our own `.samlayers` folder is ever removed: everything else is moved there first.

mod tree;
mod victim;

#[cfg(not(unix))]
#[path = "portable.rs"]
mod system;
#[cfg(unix)]
#[path = "unix.rs"]
mod system;

use std::ffi::OsStr;
use std::io;

use super::store::Own;
use super::sys::Folder;
pub(super) use system::Exchanged;
pub(super) use tree::{Discarded, discard_tree};
pub(super) use victim::{Place, Victim};

/// Moves a victim out of the cache into a folder of ours. Fails when the name is taken there.
pub(super) fn take(root: &Folder, victim: &Victim, into: &Own) -> io::Result<()> {
    let from = victim.home(root)?;
    let to = victim.mirror(into)?;
    system::rename_new(&from, victim.name(), to.folder(), victim.name())
}

/// Moves a victim from a folder of ours back to its place. Fails when something is there now.
pub(super) fn put_back(from: &Own, victim: &Victim, root: &Folder) -> io::Result<()> {
    let home = victim.home(root)?;
    let mirror = victim.mirror(from)?;
    system::rename_new(mirror.folder(), victim.name(), &home, victim.name())
}

/// Swaps a victim in its place with the one in a folder of ours, in one step where the system can.
/// [`Exchanged::Unsupported`] means that nothing was changed.
pub(super) fn exchange(root: &Folder, victim: &Victim, with: &Own) -> io::Result<Exchanged> {
    let home = victim.home(root)?;
    let mirror = victim.mirror(with)?;
    system::exchange(&home, victim.name(), mirror.folder(), victim.name())
}

/// Moves an entry of ours into another folder of ours, or to a victim's place in the mirror of one.
pub(super) fn move_own(from: &Own, name: &str, to: &Own, new_name: &str) -> io::Result<()> {
    system::rename_new(from.folder(), OsStr::new(name), to.folder(), OsStr::new(new_name))
}

/// Puts new content from a folder of ours at a place in the cache where nothing is.
pub(super) fn put_new(from: &Own, name: &str, root: &Folder, victim: &Victim) -> io::Result<()> {
    system::rename_new(from.folder(), OsStr::new(name), &victim.home(root)?, victim.name())
}

/// Puts a status file of ours in place, over an older one: SAM sees the one or the other, never half of either.
pub(super) fn replace_status(from: &Own, name: &str, root: &Folder, status: &Victim) -> io::Result<()> {
    debug_assert!(status.place() == Place::Locks);
    system::rename_over(from.folder(), OsStr::new(name), &status.home(root)?, status.name())
}

/// Removes SAM's lock file of a layer.
pub(super) fn remove_lock(root: &Folder, lock: &Victim) -> io::Result<()> {
    debug_assert!(lock.place() == Place::Locks);
    system::remove_file(&lock.home(root)?, lock.name())
}

/// Removes a file of ours.
pub(super) fn discard_file(own: &Own, name: &str) -> io::Result<()> {
    system::remove_file(own.folder(), OsStr::new(name))
}
