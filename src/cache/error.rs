//! Why something with the cache did not work, in sentences.

use std::io;
use std::path::PathBuf;

use crate::sam::LayerDir;
use crate::words::clean_path;

/// Why something with the cache did not work. The text is a sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// The system said no.
    #[error("cannot {doing} {}: {}", clean_path(.path), why(.source))]
    Io {
        /// `move`, `read` …
        doing: &'static str,
        /// What it was about.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A living process holds SAM's lock on the layer.
    #[error("`{dir}` is in use: {holder}. Wait until it has finished, or stop it")]
    Locked {
        /// The layer.
        dir: LayerDir,
        /// Who holds it, in words.
        holder: String,
    },
    /// A safety rule stands in the way; nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// The work was cancelled; what was done until then stands.
    #[error("cancelled")]
    Cancelled,
}

impl CacheError {
    pub(crate) fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { doing, path, source }
    }

    /// Whether the disk or a quota is full.
    pub fn is_full_disk(&self) -> bool {
        matches!(self, Self::Io { source, .. } if is_full(source))
    }

    /// Whether the thing was simply not there (any more).
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// Whether the disk or a quota is full.
pub(crate) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// What the system said, and what a person can do about it.
pub(crate) fn why(error: &io::Error) -> String {
    let advice = match error.kind() {
        io::ErrorKind::PermissionDenied => "permission denied; check the owner and mode of this path and its folders",
        io::ErrorKind::StorageFull => "the disk is full; free some space (`samlayers trash empty` may help) and retry",
        io::ErrorKind::QuotaExceeded => "your disk quota is used up; free some space and retry",
        io::ErrorKind::ReadOnlyFilesystem => "the disk is mounted read-only; remount it writable or use another cache",
        io::ErrorKind::NotFound => "it is not there (any more)",
        io::ErrorKind::NotADirectory => {
            "a part of the path is not a folder, or is a link that samlayers does not follow"
        }
        io::ErrorKind::ResourceBusy => "it is in use, perhaps another disk is mounted there; unmount it first",
        io::ErrorKind::CrossesDevices => "another disk is mounted inside; unmount it first",
        _ => return error.to_string(),
    };
    advice.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_says_what_to_do() {
        let error = CacheError::io("write", "/x")(io::ErrorKind::StorageFull.into());
        assert!(error.to_string().contains("trash empty"), "{error}");
    }
}
