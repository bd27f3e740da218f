//! A directory tree as a value, to check that nothing was lost or changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

/// The entry at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A directory with its permission bits.
    Dir(u32),
    /// A file with its permission bits, time and content.
    File(u32, SystemTime, Vec<u8>),
    /// A link with its target.
    Link(String),
}

/// Everything below `root` by its path relative to it; empty where `root` does not exist.
pub fn snapshot(root: &Path) -> BTreeMap<String, Entry> {
    walkdir::WalkDir::new(root)
        .into_iter()
        .filter_map(Result::ok)
        .map(|entry| {
            let path = entry.path().strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            let metadata = fs::symlink_metadata(entry.path()).expect("it was just listed");
            let mode = mode(&metadata);
            let what = if metadata.is_symlink() {
                Entry::Link(fs::read_link(entry.path()).expect("a link").to_string_lossy().into_owned())
            } else if metadata.is_dir() {
                Entry::Dir(mode)
            } else {
                let modified = metadata.modified().expect("this system has file times");
                Entry::File(mode, modified, fs::read(entry.path()).expect("a readable file"))
            };
            (path, what)
        })
        .collect()
}

#[cfg(unix)]
fn mode(metadata: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.permissions().mode()
}

#[cfg(not(unix))]
fn mode(metadata: &fs::Metadata) -> u32 {
    u32::from(metadata.permissions().readonly())
}

/// Sets when a file or folder was changed, also where a folder cannot be opened for that, as on Windows.
pub fn set_modified(path: &Path, time: SystemTime) {
    filetime::set_file_mtime(path, time.into()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
