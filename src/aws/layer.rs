//! What AWS says about a layer version, and what was downloaded of it.

use std::fmt;

use super::AwsError;
use crate::sam::LayerArn;

/// A layer version as AWS describes it.
#[derive(Clone, PartialEq, Eq)]
pub struct LayerVersion {
    /// Which one.
    pub arn: LayerArn,
    /// Where its zip can be had for ten minutes. Whoever holds this address may download: it is not for logs.
    pub location: String,
    /// The sha256 of the zip, in base64.
    pub code_sha256: String,
    /// Bytes of the zip; 0 where AWS does not say.
    pub code_size: u64,
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

/// Without the address: it carries a signature.
impl fmt::Debug for LayerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LayerVersion")
            .field("arn", &self.arn)
            .field("location", &super::url::host(&self.location))
            .field("code_sha256", &self.code_sha256)
            .field("code_size", &self.code_size)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer() -> LayerVersion {
        LayerVersion {
            arn: LayerArn::new("arn:aws:lambda:eu-west-1:123456789012:layer:a:1").unwrap(),
            location: "https://bucket.s3.amazonaws.com/a?X-Amz-Signature=secret".to_owned(),
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
