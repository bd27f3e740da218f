//! Planning a purge: containers first, then images, then directories and leftovers.

use std::collections::BTreeSet;

use super::{Action, Plan, PlanKind, Refused, Selection, Step};
use crate::inventory::found::FoundLeftover;
use crate::inventory::{ImageRow, LayerRow, Shown};
use crate::words::counted;

/// What purging the selection would do. `kind` is [`PlanKind::Trash`] or [`PlanKind::Delete`]; `with_images` adds the
/// images built from the chosen layers.
pub fn purge(shown: &Shown, selection: &Selection, kind: PlanKind, with_images: bool) -> Plan {
    let mut plan = Plan { kind, steps: Vec::new(), refused: Vec::new() };
    let mut layer_steps = Vec::new();
    let mut going = BTreeSet::new();
    for dir in &selection.layers {
        let Some(row) = shown.layer(dir) else {
            plan.refused.push(gone(dir.as_str()));
            continue;
        };
        if let Some(reason) = refusal(row) {
            plan.refused.push(Refused { target: dir.to_string(), reason });
            continue;
        }
        going.insert(dir.as_str());
        layer_steps.extend(layer_steps_of(row, kind, with_images));
    }
    let images = shown.images.iter().filter(|image| {
        let built_from_going =
            image.layers.iter().flat_map(|layers| &layers.names).any(|name| going.contains(name.as_str()));
        selection.images.contains(image.name.as_str()) || (with_images && built_from_going)
    });
    for image in images {
        add_image(&mut plan, image);
    }
    for name in &selection.images {
        if !shown.images.iter().any(|image| image.name.as_str() == name) {
            plan.refused.push(gone(name));
        }
    }
    plan.steps.append(&mut layer_steps);
    for path in &selection.leftovers {
        match shown.leftovers.iter().find(|leftover| leftover.path == *path) {
            Some(leftover) if leftover.in_use => plan.refused.push(Refused {
                target: path.display().to_string(),
                reason: "a running SAM is using it; wait until it is done".to_owned(),
            }),
            Some(leftover) => plan.steps.push(leftover_step(leftover, kind)),
            None => plan.refused.push(gone(&path.display().to_string())),
        }
    }
    plan
}

/// Adds the steps that remove an image and what hangs on it, or the reason it has to stay.
pub(super) fn add_image(plan: &mut Plan, image: &ImageRow) {
    let refuse = |reason: String| Refused { target: image.name.to_string(), reason };
    // Paused, restarting and created containers are somebody's; only what has ended may go.
    let ended = |state: &str| matches!(state, "exited" | "dead");
    if let Some(container) = image.containers.iter().find(|container| !ended(&container.state)) {
        plan.refused.push(refuse(format!(
            "container {} is {}; stop it first (`docker stop {}`)",
            container.name, container.state, container.name
        )));
        return;
    }
    if let Some(container) = image.containers.iter().find(|container| !container.by_sam) {
        plan.refused.push(refuse(format!(
            "container {} was not made by SAM; remove it yourself first (`docker rm {}`)",
            container.name, container.name
        )));
        return;
    }
    for container in &image.containers {
        plan.steps.push(Step {
            action: Action::RemoveContainer { id: container.id.clone() },
            target: container.name.clone(),
            path: None,
            size_bytes: 0,
            file_count: None,
            note: None,
        });
    }
    plan.steps.push(Step {
        action: Action::RemoveImage { name: image.name.as_str().to_owned() },
        target: image.name.to_string(),
        path: None,
        size_bytes: image.unique_bytes.unwrap_or(image.size_bytes),
        file_count: None,
        note: Some("cannot be undone: SAM builds it again when a function needs it".to_owned()),
    });
}

/// Why a layer must not be touched now.
pub(super) fn refusal(row: &LayerRow) -> Option<String> {
    let lock = row.lock.as_ref().filter(|lock| lock.owner_alive)?;
    let owner = lock.content.map_or_else(|| "a process".to_owned(), |content| format!("process {}", content.pid));
    Some(format!("{owner} holds SAM's lock on it; wait until it is done"))
}

/// The lock of a dead process, where there is one, then the layer itself.
fn layer_steps_of(row: &LayerRow, kind: PlanKind, with_images: bool) -> Vec<Step> {
    let mut steps = Vec::from_iter(release_step(row));
    let staying = if with_images { 0 } else { row.images.len() };
    steps.push(Step {
        action: match kind {
            PlanKind::Delete => Action::DeleteLayer(row.dir.clone()),
            _ => Action::TrashLayer(row.dir.clone()),
        },
        target: row.dir.to_string(),
        path: Some(row.path.clone()),
        size_bytes: row.measure.as_ref().map_or(0, |measure| measure.bytes),
        file_count: row.measure.as_ref().map(|measure| measure.files),
        note: (staying > 0)
            .then(|| format!("{} built from it would be used on by SAM", counted(staying as u64, "image"))),
    });
    steps
}

/// Releases the lock a dead process left, if there is one.
pub(super) fn release_step(row: &LayerRow) -> Option<Step> {
    let lock = row.lock.as_ref().filter(|lock| !lock.owner_alive)?;
    Some(Step {
        action: Action::ReleaseLock(row.dir.clone()),
        target: row.dir.to_string(),
        path: Some(lock.path.clone()),
        size_bytes: 0,
        file_count: None,
        note: Some("its process is gone".to_owned()),
    })
}

fn leftover_step(leftover: &FoundLeftover, kind: PlanKind) -> Step {
    Step {
        action: match kind {
            PlanKind::Delete => Action::DeleteLeftover(Box::new(leftover.clone())),
            _ => Action::TrashLeftover(Box::new(leftover.clone())),
        },
        target: leftover.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        path: Some(leftover.path.clone()),
        size_bytes: leftover.bytes,
        file_count: None,
        note: None,
    }
}

pub(super) fn gone(target: &str) -> Refused {
    Refused { target: target.to_owned(), reason: "it is not there any more".to_owned() }
}
