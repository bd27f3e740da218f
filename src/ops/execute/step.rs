//! Executes every step except downloads.

use std::path::Path;

use super::operations::Operations;
use super::{Run, StepBytes, failed};
use crate::builds::{self, OrphanRemoval};
use crate::cache::{CacheError, Freed, Operation};
use crate::inventory::facts::Measure;
use crate::ops::engine;
use crate::plan::{BuildToRemove, SkipReason, Step, StepAction, StepOutcome};
use crate::sam::LayerDir;
use crate::text::sentence;

/// Executes a step. Each operation is begun by the first step that needs it.
pub(super) fn perform(run: &Run<'_>, step: &Step, operations: &mut Operations) -> Result<StepBytes, StepOutcome> {
    // A step does not have to wait for a lock that samlayers itself retained.
    run.context.retained_locks.give_back(&step.target);
    match &step.action {
        StepAction::RemoveContainer { id } => remove_container(run, id),
        StepAction::RemoveImage { name } => remove_image(run, name, step),
        StepAction::TrashLayer(dir) => trash_layer(operations.in_cache(run)?, dir, step),
        StepAction::DeleteLayer(dir) => delete_layer(run, operations, dir),
        StepAction::TrashLeftover(found) => {
            let moved = operations.in_cache(run)?.trash_leftover(found).map_err(outcome)?;
            Ok(StepBytes { trashed: moved.bytes, freed: 0 })
        }
        StepAction::DeleteLeftover(found) => {
            let freed = operations.in_cache(run)?.delete_leftover(found).map_err(outcome)?;
            Ok(StepBytes { trashed: 0, freed: freed.bytes })
        }
        StepAction::ReleaseLock(dir) => {
            operations.in_cache(run)?.release_lock(dir).map_err(outcome)?;
            Ok(StepBytes::default())
        }
        StepAction::ReleaseUnknownLock(dir, agreed) => {
            operations.in_cache(run)?.release_unknown_lock(dir, agreed).map_err(outcome)?;
            Ok(StepBytes::default())
        }
        StepAction::TrashBuild(build) => trash_build(run, operations, build, step),
        StepAction::DeleteBuild(build) => delete_build(run, operations, build),
        StepAction::Restore { operation, folder } => restore(run, operation, folder.as_deref(), &step.target),
        StepAction::Refresh(..)
        | StepAction::Import(..)
        | StepAction::Export(_)
        | StepAction::Publish(_)
        | StepAction::Grant { .. }
        | StepAction::Verify(..) => Err(StepOutcome::Skipped(SkipReason::ExecutedElsewhere)),
    }
}

fn remove_container(run: &Run<'_>, id: &str) -> Result<StepBytes, StepOutcome> {
    if let Some(why) = why_image_stays(run) {
        return Err(StepOutcome::Skipped(why));
    }
    let removed =
        engine::with(&run.context.engine, run.control.stop_switch(), async |engine| engine.remove_container(id).await);
    removed.map_err(|unreachable| failed(unreachable.reason))?.map_err(failed)?;
    Ok(StepBytes::default())
}

fn remove_image(run: &Run<'_>, name: &str, step: &Step) -> Result<StepBytes, StepOutcome> {
    if let Some(why) = why_image_stays(run) {
        return Err(StepOutcome::Skipped(why));
    }
    let removed =
        engine::with(&run.context.engine, run.control.stop_switch(), async |engine| engine.remove_image(name).await);
    let removed = removed.map_err(|unreachable| failed(unreachable.reason))?.map_err(failed)?;
    // Space is only freed if no other tag of the image remains. Layers shared with an image that could not be removed
    // earlier remain as well.
    let freed = match (removed.deleted.is_empty(), has_image_stayed(run)) {
        (true, _) => 0,
        (false, false) => step.frees_bytes,
        (false, true) => step.frees_bytes.min(step.size_bytes),
    };
    Ok(StepBytes { trashed: 0, freed })
}

fn has_image_stayed(run: &Run<'_>) -> bool {
    let Ok(report) = run.report.lock() else { return true };
    let mut steps = report.plan.steps.iter().zip(&report.outcomes);
    steps.any(|(step, outcome)| {
        matches!(step.action, StepAction::RemoveImage { .. })
            && matches!(outcome, StepOutcome::Failed(_) | StepOutcome::Skipped(_))
    })
}

