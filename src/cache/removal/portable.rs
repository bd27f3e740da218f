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
    #[cfg(all(windows, debug_assertions))]
    ntfs::refuse_open_files(&from.path_of(name))?;
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

/// What NTFS refuses and Wine allows: renaming a folder below which a file is open.
#[cfg(all(windows, debug_assertions))]
mod ntfs {
    use std::fs::OpenOptions;
    use std::io;
    use std::os::windows::fs::OpenOptionsExt as _;
    use std::path::Path;

    const SHARING_VIOLATION: i32 = 32;
    const ACCESS_DENIED: i32 = 5;

    /// Returns NTFS's error if a file below is open. Only where `tests/cross` asks for it.
    pub(super) fn refuse_open_files(path: &Path) -> io::Result<()> {
        if std::env::var_os("SAMLAYERS_NTFS").is_none() || !path.is_dir() {
            return Ok(());
        }
        for entry in std::fs::read_dir(path)? {
            let path = entry?.path();
            if path.is_dir() {
                refuse_open_files(&path)?;
            } else if let Err(error) = OpenOptions::new().read(true).share_mode(0).open(&path)
                && error.raw_os_error() == Some(SHARING_VIOLATION)
            {
                return Err(io::Error::from_raw_os_error(ACCESS_DENIED));
            }
        }
        Ok(())
    }
}
