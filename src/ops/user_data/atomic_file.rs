//! Writes samlayers' own files outside of the cache: lockfiles, baselines, stored ARNs. After a crash or with a full
//! disk, a file has either its old or its new content.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;
#[cfg(unix)]
use tempfile::TempPath;

use crate::ops::bounded;

/// Who may read a file. Only Unix distinguishes this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum Readers {
    /// Only the owner.
    Owner,
    /// Every user who may read the folder.
    Everyone,
    /// As for any other file that the user creates.
    ByUmask,
}

/// What happens to an existing file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum Existing {
    /// The new file takes its place.
    Replaced,
    /// It stays, and the new one is an [`AlreadyExists`](io::ErrorKind::AlreadyExists) error.
    Kept,
}

/// Replaces the file at `path` atomically with what `write` writes, and syncs it. The folder must exist.
pub(in crate::ops) fn replace(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    create(path, readers, Existing::Replaced, |file| {
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        out.flush()
    })
}

/// Creates the file at `path` atomically with what `write` writes, and syncs it. The folder must exist.
pub(in crate::ops) fn create<T, E: From<io::Error>>(
    path: &Path,
    readers: Readers,
    existing: Existing,
    write: impl FnOnce(&mut fs::File) -> Result<T, E>,
) -> Result<T, E> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = match path.file_name().and_then(|name| temporary_file(folder, name, readers)) {
        Some(file) => file,
        None => other_temporary_file(folder, readers)?,
    };
    let written = write(file.as_file_mut())?;
    if readers == Readers::Everyone {
        make_readable_by_everyone(file.as_file())?;
    }
    file.as_file().sync_all()?;
    #[expect(
        clippy::disallowed_methods,
        reason = "nothing of the cache: a file of ours comes in place of its older self"
    )]
    let persisted = match existing {
        Existing::Replaced => file.persist(path),
        Existing::Kept => file.persist_noclobber(path),
    };
    persisted.map_err(|error| error.error)?;
    Ok(written)
}

/// The beginning of the names of all temporary files.
const PREFIX: &str = ".samlayers-";

/// Returns whether a temporary file could have this name.
pub(in crate::ops) fn is_temporary_name(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(PREFIX.as_bytes())
}

/// Returns the name of the temporary file that is renamed to `name`.
#[cfg(unix)]
fn temporary_name(name: &OsStr) -> std::ffi::OsString {
    let mut new_name = std::ffi::OsString::from(PREFIX);
    new_name.push(name);
    new_name.push(".new");
    new_name
}

#[cfg(unix)]
fn other_temporary_file(folder: &Path, readers: Readers) -> io::Result<NamedTempFile> {
    use std::os::unix::fs::PermissionsExt as _;
    tempfile::Builder::new().prefix(PREFIX).permissions(fs::Permissions::from_mode(readers.mode())).tempfile_in(folder)
}

#[cfg(not(unix))]
fn other_temporary_file(folder: &Path, _readers: Readers) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)
}

#[cfg(unix)]
impl Readers {
    /// Returns the mode with which a file is created.
    fn mode(self) -> u32 {
        if self == Self::ByUmask { 0o666 } else { 0o600 }
    }
}

/// Opens the temporary file that will replace the target. Its name is always the same, so that one left by a killed
/// process is reused and not left behind. `None` if another process is writing it, or if it is not a regular file.
#[cfg(unix)]
fn temporary_file(folder: &Path, name: &OsStr, readers: Readers) -> Option<NamedTempFile> {
    use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
    let path = std::path::absolute(folder.join(temporary_name(name))).ok()?;
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let mut how = fs::OpenOptions::new();
    how.read(true).write(true).create(true).mode(readers.mode()).custom_flags(i32::try_from(flags.bits()).ok()?);
    let file = how.open(&path).ok()?;
    file.try_lock().ok()?;
    let (opened, there) = (file.metadata().ok()?, path.symlink_metadata().ok()?);
    // The previous owner of the lock may have renamed it already.
    let is_it = opened.is_file() && opened.nlink() == 1 && (opened.dev(), opened.ino()) == (there.dev(), there.ino());
    if !is_it {
        return None;
    }
    if readers != Readers::ByUmask {
        file.set_permissions(fs::Permissions::from_mode(0o600)).ok()?;
    }
    file.set_len(0).ok()?;
    Some(NamedTempFile::from_parts(file, TempPath::try_from_path(path).ok()?))
}

