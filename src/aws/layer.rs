//! What AWS says about a layer version, and what was downloaded of it.

use std::fmt;

use super::AwsError;
use super::lambda::Content;
use crate::sam::{LayerArn, S3Object};

/// A layer version as AWS describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerVersion {
    /// Which one.
    pub arn: LayerArn,
    /// Where its zip can be had.
    pub source: LayerSource,
    /// The sha256 of the zip, in base64.
    pub code_sha256: String,
    /// Bytes of the zip; 0 where AWS does not say.
    pub code_size: u64,
}

/// Where the zip of a layer version can be had.
#[derive(Clone, PartialEq, Eq)]
pub enum LayerSource {
    /// An address that AWS has signed, good for ten minutes. Whoever holds it may download: it is not for logs.
    Address(String),
    /// An object in a bucket of the layer's owner, read with the user's own credentials.
    S3(S3Object),
}

/// Reads the source from what Lambda answers. Where it names both, the signed address is used, as SAM does; `None` where
/// it names neither.
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

/// Without what signs an address.
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
    /// The sha256 of what was written, in base64.
    pub sha256_base64: String,
    /// How many bytes were written.
    pub bytes: u64,
}

impl LayerVersion {
    /// The object in S3 that its owner keeps it in; `None` where Lambda keeps it.
    pub fn s3_object(&self) -> Option<&S3Object> {
        match &self.source {
            LayerSource::S3(object) => Some(object),
            LayerSource::Address(_) => None,
        }
    }

    /// Whether a download is this layer version: by its hash.
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
    fn another_zip_is_not_this_layer() {
        let downloaded = |hash: &str| Downloaded { sha256_base64: hash.to_owned(), bytes: 3 };
        assert_eq!(layer().check(&downloaded("right")), Ok(()));
        let refused = layer().check(&downloaded("wrong")).unwrap_err().to_string();
        assert!(refused.contains("layer:a:1") && refused.contains("right") && refused.contains("wrong"), "{refused}");
    }

    #[test]
    fn the_signed_address_is_not_for_logs() {
        assert!(!format!("{:?}", layer()).contains("secret"));
    }
}
