//! Collects everything that is known about a name from one survey.

use super::Subject;
use super::function::Function;
use crate::cli::exit::UsageError;
use crate::cli::problems::{self, ReportedProblem};
use crate::cli::session::SurveyResult;
use crate::inventory::search::image_layers::ImageSearchResult;
use crate::inventory::search::near_matches::{self, NearMatch};
use crate::inventory::{ArnSource, ImageLayers, ImageRow, KnownArn, LayerRow};
use crate::ops::{Context, needed_by_lock, read_lock, s3_object_of};
use crate::sam::problem::ProblemCode;
use crate::sam::template::FunctionLayer;
use crate::sam::{ImageName, LayerDir, S3Object};
use crate::text::sanitize_path;

/// Everything known about a name.
#[derive(Debug)]
pub struct Explanation {
    /// The function, if the name is one.
    pub function: Option<Function>,
    /// The layer, if the name is one.
    pub layer: Option<Layer>,
    /// The image, if the name is one.
    pub image: Option<Image>,
    /// The survey.
    pub survey: SurveyResult,
}

/// A layer version.
#[derive(Debug)]
pub struct Layer {
    /// The directory in which SAM caches it.
    pub dir: LayerDir,
    /// Its ARN, if it was given or is known.
    pub arn: Option<KnownArn>,
    /// The S3 object in which the owner stores the layer, if AWS or a lockfile names it.
    pub s3_object: Option<S3Object>,
}

/// An image name.
#[derive(Debug)]
pub struct Image {
    /// The name.
    pub name: ImageName,
    /// The layers it was built from, if known.
    pub layers: Option<ImageLayers>,
    /// The result of searching for its layers among combinations of known names.
    pub search: Option<ImageSearchResult>,
    /// Whether the engine has the image; `None` if it did not report its images.
    pub is_present: Option<bool>,
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
                let arn = KnownArn { arn, source: ArnSource::Given };
                (Some(Layer { dir: arn.arn.dir(), arn: Some(arn), s3_object: None }), None)
            }
            Subject::Dir(dir) => {
                let arn = survey.arn_of(&dir);
                (Some(Layer { dir, arn, s3_object: None }), None)
            }
            Subject::Image(name) => {
                let row = survey.shown.images.iter().find(|row| row.name.without_registry() == name.without_registry());
                let (searched, found) = survey.inventory.search_of(&name);
                let layers = row.and_then(|row| row.layers.clone()).or_else(|| survey.layers_by_template(&name));
                let (layers, search) = (layers.or_else(|| found.cloned()), searched.cloned());
                let there = survey.shown.images_known.then_some(row.is_some());
                (None, Some(Image { name, layers, search, is_present: there }))
            }
        };
        Ok(Self { function, layer, image, survey })
    }

    /// Returns whether the inputs of every hash are known.
    pub fn is_explained(&self) -> bool {
        let layer = self.layer.as_ref().is_none_or(|layer| layer.arn.is_some());
        let image = self.image.as_ref().is_none_or(|image| image.name.hash().is_none() || image.layers.is_some());
        let function = self.function.as_ref().is_none_or(|function| function.row.function.invoke_image.is_some());
        layer && image && function && self.unread().is_empty()
    }

    /// Returns the problems that keep parts of the answer from being read.
    pub fn unread(&self) -> Vec<ReportedProblem> {
        let shown = &self.survey.shown;
        let mut found = self.unread_state();
        if let Some(row) = self.row() {
            let unread = row.problems.iter().filter(|problem| problem.code == ProblemCode::LayerUnreadable);
            found.extend(
                unread.map(|problem| ReportedProblem { target: row.dir.to_string(), problem: problem.clone() }),
            );
        }
        // The ARN of a directory and the origin of its content are in our own records.
        let records =
            shown.places.iter().filter(|place| place.hides_facts && place.is_of_records() && self.layer.is_some());
        found.extend(
            records.map(|place| ReportedProblem { target: sanitize_path(&place.path), problem: place.problem.clone() }),
        );
        found
    }

    /// Returns the problems that keep it from being read whether the layer, or those of the function, are cached.
    fn unread_state(&self) -> Vec<ReportedProblem> {
        let function = self.function.iter().flat_map(|function| &function.row.function.layers);
        let dirs: Vec<&LayerDir> =
            function.filter_map(FunctionLayer::dir).chain(self.layer.iter().map(|layer| &layer.dir)).collect();
        if dirs.is_empty() { Vec::new() } else { problems::of_unread(&self.survey.shown, dirs) }
    }

    /// Returns whether SAM takes the layer as cached; `None` if that cannot be read.
    pub fn is_cached(&self) -> Option<bool> {
        match self.row() {
            Some(row) => row.counts_as_cached,
            None => (!self.survey.shown.cache_unusable && self.unread_state().is_empty()).then_some(false),
        }
    }

    /// Returns existing entries that are similar to the requested layer or image.
    pub fn instead(&self) -> Vec<NearMatch> {
        let shown = &self.survey.shown;
        if let (Some(layer), None) = (&self.layer, self.row()) {
            return near_matches::layers(shown, &layer.dir, layer.arn.as_ref().map(|known| &known.arn));
        }
        match &self.image {
            Some(image) if image.is_present == Some(false) => {
                let names = image.layers.as_ref().map(|layers| layers.names.as_slice()).unwrap_or_default();
                near_matches::images(shown, &image.name, names)
            }
            _ => Vec::new(),
        }
    }

    /// Looks up where the layer is stored: in the lockfiles beside the templates, otherwise in AWS. SAM itself uses
    /// neither while the layer is in its cache.
    pub fn ask_for_storage(&mut self, context: &Context) {
        let arn = self.layer.as_ref().and_then(|layer| layer.arn.as_ref()).map(|known| known.arn.clone());
        let Some(arn) = arn else { return };
        let locks = needed_by_lock(&self.survey.shown).into_keys();
        let locked = locks.filter_map(|path| read_lock(&path).ok()??.layers.remove(&arn)).find_map(|it| it.s3_object);
        let is_cached = self.is_cached() == Some(true);
        let found = locked.or_else(|| if is_cached { None } else { s3_object_of(context, &arn) });
        if let Some(layer) = &mut self.layer {
            layer.s3_object = found;
        }
    }

    /// Returns the layer's row, if it is in the cache.
    pub fn row(&self) -> Option<&LayerRow> {
        self.survey.shown.layer(&self.layer.as_ref()?.dir)
    }

    /// Returns the images that contain the layer.
    pub fn images_with_layer(&self) -> Vec<&ImageRow> {
        let Some(layer) = &self.layer else { return Vec::new() };
        let contains = |row: &&ImageRow| {
            row.layers.iter().flat_map(|layers| &layers.names).any(|name| name.dir() == Some(&layer.dir))
        };
        self.survey.shown.images.iter().filter(contains).collect()
    }

    /// Returns the ARNs that hash to the digits of the directory; none if its ARN was given or is proven.
    pub fn candidates(&self) -> Vec<KnownArn> {
        let Some(Layer { dir, arn, .. }) = &self.layer else { return Vec::new() };
        match arn {
            None => self.survey.arn_candidates(dir),
            Some(known) => match known.source {
                ArnSource::Searched { .. } => vec![known.clone()],
                ArnSource::Given | ArnSource::Template(_) | ArnSource::Remembered => Vec::new(),
            },
        }
    }
}
