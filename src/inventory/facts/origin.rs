//! Where the content of a cached layer came from.

use std::path::PathBuf;

use jiff::Timestamp;

/// Where the content of a cached layer came from, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// samlayers downloaded it from AWS.
    Downloaded {
        /// The `CodeSha256` of the zip, which was checked.
        code_sha256: String,
    },
    /// It was imported from a local zip or folder, so it may differ from what AWS has under the ARN.
    Imported(Imported),
    /// SAM CLI downloaded it.
    Sam,
}

/// The source of an imported layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The zip or folder.
    pub source: PathBuf,
    /// The hex sha256 of the zip, or of the list of paths and hashes of the folder.
    pub sha256: String,
    /// The time of the import.
    pub at: Timestamp,
}

impl Origin {
    /// Returns the word used in JSON and on screen.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Downloaded { .. } => "downloaded",
            Self::Imported(_) => "imported",
            Self::Sam => "sam",
        }
    }

    /// Returns the source, if the layer was imported.
    pub fn imported(&self) -> Option<&Imported> {
        match self {
            Self::Imported(imported) => Some(imported),
            Self::Downloaded { .. } | Self::Sam => None,
        }
    }
}
