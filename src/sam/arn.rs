//! The ARN of a layer version, as SAM takes it and as AWS defines it.

use std::fmt;
use std::sync::Arc;

use super::{LayerDir, sha256_hex};
use crate::text::{Sentence, localized, one_line, sentence};

/// A layer version ARN exactly as it was written.
///
/// SAM hashes the exact text and asks for no more than two colons in it, so this type does the same
/// (`samcli/lib/providers/provider.py`, `LayerVersion`). [`LayerArn::parts`] gives the strict reading.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayerArn(
    /// Shared: rows and what is remembered name it over and over.
    Arc<str>,
);

/// Why a text is no layer version ARN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArnError {
    /// SAM splits at the last two colons; there are fewer.
    TooFewColons(String),
    /// SAM would take it, AWS would not.
    NotAnArn {
        /// The text.
        text: String,
        /// Which part is wrong.
        reason: Sentence,
    },
}

impl ArnError {
    /// What is wrong with it.
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
    /// The region the layer lives in.
    pub region: &'a str,
    /// Twelve digits.
    pub account: &'a str,
    /// The layer's name.
    pub layer_name: &'a str,
    /// The layer's version, from 1.
    pub version: u64,
}

impl LayerArn {
    /// Takes what SAM takes: any text with at least two colons.
    pub fn new(text: impl Into<String>) -> Result<Self, ArnError> {
        let text = text.into();
        if text.bytes().filter(|b| *b == b':').count() < 2 {
            return Err(ArnError::TooFewColons(text));
        }
        Ok(Self(text.into()))
    }

    /// The text that SAM hashes.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// All 64 hex digits of the sha256 over the exact text.
    pub fn sha256(&self) -> String {
        sha256_hex(&self.0)
    }

    /// The part SAM takes for the layer's name: between the last two colons.
    pub fn layer_name(&self) -> &str {
        self.split().1
    }

    /// The part SAM takes for the version: after the last colon. SAM needs it to be a number only when it downloads.
    pub fn version(&self) -> &str {
        self.split().2
    }

    /// The directory SAM caches this layer version in.
    pub fn dir(&self) -> LayerDir {
        LayerDir::of(self)
    }

    /// The strict reading, which a call to AWS needs.
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

    /// The ARN without its version, which `GetLayerVersion` takes as layer name.
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
    fn every_partition_is_an_arn() {
        for partition in ["aws", "aws-cn", "aws-us-gov", "aws-iso-b"] {
            let arn = LayerArn::new(format!("arn:{partition}:lambda:cn-north-1:123456789012:layer:a-1_b:12")).unwrap();
            let parts = arn.parts().unwrap();
            assert_eq!((parts.partition, parts.layer_name, parts.version), (partition, "a-1_b", 12));
        }
    }

    #[test]
    fn sam_takes_what_aws_would_not() {
        let arn = LayerArn::new("x:layer:foo").unwrap();
        assert_eq!((arn.layer_name(), arn.version()), ("layer", "foo"));
        assert!(arn.parts().is_err());
        assert!(LayerArn::new("only:one").is_err());
    }
}
