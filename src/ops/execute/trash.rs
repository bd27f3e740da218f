//! Lists the trash, plans what undo restores, and frees the space.

use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use crate::cache::{Cache, CacheError, Freed, Remains, TrashedEntry, TrashedOperation};
use crate::inventory::facts::{CacheAccess, CacheState};
use crate::ops::Context;
use crate::plan::{Plan, PlanKind, Step, StepAction, StepNote};
use crate::text::sentence;

/// Returns what can be restored, oldest first. The trash of a missing cache is empty.
pub fn trash(context: &Context) -> Result<Vec<TrashedOperation>, CacheError> {
    cache(context)?.map_or(Ok(Vec::new()), |cache| cache.trash())
}

/// Returns what could not be deleted permanently.
pub fn remains(context: &Context) -> Result<Vec<Remains>, CacheError> {
    cache(context)?.map_or(Ok(Vec::new()), |cache| cache.remains())
}

/// Returns the cache; `None` if it does not exist. An unreadable cache is an error, as the contents of its trash are
/// unknown.
fn cache(context: &Context) -> Result<Option<Cache>, CacheError> {
    match Cache::open(&context.cache) {
        (CacheState { access: CacheAccess::Unusable(reason), .. }, None) => Err(CacheError::Refused(reason)),
        (_, cache) => Ok(cache),
    }
}

/// Returns the plan that undoes the last purge or refresh, newest entry first. `None` if there is nothing to undo.
pub fn plan_undo(context: &Context) -> Result<Option<Plan>, CacheError> {
    let Some(cache) = cache(context)? else { return Ok(None) };
    Ok(cache.undoable()?.map(|operation| plan_restore(context, operation.entries.iter().rev())))
}

/// Returns the ID of the operation that undo would restore, at least in part; `None` if everything has been restored.
pub fn operation_to_undo(context: &Context) -> Result<Option<String>, CacheError> {
    let Some(cache) = cache(context)? else { return Ok(None) };
    let operation = cache.undoable()?;
    Ok(operation.filter(|operation| cache.brings_back(operation)).map(|operation| operation.id))
}

/// Returns the plan that restores these entries.
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

/// Deletes the trash permanently, or the entries moved there before a time. `progress` receives bytes and files during
/// the deletion. Blocks.
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
