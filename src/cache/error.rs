//! Why something with the cache did not work, in sentences.

use std::io;
use std::path::PathBuf;

use crate::sam::LayerDir;
use crate::text::{Sentence, describe_io_error, is_disk_full, localized, sanitize_path, sentence};

/// Why something with the cache did not work. The text is a sentence that says what to do.
#[derive(Debug)]
pub enum CacheError {
    /// The system said no.
    Io {
        /// What was being done: move, read …
        doing: Sentence,
        /// What it was about.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// A living process holds SAM's lock on the layer.
    Locked {
        /// The layer.
        dir: LayerDir,
        /// Who holds it, in words.
        holder: Sentence,
    },
    /// A safety rule stands in the way; nothing was changed.
    Refused(Sentence),
    /// The work was cancelled; what was done until then stands.
    Cancelled,
}

impl CacheError {
    /// What happened and what to do about it.
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

    pub(crate) fn io(doing: Sentence, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { doing, path, source }
    }

    /// Whether the disk or a quota is full.
    pub fn is_full_disk(&self) -> bool {
        matches!(self, Self::Io { source, .. } if is_disk_full(source.kind()))
    }

    /// Whether the thing was simply not there (any more).
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
    fn a_full_disk_says_what_to_do() {
        let error = CacheError::io("write".into(), "/x")(io::ErrorKind::StorageFull.into());
        assert!(error.to_string().contains("trash empty"), "{error}");
    }
}
