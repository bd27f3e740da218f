//! Tracks which layer rows have to be rebuilt since the last join.

use std::collections::HashSet;

use crate::inventory::facts::Finding;
use crate::sam::LayerDir;

/// The facts about layers that changed since the last join. Changes of their images are detected when the images are
/// joined.
#[derive(Debug, Clone, Default)]
pub(in crate::inventory) struct ChangedRows {
    layers: HashSet<LayerDir>,
    /// A change of the templates affects every row.
    templates: bool,
}

impl ChangedRows {
    /// Records a fact.
    pub(in crate::inventory) fn record(&mut self, finding: &Finding) {
        match finding {
            Finding::Layer(layer) => self.layer(&layer.dir),
            Finding::Measured(dir, _) | Finding::Arn(dir, _) | Finding::Checked(dir, _) | Finding::Newer(dir, _) => {
                self.layer(dir);
            }
            // The installed SAM decides what counts as cached.
            Finding::Template(_)
            | Finding::OtherTemplate(_)
            | Finding::NotRead(_)
            | Finding::TemplatesRead
            | Finding::InstalledSams(_) => self.templates(),
            // The directory of a remembered ARN takes a sha256, so it is noted where it is computed anyway.
            Finding::Remembered(_)
            | Finding::Cache(_)
            | Finding::Leftover(_)
            | Finding::Foreign(_)
            | Finding::Trash(_)
            | Finding::Place(_)
            | Finding::Recovered(_)
            | Finding::CacheListed
            | Finding::CacheMeasured
            | Finding::Engine(_)
            | Finding::OtherEngines(_)
            | Finding::Image(_)
            | Finding::OtherImages(_)
            | Finding::Containers(_)
            | Finding::Dangling(_)
            | Finding::ImagesListed
            | Finding::ImageLayers { .. }
            | Finding::ImageChecked(..)
            | Finding::ImageSearched { .. }
            | Finding::BuildFolder(_)
            | Finding::BuildsListed
            | Finding::BuildsMeasured
            | Finding::Account(_)
            | Finding::AccountUnknown(_) => {}
        }
    }

    /// Records a layer with changed facts.
    pub(in crate::inventory) fn layer(&mut self, dir: &LayerDir) {
        self.layers.insert(dir.clone());
    }

    /// Records changed templates.
    pub(in crate::inventory) fn templates(&mut self) {
        self.templates = true;
    }

    /// Returns whether any row may have to be rebuilt.
    pub(in crate::inventory) fn any(&self) -> bool {
        self.templates || !self.layers.is_empty()
    }

    /// Returns whether the row of a layer has to be rebuilt.
    pub(in crate::inventory) fn has(&self, dir: &LayerDir) -> bool {
        self.templates || self.layers.contains(dir)
    }
}
