//! An engine in memory, from a recorded answer, for the demo and for tests without an engine.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;

use super::build_steps::{layer_step_sizes, named_layers};
use super::disk::LayerHolders;
use super::images::{
    Container, HistoryStep, Image, containers_by_sam, digest, found_images, has_layers, other_images, short_id,
};
use super::listing::image_layers;
use super::{EngineError, Removed, conflict, dangling};
use crate::inventory::facts::{FilesystemLayer, Finding, ImageDisk};
use crate::text::one_line;

/// A recording and its current state.
#[derive(Debug)]
pub(super) struct RecordedEngine {
    engine: String,
    state: Mutex<RecordedState>,
    history: BTreeMap<String, Vec<HistoryStep>>,
}

#[derive(Debug)]
struct RecordedState {
    images: Vec<Image>,
    containers: Vec<Container>,
}

impl RecordedState {
    fn retag(&mut self, id: &str, keep: impl Fn(&str) -> bool) {
        for image in self.images.iter_mut().filter(|image| image.id == id) {
            image.repo_tags.retain(|tag| keep(tag));
        }
    }
}

/// The format. Entries are those of the Docker API, with unknown fields ignored.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The engine's name for display.
    engine: String,
    /// `/images/json`.
    images: Vec<Image>,
    /// `/containers/json?all=1`.
    #[serde(default)]
    containers: Vec<Container>,
    /// `/images/NAME/history` by image name, or by ID for an image without a name.
    #[serde(default)]
    history: BTreeMap<String, Vec<HistoryStep>>,
}

impl RecordedEngine {
    pub(super) fn read(json: &str) -> Result<Self, EngineError> {
        let file: File =
            serde_json::from_str(json).map_err(|error| EngineError::Recording(one_line(&error.to_string())))?;
        Ok(Self {
            engine: one_line(&file.engine),
            state: Mutex::new(RecordedState { images: file.images, containers: file.containers }),
            history: file.history,
        })
    }

    pub(super) fn engine(&self) -> &str {
        &self.engine
    }

    pub(super) fn list(&self, report: &(dyn Fn(Finding) + Sync)) {
        let state = self.state();
        let holders = LayerHolders::count(state.images.iter());
        let shared_of = |id: &str| state.images.iter().find(|image| digest(&image.id) == digest(id))?.shared_size;
        for mut image in found_images(&state.images, &state.containers) {
            if has_layers(&image) {
                let steps = self.history.get(image.name.as_str());
                image.add_step_sizes = steps.map(|steps| layer_step_sizes(steps));
                if let (Some(steps), Some(hash)) = (steps, image.name.hash())
                    && let Some(names) = named_layers(steps, hash)
                {
                    report(image_layers(hash.to_owned(), names));
                }
            }
            if !image.name.is_proof() {
                let steps = self.history.get(image.name.as_str());
                image.recognised_by = steps.and_then(|steps| dangling::recognise(steps)).or(image.recognised_by);
            }
            image.unique_bytes = super::images::unique_bytes(image.size_bytes, shared_of(&image.id));
            image.disk.parts = self.parts(&image.id, image.name.as_str(), &state.images, &holders);
            report(Finding::Image(image));
        }
        report(Finding::OtherImages(other_images(&state.images, &state.containers)));
        report(Finding::Containers(containers_by_sam(&state.containers)));
        report(Finding::ImagesListed);
        let nameless = state.images.iter().filter(|image| image.names().next().is_none());
        let dangling = nameless.filter_map(|image| {
            let recognised_by = dangling::recognise(self.history.get(&image.id)?)?;
            let parts = self.parts(&image.id, &image.id, &state.images, &holders);
            Some(dangling::found(image, &state.containers, ImageDisk { other_names: 0, parts }, recognised_by))
        });
        report(Finding::Dangling(dangling.collect()));
    }

    /// Returns the layers of an image, if the recording contains them and, under `key`, their sizes.
    fn parts(&self, id: &str, key: &str, images: &[Image], holders: &LayerHolders) -> Option<Vec<FilesystemLayer>> {
        let image = images.iter().find(|image| digest(&image.id) == digest(id))?;
        holders.parts(image, u64::try_from(image.size).ok()?, self.history.get(key)?)
    }

    /// Removes an image like Docker: a name is removed unless a container needs the image, and the image is removed
    /// with its last name unless another one was built on it. By its ID it is removed only if nothing needs it.
    pub(super) fn remove_image(&self, name: &str) -> Result<Removed, EngineError> {
        let mut state = self.state();
        let Some(image) = conflict::find(name, &state.images).cloned() else {
            return Err(EngineError::NotFound(name.to_owned()));
        };
        let by_name = image.repo_tags.iter().any(|tag| tag == name);
        if by_name && image.repo_tags.len() > 1 {
            state.retag(&image.id, |tag| tag != name);
            return Ok(Removed { untagged: vec![name.to_owned()], deleted: Vec::new() });
        }
        let in_use = |reason| Err(EngineError::InUse { target: name.to_owned(), reason });
        let used_by = state.containers.iter().find(|container| digest(&container.image_id) == digest(&image.id));
        if let Some(reason) =
            used_by.and_then(|container| conflict::by_container(&container.id, &state.containers, "docker"))
        {
            return in_use(reason);
        }
        match conflict::by_children(&image, &state.images) {
            Some(_) if by_name => {
                state.retag(&image.id, |_| false);
                Ok(Removed { untagged: image.repo_tags, deleted: Vec::new() })
            }
            Some(reason) => in_use(reason),
            None => {
                state.images.retain(|other| other.id != image.id);
                Ok(Removed { untagged: image.repo_tags, deleted: vec![image.id] })
            }
        }
    }

    pub(super) fn remove_container(&self, id: &str) -> Result<(), EngineError> {
        let mut state = self.state();
        match state.containers.iter().position(|container| container.id == id) {
            None => Err(EngineError::NotFound(short_id(id).to_owned())),
            Some(at) if state.containers[at].is_running() => Err(conflict::running(&state.containers[at], "docker")),
            Some(at) => {
                state.containers.remove(at);
                Ok(())
            }
        }
    }

    /// Every change is complete, so the data is valid even after a panic of another thread.
    fn state(&self) -> MutexGuard<'_, RecordedState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
