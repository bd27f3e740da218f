//! `samlayers.lock`: what the layers of a project's templates are, to the byte. Text in, text out.
//!
//! TOML, an entry for each layer version in the order of their ARNs, so that a change of one is a change of one entry:
//! ```toml
//! schema = 1
//!
//! [[layer]]
//! arn = "arn:aws:lambda:eu-west-1:123456789012:layer:numpy:3"
//! code_sha256 = "abc…="
//! size = 52428800
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::sam::{LayerArn, sha256_hex};
use crate::text::one_line;

/// The lock file's name; it stands beside the template.
pub const LOCKFILE_NAME: &str = "samlayers.lock";

const SCHEMA: u64 = 1;

const HEAD: &str = "# What the layers of the templates beside this file are, to the byte. Commit it.
# `samlayers prefetch --locked` checks it, `samlayers prefetch --update-lock` renews it.
";

/// What a lock file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lockfile {
    /// By ARN.
    pub layers: BTreeMap<LayerArn, LockedLayer>,
}

/// What a layer version is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedLayer {
    /// The sha256 of its zip, in base64, as AWS says it.
    pub code_sha256: String,
    /// Bytes of its zip.
    pub size: u64,
}

/// How a lock file and the world differ. Each is a sentence of its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LockfileDifference {
    /// A template needs what is not in it.
    #[error("{0} is not in the lock file")]
    Missing(LayerArn),
    /// AWS has something else under this ARN.
    #[error(
        "{arn} is another zip now: its sha256 is {now} with {now_size} bytes, the lock file says {locked} with {locked_size}"
    )]
    Changed {
        /// Which.
        arn: LayerArn,
        /// AWS's hash.
        now: String,
        /// AWS's size.
        now_size: u64,
        /// The lock's hash.
        locked: String,
        /// The lock's size.
        locked_size: u64,
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
}

impl Lockfile {
    /// Reads a lock file, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document: Document = toml::from_str(text).map_err(|error| one_line(error.message()))?;
        if document.schema != SCHEMA {
            return Err(format!(
                "its schema is {}; this samlayers knows {SCHEMA}: use a newer samlayers",
                document.schema
            ));
        }
        let mut layers = BTreeMap::new();
        for Entry { arn, code_sha256, size } in document.layer {
            let arn = LayerArn::new(arn).map_err(|error| one_line(&error.to_string()))?;
            layers.insert(arn, LockedLayer { code_sha256, size });
        }
        Ok(Self { layers })
    }

    /// The text of the file. The same layers make the same text, byte for byte.
    pub fn text(&self) -> String {
        let entry = |(arn, locked): (&LayerArn, &LockedLayer)| Entry {
            arn: arn.to_string(),
            code_sha256: locked.code_sha256.clone(),
            size: locked.size,
        };
        let document = Document { schema: SCHEMA, layer: self.layers.iter().map(entry).collect() };
        // Texts and numbers can always be written.
        format!("{HEAD}{}", toml::to_string(&document).unwrap_or_default())
    }

    /// How it differs from what templates need and AWS has; `now` lacks what AWS was not asked for.
    pub fn differences(
        &self,
        needed: &BTreeSet<LayerArn>,
        now: &BTreeMap<LayerArn, LockedLayer>,
    ) -> Vec<LockfileDifference> {
        let difference = |arn: &LayerArn| match (self.layers.get(arn), now.get(arn)) {
            (None, _) => Some(LockfileDifference::Missing(arn.clone())),
            (Some(locked), Some(now)) if now != locked => Some(LockfileDifference::Changed {
                arn: arn.clone(),
                now: one_line(&now.code_sha256),
                now_size: now.size,
                locked: one_line(&locked.code_sha256),
                locked_size: locked.size,
            }),
            _ => None,
        };
        needed.iter().filter_map(difference).collect()
    }

    /// Entries that no template in sight needs.
    pub fn unneeded<'a>(&'a self, needed: &'a BTreeSet<LayerArn>) -> impl Iterator<Item = &'a LayerArn> {
        self.layers.keys().filter(|arn| !needed.contains(arn))
    }
}

/// One line for a CI's cache: the same as long as the locked layers are the same, whatever the order of the files.
pub fn cache_key<'a>(locks: impl Iterator<Item = &'a Lockfile>) -> String {
    let layers: BTreeMap<&LayerArn, &LockedLayer> = locks.flat_map(|lock| &lock.layers).collect();
    let mut text = String::new();
    for (arn, locked) in layers {
        // Nothing fails that is written to a text.
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
        let entry = |(name, hash): &(&str, &str)| (arn(name), LockedLayer { code_sha256: (*hash).to_owned(), size: 7 });
        Lockfile { layers: layers.iter().map(entry).collect() }
    }

    #[test]
    fn what_is_written_is_read_and_written_the_same() {
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
    fn what_is_no_lock_file_is_told() {
        assert!(Lockfile::parse("schema = 2").unwrap_err().contains("newer samlayers"));
        for odd in [
            "",
            "schema = 1\n[[layer]]\narn = 1",
            "<<<<<<< HEAD",
            "schema = 1\nlayer = [{arn = 'x', code_sha256 = '', size = 1}]",
        ] {
            assert!(Lockfile::parse(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn differences_are_what_is_missing_or_another_zip() {
        let needed = BTreeSet::from([arn("numpy"), arn("pandas"), arn("scipy")]);
        let now = lock(&[("numpy", "a="), ("pandas", "changed=")]).layers;
        let locked = lock(&[("numpy", "a="), ("pandas", "b="), ("old", "c=")]);
        let told: Vec<String> = locked.differences(&needed, &now).iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(
            told[0].contains("layer:pandas:1 is another zip now") && told[1].contains("layer:scipy:1 is not in"),
            "{told:?}"
        );
        assert_eq!(locked.unneeded(&needed).collect::<Vec<_>>(), [&arn("old")]);
    }

    #[test]
    fn the_cache_key_hangs_on_the_layers_and_on_nothing_else() {
        let (one, other) = (lock(&[("numpy", "a=")]), lock(&[("pandas", "b=")]));
        let both = lock(&[("pandas", "b="), ("numpy", "a=")]);
        let key = cache_key([&one, &other].into_iter());
        assert_eq!(key, cache_key([&other, &one, &one].into_iter()));
        assert_eq!(key, cache_key([&both].into_iter()));
        assert_ne!(key, cache_key([&lock(&[("numpy", "a="), ("pandas", "c=")])].into_iter()));
        assert!(key.starts_with("samlayers-1-") && key.len() == 44, "{key}");
    }
}
