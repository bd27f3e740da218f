//! The trash: what is in it, what undo would bring back, and freeing its space.

use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use crate::cache::{Cache, CacheError, Freed, TrashedEntry, TrashedOperation};
use crate::ops::Context;
use crate::plan::{Plan, PlanKind, Step, StepAction, StepNote};
use crate::text::sentence;

/// What can be restored, oldest first. A cache that is not there has an empty trash.
pub fn trash(context: &Context) -> Result<Vec<TrashedOperation>, CacheError> {
    Cache::open(&context.cache).1.map_or(Ok(Vec::new()), |cache| cache.trash())
}

/// What undo would bring back: the last purge or refresh, newest entry first. `None`: there is nothing to undo.
pub fn plan_undo(context: &Context) -> Result<Option<Plan>, CacheError> {
    let Some(cache) = Cache::open(&context.cache).1 else { return Ok(None) };
    Ok(cache.undoable()?.map(|operation| plan_restore(context, operation.entries.iter().rev())))
}

/// The plan that brings these entries back.
pub fn plan_restore<'a>(context: &Context, entries: impl Iterator<Item = &'a TrashedEntry>) -> Plan {
    let step = |entry: &TrashedEntry| Step {
        action: StepAction::Restore { operation: entry.operation.clone() },
        target: entry.name.clone(),
        path: Some(context.cache.path.join(&entry.name)),
        size_bytes: entry.bytes,
        frees_bytes: 0,
        file_count: Some(entry.files),
        notes: entry.replaced.then_some(StepNote::CanBeRedone).into_iter().collect(),
    };
    Plan { kind: PlanKind::Undo, steps: entries.map(step).collect(), refused: Vec::new() }
}

/// Removes the trash for good, or what went there before a time. `progress` gets bytes and files as they go. Blocks.
pub fn empty_trash(
    context: &Context,
    before: Option<Timestamp>,
    progress: &(dyn Fn(u64, u64) + Sync),
    cancel: &AtomicBool,
) -> Result<Freed, CacheError> {
    if context.read_only.is_on() {
        return Err(CacheError::Refused(sentence!("failed-read-only")));
    }
    Cache::open(&context.cache).1.map_or(Ok(Freed::default()), |cache| cache.empty_trash(before, progress, cancel))
}
