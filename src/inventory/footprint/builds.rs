//! The bytes of the build folders of projects.

use super::Amount;
use crate::inventory::facts::builds::{FoundBuild, Referenced};
use crate::inventory::{Inventory, InventoryRows};

/// Returns the bytes of all entries; `None` if the build folders are not surveyed.
pub(super) fn all(inventory: &Inventory, shown: &InventoryRows) -> Option<Amount> {
    is_surveyed(shown).then(|| sum(inventory, shown, |_| true))
}

/// Returns the bytes of the trash in the build folders.
pub(super) fn trash(inventory: &Inventory, shown: &InventoryRows) -> Amount {
    let found = shown.builds.iter().map(|folder| match folder.trash {
        trash if trash.unknown => Amount::Unknown,
        trash => Amount::Known(trash.bytes),
    });
    let bytes = found.fold(Amount::Known(0), Amount::plus);
    if is_surveyed(shown) && !inventory.complete.builds { Amount::Counting(bytes.so_far()) } else { bytes }
}

/// Returns the bytes of the entries that nothing uses.
pub(super) fn unused(inventory: &Inventory, shown: &InventoryRows) -> Amount {
    if !is_surveyed(shown) {
        return Amount::Known(0);
    }
    let unused = sum(inventory, shown, |entry| entry.referenced == Referenced::No);
    if entries(shown).any(|entry| entry.referenced == Referenced::Unknown) { unused.at_least() } else { unused }
}

fn is_surveyed(shown: &InventoryRows) -> bool {
    shown.builds_known || !shown.builds.is_empty()
}

fn entries(shown: &InventoryRows) -> impl Iterator<Item = &FoundBuild> {
    shown.builds.iter().flat_map(|folder| &folder.entries)
}

/// Returns the sum of the selected entries. Links are not entered and have no size.
fn sum(inventory: &Inventory, shown: &InventoryRows, is_selected: impl Fn(&FoundBuild) -> bool) -> Amount {
    let selected = || entries(shown).filter(|entry| is_selected(entry));
    let bytes = selected().filter_map(FoundBuild::bytes).sum();
    if !inventory.complete.builds_measured {
        return Amount::Counting(bytes);
    }
    let is_whole = |entry: &FoundBuild| entry.measure.as_ref().is_none_or(|measure| measure.failure_count == 0);
    if selected().all(is_whole) { Amount::Known(bytes) } else { Amount::AtLeast(bytes) }
}
