//! Which layers the images were built from, where no template says so.

use std::sync::atomic::AtomicBool;

use crate::inventory::facts::Finding;
use crate::inventory::search::image_layers::{ImageSearchQuery, ImageSearchResult, KnownName, search as search_names};
use crate::inventory::{ImageLayers, Inventory};
use crate::sam::ImageName;
use crate::text::count;

/// Selections a survey tries for one image: less than half a second of one core.
const OF_A_SURVEY: u64 = 400_000;

/// Selections that are tried where somebody waits for the answer or lets it run in the background: some minutes of one
/// core, which is all ordered selections of up to five among forty names.
pub(in crate::ops) const OF_A_LONG_SEARCH: u64 = 100_000_000;

/// Images to search the layers of, and what to search among.
pub(in crate::ops) struct Unknown {
    /// Each with the sizes of its steps, where the image tells them.
    images: Vec<(ImageName, Option<Vec<u64>>)>,
    names: Vec<KnownName>,
}

impl Unknown {
    /// The images whose layers are not known yet.
    pub(in crate::ops) fn of(known: &Inventory) -> Self {
        let images: Vec<_> = known.images_without_layers();
        let names = if images.is_empty() { Vec::new() } else { known.known_names() };
        let with_steps = |image: ImageName| {
            let steps = known.add_step_sizes(&image).map(<[u64]>::to_vec);
            (image, steps)
        };
        Self { images: images.into_iter().map(with_steps).collect(), names }
    }

    /// Searches for each of them, and reports what was found or how far it came.
    pub(in crate::ops) fn search(&self, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
        for (image, steps) in &self.images {
            let findings = search_among(&self.names, steps.as_deref(), image, OF_A_SURVEY, &|_| (), cancel);
            findings.into_iter().for_each(report);
        }
    }
}

/// Searches for one image. `progress` is told how many selections were tried.
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
