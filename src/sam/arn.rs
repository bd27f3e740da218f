//! Layer version ARNs, as SAM accepts them and as AWS defines them.

use std::fmt;
use std::sync::Arc;

use super::{LayerDir, sha256_hex};
use crate::text::{Sentence, localized, one_line, sentence};

/// A layer version ARN, exactly as it was written.
///
/// SAM hashes the exact text and requires only two colons in it, and so does this type
/// (`samcli/lib/providers/provider.py`, `LayerVersion`). [`LayerArn::parts`] parses it strictly.
///
/// ```
/// use samlayers::sam::LayerArn;
///
/// let arn = LayerArn::new("arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1")?;
/// assert_eq!((arn.layer_name(), arn.version()), ("myLayer", "1"));
/// assert_eq!(arn.dir().as_str(), "myLayer-1-926eeb5ff1");
/// assert_eq!(arn.parts()?.region, "us-west-2");
/// # Ok::<(), samlayers::sam::arn::ArnError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayerArn(
    /// Shared, as rows and stored ARNs repeat it.
    Arc<str>,
);

/// Why a text is not a layer version ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArnError {
    /// The text has fewer than two colons; SAM splits it at the last two.
    TooFewColons(String),
    /// SAM accepts the text, but AWS does not.
    NotAnArn {
        /// The text.
        text: String,
        /// The part that is wrong.
        reason: Sentence,
    },
}

impl ArnError {
    /// Returns what is wrong with the text.
    pub fn message(&self) -> Sentence {
        match self {
            Self::TooFewColons(text) => sentence!("arn-too-few-colons", text = one_line(text)),
            Self::NotAnArn { text, reason } => {
                sentence!("arn-wrong", text = one_line(text), reason = reason.clone())
            }
        }
    }
}

localized!(ArnError);

impl std::error::Error for ArnError {}

/// The parts of a well-formed layer version ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArnParts<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov` …
    pub partition: &'a str,
    /// The region of the layer.
    pub region: &'a str,
    /// The account, twelve digits.
    pub account: &'a str,
    /// The name of the layer.
    pub layer_name: &'a str,
    /// The version of the layer, from 1.
    pub version: u64,
}

impl LayerArn {
    /// Accepts what SAM accepts: any text with at least two colons.
    pub fn new(text: impl Into<String>) -> Result<Self, ArnError> {
        let text = text.into();
        if text.bytes().filter(|b| *b == b':').count() < 2 {
            return Err(ArnError::TooFewColons(text));
        }
        Ok(Self(text.into()))
    }

    /// Returns the text that SAM hashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the 64 hex digits of the sha256 of the exact text.
    pub fn sha256(&self) -> String {
        sha256_hex(&self.0)
    }

    /// Returns the part that SAM uses as the layer's name, between the last two colons.
    pub fn layer_name(&self) -> &str {
        self.split().1
    }

    /// Returns the part that SAM uses as the version, after the last colon. SAM requires a number only for the
    /// download.
    pub fn version(&self) -> &str {
        self.split().2
    }

    /// Returns the directory in which SAM caches this layer version.
    pub fn dir(&self) -> LayerDir {
        LayerDir::of(self)
    }

    /// Parses the ARN strictly, as calls to AWS require it.
    pub fn parts(&self) -> Result<ArnParts<'_>, ArnError> {
        let wrong = |reason| ArnError::NotAnArn { text: self.0.to_string(), reason };
        let fields: Vec<&str> = self.0.split(':').collect();
        let [arn, partition, service, region, account, kind, layer_name, version] = fields[..] else {
            return Err(wrong(sentence!("arn-wrong-parts")));
        };
        if arn != "arn" || service != "lambda" || kind != "layer" {
            return Err(wrong(sentence!("arn-wrong-form")));
        }
        let word = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !word(partition) {
            return Err(wrong(sentence!("arn-wrong-partition")));
        }
        if !word(region) {
            return Err(wrong(sentence!("arn-wrong-region")));
        }
        if account.len() != 12 || !account.bytes().all(|b| b.is_ascii_digit()) {
            return Err(wrong(sentence!("arn-wrong-account")));
        }
        if layer_name.is_empty() || !layer_name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return Err(wrong(sentence!("arn-wrong-name")));
        }
        match version.parse() {
            Ok(version) if version > 0 => Ok(ArnParts { partition, region, account, layer_name, version }),
            _ => Err(wrong(sentence!("arn-wrong-version"))),
        }
    }

    /// Returns the ARN without its version, which `GetLayerVersion` accepts as layer name.
    pub fn without_version(&self) -> &str {
        self.0.rsplit_once(':').map_or(&*self.0, |(layer, _)| layer)
    }

    fn split(&self) -> (&str, &str, &str) {
        let mut parts = self.0.rsplitn(3, ':');
        let version = parts.next().unwrap_or_default();
        let name = parts.next().unwrap_or_default();
        (parts.next().unwrap_or_default(), name, version)
    }
}

impl fmt::Display for LayerArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_of_every_partition_are_parsed() {
        for partition in ["aws", "aws-cn", "aws-us-gov", "aws-iso-b"] {
            let arn = LayerArn::new(format!("arn:{partition}:lambda:cn-north-1:123456789012:layer:a-1_b:12")).unwrap();
            let parts = arn.parts().unwrap();
            assert_eq!((parts.partition, parts.layer_name, parts.version), (partition, "a-1_b", 12));
        }
    }

    #[test]
    fn sam_accepts_more_than_aws() {
        let arn = LayerArn::new("x:layer:foo").unwrap();
        assert_eq!((arn.layer_name(), arn.version()), ("layer", "foo"));
        assert!(arn.parts().is_err());
        assert!(LayerArn::new("only:one").is_err());
    }
}
