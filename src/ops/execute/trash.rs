//! The trash: what is in it, what undo would bring back, and freeing its space.

use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use crate::cache::{Cache, CacheError, Freed, Remains, TrashedEntry, TrashedOperation};
use crate::inventory::facts::{CacheAccess, CacheState};
use crate::ops::Context;
use crate::plan::{Plan, PlanKind, Step, StepAction, StepNote};
use crate::text::sentence;

/// What can be restored, oldest first. A cache that is not there has an empty trash.
pub fn trash(context: &Context) -> Result<Vec<TrashedOperation>, CacheError> {
    cache(context)?.map_or(Ok(Vec::new()), |cache| cache.trash())
}

/// What was to be removed for good and could not be.
pub fn remains(context: &Context) -> Result<Vec<Remains>, CacheError> {
    cache(context)?.map_or(Ok(Vec::new()), |cache| cache.remains())
}

/// The cache; `None` where there is none. One that cannot be read is an error: what is in its trash is not known.
fn cache(context: &Context) -> Result<Option<Cache>, CacheError> {
    match Cache::open(&context.cache) {
        (CacheState { access: CacheAccess::Unusable(reason), .. }, None) => Err(CacheError::Refused(reason)),
        (_, cache) => Ok(cache),
    }
}

/// What undo would bring back: the last purge or refresh, newest entry first. `None`: there is nothing to undo.
pub fn plan_undo(context: &Context) -> Result<Option<Plan>, CacheError> {
    let Some(cache) = cache(context)? else { return Ok(None) };
    Ok(cache.undoable()?.map(|operation| plan_restore(context, operation.entries.iter().rev())))
}

/// The operation that undo would bring back, at least in part; `None` where everything is in its place again.
pub fn undo_would_bring_back(context: &Context) -> Result<Option<String>, CacheError> {
    let Some(cache) = cache(context)? else { return Ok(None) };
    let operation = cache.undoable()?;
    Ok(operation.filter(|operation| cache.brings_back(operation)).map(|operation| operation.id))
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
    cache(context)?.map_or(Ok(Freed::default()), |cache| cache.empty_trash(before, progress, cancel))
}
