//! The regions of AWS.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

/// A region as an ARN has it: letters, digits and dashes.
///
/// A region that samlayers does not know yet is one as well. The text that SAM puts for `AWS::Region` is not: SAM takes
/// any (`Settings::region`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(Arc<str>);

/// Why a text is not a region.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a region: that is letters, digits and dashes, such as eu-west-1")]
pub struct NotARegion(String);

impl Region {
    /// Parses the name of a region, known or not.
    pub fn parse(text: &str) -> Result<Self, NotARegion> {
        if is_word(text) { Ok(Self(text.into())) } else { Err(NotARegion(text.to_owned())) }
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

/// Returns whether a text may be the partition or the region of an ARN.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// A partition of AWS with its regions (botocore's endpoint data of October 2026).
struct Partition {
    /// `aws`, `aws-cn` …
    name: &'static str,
    /// Its regions.
    regions: &'static [&'static str],
}

/// All partitions, the largest one first.
const PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws",
        regions: &[
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
        ],
    },
    Partition { name: "aws-cn", regions: &["cn-north-1", "cn-northwest-1"] },
    Partition { name: "aws-us-gov", regions: &["us-gov-east-1", "us-gov-west-1"] },
    Partition { name: "aws-eusc", regions: &["eusc-de-east-1"] },
    Partition { name: "aws-iso", regions: &["us-iso-east-1", "us-iso-west-1"] },
    Partition { name: "aws-iso-b", regions: &["us-isob-east-1", "us-isob-west-1"] },
    Partition { name: "aws-iso-e", regions: &["eu-isoe-west-1"] },
    Partition { name: "aws-iso-f", regions: &["us-isof-east-1", "us-isof-south-1"] },
];

/// Returns every region as a pair of partition and region.
///
/// ```
/// use samlayers::sam::region;
///
/// assert!(region::all().any(|pair| pair == ("aws", "eu-west-1")));
/// assert!(region::all().any(|pair| pair == ("aws-cn", "cn-north-1")));
/// ```
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    PARTITIONS.iter().flat_map(|partition| partition.regions.iter().map(|region| (partition.name, *region)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_region_is_one() {
        assert!(all().all(|(_, region)| Region::parse(region).is_ok()));
        assert!(Region::parse("xx-new-1").is_ok());
        for text in ["", "eu west 1", "eu-west-1:", "${AWS::Region}"] {
            assert!(Region::parse(text).is_err(), "{text:?}");
        }
    }
}
