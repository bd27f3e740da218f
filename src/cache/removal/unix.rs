//! Renames and removes entries of open folders.
#![expect(clippy::disallowed_methods, reason = "this module implements moves and removals")]

use std::ffi::OsStr;
use std::io;

use rustix::fs::{AtFlags, RenameFlags};
use rustix::io::Errno;

use crate::cache::sys::Folder;

/// The result of an exchange of two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cache) enum Exchanged {
    /// They were exchanged in one step.
    Yes,
    /// The system does not support it; nothing was changed.
    Unsupported,
}

/// Renames without replacing an existing entry.
pub(super) fn rename_new(from: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
    match rustix::fs::renameat_with(from, name, to, new_name, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
        other => return Ok(other?),
    }
    // Some network and FUSE file systems do not support flags. All samlayers processes hold the guard here, and SAM
    // creates directories only under its own lock, which is held as well.
    match to.meta(new_name) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(rustix::fs::renameat(from, name, to, new_name)?),
        Err(error) => Err(error),
    }
}

/// Renames a file and replaces an existing one.
pub(super) fn rename_over(from: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::renameat(from, name, to, new_name)?)
}

/// Exchanges two names in one step.
pub(super) fn exchange(one: &Folder, name: &OsStr, other: &Folder, other_name: &OsStr) -> io::Result<Exchanged> {
    match rustix::fs::renameat_with(one, name, other, other_name, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(Exchanged::Yes),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(Exchanged::Unsupported),
        Err(error) => Err(error.into()),
    }
}

/// Removes a file or link.
pub(super) fn remove_file(folder: &Folder, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::unlinkat(folder, name, AtFlags::empty())?)
}

/// Removes an empty directory.
pub(super) fn remove_directory(folder: &Folder, name: &OsStr) -> io::Result<()> {
    Ok(rustix::fs::unlinkat(folder, name, AtFlags::REMOVEDIR)?)
}
