//! Lists the images and containers of an engine: first what is quick, then the details.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::future;
use futures_util::stream::{self, StreamExt};

use super::build_steps::{layer_step_sizes, named_layers};
use super::disk::{LayerHolders, unpacked_bytes};
use super::images::{
    Container, HistoryStep, Image, by_image, containers_by_sam, digest, found_images, has_layers, other_images,
    parse_time, unique_bytes,
};
use super::live::LiveEngine;
use super::{EngineError, dangling};
use crate::inventory::facts::{Finding, FoundDangling, FoundImage, ImageDisk, ImageLayers};
use crate::sam::{HashedName, ImageName};

/// The number of requests of one kind that run at the same time.
const MAX_CONCURRENT_REQUESTS: usize = 8;

/// The time for all details after the list. Without them the sizes of layer steps, shared bytes, times of use, and
/// images without a name stay unknown.
const DETAILS_TIMEOUT: Duration = Duration::from_secs(20);

impl LiveEngine {
    /// Implements [`super::Engine::list`].
    pub(super) async fn list(&self, report: &(dyn Fn(Finding) + Sync), thorough: bool) -> Result<(), EngineError> {
        let (images, containers) = future::try_join(self.images(false), self.containers()).await?;
        let found = found_images(&images, &containers);
        for image in &found {
            report(Finding::Image(image.clone()));
        }
        report(Finding::OtherImages(other_images(&images, &containers)));
        report(Finding::Containers(containers_by_sam(&containers)));
        report(Finding::ImagesListed);
        if thorough {
            let refining = DetailQueries { live: self, images, containers, report, known: Mutex::new(by_name(found)) };
            if tokio::time::timeout(DETAILS_TIMEOUT, refining.all()).await.is_err() {
                tracing::debug!("the engine is slow to report histories and shared sizes; continuing without them");
            }
        }
        Ok(())
    }
}

/// Returns the finding about the layers that the history of an image names.
pub(super) fn image_layers(hash: String, names: Vec<HashedName>) -> Finding {
    let source = format!("the build steps in the image's history, whose names make {hash}");
    Finding::ImageLayers { hash, layers: ImageLayers { names, source } }
}

fn by_name(found: Vec<FoundImage>) -> BTreeMap<ImageName, FoundImage> {
    found.into_iter().map(|image| (image.name.clone(), image)).collect()
}

/// The queries after the list. What an engine does not report stays unknown: the list is complete without it.
struct DetailQueries<'a> {
    live: &'a LiveEngine,
    images: Vec<Image>,
    containers: Vec<Container>,
    report: &'a (dyn Fn(Finding) + Sync),
    /// Several queries update the same images: none may overwrite what another one added.
    known: Mutex<BTreeMap<ImageName, FoundImage>>,
}

