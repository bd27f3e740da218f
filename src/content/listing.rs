//! The entries of a layer directory as a flat tree.

use std::path::{Path, PathBuf};

/// The content of a layer: directories first, then by name, each directory directly before its entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The entries, at most [`Listing::MAX_ENTRIES`].
    pub entries: Vec<Listed>,
    /// The number of entries that were left out.
    pub omitted: u64,
    /// Paths that could not be read, with the system's error message.
    pub failures: Vec<(PathBuf, String)>,
}

/// One entry of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The path within the layer, as a function sees it below `/opt`.
    pub path: PathBuf,
    /// The kind.
    pub kind: ListedKind,
    /// The apparent bytes; for a directory, of everything below it.
    pub bytes: u64,
}

/// The kind of an entry. Symbolic links are not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedKind {
    /// A directory.
    Directory,
    /// A regular file.
    File {
        /// Whether the execute bit is set, on systems that have one.
        executable: bool,
    },
    /// A symbolic link, with its target.
    Link(PathBuf),
    /// A socket, a pipe, a device.
    Other,
}

impl Listing {
    /// The maximum number of entries; users do not scroll further.
    pub const MAX_ENTRIES: usize = 100_000;

    /// Returns a listing for tests: files have bytes, directories do not.
    #[cfg(test)]
    pub(crate) fn of(entries: &[(&str, Option<u64>)]) -> Self {
        let entry = |(path, bytes): &(&str, Option<u64>)| Listed {
            path: path.into(),
            kind: if bytes.is_some() { ListedKind::File { executable: false } } else { ListedKind::Directory },
            bytes: bytes.unwrap_or(0),
        };
        Self { entries: entries.iter().map(entry).collect(), ..Self::default() }
    }
}

impl Listed {
    /// Returns the last component of the path.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// Returns the depth: 0 for an entry directly in the layer.
    pub fn depth(&self) -> usize {
        self.path.components().count().saturating_sub(1)
    }

    /// Returns whether the entry is somewhere below a directory of the layer.
    pub fn is_below(&self, directory: &Path) -> bool {
        self.path != directory && self.path.starts_with(directory)
    }
}
