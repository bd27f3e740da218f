//! Layer version ARNs, as SAM accepts them and as AWS defines them.

use std::fmt;
use std::sync::Arc;

use super::{AccountId, LayerDir, region, sha256_hex};
use crate::text::{Sentence, localized, one_line, sentence};

/// A layer version ARN, exactly as it was written.
///
/// SAM hashes the exact text and requires only two colons in it (`samcli/lib/providers/provider.py`, `LayerVersion`):
/// [`LayerArn::new`] accepts that. [`LayerArn::parse`] accepts only what AWS defines. Either way the text is split once,
/// here.
///
/// ```
/// use samlayers::sam::LayerArn;
///
/// let arn = LayerArn::parse("arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1")?;
/// assert_eq!((arn.layer_name(), arn.version()), ("myLayer", "1"));
/// assert_eq!(arn.dir().as_str(), "myLayer-1-926eeb5ff1");
/// assert_eq!(arn.parts()?.region, "us-west-2");
/// # Ok::<(), samlayers::sam::arn::ArnError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayerArn(
    /// Shared, as rows and stored ARNs repeat it.
    Arc<SplitArn>,
);

/// A text with the places of its parts. The text comes first, as it decides how two are ordered.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct SplitArn {
    text: Box<str>,
    /// The start of the part before the last colon.
    name_at: usize,
    /// The start of the part after the last colon.
    version_at: usize,
    /// The other parts, or the first one that AWS does not accept.
    form: Result<Form, WrongPart>,
}

/// The parts of an ARN that AWS accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Form {
    partition_end: usize,
    region_at: usize,
    region_end: usize,
    account: AccountId,
    version: u64,
}

/// The first part of an ARN that AWS does not accept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum WrongPart {
    Number,
    Form,
    Partition,
    Region,
    Account,
    Name,
    Version,
}

impl WrongPart {
    fn message(self) -> Sentence {
        match self {
            Self::Number => sentence!("arn-wrong-parts"),
            Self::Form => sentence!("arn-wrong-form"),
            Self::Partition => sentence!("arn-wrong-partition"),
            Self::Region => sentence!("arn-wrong-region"),
            Self::Account => sentence!("arn-wrong-account"),
            Self::Name => sentence!("arn-wrong-name"),
            Self::Version => sentence!("arn-wrong-version"),
        }
    }
}

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
    /// The region of the layer, as [`super::Region`] accepts it.
    pub region: &'a str,
    /// The account.
    pub account: AccountId,
    /// The name of the layer.
    pub layer_name: &'a str,
    /// The version of the layer, from 1.
    pub version: u64,
}

impl LayerArn {
    /// Accepts what SAM accepts: any text with at least two colons.
    pub fn new(text: impl Into<String>) -> Result<Self, ArnError> {
        let text = text.into();
        let colons = text.rsplit_once(':').and_then(|(before, _)| Some((before.rfind(':')?, before.len())));
        let Some((before_name, before_version)) = colons else { return Err(ArnError::TooFewColons(text)) };
        let form = Form::of(&text);
        let (name_at, version_at) = (before_name + 1, before_version + 1);
        Ok(Self(Arc::new(SplitArn { text: text.into(), name_at, version_at, form })))
    }

    /// Accepts only what AWS accepts, as calls to AWS require it.
    pub fn parse(text: impl Into<String>) -> Result<Self, ArnError> {
        let arn = Self::new(text)?;
        arn.parts()?;
        Ok(arn)
    }

    /// Returns the text that SAM hashes.
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// Returns the 64 hex digits of the sha256 of the exact text.
    pub fn sha256(&self) -> String {
        sha256_hex(&self.0.text)
    }

    /// Returns the part that SAM uses as the layer's name, between the last two colons.
    pub fn layer_name(&self) -> &str {
        &self.0.text[self.0.name_at..self.0.version_at - 1]
    }

    /// Returns the part that SAM uses as the version, after the last colon. SAM requires a number only for the
    /// download.
    pub fn version(&self) -> &str {
        &self.0.text[self.0.version_at..]
    }

    /// Returns the directory in which SAM caches this layer version.
    pub fn dir(&self) -> LayerDir {
        LayerDir::of(self)
    }