impl DetailQueries<'_> {
    async fn all(&self) {
        let shared = async {
            let shared = self.shared_bytes().await;
            self.update_images(|image| {
                let answers = shared.get(digest(&image.id)).copied();
                image.unique_bytes = unique_bytes(image.size_bytes, answers).or(image.unique_bytes);
            });
            shared
        };
        let (histories, details, shared, ()) =
            future::join4(self.histories(), self.details(), shared, self.times()).await;
        let holders = LayerHolders::count(details.values());
        self.update_images(|image| {
            let id = digest(&image.id);
            if let (Some(details), Some(steps)) = (details.get(id), histories.get(id)) {
                image.disk.parts = holders.parts(details, image.size_bytes, steps);
                // The engine does not report what packed layers share, so the same number would be counted twice.
                let unpacked = unpacked_bytes(details, image.size_bytes).filter(|_| image.disk.parts.is_some());
                if let Some(unpacked) = unpacked {
                    image.unique_bytes = unique_bytes(unpacked, shared.get(id).copied());
                }
            }
            image.tagged = details.get(id).and_then(|image| parse_time(image.last_tag_time.as_deref()?));
        });
        let nameless = self.images.iter().filter(|image| image.names().next().is_none());
        let dangling: Vec<FoundDangling> = nameless
            .filter_map(|image| {
                let id = digest(&image.id);
                let steps = histories.get(id)?;
                let recognised_by = dangling::recognise(steps)?;
                let listed_bytes = u64::try_from(image.size).unwrap_or(0);
                let parts = details.get(id).and_then(|details| holders.parts(details, listed_bytes, steps));
                let image = Image { shared_size: shared.get(id).copied(), ..image.clone() };
                Some(dangling::found(&image, &self.containers, ImageDisk { other_names: 0, parts }, recognised_by))
            })
            .collect();
        (self.report)(Finding::Dangling(dangling));
    }

    /// Applies a change to every image, and reports the images that it changed.
    fn update_images(&self, change: impl Fn(&mut FoundImage)) {
        let Ok(mut known) = self.known.lock() else { return };
        for image in known.values_mut() {
            let before = image.clone();
            change(image);
            if *image != before {
                (self.report)(Finding::Image(image.clone()));
            }
        }
    }

    /// Returns the histories of the images with a name of SAM and of those without a name, by digest.
    async fn histories(&self) -> BTreeMap<&str, Vec<HistoryStep>> {
        let answers = Mutex::new(BTreeMap::new());
        let ours: Vec<String> = self.known.lock().map_or_else(|_| Vec::new(), |known| ids(&known));
        let wanted = self
            .images
            .iter()
            .filter(|image| image.names().next().is_none() || ours.iter().any(|id| id == digest(&image.id)));
        stream::iter(wanted)
            .for_each_concurrent(MAX_CONCURRENT_REQUESTS, async |image| match self.live.history(&image.id).await {
                Ok(steps) => {
                    let sizes = layer_step_sizes(&steps);
                    self.report_named_layers(image, &steps);
                    self.update_images(|found| {
                        if digest(&found.id) == digest(&image.id) && has_layers(found) {
                            found.add_step_sizes = Some(sizes.clone());
                        }
                        if digest(&found.id) == digest(&image.id) && !found.name.is_proof() {
                            found.recognised_by = dangling::recognise(&steps).or(found.recognised_by.take());
                        }
                    });
                    if let Ok(mut answers) = answers.lock() {
                        answers.insert(digest(&image.id), steps);
                    }
                }
                Err(error) => tracing::debug!(id = image.id, %error, "no history"),
            })
            .await;
        answers.into_inner().unwrap_or_default()
    }

    /// Reports the layers of an image whose history names them.
    fn report_named_layers(&self, image: &Image, steps: &[HistoryStep]) {
        for hash in image.names().filter_map(ImageName::parse).filter_map(|name| name.hash().map(str::to_owned)) {
            if let Some(names) = named_layers(steps, &hash) {
                (self.report)(image_layers(hash, names));
            }
        }
    }

    /// Returns the details of all images, by digest. Images of other programs matter as well, as layers are shared with
    /// them.
    async fn details(&self) -> BTreeMap<&str, Image> {
        let answers = Mutex::new(BTreeMap::new());
        stream::iter(&self.images)
            .for_each_concurrent(MAX_CONCURRENT_REQUESTS, async |image| match self.live.details(image).await {
                Ok(details) => drop(answers.lock().map(|mut answers| answers.insert(digest(&image.id), details))),
                Err(error) => tracing::debug!(id = image.id, %error, "no details"),
            })
            .await;
        answers.into_inner().unwrap_or_default()
    }

    /// Returns the bytes each image shares with others, by digest.
    async fn shared_bytes(&self) -> BTreeMap<String, i64> {
        match self.live.images_with_shared_bytes().await {
            Ok(images) => {
                images.iter().filter_map(|image| Some((digest(&image.id).to_owned(), image.shared_size?))).collect()
            }
            Err(error) => {
                tracing::debug!(%error, "no shared sizes");
                BTreeMap::new()
            }
        }
    }

    /// Reports when the containers ended that SAM created, or that use an image of SAM.
    async fn times(&self) {
        let ours: Vec<String> = self.known.lock().map_or_else(|_| Vec::new(), |known| ids(&known));
        let wanted = self.containers.iter().filter(|container| {
            let of_ours = ours.iter().any(|id| id == digest(&container.image_id));
            (of_ours || container.is_by_sam()) && !container.is_running()
        });
        let answers = Mutex::new(BTreeMap::new());
        stream::iter(wanted)
            .for_each_concurrent(MAX_CONCURRENT_REQUESTS, async |container| {
                match self.live.finished_at(container).await {
                    Ok(at) => drop(answers.lock().map(|mut answers| answers.insert(container.id.clone(), at))),
                    Err(error) => tracing::debug!(id = container.id, %error, "end time unknown"),
                }
            })
            .await;
        let answers = answers.into_inner().unwrap_or_default();
        if answers.is_empty() {
            return;
        }
        let mut containers = self.containers.clone();
        for container in &mut containers {
            container.finished_at = answers.get(&container.id).cloned().flatten();
        }
        (self.report)(Finding::Containers(containers_by_sam(&containers)));
        let of_image = by_image(&containers);
        self.update_images(|image| {
            if let Some(containers) = of_image.get(digest(&image.id)) {
                image.containers.clone_from(containers);
            }
        });
    }
}

fn ids(known: &BTreeMap<ImageName, FoundImage>) -> Vec<String> {
    known.values().map(|image| digest(&image.id).to_owned()).collect()
}
