//! Which layers the images were built from, where no template says so.

use std::sync::atomic::AtomicBool;

use crate::inventory::facts::Finding;
use crate::inventory::search::image_layers::{ImageSearchQuery, ImageSearchResult, search as search_names};
use crate::inventory::{ImageLayers, Inventory};
use crate::sam::ImageName;
use crate::text::count;

/// Selections a survey tries for one image: less than half a second of one core.
const OF_A_SURVEY: u64 = 400_000;

/// Selections that are tried where somebody waits for the answer or lets it run in the background: some minutes of one
/// core, which is all ordered selections of up to five among forty names.
pub(in crate::ops) const OF_A_LONG_SEARCH: u64 = 100_000_000;

/// Searches for every image whose layers are not known yet, and reports what was found or how far it came.
pub(in crate::ops) fn search(known: &Inventory, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    let shown = known.join();
    for image in shown.images.iter().filter(|image| image.layers.is_none()) {
        for finding in search_image(known, &image.name, OF_A_SURVEY, &|_| (), cancel) {
            report(finding);
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
    let Some(hash) = image.hash() else { return Vec::new() };
    let steps = known.add_step_sizes(image);
    let searched = search_names(&known.known_names(), &ImageSearchQuery { hash, steps, budget }, progress, cancel);
    let mut findings = vec![Finding::ImageSearched { hash: hash.to_owned(), searched: searched.clone() }];
    if let ImageSearchResult { found, tried, .. } = searched
        && let Some(names) = found.into_iter().next()
    {
        let source = format!("an ordered selection of known names that makes {hash}, after {} tried", count(tried));
        findings.push(Finding::ImageLayers { hash: hash.to_owned(), layers: ImageLayers { names, source } });
    }
    findings
}
