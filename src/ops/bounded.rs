//! Whole files, read within a limit. A cloned repository, or anyone who can write beside us, may put a pipe, a device or a
//! file without end where a small text is expected; such a file is refused with a reason instead of filling the memory or
//! waiting for ever.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

/// Bytes of the largest template that is read, together with all stacks nested in it: sixteen times what a stack takes. A
/// larger one would hold up everything else for the length of minutes that SAM itself would need.
pub const TEMPLATE: u64 = 16 << 20;

/// Bytes of the largest file that a person writes by hand: samconfig, config.yaml, a theme, parameter overrides.
pub const BY_HAND: u64 = 1 << 20;

/// Bytes of the largest list that is kept for long: lock files of projects, remembered ARNs.
pub const LIST: u64 = 16 << 20;

/// Bytes of the largest baseline: a line of some 200 bytes for each of half a million files.
pub const BASELINE: u64 = 128 << 20;

/// Reads a regular file, links to it followed, that holds no more than `limit` bytes.
///
/// Anything but a regular file is refused without being waited for; a larger one with
/// [`FileTooLarge`](io::ErrorKind::FileTooLarge).
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open(path, OpenOptions::new().read(true))?;
    let length = file.metadata()?.len();
    if length > limit {
        return Err(too_large(limit));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
    // Some files have more to tell than their length, those in `/proc` for example.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

/// [`read`] for a text in UTF-8; anything else is [`InvalidData`](io::ErrorKind::InvalidData).
pub fn read_text(path: &Path, limit: u64) -> io::Result<String> {
    String::from_utf8(read(path, limit)?)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not a text in UTF-8"))
}

/// Opens a regular file, links to it followed, and nothing else.
pub(super) fn open(path: &Path, how: &mut OpenOptions) -> io::Result<File> {
    // Asked before it is opened as well, since opening alone has effects on some devices.
    match fs::metadata(path) {
        Ok(metadata) => refuse_other(&metadata)?,
        // Where it may be made, opening it tells.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let file = without_waiting(how).open(path)?;
    refuse_other(&file.metadata()?)?;
    Ok(file)
}

fn refuse_other(metadata: &fs::Metadata) -> io::Result<()> {
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    Ok(())
}

/// A pipe that nobody writes into would be waited for.
#[cfg(unix)]
fn without_waiting(how: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    how.custom_flags(i32::try_from(flags.bits()).unwrap_or_default())
}

#[cfg(not(unix))]
fn without_waiting(how: &mut OpenOptions) -> &mut OpenOptions {
    how
}

fn too_large(limit: u64) -> io::Error {
    let most = if limit < 1 << 20 { format!("{limit} bytes") } else { format!("{} MiB", limit >> 20) };
    io::Error::new(io::ErrorKind::FileTooLarge, format!("it holds more than the {most} that are read of such a file"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_its_limit() {
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
    fn pipes_devices_and_files_without_a_length_are_refused_and_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for path in [pipe.as_path(), &link, Path::new("/dev/zero"), Path::new("/dev/tty")] {
            let error = read(path, 10).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{}: {error}", path.display());
        }
        // Its length is told as 0.
        assert_eq!(read(Path::new("/proc/self/maps"), 10).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
