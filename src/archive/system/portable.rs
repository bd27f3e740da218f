//! Windows: no modes, and two kinds of links.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Reads at a position; the file's own position moves along, which no reader here relies on.
pub(in crate::archive) fn read_at(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, into, position)
}

/// A folder that was not there.
pub(in crate::archive) fn make_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir(path)
}

/// A file that was not there.
pub(in crate::archive) fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// What is shown where the system has no modes: those SAM would set.
pub(in crate::archive) fn mode(_file: &File) -> io::Result<u32> {
    Ok(0o700)
}

/// A link that was not there, of the kind its target needs.
pub(in crate::archive) fn make_link(target: &str, path: &Path) -> io::Result<()> {
    let beside = path.parent().map(|folder| folder.join(target));
    if beside.is_some_and(|target| target.is_dir()) {
        std::os::windows::fs::symlink_dir(target, path)
    } else {
        std::os::windows::fs::symlink_file(target, path)
    }
}
