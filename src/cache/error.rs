//! Errors of operations on the cache, with messages for the user.

use std::io;
use std::path::{Path, PathBuf};

use crate::sam::LayerDir;
use crate::text::{Sentence, describe_io_error, is_disk_full, localized, sanitize_path, sentence};

/// An error of an operation on the cache. Its message says what to do.
#[derive(Debug)]
pub enum CacheError {
    /// The system refused an operation.
    Io {
        /// The operation: move, read …
        doing: Sentence,
        /// The path that it was for.
        path: PathBuf,
        /// The system error.
        source: io::Error,
    },
    /// A living process holds SAM's lock on the layer.
    Locked {
        /// The layer.
        dir: LayerDir,
        /// The process that holds it, as a text.
        holder: Sentence,
    },
    /// A safety rule forbids the operation; nothing was changed.
    Refused(Sentence),
    /// The operation was cancelled; what was done before is kept.
    Cancelled,
}

impl CacheError {
    /// Returns what happened and what to do about it.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Io { doing, path, source } => {
                sentence!(
                    "cache-io",
                    doing = doing.clone(),
                    path = sanitize_path(path),
                    why = describe_io_error(source)
                )
            }
            Self::Locked { dir, holder } => {
                sentence!("cache-locked", dir = dir.as_str(), holder = holder.clone())
            }
            Self::Refused(reason) => reason.clone(),
            Self::Cancelled => sentence!("failed-cancelled"),
        }
    }

    /// Returns the error of a disk that has no room for a new file.
    pub(super) fn no_room(path: &Path) -> Self {
        Self::io(sentence!("doing-write-to"), path)(io::ErrorKind::StorageFull.into())
    }

    pub(crate) fn io(doing: Sentence, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { doing, path, source }
    }

    /// Returns whether the disk or a quota is full.
    pub fn is_full_disk(&self) -> bool {
        matches!(self, Self::Io { source, .. } if is_disk_full(source.kind()))
    }

    /// Returns whether the entry does not exist, or no longer.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

localized!(CacheError);

impl std::error::Error for CacheError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Locked { .. } | Self::Refused(_) | Self::Cancelled => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_of_a_full_disk_names_a_command() {
        let error = CacheError::io("write".into(), "/x")(io::ErrorKind::StorageFull.into());
        assert!(error.to_string().contains("trash empty"), "{error}");
    }
}
