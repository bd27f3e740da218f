//! `assets/demo/cache.yaml`: the published layers, and the state in which SAM left each in the cache.

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

/// The state in which SAM left a layer in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Left {
    /// Complete.
    #[default]
    Ok,
    /// An empty directory without a status file, as old SAM versions left it.
    Empty,
    /// An empty directory with the status `failed`.
    Failed,
    /// One file, the status `in_progress`, and the lock of a process that no longer runs.
    InProgress,
    /// Nothing: the layer was never downloaded.
    Absent,
}

/// A single file in the cache.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stray {
    /// The path in the cache; `{dir}` is the directory of `of`.
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

    /// Returns the published layer version with this ARN.
    pub fn layer(&self, arn: &str) -> Option<&Layer> {
        self.layers.iter().find(|layer| layer.arn.as_str() == arn)
    }
}

impl Stray {
    /// Returns the path with `{dir}` replaced.
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
