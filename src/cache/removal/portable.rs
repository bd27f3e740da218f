//! Renames and removals by path, for systems without directory descriptors (Windows).
#![expect(clippy::disallowed_methods, reason = "this module implements moves and removals")]

use std::ffi::OsStr;
use std::io;

use crate::cache::sys::Folder;

/// The result of an exchange of two names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cache) enum Exchanged {
    /// They were exchanged in one step.
    Yes,
    /// The system does not support it; nothing was changed.
    Unsupported,
}

/// Renames without replacing anything.
pub(super) fn rename_new(from: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
    match to.meta(new_name) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => rename_over(from, name, to, new_name),
        Err(error) => Err(error),
    }
}

/// Renames a file and replaces an existing one.
pub(super) fn rename_over(from: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
    std::fs::rename(from.path_of(name), to.path_of(new_name))
}

/// Returns [`Exchanged::Unsupported`]: there is no such call.
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
pub(super) fn exchange(_one: &Folder, _name: &OsStr, _other: &Folder, _other_name: &OsStr) -> io::Result<Exchanged> {
    Ok(Exchanged::Unsupported)
}

/// Removes a file or link, even if it is read-only.
pub(super) fn remove_file(folder: &Folder, name: &OsStr) -> io::Result<()> {
    let path = folder.path_of(name);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            // The system treats a link to a directory as a directory.
            std::fs::remove_dir(&path).map_err(|_| error)
        }
        other => other,
    }
}

/// Removes an empty directory.
pub(super) fn remove_directory(folder: &Folder, name: &OsStr) -> io::Result<()> {
    std::fs::remove_dir(folder.path_of(name))
}
