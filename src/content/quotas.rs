//! Lambda's quotas for a function's layers.

use crate::sam::problem::{Problem, ProblemCode};
pub use crate::sam::template::MAX_LAYERS;
use crate::text::sentence;

/// Bytes of a function and its layers together, unzipped.
pub const MAX_UNZIPPED_BYTES: u64 = 262_144_000;

/// Bytes of a .zip archive that can be uploaded directly; a larger one goes through S3.
pub const MAX_DIRECT_UPLOAD_BYTES: u64 = 50 * 1024 * 1024;

/// Bytes of a container image. It takes no layers.
pub const MAX_IMAGE_BYTES: u64 = 10 * 1024 * 1024 * 1024;

/// How large a function's own code is, as far as it lies on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeSize {
    /// Bytes unzipped.
    pub bytes: u64,
    /// How many files.
    pub files: u64,
    /// Bytes of the package, where one was made already.
    pub zipped: Option<u64>,
    /// Whether it is what would be uploaded: `sam build` made it, or it is a package. Source code still lacks what a
    /// build adds.
    pub built: bool,
}

/// How the code gets to Lambda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upload {
    /// Its package fits the direct upload. The bytes are exact where there is a package, else what it is at most.
    Direct {
        /// Bytes of the package, or at most so many.
        bytes: u64,
        /// Whether there is a package.
        exact: bool,
    },
    /// Its package is larger than that.
    ThroughS3(u64),
    /// Only packaging would tell.
    Unknown,
}

/// What a zip archive needs for each file beside its content, with names of a generous length: a package is never
/// larger than its files and this.
const ZIP_OVERHEAD: u64 = 600;

impl CodeSize {
    /// How it gets to Lambda. Deflate never makes a package larger than its files, so small code fits for certain;
    /// how far larger code shrinks is not guessed.
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

/// Whether the layers break the quota by themselves. Sizes are those of the cached layers, where known. How many they
/// may be is told with the template.
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
    fn only_what_is_certain_is_said_about_the_upload() {
        let built = CodeSize { bytes: 1_000_000, files: 10, zipped: None, built: true };
        assert_eq!(built.upload(), Upload::Direct { bytes: 1_006_000, exact: false });
        assert_eq!(CodeSize { built: false, ..built }.upload(), Upload::Unknown, "a build adds what is not there yet");
        assert_eq!(CodeSize { bytes: 60_000_000, ..built }.upload(), Upload::Unknown, "it may shrink below the limit");
        let package = CodeSize { zipped: Some(60_000_000), ..built };
        assert_eq!(package.upload(), Upload::ThroughS3(60_000_000));
        assert_eq!(CodeSize { zipped: Some(9), ..built }.upload(), Upload::Direct { bytes: 9, exact: true });
    }
}
