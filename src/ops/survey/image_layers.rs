//! Searches for the layers that images were built from, if no template names them.

use std::sync::atomic::AtomicBool;

use crate::inventory::facts::Finding;
use crate::inventory::search::image_layers::{ImageSearchQuery, ImageSearchResult, KnownName, search as search_names};
use crate::inventory::{ImageLayers, Inventory};
use crate::sam::ImageName;
use crate::text::count;

/// The combinations that a survey tries for one image: less than half a second on one core.
const MAX_TRIED_BY_SURVEY: u64 = 400_000;

/// The combinations that a search tries when the user requests it: a few minutes on one core, enough for all ordered
/// combinations of up to five among forty names.
pub(in crate::ops) const MAX_TRIED_BY_SEARCH: u64 = 100_000_000;

/// The images whose layers to search, and the known layers.
pub(in crate::ops) struct Unknown {
    /// The images, with the sizes of their build steps if known.
    images: Vec<(ImageName, Option<Vec<u64>>)>,
    names: Vec<KnownName>,
}

impl Unknown {
    /// Returns a search for the images whose layers are unknown.
    pub(in crate::ops) fn of(known: &Inventory) -> Self {
        let images: Vec<_> = known.images_without_layers();
        let names = if images.is_empty() { Vec::new() } else { known.known_names() };
        let with_steps = |image: ImageName| {
            let steps = known.add_step_sizes(&image).map(<[u64]>::to_vec);
            (image, steps)
        };
        Self { images: images.into_iter().map(with_steps).collect(), names }
    }

    /// Searches the layers of each image, and reports the result.
    pub(in crate::ops) fn search(&self, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
        for (image, steps) in &self.images {
            let findings = search_among(&self.names, steps.as_deref(), image, MAX_TRIED_BY_SURVEY, &|_| (), cancel);
            findings.into_iter().for_each(report);
        }
    }
}

/// Searches the layers of one image. `progress` receives the number of combinations tried.
pub(in crate::ops) fn search_image(
    known: &Inventory,
    image: &ImageName,
    budget: u64,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Vec<Finding> {
    search_among(&known.known_names(), known.add_step_sizes(image), image, budget, progress, cancel)
}

fn search_among(
    names: &[KnownName],
    steps: Option<&[u64]>,
    image: &ImageName,
    budget: u64,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> Vec<Finding> {
    let Some(hash) = image.hash() else { return Vec::new() };
    let searched = search_names(names, &ImageSearchQuery { hash, steps, budget }, progress, cancel);
    let mut findings = vec![Finding::ImageSearched { hash: hash.to_owned(), searched: searched.clone() }];
    if let ImageSearchResult { found, tried, .. } = searched
        && let Some(names) = found.into_iter().next()
    {
        let source = format!("an ordered selection of known names that makes {hash}, after {} tried", count(tried));
        findings.push(Finding::ImageLayers { hash: hash.to_owned(), layers: ImageLayers { names, source } });
    }
    findings
}
