//! The changes reported by the file system and engine watchers, which decide what the next survey reads again.

use std::collections::BTreeSet;

use super::facts::FoundLayer;
use super::replace::SurveyPart;
use super::{Inventory, LayerState, join::layer_state};
use crate::sam::LayerDir;

/// What a survey has to read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a part of its own")]
pub struct Changes {
    /// The list of entries in the cache.
    pub cache: bool,
    /// The images and containers of the engine.
    pub engine: bool,
    /// The content of these layers, even if the modification times of their directories did not change.
    pub layers: BTreeSet<LayerDir>,
    /// The templates.
    pub templates: bool,
    /// The build folders of projects.
    pub builds: bool,
}

impl Changes {
    /// Returns changes for a cache in which entries were added, removed or replaced.
    pub fn of_cache() -> Self {
        Self { cache: true, ..Self::default() }
    }

    /// Returns changes for build folders in which entries were removed or restored.
    pub fn of_builds() -> Self {
        Self { builds: true, ..Self::default() }
    }

    /// Returns changes for an engine that reported an event.
    pub fn of_engine() -> Self {
        Self { engine: true, ..Self::default() }
    }

    /// Adds other changes to these.
    pub fn merge(&mut self, other: Self) {
        self.cache |= other.cache;
        self.engine |= other.engine;
        self.templates |= other.templates;
        self.builds |= other.builds;
        self.layers.extend(other.layers);
    }

    /// Returns whether nothing has to be read again.
    pub fn is_empty(&self) -> bool {
        !self.cache && !self.engine && !self.templates && !self.builds && self.layers.is_empty()
    }

    /// Returns whether a part of the survey is read again.
    pub fn covers(&self, part: SurveyPart) -> bool {
        match part {
            SurveyPart::Cache => self.cache || !self.layers.is_empty(),
            SurveyPart::Engine => self.engine,
            SurveyPart::Templates => self.templates,
            SurveyPart::Builds => self.builds,
        }
    }

    /// Returns whether a layer has to be measured again: it is listed in the changes, it was not measured yet, its
    /// directory has another modification time, or it is being downloaded.
    pub fn needs_measure(&self, known: &Inventory, layer: &FoundLayer) -> bool {
        let same =
            known.layers.get(&layer.dir).is_some_and(|old| old.modified == layer.modified && old.kind == layer.kind);
        let measure = known.measures.get(&layer.dir).map(|measure| &**measure);
        let being_filled = layer_state::state(layer, measure) == LayerState::Downloading;
        self.layers.contains(&layer.dir) || !same || measure.is_none() || being_filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::facts::{CacheEntryKind, Finding, Measure};

    #[test]
    fn only_layers_that_may_have_changed_are_measured_again() {
        let dir = LayerDir::parse("a-1-0123456789").unwrap();
        let layer = |second: i64| FoundLayer {
            dir: dir.clone(),
            path: "/cache/a-1-0123456789".into(),
            kind: CacheEntryKind::Directory,
            modified: jiff::Timestamp::from_second(second).ok(),
            lock: None,
            status: None,
            origin: None,
        };
        let mut known = Inventory::default();
        assert!(Changes::of_cache().needs_measure(&known, &layer(1)), "never seen");
        known.apply(Finding::Layer(layer(1)));
        assert!(Changes::of_cache().needs_measure(&known, &layer(1)), "never counted");
        known.apply(Finding::Measured(dir.clone(), Measure::default()));
        assert!(!Changes::of_cache().needs_measure(&known, &layer(1)));
        assert!(Changes::of_cache().needs_measure(&known, &layer(2)), "its directory was replaced or written to");
        let touched = Changes { layers: [dir.clone()].into(), ..Changes::default() };
        assert!(touched.needs_measure(&known, &layer(1)));
        assert!(touched.covers(SurveyPart::Cache) && !touched.covers(SurveyPart::Templates));
    }
}
