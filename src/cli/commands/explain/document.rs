//! The JSON output of `explain`.

use serde::Serialize;

use super::facts::Explanation;
use super::function::Function;
use crate::cli::output::json::{ImportedJson, ProblemJson, SamJson};
use crate::inventory::KnownArn;
use crate::inventory::search::near_matches::NearMatch;
use crate::sam::hashed_name::texts;
use crate::sam::image_name::layers_sha256;
use crate::sam::{Architecture, LayerArn};

/// The whole document.
#[derive(Debug, Serialize)]
pub struct Document {
    schema: u32,
    arn: Option<String>,
    layer_name: Option<String>,
    version: Option<String>,
    sha256: Option<String>,
    dir: Option<String>,
    /// Null if that cannot be read.
    cached: Option<bool>,
    /// Where the cached content came from: `downloaded`, `imported`, `sam`; null if unknown.
    origin: Option<&'static str>,
    /// Only present for an imported layer.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<ImportedJson>,
    image: Option<String>,
    layers: Option<Vec<String>>,
    image_sha256: Option<String>,
    candidates: Vec<Candidate>,
    images: Vec<String>,
    instead: Vec<Instead>,
    function: Option<FunctionDocument>,
    /// Why parts of the answer could not be read; absent if all could.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemJson>,
    /// The S3 object in which the owner stores the layer; null if Lambda stores it, or if it is unknown.
    s3_object: Option<S3ObjectDocument>,
    /// The installed SAM CLI; null if none was found.
    sam: Option<SamJson>,
}

#[derive(Debug, Serialize)]
struct S3ObjectDocument {
    bucket: String,
    key: String,
    version: Option<String>,
}

/// An ARN that hashes to the digits of a directory, without proof that the directory comes from it.
#[derive(Debug, Serialize)]
struct Candidate {
    arn: String,
    arn_source: String,
}

/// An existing entry that is similar to the one SAM will look for.
#[derive(Debug, Serialize)]
struct Instead {
    name: String,
    difference: String,
}

#[derive(Debug, Serialize)]
struct FunctionDocument {
    template: String,
    logical_id: String,
    full_path: String,
    runtime: Option<String>,
    architecture: Option<&'static str>,
    layers: Vec<LayerDocument>,
    invoke_image: Option<String>,
    image_present: Option<bool>,
    images_instead: Vec<Instead>,
    problems: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct LayerDocument {
    written: String,
    arn: Option<String>,
    sha256: Option<String>,
    name: Option<String>,
    dir: Option<String>,
    local: bool,
    /// Null if that cannot be read.
    cached: Option<bool>,
    instead: Vec<Instead>,
    problem: Option<&'static str>,
}

impl Explanation {
    /// Returns everything known as a JSON document.
    pub fn document(&self) -> Document {
        let layer = self.layer.as_ref();
        let arn = layer.and_then(|layer| layer.arn.as_ref()).map(|known| &known.arn);
        let row = self.function.as_ref().map(|function| &function.row);
        let layers = match row {
            Some(row) => row.function.image.is_some().then(|| row.layer_names()),
            None => self.image.as_ref().and_then(|image| image.layers.as_ref()).map(|layers| layers.names.clone()),
        };
        let image = match row {
            Some(row) => row.function.image.as_ref(),
            None => self.image.as_ref().map(|image| &image.name),
        };
        Document {
            schema: 1,
            arn: arn.map(ToString::to_string),
            layer_name: layer.map(|layer| layer.dir.layer_name().to_owned()),
            version: layer.map(|layer| layer.dir.version().to_owned()),
            sha256: arn.map(crate::sam::LayerArn::sha256),
            dir: layer.map(|layer| layer.dir.to_string()),
            cached: self.is_cached(),
            origin: self.row().and_then(|row| row.origin.as_ref()).map(|origin| origin.as_str()),
            imported: self.row().and_then(|row| row.imported()).map(ImportedJson::from),
            image: image.map(ToString::to_string),
            image_sha256: layers.as_ref().map(|names| layers_sha256(names)),
            layers: layers.as_deref().map(texts),
            candidates: self.candidates().iter().map(Candidate::from).collect(),
            images: self.images_with_layer().iter().map(|row| row.name.to_string()).collect(),
            instead: self.instead().into_iter().map(Instead::from).collect(),
            function: self.function.as_ref().map(FunctionDocument::from),
            problems: self.unread().iter().map(ProblemJson::from).collect(),
            sam: SamJson::of(&self.survey.inventory),
            s3_object: layer.and_then(|layer| layer.s3_object.clone()).map(|object| S3ObjectDocument {
                bucket: object.bucket,
                key: object.key,
                version: object.version,
            }),
        }
    }
}

impl From<NearMatch> for Instead {
    fn from(nearby: NearMatch) -> Self {
        Self { difference: nearby.difference(), name: nearby.name }
    }
}

impl From<&Function> for FunctionDocument {
    fn from(function: &Function) -> Self {
        let Function { template, row, layers_instead, images_instead } = function;
        let layers = row.function.layers.iter().zip(&row.cached).zip(layers_instead);
        Self {
            template: template.display().to_string(),
            logical_id: row.function.logical_id.to_string(),
            full_path: row.function.full_path.clone(),
            runtime: row.function.runtime.as_ref().map(ToString::to_string),
            architecture: row.function.architecture.map(Architecture::as_str),
            layers: layers
                .map(|((layer, cached), instead)| LayerDocument {
                    written: layer.written().to_owned(),
                    arn: layer.arn().map(ToString::to_string),
                    sha256: layer.arn().map(LayerArn::sha256),
                    name: layer.hashed_name().map(|name| name.to_string()),
                    dir: layer.dir().map(ToString::to_string),
                    local: layer.is_local(),
                    cached: *cached,
                    instead: instead.iter().cloned().map(Instead::from).collect(),
                    problem: layer.problem().map(|problem| problem.code.as_str()),
                })
                .collect(),
            invoke_image: row.function.invoke_image.as_ref().map(ToString::to_string),
            image_present: row.image_present,
            images_instead: images_instead.iter().cloned().map(Instead::from).collect(),
            problems: row.problems.iter().map(|problem| problem.code.as_str()).collect(),
        }
    }
}

impl From<&KnownArn> for Candidate {
    fn from(known: &KnownArn) -> Self {
        Self { arn: known.arn.to_string(), arn_source: known.source.describe() }
    }
}
