//! Plans a purge: containers first, then images, then directories with their files, then leftovers.

use std::collections::BTreeSet;
use std::path::Path;

use super::build_steps;
use super::engine_steps::EngineSteps;
use super::layer_steps::{layer_step, leftover_step, refusal, release_step, release_unknown};
use super::{Plan, PlanKind, RefusalReason, Refused, RefusedTarget, Selection, Step};
use crate::inventory::InventoryRows;
use crate::inventory::facts::{FoundLeftover, LeftoverKind};
use crate::inventory::footprint::HardLinkCounter;
use crate::sam::LayerDir;

/// Returns the plan to purge the selection.
///
/// `kind` is [`PlanKind::Trash`] or [`PlanKind::Delete`]. `with_images` adds the images built from the selected layers.
/// Leftovers that belong to a selected layer are removed with it.
pub fn purge(shown: &InventoryRows, selection: &Selection, kind: PlanKind, with_images: bool) -> Plan {
    let mut plan = Plan { considered: selection.considered.clone(), ..Plan::new(kind, Vec::new()) };
    let mut on_disk = Vec::new();
    let mut removed = BTreeSet::new();
    let mut links = HardLinkCounter::default();
    let mut done = BTreeSet::new();
    let mut released: BTreeSet<&LayerDir> = BTreeSet::new();
    let mut leftovers = Vec::new();
    for dir in &selection.layers {
        let Some(row) = shown.layer(dir) else {
            plan.refused.push(missing(dir.as_str()));
            continue;
        };
        if let Some(reason) = refusal(row, selection.unknown_locks) {
            plan.refused.push(Refused::named(dir, reason));
            continue;
        }
        removed.insert(dir);
        let release = release_step(row, selection.unknown_locks);
        let leftovers_of_layer = shown.leftovers.iter().filter(|leftover| leftover.dir.as_ref() == Some(dir));
        for own in leftovers_of_layer.filter(|leftover| !leftover.in_use || is_agreed(leftover, selection)) {
            done.insert(own.path.as_path());
            leftovers.push(leftover_step(&FoundLeftover { in_use: false, ..own.clone() }, kind));
        }
        if release.is_some() {
            released.insert(dir);
        }
        on_disk.extend(release);
        on_disk.push(layer_step(row, kind, with_images, &mut links));
        on_disk.append(&mut leftovers);
    }
    for dir in selection.locks.iter().filter(|dir| !removed.contains(dir)) {
        let agreed = selection.unknown_locks;
        match shown.layer(dir).map(|row| (release_step(row, agreed), refusal(row, agreed))) {
            Some((Some(step), _)) => {
                released.insert(dir);
                on_disk.push(step);
            }
            Some((None, Some(reason))) => plan.refused.push(Refused::named(dir, reason)),
            _ => plan.refused.push(Refused { target: RefusedTarget::LockOf(dir.clone()), reason: RefusalReason::Gone }),
        }
    }
    let left = selection.leftovers.iter().map(std::path::PathBuf::as_path).filter(|path| !done.contains(path));
    for path in left {
        match leftover(shown, path, selection) {
            Ok(found) => on_disk.extend(steps_of_leftover(found, kind, &mut released)),
            Err(refused) => plan.refused.push(refused),
        }
    }
    build_steps::add(shown, selection, &mut plan, &mut on_disk);
    let unknown_sizes = selection.unknown_sizes.iter();
    plan.refused.extend(unknown_sizes.map(|dir| Refused::named(dir, RefusalReason::SizeUnknown)));
    let unknown_states = selection.unknown_states.iter();
    plan.refused.extend(unknown_states.map(|dir| Refused::named(dir, RefusalReason::StateUnknown)));
    of_engine(shown, selection, with_images.then_some(&removed), &mut plan);
    plan.steps.append(&mut on_disk);
    plan
}

fn leftover<'a>(shown: &'a InventoryRows, path: &Path, selection: &Selection) -> Result<&'a FoundLeftover, Refused> {
    let target = path.display();
    match shown.leftovers.iter().find(|leftover| leftover.path == path) {
        Some(leftover) if !leftover.in_use || is_agreed(leftover, selection) => Ok(leftover),
        Some(FoundLeftover { unknown_owner: Some(owner), .. }) => {
            Err(Refused::named(target, RefusalReason::LockOwnerUnknown(*owner)))
        }
        Some(_) => Err(Refused::named(target, RefusalReason::InUse)),
        None => Err(missing(target)),
    }
}

/// Returns whether the user agreed to release the lock that keeps a leftover in use. Without a known layer the lock has
/// no name to agree to.
fn is_agreed(leftover: &FoundLeftover, selection: &Selection) -> bool {
    selection.unknown_locks && leftover.unknown_owner.is_some() && leftover.dir.is_some()
}

/// Returns the steps for a leftover. A lock that the user agreed to release comes first, once for each layer, and is
/// released with its status file.
fn steps_of_leftover<'a>(found: &'a FoundLeftover, kind: PlanKind, released: &mut BTreeSet<&'a LayerDir>) -> Vec<Step> {
    let mut steps = Vec::new();
    if let (Some(owner), Some(dir)) = (&found.unknown_owner, &found.dir) {
        if released.insert(dir) {
            steps.push(release_unknown(dir, owner, (found.kind == LeftoverKind::Lock).then(|| found.path.clone())));
        }
        if found.kind == LeftoverKind::Lock {
            return steps;
        }
    }
    steps.push(leftover_step(&FoundLeftover { in_use: false, ..found.clone() }, kind));
    steps
}

/// Adds the selected containers and images, and the images built from layers that are removed.
fn of_engine(shown: &InventoryRows, selection: &Selection, built_from: Option<&BTreeSet<&LayerDir>>, plan: &mut Plan) {
    let mut steps = EngineSteps::default();
    for id in &selection.containers {
        match shown.containers.iter().flatten().find(|container| container.id == *id) {
            Some(container) => steps.add_container(container, &mut plan.refused),
            None => plan.refused.push(missing(id)),
        }
    }
    let dangling = || shown.dangling.iter().flatten();
    for image in &shown.images {
        let mut names = image.layers.iter().flat_map(|layers| &layers.names);
        let built_from_removed =
            built_from.is_some_and(|removed| names.any(|name| name.dir().is_some_and(|dir| removed.contains(dir))));
        if built_from_removed || selection.images.contains(&image.name) {
            steps.add_image(image, &mut plan.refused);
        }
    }
    for image in dangling().filter(|image| selection.dangling.contains(&image.id)) {
        steps.add_dangling(image, &mut plan.refused);
    }
    for name in &selection.images {
        if !shown.images.iter().any(|image| image.name == *name) {
            plan.refused.push(missing(name));
        }
    }
    for id in &selection.dangling {
        if !dangling().any(|image| image.id == *id) {
            plan.refused.push(missing(id));
        }
    }
    if built_from.is_some_and(|removed| !removed.is_empty()) && !shown.images_known {
        plan.refused.push(Refused { target: RefusedTarget::ImagesOfLayers, reason: RefusalReason::ImagesUnknown });
    }
    steps.into_plan(plan);
}

pub(super) fn missing(target: impl std::fmt::Display) -> Refused {
    Refused::named(target, RefusalReason::Gone)
}
