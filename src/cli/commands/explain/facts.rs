//! What is known about the subject, gathered from one survey.

use super::{Candidate, Document, Subject};
use crate::cli::session::Seen;
use crate::inventory::{ArnSource, ImageRow, KnownArn, LayerRow, LayersOfImage};
use crate::sam::image_name::layers_sha256;
use crate::sam::{ImageName, LayerDir};

/// Everything known about the subject.
#[derive(Debug)]
pub struct Facts {
    /// The layer, where one was asked about.
    pub layer: Option<Layer>,
    /// The image, where one was asked about.
    pub image: Option<Image>,
    /// The survey, for what is there.
    pub seen: Seen,
}

/// A layer version.
#[derive(Debug)]
pub struct Layer {
    /// Where SAM caches it.
    pub dir: LayerDir,
    /// Its ARN: given, or known.
    pub arn: Option<KnownArn>,
    /// The ARN was typed: nothing has to be proven about it.
    pub given: bool,
}

/// An image name.
#[derive(Debug)]
pub struct Image {
    /// The name.
    pub name: ImageName,
    /// What it was built from, where that is known.
    pub layers: Option<LayersOfImage>,
    /// The engine has it.
    pub there: bool,
}

impl Facts {
    pub fn gather(subject: Subject, seen: Seen) -> Self {
        let (layer, image) = match subject {
            Subject::Arn(arn) => {
                let dir = arn.dir();
                let known = seen.arn_of(&dir).filter(|known| known.arn == arn);
                let source = known.map_or(ArnSource::Remembered, |known| known.source);
                (Some(Layer { dir, arn: Some(KnownArn { arn, source }), given: true }), None)
            }
            Subject::Dir(dir) => {
                let arn = seen.arn_of(&dir);
                (Some(Layer { dir, arn, given: false }), None)
            }
            Subject::Image(name) => {
                let row = seen.shown.images.iter().find(|row| row.name.without_registry() == name.without_registry());
                let layers = row.and_then(|row| row.layers.clone()).or_else(|| seen.layers_by_template(&name));
                let there = row.is_some();
                (None, Some(Image { name, layers, there }))
            }
        };
        Self { layer, image, seen }
    }

    /// Whether every hash asked about could be traced to its inputs.
    pub fn is_explained(&self) -> bool {
        let layer = self.layer.as_ref().is_none_or(|layer| layer.arn.is_some());
        let image = self.image.as_ref().is_none_or(|image| image.name.hash().is_none() || image.layers.is_some());
        layer && image
    }

    /// The layer's row, where it is in the cache.
    pub fn row(&self) -> Option<&LayerRow> {
        self.seen.shown.layer(&self.layer.as_ref()?.dir)
    }

    /// Images that contain the layer.
    pub fn images_with_layer(&self) -> Vec<&ImageRow> {
        let Some(layer) = &self.layer else { return Vec::new() };
        let contains =
            |row: &&ImageRow| row.layers.iter().flat_map(|layers| &layers.names).any(|name| name == layer.dir.as_str());
        self.seen.shown.images.iter().filter(contains).collect()
    }

    /// ARNs that would make the directory's digits; none where its ARN was given or proven.
    pub fn candidates(&self) -> Vec<KnownArn> {
        match &self.layer {
            Some(Layer { dir, arn: None, .. }) => self.seen.arn_candidates(dir),
            Some(Layer { arn: Some(known), given: false, .. }) => match known.source {
                ArnSource::Searched { .. } => vec![known.clone()],
                ArnSource::Template(_) | ArnSource::Remembered => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    pub fn document(&self) -> Document {
        let layer = self.layer.as_ref();
        let arn = layer.and_then(|layer| layer.arn.as_ref()).map(|known| &known.arn);
        let layers = self.image.as_ref().and_then(|image| image.layers.as_ref()).map(|layers| layers.names.clone());
        Document {
            schema: 1,
            arn: arn.map(ToString::to_string),
            layer_name: layer.map(|layer| layer.dir.layer_name().to_owned()),
            version: layer.map(|layer| layer.dir.version().to_owned()),
            sha256: arn.map(crate::sam::LayerArn::sha256),
            dir: layer.map(|layer| layer.dir.to_string()),
            cached: self.row().is_some_and(|row| row.counts_as_cached),
            image: self.image.as_ref().map(|image| image.name.to_string()),
            image_sha256: layers.as_ref().map(|names| layers_sha256(names)),
            layers,
            candidates: self.candidates().iter().map(Candidate::from).collect(),
            images: self.images_with_layer().iter().map(|row| row.name.to_string()).collect(),
        }
    }
}

impl From<&KnownArn> for Candidate {
    fn from(known: &KnownArn) -> Self {
        Self { arn: known.arn.to_string(), arn_source: known.source.describe() }
    }
}
