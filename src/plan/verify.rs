//! Plans a verification. Nothing is changed, so no confirmation is needed; layers that cannot be verified are refused
//! with a reason.

use super::layer_steps::refusal;
use super::purge::missing;
use super::{Plan, PlanKind, RefusalReason, Refused, Selection, Step, StepAction};
use crate::inventory::facts::CacheEntryKind;
use crate::inventory::{InventoryRows, LayerRow};

/// Returns the plan to verify the selected layers, or all layers if nothing is selected.
pub fn check(shown: &InventoryRows, selection: &Selection) -> Plan {
    let mut plan = Plan::new(PlanKind::Verify, Vec::new());
    if selection.is_empty() {
        shown.layers.iter().for_each(|row| add(&mut plan, row));
    }
    for dir in &selection.layers {
        match shown.layer(dir) {
            Some(row) => add(&mut plan, row),
            None => plan.refused.push(missing(dir.as_str())),
        }
    }
    plan
}

fn add(plan: &mut Plan, row: &LayerRow) {
    let reason = refusal(row, false)
        .or_else(|| (row.kind != CacheEntryKind::Directory).then_some(RefusalReason::NothingToCheck));
    match reason {
        Some(reason) => plan.refused.push(Refused::named(&row.dir, reason)),
        None => plan.steps.push(Step {
            action: StepAction::Verify(row.dir.clone(), row.arn.as_ref().map(|known| known.arn.clone())),
            target: row.dir.to_string(),
            path: Some(row.path.clone()),
            size_bytes: row.measure.as_ref().map_or(0, |measure| measure.bytes),
            file_count: row.measure.as_ref().map(|measure| measure.files),
            frees_bytes: 0,
            notes: Vec::new(),
        }),
    }
}
