//! The space that SAM takes on this machine, and how much of it nothing uses.

mod amount;
mod builds;
mod describe;
mod hard_links;
mod image_space;
#[cfg(test)]
mod tests;

pub use amount::Amount;
pub use hard_links::HardLinkCounter;
pub use image_space::{Freed, FreedSpace, ImageOnDisk, freed_by_all};

use super::facts::{CacheAccess, EngineState, FoundContainer, LockOwner};
use super::{ImageEvidence, ImageRow, Inventory, InventoryRows, LayerRow, Usage};
use crate::sam::image_name::ImageKind;

/// The bytes that SAM takes on this machine, by kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Footprint {
    /// Layers and leftovers in the cache.
    pub layers: Amount,
    /// The parts of images that no other image of the engine contains.
    pub images_unique: Amount,
    /// The parts of images that several images contain, each counted once.
    pub images_shared: Amount,
    /// The build folders of the projects; `None` if they are not surveyed.
    pub builds: Option<Amount>,
    /// The trash of samlayers in the cache and in the build folders.
    pub trash: Amount,
    /// What no template uses: layers and images, leftovers, and images without a name. Removing all of it frees these
    /// bytes. Not in addition to the other amounts, but a part of them.
    pub unused: Amount,
}

impl Footprint {
    /// Calculates the footprint from the facts and the rows found so far.
    pub fn of(inventory: &Inventory, shown: &InventoryRows) -> Self {
        let (images_unique, images_shared) = images(inventory, shown);
        Self {
            layers: layers(inventory, shown),
            images_unique,
            images_shared,
            builds: builds::all(inventory, shown),
            trash: trash(inventory).plus(builds::trash(inventory, shown)),
            unused: unused_in_cache(inventory, shown)
                .plus(unused_in_engine(inventory, shown))
                .plus(builds::unused(inventory, shown)),
        }
    }

    /// Returns the bytes of all images.
    pub fn images(&self) -> Amount {
        self.images_unique.plus(self.images_shared)
    }

    /// Returns the bytes of everything.
    pub fn total(&self) -> Amount {
        let all = [Some(self.images()), self.builds, Some(self.trash)];
        all.into_iter().flatten().fold(self.layers, Amount::plus)
    }
}

fn layers(inventory: &Inventory, shown: &InventoryRows) -> Amount {
    let counted = Amount::Known(shown.totals.bytes);
    in_cache(inventory, counted, shown.layers.iter().all(|row| is_counted(row)))
}

/// Returns an amount of bytes in the cache, which is not final while the cache is being measured. `all_counted`:
/// whether every entry could be measured.
fn in_cache(inventory: &Inventory, counted: Amount, all_counted: bool) -> Amount {
    match inventory.cache.as_ref().map(|cache| &cache.access) {
        None => Amount::Counting(0),
        Some(CacheAccess::Unusable(_)) => Amount::Unknown,
        Some(CacheAccess::Missing) => Amount::Known(0),
        Some(CacheAccess::Ready) if !inventory.complete.listed || !inventory.complete.measured => {
            Amount::Counting(counted.so_far())
        }
        Some(CacheAccess::Ready) if all_counted => counted,
        Some(CacheAccess::Ready) => counted.at_least(),
    }
}

fn is_counted(row: &LayerRow) -> bool {
    row.measure.as_ref().is_some_and(|measure| measure.failure_count == 0)
}

fn trash(inventory: &Inventory) -> Amount {
    match inventory.trash_if_known() {
        Some(trash) => Amount::Known(trash.bytes),
        None if inventory.cache.is_none() || !inventory.complete.listed && !inventory.cache_is_unusable() => {
            Amount::Counting(0)
        }
        None => Amount::Unknown,
    }
}

fn images(inventory: &Inventory, shown: &InventoryRows) -> (Amount, Amount) {
    let dangling = shown.dangling.iter().flatten().map(ImageOnDisk::from);
    let named = shown.images.iter().filter(|row| row.evidence != ImageEvidence::Nothing);
    let all = named.map(ImageOnDisk::from).chain(dangling);
    let (unique, shared) = image_space::unique_and_shared(all);
    (in_engine(inventory, shown, unique), in_engine(inventory, shown, shared))
}

/// Returns an amount of bytes of images, which is not final while they are being listed.
fn in_engine(inventory: &Inventory, shown: &InventoryRows, counted: Amount) -> Amount {
    match &inventory.engine {
        None => Amount::Counting(0),
        Some(EngineState::Off | EngineState::Unavailable { .. }) => Amount::Unknown,
        Some(EngineState::Ready { .. }) if !inventory.complete.images => Amount::Counting(counted.so_far()),
        Some(EngineState::Ready { .. }) if shown.dangling.is_none() => counted.at_least(),
        Some(EngineState::Ready { .. }) => counted,
    }
}

fn unused_in_cache(inventory: &Inventory, shown: &InventoryRows) -> Amount {
    let mut links = HardLinkCounter::default();
    let unused = || shown.layers.iter().filter(|row| is_unused_layer(row));
    let layers: u64 = unused().filter_map(|row| row.measure.as_ref()).map(|measure| links.freed_by(measure)).sum();
    let leftovers: u64 = shown.leftovers.iter().filter(|left| !left.in_use).map(|left| left.bytes).sum();
    let bytes = layers + leftovers;
    let counted = in_cache(inventory, Amount::Known(bytes), unused().all(|row| is_counted(row)));
    as_far_as_uses_are_known(counted, shown.layers.iter().map(|row| &row.usage))
}

fn unused_in_engine(inventory: &Inventory, shown: &InventoryRows) -> Amount {
    let named = shown.images.iter().filter(|image| is_unused_image(image)).map(ImageOnDisk::from);
    let nameless = shown.dangling.iter().flatten().filter(|image| !is_in_use(&image.containers));
    let unused: Vec<ImageOnDisk> = named.chain(nameless.map(ImageOnDisk::from)).collect();
    let counted = in_engine(inventory, shown, freed_by_all(&unused));
    as_far_as_uses_are_known(counted, shown.images.iter().filter(|row| runs_functions(row)).map(|row| &row.usage))
}

fn as_far_as_uses_are_known<'a>(counted: Amount, mut usages: impl Iterator<Item = &'a Usage> + Clone) -> Amount {
    if counted != Amount::Unknown && usages.clone().any(|usage| *usage == Usage::Loading) {
        return Amount::Counting(counted.so_far());
    }
    if usages.any(|usage| matches!(usage, Usage::Unknown(_))) { counted.at_least() } else { counted }
}

/// Returns whether no template uses a layer, and no process holds its lock.
pub fn is_unused_layer(row: &LayerRow) -> bool {
    let is_locked = row.lock.as_ref().is_some_and(|lock| lock.owner() != LockOwner::Gone);
    row.usage == Usage::Unreferenced && !is_locked
}

/// Returns whether no template uses an image in which SAM runs functions, and no container needs it.
pub fn is_unused_image(row: &ImageRow) -> bool {
    runs_functions(row) && row.usage == Usage::Unreferenced && !is_in_use(&row.containers)
}

/// Returns whether SAM runs functions in an image, and its name or history proves that it is one of SAM. Other images
/// are not used by templates, and names that only look like one of SAM prove nothing.
pub fn runs_functions(row: &ImageRow) -> bool {
    let kind = row.name.kind();
    row.evidence.is_proof()
        && matches!(kind, ImageKind::Layered { .. } | ImageKind::Rapid { .. } | ImageKind::Emulation)
}

fn is_in_use(containers: &[FoundContainer]) -> bool {
    containers.iter().any(|container| !container.has_ended())
}
