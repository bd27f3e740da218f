//! Replaces the facts of an earlier survey with those of a newer one, part by part, so that rows do not disappear and
//! reappear on screen.

use std::collections::BTreeMap;

use super::Inventory;
use super::facts::{EngineState, Finding, FoundImage};
use crate::sam::ImageName;
use crate::sam::problem::ProblemCode;

/// A part of the facts that is surveyed and completed on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyPart {
    /// The entries of the cache directory.
    Cache,
    /// The images and containers of the engine.
    Engine,
    /// The templates and their functions.
    Templates,
    /// The build folders of projects.
    Builds,
}

impl SurveyPart {
    /// All parts.
    pub const ALL: [Self; 4] = [Self::Cache, Self::Engine, Self::Templates, Self::Builds];

    /// Returns the part that a fact belongs to; `None` for facts that stay valid after a new survey.
    pub fn of(finding: &Finding) -> Option<Self> {
        match finding {
            Finding::Cache(_)
            | Finding::Layer(_)
            | Finding::Measured(..)
            | Finding::Leftover(_)
            | Finding::Foreign(_)
            | Finding::Trash(_)
            | Finding::Place(_)
            | Finding::CacheListed
            | Finding::CacheMeasured => Some(Self::Cache),
            Finding::Engine(_)
            | Finding::OtherEngines(_)
            | Finding::Image(_)
            | Finding::OtherImages(_)
            | Finding::Containers(_)
            | Finding::Dangling(_)
            | Finding::ImagesListed => Some(Self::Engine),
            Finding::Template(_) | Finding::OtherTemplate(_) | Finding::NotRead(_) | Finding::TemplatesRead => {
                Some(Self::Templates)
            }
            Finding::BuildFolder(_) | Finding::BuildsListed | Finding::BuildsMeasured => Some(Self::Builds),
            Finding::Recovered(_)
            | Finding::ImageLayers { .. }
            | Finding::ImageChecked(..)
            | Finding::ImageSearched { .. }
            | Finding::Arn(..)
            | Finding::Remembered(_)
            | Finding::Newer(..)
            | Finding::Checked(..)
            | Finding::Account(_)
            | Finding::InstalledSams(_)
            | Finding::AccountUnknown(_) => None,
        }
    }

    /// Returns the part whose list of entries is complete with this fact.
    pub fn completed_by(finding: &Finding) -> Option<Self> {
        match finding {
            Finding::CacheListed => Some(Self::Cache),
            Finding::ImagesListed => Some(Self::Engine),
            Finding::Engine(state) if !matches!(state, EngineState::Ready { .. }) => Some(Self::Engine),
            Finding::TemplatesRead => Some(Self::Templates),
            Finding::BuildsMeasured => Some(Self::Builds),
            _ => None,
        }
    }
}

