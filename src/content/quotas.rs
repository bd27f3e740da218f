//! Lambda's quotas for a function and its layers.

use crate::sam::problem::{Problem, ProblemCode};
pub use crate::sam::template::MAX_LAYERS;
use crate::text::sentence;

/// The maximum size in bytes of a function and its layers together, unzipped.
pub const MAX_UNZIPPED_BYTES: u64 = 262_144_000;

/// The maximum size in bytes of a .zip archive for a direct upload; a larger one is uploaded through S3.
pub const MAX_DIRECT_UPLOAD_BYTES: u64 = 50 * 1024 * 1024;

/// The maximum size in bytes of a request with a zip in base64: some 50 MiB of zip.
pub const MAX_REQUEST_BYTES: u64 = 70_167_211;

/// The maximum size in bytes of a container image, which has no layers.
pub const MAX_IMAGE_BYTES: u64 = 10 * 1024 * 1024 * 1024;

/// The size of a function's own code on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeSize {
    /// The unzipped bytes.
    pub bytes: u64,
    /// The number of files.
    pub files: u64,
    /// The bytes of the package, if one exists.
    pub zipped: Option<u64>,
    /// Whether this is what would be uploaded: the output of `sam build`, or a package. Source code lacks the
    /// dependencies that a build adds.
    pub built: bool,
}

/// How the code is uploaded to Lambda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {
    /// The package fits a direct upload.
    Direct {
        /// The size of the package, or an upper bound.
        bytes: u64,
        /// Whether the size is that of an existing package.
        exact: bool,
    },
    /// The package is larger than that. The value is its size in bytes.
    ThroughS3(u64),
    /// The size of the package is unknown until it is built.
    Unknown,
}

/// An upper bound for the bytes that a zip archive needs for each file in addition to its content, with generous name
/// lengths.
const ZIP_OVERHEAD: u64 = 600;

impl CodeSize {
    /// Returns how the code is uploaded.
    ///
    /// Deflate never makes a package larger than its files, so small code certainly fits. How far larger code shrinks
    /// is not estimated.
    pub fn upload(&self) -> Upload {
        let most = self.bytes + self.files * ZIP_OVERHEAD;
        match self.zipped {
            Some(bytes) if bytes > MAX_DIRECT_UPLOAD_BYTES => Upload::ThroughS3(bytes),
            Some(bytes) => Upload::Direct { bytes, exact: true },
            None if self.built && most <= MAX_DIRECT_UPLOAD_BYTES => Upload::Direct { bytes: most, exact: false },
            None => Upload::Unknown,
        }
    }
}

/// Returns a problem if the layers alone exceed the quota. The sizes are those of the cached layers, `None` where
/// unknown. The number of layers is checked with the template.
pub(crate) fn problem(bytes: &[Option<u64>]) -> Option<Problem> {
    let total: u64 = bytes.iter().flatten().sum();
    (total > MAX_UNZIPPED_BYTES).then(|| {
        Problem::new(
            ProblemCode::OverQuota,
            sentence!("problem-over-quota-layers", bytes = total.to_string(), most = MAX_UNZIPPED_BYTES.to_string()),
            sentence!("fix-over-quota-layers"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_direct_only_if_it_certainly_fits() {
        let built = CodeSize { bytes: 1_000_000, files: 10, zipped: None, built: true };
        assert_eq!(built.upload(), Upload::Direct { bytes: 1_006_000, exact: false });
        assert_eq!(CodeSize { built: false, ..built }.upload(), Upload::Unknown, "a build adds what is not there yet");
        assert_eq!(CodeSize { bytes: 60_000_000, ..built }.upload(), Upload::Unknown, "it may shrink below the limit");
        let package = CodeSize { zipped: Some(60_000_000), ..built };
        assert_eq!(package.upload(), Upload::ThroughS3(60_000_000));
        assert_eq!(CodeSize { zipped: Some(9), ..built }.upload(), Upload::Direct { bytes: 9, exact: true });
    }
}