#[cfg(not(unix))]
fn temporary_file(_folder: &Path, _name: &OsStr, _readers: Readers) -> Option<NamedTempFile> {
    None
}

/// Appends lines to the file at `path` in a single write, so that two processes do not mix their lines. Creates the
/// file and its folder if necessary.
pub(in crate::ops) fn append(path: &Path, lines: &[&str]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let mut how = fs::OpenOptions::new();
    private(how.create(true).append(true));
    let mut file = bounded::open(path, &mut how)?;
    // Starts with a newline, in case a crash left an incomplete last line.
    file.write_all(format!("\n{}\n", lines.join("\n")).as_bytes())
}

/// Creates a folder and its parents up to the user's home, and makes it private, because its contents are trusted. A
/// missing home folder is not created.
pub(in crate::ops) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.ancestors().nth(3).is_some_and(|home| !home.exists()) {
        return Err(io::ErrorKind::NotFound.into());
    }
    make_private(folder)
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mode = fs::metadata(folder)?.permissions().mode() & 0o777;
    // Only write access for others is removed. Read access may be intended by the user.
    if mode & 0o022 == 0 { Ok(()) } else { fs::set_permissions(folder, fs::Permissions::from_mode(mode & 0o755)) }
}

/// The user's profile folder is already private.
#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

#[cfg(unix)]
fn private(how: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    how.mode(0o600)
}

#[cfg(not(unix))]
fn private(how: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    how
}

/// Checks that samlayers' files can be read and written in a folder. The folder does not have to exist yet.
pub(in crate::ops) fn usable(folder: &Path) -> io::Result<()> {
    match fs::read_dir(folder) {
        Ok(_) => may_write(folder),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let above = folder.ancestors().skip(1).find(|above| above.symlink_metadata().is_ok());
            above.map_or(Err(error), may_write)
        }
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn may_write(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::access(folder, rustix::fs::Access::WRITE_OK | rustix::fs::Access::EXEC_OK)?)
}

/// Windows does not restrict access to folders by mode.
#[cfg(not(unix))]
fn may_write(folder: &Path) -> io::Result<()> {
    fs::metadata(folder).map(drop)
}

/// Temporary files are created private.
#[cfg(unix)]
fn make_readable_by_everyone(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
fn make_readable_by_everyone(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_a_kill_left_is_used_up_by_the_next_write() {
        let folder = tempfile::tempdir().unwrap();
        let (path, left) = (folder.path().join("file"), folder.path().join(".samlayers-file.new"));
        fs::write(&left, "half of something longer").unwrap();
        replace(&path, Readers::Owner, |out| out.write_all(b"whole")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        // A link of that name in a cloned project leads nowhere.
        fs::write(folder.path().join("precious"), "1").unwrap();
        std::os::unix::fs::symlink("precious", &left).unwrap();
        replace(&path, Readers::Owner, |out| out.write_all(b"again")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "again");
        assert_eq!(fs::read_to_string(folder.path().join("precious")).unwrap(), "1");
    }

    #[test]
    fn a_write_that_fails_leaves_the_older_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        replace(&path, Readers::Everyone, |out| out.write_all(b"old and longer")).unwrap();
        let failed = replace(&path, Readers::Owner, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("torn"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "torn");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old and longer");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        replace(&path, Readers::Owner, |out| out.write_all(b"new")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}
