//! What has changed, as far as those who watch could tell: what has to be looked at again.

use std::collections::BTreeSet;

use super::facts::FoundLayer;
use super::replace::SurveyPart;
use super::{Inventory, LayerState, join::layer_state};
use crate::sam::LayerDir;

/// What has to be looked at again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// The entries of the cache.
    pub cache: bool,
    /// What the engine has.
    pub engine: bool,
    /// These layers' content, whatever their directories' times say.
    pub layers: BTreeSet<LayerDir>,
    /// The templates.
    pub templates: bool,
}

impl Changes {
    /// Entries of the cache came, went or were replaced.
    pub fn of_cache() -> Self {
        Self { cache: true, ..Self::default() }
    }

    /// Something happened in the engine.
    pub fn of_engine() -> Self {
        Self { engine: true, ..Self::default() }
    }

    /// Takes other changes in.
    pub fn merge(&mut self, other: Self) {
        self.cache |= other.cache;
        self.engine |= other.engine;
        self.templates |= other.templates;
        self.layers.extend(other.layers);
    }

    /// Whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        !self.cache && !self.engine && !self.templates && self.layers.is_empty()
    }

    /// Whether a part of the facts is looked at again.
    pub fn covers(&self, part: SurveyPart) -> bool {
        match part {
            SurveyPart::Cache => self.cache || !self.layers.is_empty(),
            SurveyPart::Engine => self.engine,
            SurveyPart::Templates => self.templates,
        }
    }

    /// Whether a layer has to be counted again, given what is known: one that was touched, that is not counted yet,
    /// whose directory has another time, or that is being filled.
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
    fn only_what_may_have_changed_is_counted_again() {
        let dir = LayerDir::parse("a-1-0123456789").unwrap();
        let layer = |second: i64| FoundLayer {
            dir: dir.clone(),
            path: "/cache/a-1-0123456789".into(),
            kind: CacheEntryKind::Directory,
            modified: jiff::Timestamp::from_second(second).ok(),
            lock: None,
            status: None,
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