impl Inventory {
    /// Takes a part over from a newer survey. Sizes that are still being measured keep their old values.
    pub fn replace_part(&mut self, part: SurveyPart, newer: &mut Self) {
        match part {
            SurveyPart::Cache => {
                self.cache = newer.cache.take().or(self.cache.take());
                (self.trash, self.trash_known) = (newer.trash, newer.trash_known);
                // Problems of the data folder are not part of the cache; where one is found again, it is the same.
                self.places.retain(|(_, code), _| *code == ProblemCode::DataFolderUnusable);
                self.places.append(&mut newer.places);
                for (dir, layer) in &newer.layers {
                    if self.layers.get(dir) != Some(layer) {
                        self.changed_rows.layer(dir);
                    }
                }
                self.layers = std::mem::take(&mut newer.layers);
                // Both maps are sorted by directory, so they are merged in one pass.
                let mut dirs = self.layers.keys().peekable();
                self.measures.retain(|dir, _| {
                    while dirs.next_if(|listed| *listed < dir).is_some() {}
                    dirs.next_if(|listed| *listed == dir).is_some()
                });
                for (dir, measure) in &newer.measures {
                    if self.measures.get(dir) != Some(measure) {
                        self.changed_rows.layer(dir);
                    }
                }
                self.measures.append(&mut newer.measures);
                self.leftovers = std::mem::take(&mut newer.leftovers);
                self.foreign = std::mem::take(&mut newer.foreign);
                self.complete.listed = newer.complete.listed;
                self.complete.measured = newer.complete.measured;
            }
            SurveyPart::Engine => {
                self.engine = newer.engine.take().or(self.engine.take());
                self.other_engines = std::mem::take(&mut newer.other_engines);
                let old = std::mem::replace(&mut self.images, std::mem::take(&mut newer.images));
                self.keep_slow_details(&old);
                self.other_images = std::mem::take(&mut newer.other_images);
                self.containers = newer.containers.take();
                // This is reported last; until then, the known images stay.
                self.dangling = match &self.engine {
                    Some(EngineState::Ready { .. }) => newer.dangling.take().or(self.dangling.take()),
                    _ => None,
                };
                self.complete.images = newer.complete.images;
            }
            SurveyPart::Templates => {
                if self.templates != newer.templates
                    || self.other_templates != newer.other_templates
                    || self.not_read != newer.not_read
                    || self.complete.templates != newer.complete.templates
                {
                    self.changed_rows.templates();
                }
                self.templates = std::mem::take(&mut newer.templates);
                self.other_templates = std::mem::take(&mut newer.other_templates);
                self.not_read = std::mem::take(&mut newer.not_read);
                self.complete.templates = newer.complete.templates;
            }
            SurveyPart::Builds => {
                self.builds = std::mem::take(&mut newer.builds);
                self.complete.builds = newer.complete.builds;
                self.complete.builds_measured = newer.complete.builds_measured;
            }
        }
    }
}

impl Inventory {
    /// Keeps details that an engine reports only after its list, until they are reported again.
    fn keep_slow_details(&mut self, old: &BTreeMap<ImageName, FoundImage>) {
        for (name, image) in &mut self.images {
            let Some(old) = old.get(name).filter(|old| old.id == image.id) else { continue };
            image.unique_bytes = image.unique_bytes.or(old.unique_bytes);
            image.tagged = image.tagged.or(old.tagged);
            if image.recognised_by.is_none() {
                image.recognised_by.clone_from(&old.recognised_by);
            }
            if image.add_step_sizes.is_none() {
                image.add_step_sizes.clone_from(&old.add_step_sizes);
            }
            if image.disk.parts.is_none() {
                image.disk.parts.clone_from(&old.disk.parts);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::facts::{CacheEntryKind, FoundLayer, Measure};
    use crate::sam::LayerDir;

    fn layer(text: &str) -> Finding {
        let dir = LayerDir::parse(text).unwrap();
        let path = format!("/cache/{text}").into();
        let kind = CacheEntryKind::Directory;
        Finding::Layer(FoundLayer { dir, path, kind, modified: None, lock: None, status: None, origin: None })
    }

    fn measured(text: &str, bytes: u64) -> Finding {
        let measure = Measure { bytes, files: 1, ..Measure::default() };
        Finding::Measured(LayerDir::parse(text).unwrap(), measure)
    }

    #[test]
    fn sizes_stay_until_measured_again_and_removed_layers_disappear() {
        let mut inventory = Inventory::default();
        for finding in [layer("a-1-0123456789"), measured("a-1-0123456789", 7), layer("b-1-0123456789")] {
            inventory.apply(finding);
        }
        let mut newer = Inventory::default();
        newer.apply(layer("a-1-0123456789"));
        inventory.replace_part(SurveyPart::Cache, &mut newer);
        let shown = inventory.join();
        let sizes: Vec<_> = shown.layers.iter().map(|row| row.measure.as_ref().map(|measure| measure.bytes)).collect();
        assert_eq!(sizes, [Some(7)]);
        inventory.apply(measured("a-1-0123456789", 9));
        assert_eq!(inventory.join().totals.bytes, 9);
    }
}