/// Returns why an image stays: after a failed refresh or import, it still matches the old content.
fn why_image_stays(run: &Run<'_>) -> Option<SkipReason> {
    let report = run.report.lock().ok()?;
    let steps = report.plan.steps.iter().zip(&report.outcomes);
    let failed = steps
        .filter(|(step, outcome)| step.action.replaces().is_some() && **outcome != StepOutcome::Done)
        .map(|(step, _)| step.target.as_str())
        .next()?;
    Some(SkipReason::NotRefreshed(failed.to_owned()))
}

fn trash_layer(operation: &mut Operation, dir: &LayerDir, step: &Step) -> Result<StepBytes, StepOutcome> {
    let moved = match step.file_count {
        Some(files) => {
            let known = Measure { bytes: step.size_bytes, files, ..Measure::default() };
            operation.trash_layer(dir, Some(&known))
        }
        // Counting takes longer than moving. The trash is measured when it is listed.
        None => operation.trash_layer_uncounted(dir),
    };
    let moved = moved.map_err(outcome)?;
    Ok(StepBytes { trashed: moved.bytes, freed: 0 })
}

fn delete_layer(run: &Run<'_>, operations: &mut Operations, dir: &LayerDir) -> Result<StepBytes, StepOutcome> {
    let cancel = run.control.stop_switch();
    let freed = match operations.begun_in_cache(run)? {
        Ok(operation) => operation.delete_layer(dir, &|_, _| {}, cancel),
        // There is no room for an operation. The first layers that are removed make it.
        Err(error) if error.is_full_disk() => run.cache()?.delete_without_new_files(dir, &|_, _| {}, cancel),
        Err(error) => Err(error),
    };
    freed_bytes(&freed.map_err(outcome)?)
}

fn trash_build(
    run: &Run<'_>,
    operations: &mut Operations,
    build: &BuildToRemove,
    step: &Step,
) -> Result<StepBytes, StepOutcome> {
    let known = step.file_count.map(|files| Measure { bytes: step.size_bytes, files, ..Measure::default() });
    let moved = operations
        .in_builds(run, build, |operation, running| orphan(build, running).trash(operation, known.as_ref()))?;
    Ok(StepBytes { trashed: moved.map_err(outcome)?.bytes, freed: 0 })
}

fn delete_build(run: &Run<'_>, operations: &mut Operations, build: &BuildToRemove) -> Result<StepBytes, StepOutcome> {
    let stop = run.control.stop_switch();
    let freed =
        operations.in_builds(run, build, |operation, running| orphan(build, running).delete(operation, stop))?;
    freed_bytes(&freed.map_err(outcome)?)
}

fn orphan<'a>(build: &'a BuildToRemove, running: &'a dyn Fn() -> Option<u32>) -> OrphanRemoval<'a> {
    OrphanRemoval { graphs: &build.graphs, kind: build.kind, id: &build.id, running }
}

fn freed_bytes(freed: &Freed) -> Result<StepBytes, StepOutcome> {
    if let Some((path, why)) = freed.failures.first() {
        return Err(failed(sentence!("failed-not-removed", path = path.display().to_string(), why = why.as_str())));
    }
    if freed.cancelled {
        return Err(StepOutcome::Skipped(SkipReason::RestInTrash));
    }
    Ok(StepBytes { trashed: 0, freed: freed.bytes })
}

fn restore(run: &Run<'_>, operation: &str, folder: Option<&Path>, name: &str) -> Result<StepBytes, StepOutcome> {
    let builds = folder.map(builds::open).transpose().map_err(outcome)?;
    let cache = builds.as_ref().map_or_else(|| run.cache(), Ok)?;
    // The trash is not searched as a whole, which would measure everything a purge did not.
    let entry = cache.trashed(operation, name).map_err(outcome)?;
    let entry = entry.ok_or_else(|| failed(sentence!("failed-not-in-trash", name = name)))?;
    cache.restore(&entry).map_err(outcome)?;
    Ok(StepBytes::default())
}

pub(super) fn outcome(error: CacheError) -> StepOutcome {
    match error {
        CacheError::Cancelled => StepOutcome::Skipped(SkipReason::Cancelled),
        error => failed(error),
    }
}
