//! `assets/demo/cache.yaml`: what is published, and what state SAM left it in.

use std::collections::BTreeMap;
use std::io;

use jiff::Timestamp;
use serde::Deserialize;

use super::content::Content;
use crate::sam::LayerArn;

/// The whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    pub layers: Vec<Layer>,
    pub leftovers: Vec<Stray>,
    pub foreign: Vec<Stray>,
    pub project: BTreeMap<String, String>,
}

/// A published layer version.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    #[serde(deserialize_with = "arn")]
    pub arn: LayerArn,
    #[serde(deserialize_with = "time")]
    pub modified: Timestamp,
    #[serde(default)]
    pub left: Left,
    #[serde(default)]
    pub remembered: bool,
    pub files: BTreeMap<String, Content>,
}

/// What SAM left of a layer in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// All of it.
    #[default]
    Ok,
    /// An empty directory and no word about it, as old releases did.
    Empty,
    /// An empty directory, status `failed`.
    Failed,
    /// Its first file, status `in_progress`, and the lock of a process that is gone.
    InProgress,
    /// Nothing: never downloaded.
    Absent,
}

/// A single file in the cache.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stray {
    /// From the cache; `{dir}` is the directory of `of`.
    pub path: String,
    #[serde(default, deserialize_with = "optional_arn")]
    pub of: Option<LayerArn>,
    #[serde(deserialize_with = "time")]
    pub modified: Timestamp,
    pub content: Content,
}

impl Manifest {
    pub fn parse(text: &str) -> io::Result<Self> {
        serde_yaml::from_str(text).map_err(io::Error::other)
    }

    /// The published layer version with this ARN.
    pub fn layer(&self, arn: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.arn.as_str() == arn)
    }
}

impl Stray {
    /// The path with `{dir}` filled in.
    pub fn path(&self) -> String {
        match &self.of {
            Some(arn) => self.path.replace("{dir}", arn.dir().as_str()),
            None => self.path.clone(),
        }
    }
}

fn arn<'de, D: serde::Deserializer<'de>>(from: D) -> Result<LayerArn, D::Error> {
    LayerArn::new(String::deserialize(from)?).map_err(serde::de::Error::custom)
}

fn optional_arn<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<LayerArn>, D::Error> {
    arn(from).map(Some)
}

fn time<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
}
