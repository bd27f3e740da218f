//! Files of our own outside of the cache: a project's lock file, baselines, what is remembered. Each is there whole, old
//! or new; a crash or a full disk in between leaves the older one.

use std::ffi::OsStr;
#[cfg(unix)]
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use tempfile::NamedTempFile;
#[cfg(unix)]
use tempfile::TempPath;

use crate::ops::bounded;

/// Who may read a file of ours. Only Unix tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) enum Readers {
    /// Its owner.
    Owner,
    /// Everyone who may read what is beside it.
    Everyone,
}

/// Puts what `write` writes in the place of the file at `path`, synced. Its folder has to be there.
pub(in crate::ops) fn replace(
    path: &Path,
    readers: Readers,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = match path.file_name().and_then(|name| taken_up(folder, name)) {
        Some(file) => file,
        None => tempfile::Builder::new().prefix(".samlayers-").tempfile_in(folder)?,
    };
    {
        let mut out = BufWriter::new(file.as_file_mut());
        write(&mut out)?;
        out.flush()?;
    }
    if readers == Readers::Everyone {
        let_everyone_read(file.as_file())?;
    }
    file.as_file().sync_all()?;
    #[expect(
        clippy::disallowed_methods,
        reason = "nothing of the cache: a file of ours comes in place of its older self"
    )]
    file.persist(path)?;
    Ok(())
}

/// The file that is written before it takes the place of another: always of the same name, so that what a kill left is used
/// up by the next write and never lies there for good. `None` where another process is writing it, or it is something else.
#[cfg(unix)]
fn taken_up(folder: &Path, name: &OsStr) -> Option<NamedTempFile> {
    use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
    let mut new_name = OsString::from(".samlayers-");
    new_name.push(name);
    new_name.push(".new");
    let path = std::path::absolute(folder.join(new_name)).ok()?;
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let mut how = fs::OpenOptions::new();
    how.read(true).write(true).create(true).mode(0o600).custom_flags(i32::try_from(flags.bits()).ok()?);
    let file = how.open(&path).ok()?;
    file.try_lock().ok()?;
    let (opened, there) = (file.metadata().ok()?, path.symlink_metadata().ok()?);
    // Whoever held the lock before may have moved it into its place.
    let is_it = opened.is_file() && opened.nlink() == 1 && (opened.dev(), opened.ino()) == (there.dev(), there.ino());
    if !is_it {
        return None;
    }
    file.set_permissions(fs::Permissions::from_mode(0o600)).and_then(|()| file.set_len(0)).ok()?;
    Some(NamedTempFile::from_parts(file, TempPath::try_from_path(path).ok()?))
}

#[cfg(not(unix))]
fn taken_up(_folder: &Path, _name: &OsStr) -> Option<NamedTempFile> {
    None
}

/// Adds lines to the file at `path`, in one write, so that two of us at once do not mix theirs. Folder and file are
/// made where they are missing.
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
    // A line feed in front ends a last line that a crash may have torn.
    file.write_all(format!("\n{}\n", lines.join("\n")).as_bytes())
}

/// Makes a folder of ours, with those above it up to the user's home, and lets no one else into it: what is remembered there
/// is believed. A home that is not there is not made.
pub(in crate::ops) fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.ancestors().nth(4).is_some_and(|home| !home.exists()) {
        return Err(io::ErrorKind::NotFound.into());
    }
    make_private(folder)
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mode = fs::metadata(folder)?.permissions().mode() & 0o777;
    // Only what others may write: that a user opened it for reading is theirs to decide.
    if mode & 0o022 == 0 { Ok(()) } else { fs::set_permissions(folder, fs::Permissions::from_mode(mode & 0o755)) }
}

/// The user's profile folder is private already.
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

/// Whether files of ours can be read and written in a folder, which is made when it is first needed.
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

/// Modes are not what forbids here.
#[cfg(not(unix))]
fn may_write(folder: &Path) -> io::Result<()> {
    fs::metadata(folder).map(drop)
}

/// Temporary files are private to begin with.
#[cfg(unix)]
fn let_everyone_read(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn let_everyone_read(_file: &fs::File) -> io::Result<()> {
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
