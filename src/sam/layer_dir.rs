//! The names of layer directories in the cache.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use super::LayerArn;

/// The number of hex digits of the ARN's sha256 in a directory name.
pub const HASH_DIGITS: usize = 10;

/// The name of a layer directory: `<name>-<version>-<first 10 hex digits of sha256(ARN)>`
/// (`samcli/lib/providers/provider.py`, `LayerVersion._compute_layer_name`; unchanged since v0.8.0).
///
/// ```
/// use samlayers::sam::{LayerArn, LayerDir};
///
/// let dir = LayerDir::parse("myLayer-1-926eeb5ff1")?;
/// assert_eq!((dir.layer_name(), dir.version_number(), dir.hash()), ("myLayer", Some(1), "926eeb5ff1"));
///
/// let arn = LayerArn::new("arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1").expect("an ARN");
/// assert!(dir.matches_arn(&arn));
/// # Ok::<(), samlayers::sam::layer_dir::NotALayerDir>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LayerDir {
    /// Shared, as rows, marks and plans of ten thousand layers repeat the names.
    text: Arc<str>,
    name_len: usize,
    version_len: usize,
    /// Parsed once, as it is needed whenever directories are compared.
    version_number: Option<u64>,
}

/// Why a text is not the name of a layer directory.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a layer directory: that is <name>-<version>-<10 hex digits>")]
pub struct NotALayerDir(pub String);

impl LayerDir {
    /// Returns the directory of an ARN by SAM's rule. The version may be any text, as SAM does not check it here.
    pub fn of(arn: &LayerArn) -> Self {
        let (name, version) = (arn.layer_name(), arn.version());
        let text = format!("{name}-{version}-{}", &arn.sha256()[..HASH_DIGITS]);
        Self::new(text, name.len(), version)
    }

    fn new(text: String, name_len: usize, version: &str) -> Self {
        let (version_len, version_number) = (version.len(), version.parse().ok());
        Self { text: text.into(), name_len, version_len, version_number }
    }

    /// Parses a directory name from the right: ten lower-case hex digits, a decimal version, and the name.
    pub fn parse(text: &str) -> Result<Self, NotALayerDir> {
        let fail = || NotALayerDir(text.to_owned());
        let (rest, hash) = text.rsplit_once('-').ok_or_else(fail)?;
        let (name, version) = rest.rsplit_once('-').ok_or_else(fail)?;
        let is_hash = hash.len() == HASH_DIGITS && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let is_version = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit());
        // A layer's name in AWS consists of letters, digits, `-` and `_`; any other name cannot come from a valid ARN.
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !(is_hash && is_version && is_name) {
            return Err(fail());
        }
        Ok(Self::new(text.to_owned(), name.len(), version))
    }

    /// Parses the last part of a path, as shell completion produces one.
    pub fn at_end_of(path: &str) -> Result<Self, NotALayerDir> {
        Self::parse(path.trim_end_matches('/').rsplit('/').next().unwrap_or_default())
    }

    /// Returns the whole name.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the layer's name.
    pub fn layer_name(&self) -> &str {
        &self.text[..self.name_len]
    }

    /// Returns the text of the version; leading zeros matter, as they are part of the hash.
    pub fn version(&self) -> &str {
        &self.text[self.name_len + 1..self.name_len + 1 + self.version_len]
    }

    /// Returns the version as a number, for sorting and comparing; `None` if it is not a number or too large.
    pub fn version_number(&self) -> Option<u64> {
        self.version_number
    }

    /// Returns the ten hex digits.
    pub fn hash(&self) -> &str {
        &self.text[self.text.len() - HASH_DIGITS..]
    }

    /// Returns whether SAM uses this directory for the ARN.
    pub fn matches_arn(&self, arn: &LayerArn) -> bool {
        arn.layer_name() == self.layer_name() && arn.version() == self.version() && Self::of(arn) == *self
    }
}

impl fmt::Display for LayerDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Orders by name, then by version as a number, then by hash.
impl Ord for LayerDir {
    fn cmp(&self, other: &Self) -> Ordering {
        let names = self.layer_name().cmp(other.layer_name());
        names.then_with(|| self.version_number.cmp(&other.version_number)).then_with(|| self.text.cmp(&other.text))
    }
}

impl PartialOrd for LayerDir {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dir_of(arn: &str) -> String {
        LayerArn::new(arn).unwrap().dir().to_string()
    }

    #[test]
    fn the_examples_of_the_aws_documentation() {
        assert_eq!(dir_of("arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1"), "myLayer-1-926eeb5ff1");
        assert_eq!(dir_of("arn:aws:lambda:us-west-2:111111111111:layer:mySecondLayer:1"), "mySecondLayer-1-6bc1022bdf");
    }

    #[test]
    fn names_may_hold_dashes_and_digits() {
        let dir = LayerDir::parse("my-layer-2-10-0123456789").unwrap();
        assert_eq!((dir.layer_name(), dir.version(), dir.hash()), ("my-layer-2", "10", "0123456789"));
    }

    #[test]
    fn invalid_names_are_rejected() {
        for text in [
            "",
            "a",
            "a-1",
            "a-1-",
            "a-1-012345678",
            "a-1-01234567890",
            "a-1-012345678G",
            "a-1-ABCDEF0123",
            "-1-0123456789",
            "a--0123456789",
            "a-x-0123456789",
            "a-1-0123456789 ",
            "a-1-0123456789.zip",
            "a\n-1-0123456789",
            "a/b-1-0123456789",
            "..-1-0123456789",
            "ä-1-0123456789",
        ] {
            assert!(LayerDir::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn the_exact_text_is_hashed() {
        let plain = LayerArn::new("arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1").unwrap();
        let zero = LayerArn::new("arn:aws:lambda:us-west-2:111111111111:layer:myLayer:01").unwrap();
        assert_ne!(plain.dir().hash(), zero.dir().hash());
        assert!(plain.dir().matches_arn(&plain) && !plain.dir().matches_arn(&zero));
    }

    proptest::proptest! {
        #[test]
        fn directories_of_arns_round_trip(name in "[A-Za-z0-9_-]{1,40}", version in 0u64..1_000_000) {
            let arn = LayerArn::new(format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:{version}")).unwrap();
            let dir = LayerDir::parse(arn.dir().as_str()).unwrap();
            proptest::prop_assert_eq!(dir.layer_name(), name);
            proptest::prop_assert_eq!(dir.version_number(), Some(version));
        }

        #[test]
        fn no_text_causes_a_panic(text in "\\PC*") {
            let _ = LayerDir::parse(&text);
        }
    }
}
