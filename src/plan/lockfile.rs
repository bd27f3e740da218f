//! The lockfile `samlayers.lock`: the exact content of the layers that the templates of a project use. Pure: text in,
//! text out.
//!
//! It is a TOML file with one entry per layer version, sorted by ARN, so that a changed layer changes one entry:
//! ```toml
//! schema = 1
//!
//! [[layer]]
//! arn = "arn:aws:lambda:eu-west-1:123456789012:layer:numpy:3"
//! code_sha256 = "abc…="
//! size = 52428800
//! ```
//! A layer that its owner keeps in S3 has `s3_bucket`, `s3_key` and `s3_object_version` as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::sam::{LayerArn, S3Object, sha256_hex};
use crate::text::one_line;

/// The name of the lockfile, which is stored beside the template.
pub const LOCKFILE_NAME: &str = "samlayers.lock";

const SCHEMA: u64 = 1;

const HEAD: &str = "# What the layers of the templates beside this file are, to the byte. Commit it.
# `samlayers prefetch --locked` checks it, `samlayers prefetch --update-lock` renews it.
";

/// The content of a lockfile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lockfile {
    /// The locked layer versions by ARN.
    pub layers: BTreeMap<LayerArn, LockedLayer>,
}

/// The locked content of a layer version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedLayer {
    /// The sha256 of its zip in base64, as AWS returns it.
    pub code_sha256: String,
    /// The size of its zip in bytes.
    pub size: u64,
    /// The object in S3 that contains it, if its owner stores it there; `None` if Lambda stores it, or if an older
    /// samlayers wrote the lockfile.
    pub s3_object: Option<S3Object>,
}

impl LockedLayer {
    /// Returns whether AWS still reports the same content. Fields that an older samlayers did not write are not
    /// compared.
    fn matches(&self, now: &Self) -> bool {
        let is_same_zip = self.code_sha256 == now.code_sha256 && self.size == now.size;
        is_same_zip && (self.s3_object.is_none() || self.s3_object == now.s3_object)
    }
}

/// A difference between a lockfile and the templates or AWS, with its own message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockfileDifference {
    /// A template uses a layer that the lockfile does not contain.
    #[error("{0} is not in the lockfile")]
    Missing(LayerArn),
    /// AWS returns other content for this ARN.
    #[error(
        "the zip of {arn} has changed: SHA-256 {now} ({now_size} bytes) instead of {locked} ({locked_size} bytes) in \
         the lockfile"
    )]
    Changed {
        /// The ARN.
        arn: LayerArn,
        /// The current hash.
        now: String,
        /// The current size in bytes.
        now_size: u64,
        /// The locked hash.
        locked: String,
        /// The locked size in bytes.
        locked_size: u64,
    },
    /// The same zip is stored in another place.
    #[error("{arn} is now stored in {now} instead of {locked}")]
    Moved {
        /// The ARN.
        arn: LayerArn,
        /// The current place according to AWS.
        now: String,
        /// The place according to the lockfile.
        locked: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Document {
    schema: u64,
    #[serde(default)]
    layer: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    arn: String,
    code_sha256: String,
    size: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s3_bucket: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s3_key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s3_object_version: Option<String>,
}

impl Lockfile {
    /// Parses a lockfile. The error describes what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Document = toml::from_str(text).map_err(|error| one_line(error.message()))?;
        if document.schema != SCHEMA {
            return Err(format!(
                "its schema is {}, but this samlayers supports {SCHEMA}. Use a newer samlayers",
                document.schema
            ));
        }
        let mut layers = BTreeMap::new();
        for entry in document.layer {
            let arn = LayerArn::new(entry.arn).map_err(|error| one_line(&error.to_string()))?;
            let place = entry.s3_bucket.zip(entry.s3_key);
            let s3_object = place.map(|(bucket, key)| S3Object { bucket, key, version: entry.s3_object_version });
            layers.insert(arn, LockedLayer { code_sha256: entry.code_sha256, size: entry.size, s3_object });
        }
        Ok(Self { layers })
    }

    /// Returns the text of the file. The same layers always give the same text, byte for byte.
    pub fn text(&self) -> String {
        let entry = |(arn, locked): (&LayerArn, &LockedLayer)| {
            let object = locked.s3_object.as_ref();
            Entry {
                arn: arn.to_string(),
                code_sha256: locked.code_sha256.clone(),
                size: locked.size,
                s3_bucket: object.map(|object| object.bucket.clone()),
                s3_key: object.map(|object| object.key.clone()),
                s3_object_version: object.and_then(|object| object.version.clone()),
            }
        };
        let document = Document { schema: SCHEMA, layer: self.layers.iter().map(entry).collect() };
        // A document of strings and numbers can always be serialised.
        format!("{HEAD}{}", toml::to_string(&document).unwrap_or_default())
    }

    /// Returns the differences from what templates use and AWS returns. Layers that are missing in `now` were not
    /// looked up.
    pub fn differences(
        &self,
        needed: &BTreeSet<LayerArn>,
        now: &BTreeMap<LayerArn, LockedLayer>,
    ) -> Vec<LockfileDifference> {
        let difference = |arn: &LayerArn| match (self.layers.get(arn), now.get(arn)) {
            (None, _) => Some(LockfileDifference::Missing(arn.clone())),
            (Some(locked), Some(now)) if locked.matches(now) => None,
            (Some(locked), Some(now)) if locked.code_sha256 == now.code_sha256 && locked.size == now.size => {
                let place = |of: &LockedLayer| of.s3_object.as_ref().map(|object| one_line(&object.to_string()));
                let of_lambda = || "Lambda's own storage".to_owned();
                Some(LockfileDifference::Moved {
                    arn: arn.clone(),
                    now: place(now).unwrap_or_else(of_lambda),
                    locked: place(locked).unwrap_or_else(of_lambda),
                })
            }
            (Some(locked), Some(now)) => Some(LockfileDifference::Changed {
                arn: arn.clone(),
                now: one_line(&now.code_sha256),
                now_size: now.size,
                locked: one_line(&locked.code_sha256),
                locked_size: locked.size,
            }),
            (Some(_), None) => None,
        };
        needed.iter().filter_map(difference).collect()
    }

    /// Returns the entries that no known template uses.
    pub fn unneeded<'a>(&'a self, needed: &'a BTreeSet<LayerArn>) -> impl Iterator<Item = &'a LayerArn> {
        self.layers.keys().filter(|arn| !needed.contains(arn))
    }
}

