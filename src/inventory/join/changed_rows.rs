//! Which rows have to be made anew: those that a fact has touched since the last join.

use std::collections::HashSet;

use crate::inventory::facts::Finding;
use crate::sam::LayerDir;

/// What changed since the last join, as far as rows of layers hang on it. Whether their images changed is seen when the
/// images were joined.
#[derive(Debug, Clone, Default)]
pub(in crate::inventory) struct ChangedRows {
    layers: HashSet<LayerDir>,
    /// What templates say decides on every row.
    templates: bool,
}

impl ChangedRows {
    /// Takes note of a fact.
    pub(in crate::inventory) fn record(&mut self, finding: &Finding) {
        match finding {
            Finding::Layer(layer) => self.layer(&layer.dir),
            Finding::Remembered(arn) => self.layer(&arn.dir()),
            Finding::Measured(dir, _) | Finding::Arn(dir, _) | Finding::Checked(dir, _) | Finding::Newer(dir, _) => {
                self.layer(dir);
            }
            Finding::Template(_) | Finding::TemplatesRead => self.templates(),
            Finding::Cache(_)
            | Finding::Leftover(_)
            | Finding::Foreign(_)
            | Finding::Trash(_)
            | Finding::Recovered(_)
            | Finding::CacheListed
            | Finding::CacheMeasured
            | Finding::Engine(_)
            | Finding::OtherEngines(_)
            | Finding::Image(_)
            | Finding::Containers(_)
            | Finding::Dangling(_)
            | Finding::ImagesListed
            | Finding::ImageLayers { .. }
            | Finding::ImageChecked(..)
            | Finding::ImageSearched { .. }
            | Finding::Account(_) => {}
        }
    }

    /// Another layer, or another size of it.
    pub(in crate::inventory) fn layer(&mut self, dir: &LayerDir) {
        self.layers.insert(dir.clone());
    }

    /// Other templates.
    pub(in crate::inventory) fn templates(&mut self) {
        self.templates = true;
    }

    /// Whether any row has to be made anew, or may have to.
    pub(in crate::inventory) fn any(&self) -> bool {
        self.templates || !self.layers.is_empty()
    }

    /// Whether the row of a layer has to be made anew.
    pub(in crate::inventory) fn has(&self, dir: &LayerDir) -> bool {
        self.templates || self.layers.contains(dir)
    }
}
