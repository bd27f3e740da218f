//! Reads whole files up to a size limit. A cloned repository, or another user with write access, may put a pipe, a
//! device or an endless file where a small text is expected. Such a file is rejected with an error, so that it neither
//! fills the memory nor blocks.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// The maximum size in bytes of a template together with its nested stacks: sixteen times what a stack may have. SAM
/// itself would take minutes for a larger one.
pub const TEMPLATE: u64 = 16 << 20;

/// The maximum size in bytes of a file that users write by hand: samconfig, config.yaml, a theme, parameter overrides.
pub const BY_HAND: u64 = 512 << 10;

/// The maximum size in bytes of a stored list: lockfiles of projects, stored ARNs.
pub const LIST: u64 = 16 << 20;

/// The maximum size in bytes of a baseline: a line of about 200 bytes for each of half a million files.
pub const BASELINE: u64 = 128 << 20;

/// A file with a limit on the bytes that can still be read.
#[derive(Debug)]
pub struct Bounded<F> {
    /// The file.
    pub file: F,
    /// The bytes that can still be read.
    pub left: usize,
}

impl<F: Read> Read for Bounded<F> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min(self.left);
        let read = self.file.read(&mut buffer[..length])?;
        self.left -= read;
        Ok(read)
    }
}

impl<F: Seek> Seek for Bounded<F> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Reads a regular file of at most `limit` bytes. Links are followed.
///
/// Anything but a regular file is rejected without blocking. A larger file is a
/// [`FileTooLarge`](io::ErrorKind::FileTooLarge) error.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open(path, OpenOptions::new().read(true))?;
    let length = file.metadata()?.len();
    if length > limit {
        return Err(too_large(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // Some files are longer than their metadata claims, such as those in `/proc`.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

/// Reads a text like [`read`]. Text that is not valid UTF-8 is an [`InvalidData`](io::ErrorKind::InvalidData) error.
pub fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    String::from_utf8(read(path, limit)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8 text"))
}

/// Opens a regular file. Links are followed; anything else is rejected.
pub(super) fn open(path: &Path, how: &mut OpenOptions) -> io::Result<File> {
    // The type is also checked before opening, as opening some devices has side effects.
    match fs::metadata(path) {
        Ok(metadata) => require_regular_file(&metadata)?,
        // If the file may be created, it does not have to exist yet.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let file = nonblocking(how).open(path)?;
    require_regular_file(&file.metadata()?)?;
    Ok(file)
}

fn require_regular_file(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    Ok(())
}

/// Avoids blocking on a pipe without a writer.
#[cfg(unix)]
fn nonblocking(how: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    how.custom_flags(i32::try_from(flags.bits()).unwrap_or_default())
}

#[cfg(not(unix))]
fn nonblocking(how: &mut OpenOptions) -> &mut OpenOptions {
    how
}

fn too_large(limit: u64) -> io::Error {
    let most = if limit < 1 << 20 { format!("{limit} bytes") } else { format!("{} MiB", limit >> 20) };
    io::Error::new(io::ErrorKind::FileTooLarge, format!("larger than the limit of {most} for such files"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_limit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_text(&path, 5).unwrap(), "12345");
        let error = read(&path, 4).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert!(error.to_string().contains("4 bytes"), "{error}");
        assert_eq!(read(folder.path(), 5).unwrap_err().kind(), io::ErrorKind::IsADirectory);
        assert_eq!(read(&folder.path().join("gone"), 5).unwrap_err().kind(), io::ErrorKind::NotFound);
        fs::write(&path, b"\xff").unwrap();
        assert_eq!(read_text(&path, 5).unwrap_err().kind(), io::ErrorKind::InvalidData);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn pipes_devices_and_files_without_a_length_are_rejected_without_blocking() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for path in [pipe.as_path(), &link, Path::new("/dev/zero"), Path::new("/dev/tty")] {
            let error = read(path, 10).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{}: {error}", path.display());
        }
        // Its metadata reports a length of 0.
        assert_eq!(read(Path::new("/proc/self/maps"), 10).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
