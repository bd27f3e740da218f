//! Plans a purge: containers first, then images, then directories with their files, then leftovers.

use std::collections::BTreeSet;
use std::path::Path;

use super::engine_steps::EngineSteps;
use super::layer_steps::{HardLinkCounter, layer_steps, leftover_step, refusal, release_step};
use super::{Plan, PlanKind, RefusalReason, Refused, RefusedTarget, Selection};
use crate::inventory::InventoryRows;

/// Returns the plan to purge the selection.
///
/// `kind` is [`PlanKind::Trash`] or [`PlanKind::Delete`]. `with_images` adds the images built from the selected layers.
/// Leftovers that belong to a selected layer are removed with it.
pub fn purge(shown: &InventoryRows, selection: &Selection, kind: PlanKind, with_images: bool) -> Plan {
    let mut plan = Plan { kind, steps: Vec::new(), refused: Vec::new() };
    let mut on_disk = Vec::new();
    let mut going = BTreeSet::new();
    let mut links = HardLinkCounter::default();
    let mut done = BTreeSet::new();
    for dir in &selection.layers {
        let Some(row) = shown.layer(dir) else {
            plan.refused.push(gone(dir.as_str()));
            continue;
        };
        if let Some(reason) = refusal(row) {
            plan.refused.push(Refused::named(dir, reason));
            continue;
        }
        going.insert(dir.as_str());
        on_disk.extend(layer_steps(row, kind, with_images, &mut links));
        for own in shown.leftovers.iter().filter(|leftover| leftover.dir.as_ref() == Some(dir) && !leftover.in_use) {
            done.insert(own.path.as_path());
            on_disk.push(leftover_step(own, kind));
        }
    }
    for dir in selection.locks.iter().filter(|dir| !going.contains(dir.as_str())) {
        match shown.layer(dir).map(|row| (release_step(row), refusal(row))) {
            Some((Some(step), _)) => on_disk.push(step),
            Some((None, Some(reason))) => plan.refused.push(Refused::named(dir, reason)),
            _ => plan.refused.push(Refused { target: RefusedTarget::LockOf(dir.clone()), reason: RefusalReason::Gone }),
        }
    }
    let left = selection.leftovers.iter().map(std::path::PathBuf::as_path).filter(|path| !done.contains(path));
    for path in left {
        match leftover(shown, path) {
            Ok(found) => on_disk.push(leftover_step(found, kind)),
            Err(refused) => plan.refused.push(refused),
        }
    }
    of_engine(shown, selection, with_images.then_some(&going), &mut plan);
    plan.steps.append(&mut on_disk);
    plan
}

fn leftover<'a>(shown: &'a InventoryRows, path: &Path) -> Result<&'a crate::inventory::facts::FoundLeftover, Refused> {
    let target = path.display();
    match shown.leftovers.iter().find(|leftover| leftover.path == path) {
        Some(leftover) if !leftover.in_use => Ok(leftover),
        Some(_) => Err(Refused::named(target, RefusalReason::InUse)),
        None => Err(gone(target)),
    }
}

/// Adds the steps for the selected containers and images, and for images built from removed layers.
fn of_engine(shown: &InventoryRows, selection: &Selection, built_from: Option<&BTreeSet<&str>>, plan: &mut Plan) {
    let mut steps = EngineSteps::default();
    for id in &selection.containers {
        match shown.containers.iter().flatten().find(|container| container.id == *id) {
            Some(container) => steps.add_container(container, &mut plan.refused),
            None => plan.refused.push(gone(id)),
        }
    }
    let dangling = || shown.dangling.iter().flatten();
    for image in &shown.images {
        let mut names = image.layers.iter().flat_map(|layers| &layers.names);
        let built_from_going = built_from.is_some_and(|going| names.any(|name| going.contains(name.as_str())));
        if built_from_going || selection.images.contains(image.name.as_str()) {
            steps.add_image(image, &mut plan.refused);
        }
    }
    for image in dangling().filter(|image| selection.images.contains(&image.id)) {
        steps.add_dangling(image, &mut plan.refused);
    }
    for name in &selection.images {
        let exists = shown.images.iter().any(|image| image.name.as_str() == name);
        if !exists && !dangling().any(|image| image.id == *name) {
            plan.refused.push(gone(name));
        }
    }
    if built_from.is_some_and(|going| !going.is_empty()) && !shown.images_known {
        plan.refused.push(Refused { target: RefusedTarget::ImagesOfLayers, reason: RefusalReason::ImagesUnknown });
    }
    steps.into_plan(plan);
}

pub(super) fn gone(target: impl std::fmt::Display) -> Refused {
    Refused::named(target, RefusalReason::Gone)
}
