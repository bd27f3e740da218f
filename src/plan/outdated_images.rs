//! Images that a refresh leaves outdated: they contain the replaced content, and SAM keeps using them, as their names
//! stay the same.

use std::collections::BTreeSet;

use super::{Report, StepAction, StepOutcome};
use crate::inventory::{ImageRow, InventoryRows};
use crate::sam::LayerDir;

/// Returns the images that were built from layers that an operation replaced, and that it did not remove.
pub fn outdated_images<'a>(shown: &'a InventoryRows, report: &Report) -> Vec<&'a ImageRow> {
    let dirs = refreshed(report);
    let left = |image: &&ImageRow| is_built_from(image, &dirs) && !is_removed(image, report);
    shown.images.iter().filter(left).collect()
}

/// Returns the layers that an operation downloaded or imported. An image of a layer that was not cached before is outdated as well.
fn refreshed(report: &Report) -> BTreeSet<&LayerDir> {
    let done = report.plan.steps.iter().zip(&report.outcomes).filter(|(_, outcome)| **outcome == StepOutcome::Done);
    done.filter_map(|(step, _)| step.action.replaces()).collect()
}

fn is_built_from(image: &ImageRow, dirs: &BTreeSet<&LayerDir>) -> bool {
    let mut names = image.layers.iter().flat_map(|layers| &layers.names);
    names.any(|name| name.dir().is_some_and(|dir| dirs.contains(dir)))
}

fn is_removed(image: &ImageRow, report: &Report) -> bool {
    let done = report.plan.steps.iter().zip(&report.outcomes).filter(|(_, outcome)| **outcome == StepOutcome::Done);
    let mut removed = done.map(|(step, _)| &step.action);
    removed.any(|action| matches!(action, StepAction::RemoveImage { name } if *name == image.name.as_str()))
}
