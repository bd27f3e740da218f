//! Modes are 0700 throughout, as SAM sets them (`samcli/local/lambdafn/remote_files.py`, `unzip_from_uri`).

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

/// Reads without moving the file's position.
pub(in crate::archive) fn read_at(file: &File, into: &mut [u8], position: u64) -> io::Result<usize> {
    file.read_at(into, position)
}

/// A folder that was not there.
pub(in crate::archive) fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// A file that was not there.
pub(in crate::archive) fn new_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o700).open(path)
}

/// The permission bits that a file was given.
pub(in crate::archive) fn mode(file: &File) -> io::Result<u32> {
    Ok(file.metadata()?.permissions().mode() & 0o777)
}

/// A link that was not there.
pub(in crate::archive) fn make_link(target: &str, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}
