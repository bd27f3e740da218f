//! Finds programs in the folders of `PATH`.

use std::fs::{self, File, Metadata};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The file extensions that a shell tries.
const ENDINGS: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };

/// Returns the program with this name in a folder, if there is one.
pub fn in_folder(folder: &Path, name: &str) -> Option<PathBuf> {
    let candidates = ENDINGS.iter().map(|ending| folder.join(format!("{name}{ending}")));
    candidates.into_iter().find(|path| fs::metadata(path).is_ok_and(|meta| meta.is_file() && is_executable(&meta)))
}

#[cfg(unix)]
fn is_executable(meta: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    meta.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_meta: &Metadata) -> bool {
    true
}

/// Returns the beginning of a file; `None` if it cannot be read or is not a regular file, which may be endless.
pub fn beginning(path: &Path, bytes: u64) -> Option<String> {
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut read = Vec::new();
    File::open(path).ok()?.take(bytes).read_to_end(&mut read).ok()?;
    Some(String::from_utf8_lossy(&read).into_owned())
}
