//! Files of our own outside of the cache: a project's lock file, baselines, what is remembered. Each is there whole, old
//! or new; a crash or a full disk in between leaves the older one.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

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
    let mut file = tempfile::Builder::new().prefix(".samlayers-").tempfile_in(folder)?;
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

/// Adds lines to the file at `path`, in one write, so that two of us at once do not mix theirs. Folder and file are
/// made where they are missing.
pub(in crate::ops) fn append(path: &Path, lines: &[&str]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
    // A line feed in front ends a last line that a crash may have torn.
    file.write_all(format!("\n{}\n", lines.join("\n")).as_bytes())
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
