//! Lists the trash of the cache and of the build folders in scope, plans what undo restores, and frees the space.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use crate::builds;
use crate::cache::{Cache, CacheError, Freed, JournalDamage, Remains, TrashedEntry, TrashedOperation};
use crate::inventory::facts::{CacheAccess, CacheState};
use crate::ops::{self, Context};
use crate::plan::{Plan, PlanKind, RefusalReason, Refused, Step, StepAction, StepNote};
use crate::sam::problem::Problem;
use crate::text::sentence;

/// Returns what can be restored, oldest first. The trash of a missing cache is empty.
pub fn trash(context: &Context) -> Result<Vec<TrashedOperation>, CacheError> {
    let mut operations = Vec::new();
    for place in places(context)? {
        operations.extend(place.trash()?);
    }
    operations.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(operations)
}

/// Returns what could not be deleted permanently.
pub fn remains(context: &Context) -> Result<Vec<Remains>, CacheError> {
    let mut remains = Vec::new();
    for place in places(context)? {
        remains.extend(place.remains()?);
    }
    Ok(remains)
}

/// Returns the folders with a trash: the cache, if it exists, and the build folders in scope. An unreadable cache is an
/// error, as the contents of its trash are unknown.
fn places(context: &Context) -> Result<Vec<Cache>, CacheError> {
    let mut places = match Cache::open(&context.cache) {
        (CacheState { access: CacheAccess::Unusable(reason), .. }, None) => return Err(CacheError::Refused(reason)),
        (_, cache) => Vec::from_iter(cache),
    };
    for folder in ops::builds::folders(context) {
        match builds::open(&folder) {
            Ok(folder) => places.push(folder),
            // A project that was removed in the meantime has no trash.
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error),
        }
    }
    Ok(places)
}

/// Returns the newest operation that undo can restore, and whether it would restore anything.
///
/// An operation is skipped if everything in it exists again, unless there is no other: then it is returned, so that the
/// user gets the reason.
fn newest(context: &Context) -> Result<Option<(TrashedOperation, bool)>, CacheError> {
    let mut found: Vec<(bool, TrashedOperation)> = Vec::new();
    for place in places(context)? {
        if let Some(operation) = place.undoable()? {
            found.push((place.brings_back(&operation), operation));
        }
    }
    found.sort_by(|(one_works, one), (other_works, other)| (one_works, &one.id).cmp(&(other_works, &other.id)));
    Ok(found.pop().map(|(works, operation)| (operation, works)))
}

/// Returns the plan that undoes the last purge or refresh of the cache and of the projects in scope, newest entry first.
/// `None` if there is nothing to undo.
pub fn plan_undo(context: &Context) -> Result<Option<Plan>, CacheError> {
    let Some((operation, _)) = newest(context)? else { return Ok(None) };
    if operation.damage == Some(JournalDamage::Unusable) {
        let mut plan = Plan::new(PlanKind::Undo, Vec::new());
        let mut journals = damaged_journals(context)?.into_iter().map(|(path, _)| path);
        let own = journals.find(|path| path.parent().is_some_and(|folder| folder.ends_with(&operation.id)));
        let reason = RefusalReason::JournalUnusable { path: own.unwrap_or_default() };
        plan.refused.push(Refused::named(&operation.id, reason));
        return Ok(Some(plan));
    }
    let mut plan = plan_restore(context, operation.entries.iter().rev());
    // The first step names the operation, so that the user sees what would be undone.
    if let (Some(step), Some(kind), Some(at)) = (plan.steps.first_mut(), operation.kind, operation.at) {
        step.notes.insert(0, StepNote::Undoes(kind.as_str(), at.strftime("%Y-%m-%d %H:%M UTC").to_string()));
    }
    Ok(Some(plan))
}

/// Returns the operation that undo would restore, at least in part; `None` if everything has been restored.
pub fn operation_to_undo(context: &Context) -> Result<Option<TrashedOperation>, CacheError> {
    Ok(newest(context)?.filter(|(_, works)| *works).map(|(operation, _)| operation))
}

/// Returns the damaged journals of the trash, with their problems.
pub fn damaged_journals(context: &Context) -> Result<Vec<(PathBuf, Problem)>, CacheError> {
    let mut damaged = Vec::new();
    for place in places(context)? {
        for operation in place.trash()? {
            if let Some(damage) = operation.damage {
                let found = place.journal_problem(&operation.id, damage);
                damaged.push((found.path, found.problem));
            }
        }
    }
    Ok(damaged)
}

/// Returns the plan that restores these entries.
pub fn plan_restore<'a>(context: &Context, entries: impl Iterator<Item = &'a TrashedEntry>) -> Plan {
    let place = |entry: &TrashedEntry| entry.folder.clone().unwrap_or_else(|| context.cache.path.clone());
    let step = |entry: &TrashedEntry| Step {
        action: StepAction::Restore { operation: entry.operation.clone(), folder: entry.folder.clone() },
        target: entry.name.clone(),
        path: Some(place(entry).join(&entry.name)),
        size_bytes: entry.bytes,
        frees_bytes: 0,
        file_count: Some(entry.files),
        notes: entry.replaced.then_some(StepNote::CanBeRedone).into_iter().collect(),
    };
    Plan::new(PlanKind::Undo, entries.map(step).collect())
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
    let mut freed = Freed::default();
    for place in places(context)? {
        let mut one = place.empty_trash(before, progress, cancel)?;
        freed.bytes += one.bytes;
        freed.files += one.files;
        freed.failures.append(&mut one.failures);
        freed.cancelled |= one.cancelled;
    }
    Ok(freed)
}
