//! What is known about the subject, gathered from one survey.

use super::Subject;
use super::function::Function;
use crate::cli::exit::UsageError;
use crate::cli::session::SurveyResult;
use crate::inventory::search::image_layers::ImageSearchResult;
use crate::inventory::search::near_matches::{self, NearMatch};
use crate::inventory::{ArnSource, ImageLayers, ImageRow, KnownArn, LayerRow};
use crate::sam::{ImageName, LayerDir};

/// Everything known about the subject.
#[derive(Debug)]
pub struct Explanation {
    /// The function, where one was asked about.
    pub function: Option<Function>,
    /// The layer, where one was asked about.
    pub layer: Option<Layer>,
    /// The image, where one was asked about.
    pub image: Option<Image>,
    /// The survey, for what is there.
    pub survey: SurveyResult,
}

/// A layer version.
#[derive(Debug)]
pub struct Layer {
    /// Where SAM caches it.
    pub dir: LayerDir,
    /// Its ARN: given, or known.
    pub arn: Option<KnownArn>,
    /// The ARN was typed: nothing has to be proven about it.
    pub is_given: bool,
}

/// An image name.
#[derive(Debug)]
pub struct Image {
    /// The name.
    pub name: ImageName,
    /// What it was built from, where that is known.
    pub layers: Option<ImageLayers>,
    /// What trying selections of known names came to.
    pub search: Option<ImageSearchResult>,
    /// The engine has it.
    pub is_present: bool,
}

impl Explanation {
    pub fn gather(subject: Subject, survey: SurveyResult) -> Result<Self, UsageError> {
        let mut function = None;
        let (layer, image) = match subject {
            Subject::Function { template, name } => {
                function = Some(Function::find(template.as_deref(), &name, &survey)?);
                (None, None)
            }
            Subject::Arn(arn) => {
                let dir = arn.dir();
                let known = survey.arn_of(&dir).filter(|known| known.arn == arn);
                let source = known.map_or(ArnSource::Remembered, |known| known.source);
                (Some(Layer { dir, arn: Some(KnownArn { arn, source }), is_given: true }), None)
            }
            Subject::Dir(dir) => {
                let arn = survey.arn_of(&dir);
                (Some(Layer { dir, arn, is_given: false }), None)
            }
            Subject::Image(name) => {
                let row = survey.shown.images.iter().find(|row| row.name.without_registry() == name.without_registry());
                let (searched, found) = survey.inventory.search_of(&name);
                let layers = row.and_then(|row| row.layers.clone()).or_else(|| survey.layers_by_template(&name));
                let (layers, search) = (layers.or_else(|| found.cloned()), searched.cloned());
                let there = row.is_some();
                (None, Some(Image { name, layers, search, is_present: there }))
            }
        };
        Ok(Self { function, layer, image, survey })
    }

    /// Whether every hash asked about could be traced to its inputs.
    pub fn is_explained(&self) -> bool {
        let layer = self.layer.as_ref().is_none_or(|layer| layer.arn.is_some());
        let image = self.image.as_ref().is_none_or(|image| image.name.hash().is_none() || image.layers.is_some());
        let function = self.function.as_ref().is_none_or(|function| function.row.function.invoke_image.is_some());
        layer && image && function
    }

    /// What is there instead of the layer or image asked about.
    pub fn instead(&self) -> Vec<NearMatch> {
        let shown = &self.survey.shown;
        if let (Some(layer), None) = (&self.layer, self.row()) {
            return near_matches::layers(shown, &layer.dir, layer.arn.as_ref().map(|known| &known.arn));
        }
        match &self.image {
            Some(image) if !image.is_present => {
                let names = image.layers.as_ref().map(|layers| layers.names.as_slice()).unwrap_or_default();
                near_matches::images(shown, &image.name, names)
            }
            _ => Vec::new(),
        }
    }

    /// The layer's row, where it is in the cache.
    pub fn row(&self) -> Option<&LayerRow> {
        self.survey.shown.layer(&self.layer.as_ref()?.dir)
    }

    /// Images that contain the layer.
    pub fn images_with_layer(&self) -> Vec<&ImageRow> {
        let Some(layer) = &self.layer else { return Vec::new() };
        let contains =
            |row: &&ImageRow| row.layers.iter().flat_map(|layers| &layers.names).any(|name| name == layer.dir.as_str());
        self.survey.shown.images.iter().filter(contains).collect()
    }

    /// ARNs that would make the directory's digits; none where its ARN was given or proven.
    pub fn candidates(&self) -> Vec<KnownArn> {
        match &self.layer {
            Some(Layer { dir, arn: None, .. }) => self.survey.arn_candidates(dir),
            Some(Layer { arn: Some(known), is_given: false, .. }) => match known.source {
                ArnSource::Searched { .. } => vec![known.clone()],
                ArnSource::Template(_) | ArnSource::Remembered => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}