    /// Returns the parts, or why AWS does not accept the ARN.
    pub fn parts(&self) -> Result<ArnParts<'_>, ArnError> {
        let text = &self.0.text;
        match self.0.form {
            Ok(Form { partition_end, region_at, region_end, account, version }) => Ok(ArnParts {
                partition: &text[PREFIX.len()..partition_end],
                region: &text[region_at..region_end],
                account,
                layer_name: self.layer_name(),
                version,
            }),
            Err(wrong) => Err(ArnError::NotAnArn { text: text.to_string(), reason: wrong.message() }),
        }
    }

    /// Returns the ARN without its version, which `GetLayerVersion` accepts as layer name.
    pub fn without_version(&self) -> &str {
        &self.0.text[..self.0.version_at - 1]
    }
}

/// The prefix of every ARN.
const PREFIX: &str = "arn:";

impl Form {
    fn of(text: &str) -> Result<Self, WrongPart> {
        let mut parts = text.split(':');
        let mut fields = [""; 8];
        for field in &mut fields {
            *field = parts.next().ok_or(WrongPart::Number)?;
        }
        if parts.next().is_some() {
            return Err(WrongPart::Number);
        }
        let [arn, partition, service, region, account, kind, layer_name, version] = fields;
        if arn != "arn" || service != "lambda" || kind != "layer" {
            return Err(WrongPart::Form);
        }
        if !region::is_word(partition) {
            return Err(WrongPart::Partition);
        }
        if !region::is_word(region) {
            return Err(WrongPart::Region);
        }
        let account = AccountId::parse(account).map_err(|_| WrongPart::Account)?;
        if layer_name.is_empty() || !layer_name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return Err(WrongPart::Name);
        }
        let version = version.parse().ok().filter(|version| *version > 0).ok_or(WrongPart::Version)?;
        let partition_end = PREFIX.len() + partition.len();
        let region_at = partition_end + ":lambda:".len();
        Ok(Self { partition_end, region_at, region_end: region_at + region.len(), account, version })
    }
}

impl fmt::Display for LayerArn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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
            assert_eq!((parts.region, parts.account.as_str()), ("cn-north-1", "123456789012"));
        }
    }

    #[test]
    fn sam_accepts_more_than_aws() {
        let arn = LayerArn::new("x:layer:foo").unwrap();
        assert_eq!((arn.layer_name(), arn.version()), ("layer", "foo"));
        assert!(arn.parts().is_err());
        assert!(LayerArn::new("only:one").is_err());
        assert!(LayerArn::parse("x:layer:foo").is_err());
        let odd = LayerArn::new("a:b::").unwrap();
        assert_eq!((odd.layer_name(), odd.version(), odd.without_version()), ("", "", "a:b:"));
    }

    #[test]
    fn the_first_wrong_part_is_named() {
        for (text, wrong) in [
            ("a:b:1", WrongPart::Number),
            ("arn:aws:lambda:eu-west-1:123456789012:layer:a:1:2", WrongPart::Number),
            ("arn:aws:s3:eu-west-1:123456789012:layer:a:1", WrongPart::Form),
            ("arn:a_s:lambda:eu-west-1:123456789012:layer:a:1", WrongPart::Partition),
            ("arn:aws:lambda::123456789012:layer:a:1", WrongPart::Region),
            ("arn:aws:lambda:eu-west-1:12345678901:layer:a:1", WrongPart::Account),
            ("arn:aws:lambda:eu-west-1:123456789012:layer::1", WrongPart::Name),
            ("arn:aws:lambda:eu-west-1:123456789012:layer:a:0", WrongPart::Version),
        ] {
            let Err(ArnError::NotAnArn { reason, .. }) = LayerArn::parse(text) else { panic!("{text}") };
            assert_eq!(reason, wrong.message(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn sam_splits_at_the_last_two_colons(text in "[a-z:äé]{0,24}") {
            let mut parts = text.rsplitn(3, ':');
            let (version, name, rest) = (parts.next(), parts.next(), parts.next());
            match LayerArn::new(text.as_str()) {
                Ok(arn) => {
                    proptest::prop_assert!(rest.is_some());
                    proptest::prop_assert_eq!((Some(arn.layer_name()), Some(arn.version())), (name, version));
                }
                Err(_) => proptest::prop_assert!(rest.is_none()),
            }
        }
    }
}
