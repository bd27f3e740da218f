//! Which cached layers the images were built from, where no template says so.

use std::sync::atomic::AtomicBool;

use crate::inventory::found::Finding;
use crate::inventory::image_search::{Searched, search as search_names};
use crate::inventory::{Inventory, LayersOfImage};

/// Selections tried for one image before giving up: a second or so of one core.
const BUDGET: u64 = 3_000_000;

/// Searches for every image whose layers are not known yet, and reports what was found.
pub(super) fn search(known: &Inventory, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    let shown = known.join();
    let names: Vec<&str> = shown.layers.iter().map(|layer| layer.dir.as_str()).collect();
    for image in shown.images.iter().filter(|image| image.layers.is_none()) {
        let Some(hash) = image.name.hash() else { continue };
        let count = known.layer_count(&image.name);
        if let Searched::Found(found) = search_names(&names, hash, count, BUDGET, cancel) {
            let source = format!("the only ordered selection of cached names that makes {hash}");
            report(Finding::ImageLayers { hash: hash.to_owned(), layers: LayersOfImage { names: found, source } });
        }
    }
}
