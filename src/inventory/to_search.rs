//! Determines what a survey has to search for after all facts are in: the ARNs of layers and the layers of images.
//!
//! The answers come from the facts, because joining ten thousand rows for each question would take longer.

use std::collections::{BTreeMap, HashSet};

use super::join::template_index::proven_layers;
use super::{Inventory, LayerArn, LayerDir};
use crate::sam::ImageName;
use crate::sam::template::{Function, FunctionLayer};

impl Inventory {
    /// Returns the ARNs of cached layers that a template proves and that are not stored yet, by directory.
    pub fn newly_proven(&self) -> Vec<LayerArn> {
        let written = self.written_arns();
        let proven = self.layers.keys().filter_map(|dir| Some((dir, *written.get(dir)?)));
        proven.filter(|(dir, arn)| self.remembered.get(dir) != Some(arn)).map(|(_, arn)| arn.clone()).collect()
    }

    /// Returns the cached layers whose ARN is neither in a template nor stored nor found by a search.
    pub fn layers_without_arn(&self) -> Vec<LayerDir> {
        let written = self.written_arns();
        let is_unknown = |dir: &&LayerDir| {
            !written.contains_key(dir) && !self.remembered.contains_key(dir) && !self.searched.contains_key(dir)
        };
        self.layers.keys().filter(is_unknown).cloned().collect()
    }

    /// Returns the cached layers with a known ARN: from a template, else from the store, else from a search.
    pub fn layers_with_arn(&self) -> Vec<(LayerDir, LayerArn)> {
        let written = self.written_arns();
        let arn_of = |dir: &LayerDir| {
            let known = written.get(dir).copied().or_else(|| self.remembered.get(dir));
            known.or_else(|| self.searched.get(dir).map(|known| &known.arn))
        };
        self.layers.keys().filter_map(|dir| Some((dir.clone(), arn_of(dir)?.clone()))).collect()
    }

    /// Returns the images whose layers neither a template nor a search has found.
    pub fn images_without_layers(&self) -> Vec<ImageName> {
        let hashes = self.images.values().filter_map(|image| image.name.hash());
        let mut unknown: HashSet<&str> = hashes.filter(|hash| !self.image_layers.contains_key(*hash)).collect();
        // A proof takes a sha256 for each function, so it is limited to those that matter.
        for function in self.functions() {
            let hash = function.image.as_ref().and_then(ImageName::hash);
            if let Some(hash) = hash.filter(|hash| unknown.contains(hash))
                && proven_layers(function).is_some()
            {
                unknown.remove(hash);
            }
        }
        let images = self.images.values().map(|image| &image.name);
        images.filter(|name| name.hash().is_some_and(|hash| unknown.contains(hash))).cloned().collect()
    }

    /// Returns the functions of all templates.
    fn functions(&self) -> impl Iterator<Item = &Function> {
        let answers = self.templates.values().flat_map(|template| &template.outcome);
        answers.flat_map(|answer| &answer.functions).map(|function| &**function)
    }

    /// Returns the first ARN that templates contain for each directory.
    fn written_arns(&self) -> BTreeMap<&LayerDir, &LayerArn> {
        let mut written = BTreeMap::new();
        for layer in self.functions().flat_map(|function| &function.layers) {
            if let FunctionLayer::Remote { dir, arn, .. } = layer {
                written.entry(dir).or_insert(arn);
            }
        }
        written
    }
}
