//! The implementation for Windows: no modes, and two kinds of links.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::path::Path;

/// Reads at an offset. The file's own position moves as well, which no reader here uses.
pub(in crate::archive) fn read_at(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, position)
}

/// Creates a folder, which must not exist.
pub(in crate::archive) fn make_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir(path)
}

/// Creates a file, which must not exist.
pub(in crate::archive) fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Opens a file for reading.
pub(in crate::archive) fn open_file(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Returns the mode that SAM would set, as Windows has no modes.
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
pub(in crate::archive) fn mode(_file: &File) -> io::Result<u32> {
    Ok(0o700)
}

/// Creates a link, which must not exist, of the kind that its target needs.
pub(in crate::archive) fn make_link(target: &str, path: &Path) -> io::Result<()> {
    let target_path = path.parent().map(|folder| folder.join(target));
    if target_path.is_some_and(|target| target.is_dir()) {
        std::os::windows::fs::symlink_dir(target, path)
    } else {
        std::os::windows::fs::symlink_file(target, path)
    }
}

/// Windows has no execute bit; what a file begins with decides.
pub(in crate::archive) fn is_executable(_metadata: &Metadata) -> bool {
    false
}

/// Only length and time tell whether a file was replaced.
pub(in crate::archive) fn identity(_metadata: &Metadata) -> (u64, u64) {
    (0, 0)
}
