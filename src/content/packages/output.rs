//! What a command about packages produced.

use std::path::PathBuf;

use crate::sam::{LayerArn, Region};

/// A zip that was written or published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageOutput {
    /// The file or folder, if it is on this machine.
    pub path: Option<PathBuf>,
    /// The layer version, if it has one.
    pub arn: Option<LayerArn>,
    /// The region of the layer version.
    pub region: Option<Region>,
    /// The sha256 of the zip in base64, as AWS writes it; `None` for a folder.
    pub code_sha256: Option<String>,
    /// The bytes of the zip, or of the files of a folder.
    pub size_bytes: u64,
    /// The uncompressed bytes; `None` for a published zip that cannot be read here.
    pub unzipped_bytes: Option<u64>,
}