/// Returns a key for a CI cache, which is the same as long as the locked layers are the same, whatever the order of the
/// files.
pub fn cache_key<'a>(locks: impl Iterator<Item = &'a Lockfile>) -> String {
    let layers: BTreeMap<&LayerArn, &LockedLayer> = locks.flat_map(|lock| &lock.layers).collect();
    let mut text = String::new();
    for (arn, locked) in layers {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{arn} {}", locked.code_sha256);
    }
    format!("samlayers-{SCHEMA}-{}", &sha256_hex(&text)[..32])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arn(name: &str) -> LayerArn {
        LayerArn::new(format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:1")).unwrap()
    }

    fn lock(layers: &[(&str, &str)]) -> Lockfile {
        let entry = |(name, hash): &(&str, &str)| {
            (arn(name), LockedLayer { code_sha256: (*hash).to_owned(), size: 7, s3_object: None })
        };
        Lockfile { layers: layers.iter().map(entry).collect() }
    }

    #[test]
    fn a_lockfile_round_trips() {
        let lock = lock(&[("pandas", "b="), ("numpy", "a=")]);
        let text = lock.text();
        assert_eq!(Lockfile::parse(&text), Ok(lock.clone()));
        assert_eq!(Lockfile::parse(&text).unwrap().text(), text);
        let entries = text.split_once("schema").unwrap().1;
        assert_eq!(
            entries,
            " = 1\n\n[[layer]]\narn = \"arn:aws:lambda:eu-west-1:123456789012:layer:numpy:1\"\ncode_sha256 = \"a=\"\nsize = 7\n\n\
             [[layer]]\narn = \"arn:aws:lambda:eu-west-1:123456789012:layer:pandas:1\"\ncode_sha256 = \"b=\"\nsize = 7\n"
        );
        assert_eq!(Lockfile::parse(&Lockfile::default().text()), Ok(Lockfile::default()));
    }

    #[test]
    fn invalid_lockfiles_are_errors() {
        assert!(Lockfile::parse("schema = 2").unwrap_err().contains("newer samlayers"));
        for text in [
            "",
            "schema = 1\n[[layer]]\narn = 1",
            "<<<<<<< HEAD",
            "schema = 1\nlayer = [{arn = 'x', code_sha256 = '', size = 1}]",
        ] {
            assert!(Lockfile::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn missing_and_changed_layers_are_differences() {
        let needed = BTreeSet::from([arn("numpy"), arn("pandas"), arn("scipy")]);
        let now = lock(&[("numpy", "a="), ("pandas", "changed=")]).layers;
        let locked = lock(&[("numpy", "a="), ("pandas", "b="), ("old", "c=")]);
        let messages: Vec<String> = locked.differences(&needed, &now).iter().map(ToString::to_string).collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(
            messages[0].contains("layer:pandas:1 has changed") && messages[1].contains("layer:scipy:1 is not in"),
            "{messages:?}"
        );
        assert_eq!(locked.unneeded(&needed).collect::<Vec<_>>(), [&arn("old")]);
    }

    #[test]
    fn a_layer_kept_in_s3_is_locked_to_its_object() {
        let object = |version: &str| S3Object {
            bucket: "layers".to_owned(),
            key: "a b.zip".to_owned(),
            version: Some(version.to_owned()),
        };
        let mut kept = lock(&[("numpy", "a=")]);
        kept.layers.get_mut(&arn("numpy")).unwrap().s3_object = Some(object("1"));
        let text = kept.text();
        assert!(text.ends_with("s3_bucket = \"layers\"\ns3_key = \"a b.zip\"\ns3_object_version = \"1\"\n"), "{text}");
        assert_eq!(Lockfile::parse(&text), Ok(kept.clone()));
        let needed = BTreeSet::from([arn("numpy")]);
        let mut now = kept.layers.clone();
        assert_eq!(kept.differences(&needed, &now), []);
        now.get_mut(&arn("numpy")).unwrap().s3_object = Some(object("2"));
        let message = kept.differences(&needed, &now)[0].to_string();
        assert!(message.contains("is now stored in s3://layers/a b.zip?versionId=2"), "{message}");
        // From a version without S3 objects.
        assert_eq!(lock(&[("numpy", "a=")]).differences(&needed, &now), []);
    }

    #[test]
    fn the_cache_key_depends_only_on_the_layers() {
        let (one, other) = (lock(&[("numpy", "a=")]), lock(&[("pandas", "b=")]));
        let both = lock(&[("pandas", "b="), ("numpy", "a=")]);
        let key = cache_key([&one, &other].into_iter());
        assert_eq!(key, cache_key([&other, &one, &one].into_iter()));
        assert_eq!(key, cache_key([&both].into_iter()));
        assert_ne!(key, cache_key([&lock(&[("numpy", "a="), ("pandas", "c=")])].into_iter()));
        assert!(key.starts_with("samlayers-1-") && key.len() == 44, "{key}");
    }
}
