//! Listing a real engine: what is quick first, what takes its time after that.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};

use super::EngineError;
use super::images::{Image, add_sizes, digest, found_images, has_layers, unique_bytes};
use super::live::Live;
use crate::inventory::found::{Finding, FoundImage};

/// How many histories are asked for at a time.
const HISTORIES_AT_ONCE: usize = 8;

/// How long everything that comes after the list itself may take together. Without it, all is known but the sizes
/// of layer steps and shared bytes.
const REFINE_WITHIN: Duration = Duration::from_secs(20);

impl Live {
    /// See [`super::Engine::list`].
    pub(super) async fn list(&self, report: &(dyn Fn(Finding) + Sync)) -> Result<(), EngineError> {
        let (images, containers) = futures_util::future::try_join(self.images(false), self.containers()).await?;
        let found = found_images(&images, &containers);
        for image in &found {
            report(Finding::Image(image.clone()));
        }
        report(Finding::ImagesListed);
        self.refine(found, report).await;
        Ok(())
    }

    /// Reports images again as more about them is learnt. What an engine does not tell stays unknown: the list
    /// itself is complete without it.
    async fn refine(&self, found: Vec<FoundImage>, report: &(dyn Fn(Finding) + Sync)) {
        if found.is_empty() {
            return;
        }
        // Both questions work on the same images: neither may overwrite what the other has learnt.
        let known: Mutex<BTreeMap<String, FoundImage>> =
            Mutex::new(found.iter().map(|image| (image.name.as_str().to_owned(), image.clone())).collect());
        let learn = &|name: &str, change: &dyn Fn(&mut FoundImage)| {
            let Ok(mut known) = known.lock() else { return };
            if let Some(image) = known.get_mut(name) {
                change(image);
                report(Finding::Image(image.clone()));
            }
        };
        // An image with several names has one history.
        let mut names_of: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for image in found.iter().filter(|image| has_layers(image)) {
            names_of.entry(&image.id).or_default().push(image.name.as_str());
        }
        let histories = stream::iter(names_of.values()).for_each_concurrent(HISTORIES_AT_ONCE, |names| async move {
            match self.history(names[0]).await {
                Ok(steps) => {
                    let sizes = add_sizes(&steps);
                    for name in names {
                        learn(name, &|image| image.add_sizes = Some(sizes.clone()));
                    }
                }
                Err(error) => tracing::debug!(name = names[0], %error, "no history"),
            }
        });
        let shared = async {
            match self.images_with_shared_bytes().await {
                Ok(images) => {
                    let shared = shared_bytes(&images);
                    for image in &found {
                        if let Some(shared) = shared.get(digest(&image.id)) {
                            let unique = unique_bytes(image.size_bytes, Some(*shared));
                            learn(image.name.as_str(), &|image| image.unique_bytes = unique);
                        }
                    }
                }
                Err(error) => tracing::debug!(%error, "no shared sizes"),
            }
        };
        let both = futures_util::future::join(histories, shared);
        if tokio::time::timeout(REFINE_WITHIN, both).await.is_err() {
            tracing::debug!("the engine is slow to tell histories and shared sizes; going on without");
        }
    }
}

fn shared_bytes(images: &[Image]) -> BTreeMap<&str, i64> {
    images.iter().filter_map(|image| Some((digest(&image.id), image.shared_size?))).collect()
}
