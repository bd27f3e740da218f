//! An object in Amazon S3.

use std::fmt;

/// An object in Amazon S3, at one of its versions. A layer published with `S3ObjectStorageMode=REFERENCE` is stored in
/// one, in a bucket of its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct S3Object {
    /// The bucket's name.
    pub bucket: String,
    /// The object's key.
    pub key: String,
    /// The version; `None` in a bucket without versions.
    pub version: Option<String>,
}

/// `s3://bucket/key`, and the version behind it.
impl fmt::Display for S3Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s3://{}/{}", self.bucket, self.key)?;
        self.version.as_ref().map_or(Ok(()), |version| write!(f, "?versionId={version}"))
    }
}
