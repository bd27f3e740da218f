//! Plans a refresh: each layer is downloaded again by its ARN, and images built from the old content are removed on
//! request.

use super::engine_steps::EngineSteps;
use super::layer_steps::{refusal, release_step};
use super::purge::missing;
use super::{Plan, PlanKind, RefusalReason, Refused, Selection, Step, StepAction, StepNote};
use crate::inventory::facts::CacheEntryKind;
use crate::inventory::{ImageRow, InventoryRows, LayerRow};
use crate::sam::{HashedName, LayerArn};

/// Returns the plan to refresh the selected layers.
///
/// `with_images` also removes the images built from them, which SAM would otherwise keep using, as the name of an image
/// does not change with the content.
pub fn refresh(shown: &InventoryRows, selection: &Selection, with_images: bool) -> Plan {
    let mut plan = Plan::new(PlanKind::Refresh, Vec::new());
    // Downloads run in parallel, so every abandoned lock is released before the first one starts.
    let mut downloads = Vec::new();
    for dir in &selection.layers {
        let Some(row) = shown.layer(dir) else {
            plan.refused.push(missing(dir.as_str()));
            continue;
        };
        match downloadable_arn(row, selection.unknown_locks) {
            Ok(arn) => {
                plan.steps.extend(release_step(row, selection.unknown_locks));
                downloads.push(refresh_step(row, arn, with_images));
            }
            Err(reason) => plan.refused.push(Refused::named(dir, reason)),
        }
    }
    plan.steps.append(&mut downloads);
    if with_images {
        remove_images(shown, &mut plan);
    }
    plan
}

/// Adds the steps that remove the images built from the layers whose content the plan replaces.
pub(super) fn remove_images(shown: &InventoryRows, plan: &mut Plan) {
    let replaced = |name: &HashedName| plan.steps.iter().any(|step| step.action.replaces() == name.dir());
    let is_built_from_them = |image: &&ImageRow| {
        let mut names = image.layers.iter().flat_map(|layers| &layers.names);
        names.any(|name| name.dir().is_some() && replaced(name))
    };
    let images: Vec<_> = shown.images.iter().filter(is_built_from_them).collect();
    let mut steps = EngineSteps::default();
    for image in images {
        steps.add_image(image, &mut plan.refused);
    }
    steps.into_plan(plan);
}

/// Returns the ARN, or why this layer cannot be downloaded again.
pub(super) fn downloadable_arn(row: &LayerRow, unknown_locks: bool) -> Result<LayerArn, RefusalReason> {
    if let Some(reason) = refusal(row, unknown_locks) {
        return Err(reason);
    }
    if row.kind != CacheEntryKind::Directory {
        return Err(RefusalReason::NotADirectory);
    }
    let Some(known) = &row.arn else {
        return Err(RefusalReason::ArnUnknown(row.dir.clone()));
    };
    known.arn.parts().map_err(RefusalReason::Arn)?;
    Ok(known.arn.clone())
}

/// Returns the step that downloads an existing layer again.
pub(super) fn refresh_step(row: &LayerRow, arn: LayerArn, with_images: bool) -> Step {
    let outdated = if with_images { 0 } else { row.images.len() };
    Step {
        action: StepAction::Refresh(row.dir.clone(), arn),
        target: row.dir.to_string(),
        path: Some(row.path.clone()),
        size_bytes: row.measure.as_ref().map_or(0, |measure| measure.bytes),
        frees_bytes: 0,
        file_count: row.measure.as_ref().map(|measure| measure.files),
        notes: {
            let import = row.imported().map(|old| StepNote::ReplacesImport { source: old.source.clone() });
            let images = (outdated > 0).then_some(StepNote::OldImagesStay(outdated as u64));
            import.into_iter().chain(images).collect()
        },
    }
}
