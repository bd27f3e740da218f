//! Plans a prefetch: every layer that a function uses and SAM would download is downloaded beforehand.

use std::collections::BTreeSet;
use std::path::Path;

use super::refresh::{downloadable_arn, refresh_step};
use super::{Plan, PlanKind, RefusalReason, Refused, Step, StepAction};
use crate::inventory::InventoryRows;
use crate::sam::LayerArn;
use crate::sam::template::FunctionLayer;

/// Returns the plan to download every missing layer of all known functions. Layers that count as cached are not
/// changed, even broken ones, which a refresh repairs. `unknown_locks`: the user agrees to release locks whose owner
/// cannot be determined.
pub fn prefetch(shown: &InventoryRows, cache: &Path, unknown_locks: bool) -> Plan {
    let mut plan = Plan::new(PlanKind::Refresh, Vec::new());
    // As in a refresh, every abandoned lock is released before the first download starts.
    let mut downloads = Vec::new();
    let mut seen = BTreeSet::new();
    let functions = shown.templates.iter().flat_map(|template| &template.functions);
    for layer in functions.flat_map(|row| &row.function.layers) {
        let FunctionLayer::Remote { arn, dir, .. } = layer else { continue };
        let row = shown.layer(dir);
        if !seen.insert(dir) || row.is_some_and(|row| row.counts_as_cached == Some(true)) {
            continue;
        }
        let is_unknown = row.is_some_and(|row| row.counts_as_cached.is_none());
        let refused = match (row.map(|row| downloadable_arn(row, unknown_locks)), arn.parts()) {
            _ if is_unknown => Some(RefusalReason::StateUnknown),
            (Some(Err(reason)), _) => Some(reason),
            (_, Err(error)) => Some(RefusalReason::Arn(error)),
            _ => None,
        };
        match (refused, row) {
            (Some(reason), _) => plan.refused.push(Refused::named(arn, reason)),
            (None, Some(row)) => {
                plan.steps.extend(super::layer_steps::release_step(row, unknown_locks));
                downloads.push(refresh_step(row, arn.clone(), false));
            }
            (None, None) => downloads.push(download_step(arn, cache)),
        }
    }
    plan.steps.append(&mut downloads);
    plan
}

/// Returns the step for a layer that has no directory yet.
fn download_step(arn: &LayerArn, cache: &Path) -> Step {
    let dir = arn.dir();
    Step {
        target: dir.to_string(),
        path: Some(cache.join(dir.as_str())),
        action: StepAction::Refresh(dir, arn.clone()),
        size_bytes: 0,
        frees_bytes: 0,
        file_count: None,
        notes: Vec::new(),
    }
}
