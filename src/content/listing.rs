//! What lies in a layer's directory, as a flat tree.

use std::path::{Path, PathBuf};

/// The content of a layer, directories first, then by name; a directory comes right before what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The entries, at most [`Listing::MAX_ENTRIES`].
    pub entries: Vec<Listed>,
    /// How many entries more there are.
    pub omitted: u64,
    /// What could not be read, with the system's words.
    pub failures: Vec<(PathBuf, String)>,
}

/// One entry of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The path within the layer: what a function sees below `/opt`.
    pub path: PathBuf,
    /// What it is.
    pub kind: ListedKind,
    /// Apparent bytes; of a directory, everything below it.
    pub bytes: u64,
}

/// What an entry of a layer is. Links are never followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListedKind {
    /// A directory.
    Directory,
    /// A file, and whether someone may execute it.
    File {
        /// The execute bit, where the system has one.
        executable: bool,
    },
    /// A link, and where it points.
    Link(PathBuf),
    /// A socket, a pipe, a device.
    Other,
}

impl Listing {
    /// More than anyone scrolls through.
    pub const MAX_ENTRIES: usize = 100_000;

    /// One of files with their bytes, and of directories, which have none here.
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
    /// The last part of the path.
    pub fn name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// How deep it lies: 0 for what is directly in the layer.
    pub fn depth(&self) -> usize {
        self.path.components().count().saturating_sub(1)
    }

    /// Whether it lies somewhere below a directory of the layer.
    pub fn is_below(&self, directory: &Path) -> bool {
        self.path != directory && self.path.starts_with(directory)
    }
}
