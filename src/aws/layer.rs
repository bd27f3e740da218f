//! A layer version as AWS describes it, and its download.

use std::fmt;

use super::AwsError;
use super::lambda::Content;
use crate::sam::{LayerArn, S3Object};

/// A layer version as AWS describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerVersion {
    /// The ARN of the layer version.
    pub arn: LayerArn,
    /// The source of its zip.
    pub source: LayerSource,
    /// The sha256 of the zip, in base64.
    pub code_sha256: String,
    /// The size of the zip in bytes; 0 where AWS gives none.
    pub code_size: u64,
}

/// The source of the zip of a layer version.
#[derive(Clone, PartialEq, Eq)]
pub enum LayerSource {
    /// An address signed by AWS, valid for ten minutes. It grants access, so it must not be logged.
    Address(String),
    /// An object in a bucket of the layer's owner, read with the user's credentials.
    S3(S3Object),
}

/// Returns the source in Lambda's response. If it has both, the signed address is used, as in SAM; `None` if it has
/// neither.
pub(super) fn source_of(content: &Content) -> Option<LayerSource> {
    let text = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
    let object = content.s3_object.as_ref().and_then(|object| {
        Some(S3Object { bucket: text(&object.bucket)?, key: text(&object.key)?, version: text(&object.version) })
    });
    match (text(&content.location), object) {
        (Some(address), object) => {
            if let Some(object) = object {
                tracing::info!(%object, "AWS names an address and an S3 object; the address is used");
            }
            Some(LayerSource::Address(address))
        }
        (None, Some(object)) => Some(LayerSource::S3(object)),
        (None, None) => None,
    }
}

/// Leaves out the signature of an address.
impl fmt::Debug for LayerSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => f.debug_tuple("Address").field(&super::url::host(address)).finish(),
            Self::S3(object) => f.debug_tuple("S3").field(object).finish(),
        }
    }
}

/// A finished download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// The sha256 of the file, in base64.
    pub sha256_base64: String,
    /// The size of the file in bytes.
    pub bytes: u64,
}

impl LayerVersion {
    /// Returns the S3 object of the layer's owner; `None` if Lambda stores the zip.
    pub fn s3_object(&self) -> Option<&S3Object> {
        match &self.source {
            LayerSource::S3(object) => Some(object),
            LayerSource::Address(_) => None,
        }
    }

    /// Returns an error if the hash of a download is not that of this layer version.
    pub fn check(&self, downloaded: &Downloaded) -> Result<(), AwsError> {
        if downloaded.sha256_base64 == self.code_sha256 {
            return Ok(());
        }
        Err(AwsError::WrongHash {
            arn: self.arn.clone(),
            expected: self.code_sha256.clone(),
            got: downloaded.sha256_base64.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer() -> LayerVersion {
        LayerVersion {
            arn: LayerArn::new("arn:aws:lambda:eu-west-1:123456789012:layer:a:1").unwrap(),
            source: LayerSource::Address("https://bucket.s3.amazonaws.com/a?X-Amz-Signature=secret".to_owned()),
            code_sha256: "right".to_owned(),
            code_size: 3,
        }
    }

    #[test]
    fn a_zip_with_another_hash_is_refused() {
        let downloaded = |hash: &str| Downloaded { sha256_base64: hash.to_owned(), bytes: 3 };
        assert_eq!(layer().check(&downloaded("right")), Ok(()));
        let refused = layer().check(&downloaded("wrong")).unwrap_err().to_string();
        assert!(refused.contains("layer:a:1") && refused.contains("right") && refused.contains("wrong"), "{refused}");
    }

    #[test]
    fn debug_output_hides_the_signature() {
        assert!(!format!("{:?}", layer()).contains("secret"));
    }
}
