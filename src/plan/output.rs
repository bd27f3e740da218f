//! What an operation produced, for the user to use.

use std::path::PathBuf;

use crate::sam::LayerArn;

/// A layer version or file that an operation produced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// The file or directory, if there is one on this machine.
    pub path: Option<PathBuf>,
    /// The layer version, if there is one.
    pub arn: Option<LayerArn>,
    /// The region to which it was published.
    pub region: Option<String>,
    /// The base64 sha256 of the zip, as AWS reports it; `None` where there is no zip.
    pub code_sha256: Option<String>,
    /// The bytes of the zip; for a folder without a zip, of its files.
    pub size_bytes: u64,
    /// The bytes of all files, unzipped.
    pub unzipped_bytes: u64,
}
