//! Planning a refresh: each layer downloaded again by its ARN, and then, if wished, the images built from old content.

use super::engine_steps::EngineSteps;
use super::layer_steps::{refusal, release_step};
use super::purge::gone;
use super::{Action, Note, Plan, PlanKind, Reason, Refused, Selection, Step};
use crate::inventory::found::EntryKind;
use crate::inventory::{ImageRow, LayerRow, Shown};
use crate::sam::LayerArn;

/// What refreshing the chosen layers would do. `with_images` also removes the images built from them, which SAM would
/// otherwise use on, as an image's name does not change with the content.
pub fn refresh(shown: &Shown, selection: &Selection, with_images: bool) -> Plan {
    let mut plan = Plan { kind: PlanKind::Refresh, steps: Vec::new(), refused: Vec::new() };
    // Downloads run side by side, so every abandoned lock is released before the first of them begins.
    let mut downloads = Vec::new();
    for dir in &selection.layers {
        let Some(row) = shown.layer(dir) else {
            plan.refused.push(gone(dir.as_str()));
            continue;
        };
        match arn_to_ask_for(row) {
            Ok(arn) => {
                plan.steps.extend(release_step(row));
                downloads.push(step_of(row, arn, with_images));
            }
            Err(reason) => plan.refused.push(Refused::named(dir, reason)),
        }
    }
    plan.steps.append(&mut downloads);
    if with_images {
        let refreshed = |name: &str| {
            plan.steps.iter().any(|step| matches!(&step.action, Action::Refresh(dir, _) if dir.as_str() == name))
        };
        let built_from_them =
            |image: &&ImageRow| image.layers.iter().flat_map(|layers| &layers.names).any(|name| refreshed(name));
        let images: Vec<_> = shown.images.iter().filter(built_from_them).collect();
        let mut steps = EngineSteps::default();
        for image in images {
            steps.add_image(image, &mut plan.refused);
        }
        steps.into_plan(&mut plan);
    }
    plan
}

/// The ARN, or why this layer cannot be downloaded again.
pub(super) fn arn_to_ask_for(row: &LayerRow) -> Result<LayerArn, Reason> {
    if let Some(reason) = refusal(row) {
        return Err(reason);
    }
    if row.kind != EntryKind::Directory {
        return Err(Reason::NotADirectory);
    }
    let Some(known) = &row.arn else {
        return Err(Reason::ArnUnknown(row.dir.clone()));
    };
    known.arn.parts().map_err(Reason::Arn)?;
    Ok(known.arn.clone())
}

/// Downloads what is there again.
pub(super) fn step_of(row: &LayerRow, arn: LayerArn, with_images: bool) -> Step {
    let outdated = if with_images { 0 } else { row.images.len() };
    Step {
        action: Action::Refresh(row.dir.clone(), arn),
        target: row.dir.to_string(),
        path: Some(row.path.clone()),
        size_bytes: row.measure.as_ref().map_or(0, |measure| measure.bytes),
        frees_bytes: 0,
        file_count: row.measure.as_ref().map(|measure| measure.files),
        notes: (outdated > 0).then_some(Note::OldImagesStay(outdated as u64)).into_iter().collect(),
    }
}
