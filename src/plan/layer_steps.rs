//! The cache's part of a plan: the steps for layers and their files, and how many bytes they free.

use std::path::PathBuf;

use super::{PlanKind, RefusalReason, Step, StepAction, StepNote};
use crate::inventory::LayerRow;
use crate::inventory::facts::{FoundLeftover, LockOwner, UnknownOwner};
use crate::inventory::footprint::HardLinkCounter;
use crate::sam::LayerDir;

/// Returns why a layer must not be changed now. `unknown_locks`: the user agreed to release a lock whose owner cannot
/// be determined.
pub(super) fn refusal(row: &LayerRow, unknown_locks: bool) -> Option<RefusalReason> {
    if row.lock_is_unknown {
        return Some(RefusalReason::StateUnknown);
    }
    let lock = row.lock.as_ref()?;
    match lock.owner() {
        LockOwner::Alive => {
            Some(lock.content.map_or(RefusalReason::Locked, |content| RefusalReason::LockedBy { pid: content.pid }))
        }
        LockOwner::Unknown(owner) => (!unknown_locks).then_some(RefusalReason::LockOwnerUnknown(owner)),
        LockOwner::Gone => None,
    }
}

/// Returns the step for a layer. A lock on it is released in an earlier step.
pub(super) fn layer_step(row: &LayerRow, kind: PlanKind, with_images: bool, links: &mut HardLinkCounter) -> Step {
    let staying = if with_images { 0 } else { row.images.len() };
    let size_bytes = row.measure.as_ref().map_or(0, |measure| measure.bytes);
    let frees_bytes = row.measure.as_ref().map_or(0, |measure| links.freed_by(measure));
    let mut notes: Vec<StepNote> = StepNote::used_by(&row.usage).into_iter().collect();
    if staying > 0 {
        notes.push(StepNote::ImagesStay(staying as u64));
    }
    let is_deleted = kind == PlanKind::Delete;
    notes.extend(row.imported().map(|import| StepNote::WasImported { source: import.source.clone(), is_deleted }));
    if row.measure.is_none() {
        notes.push(StepNote::NotCounted);
    }
    if frees_bytes < size_bytes {
        notes.push(StepNote::HardLinks(size_bytes - frees_bytes));
    }
    Step {
        action: match kind {
            PlanKind::Delete => StepAction::DeleteLayer(row.dir.clone()),
            _ => StepAction::TrashLayer(row.dir.clone()),
        },
        target: row.dir.to_string(),
        path: Some(row.path.clone()),
        size_bytes,
        frees_bytes,
        file_count: row.measure.as_ref().map(|measure| measure.files),
        notes,
    }
}

/// Returns the step that releases an abandoned lock, if there is one; with `unknown_locks` also a lock whose owner
/// cannot be determined.
pub(super) fn release_step(row: &LayerRow, unknown_locks: bool) -> Option<Step> {
    let lock = row.lock.as_ref()?;
    match lock.owner() {
        LockOwner::Gone => {
            let action = StepAction::ReleaseLock(row.dir.clone());
            Some(release(action, &row.dir, Some(lock.path.clone()), StepNote::ProcessGone))
        }
        LockOwner::Unknown(owner) if unknown_locks => Some(release_unknown(&row.dir, &owner, Some(lock.path.clone()))),
        LockOwner::Unknown(_) | LockOwner::Alive => None,
    }
}

/// Returns the step that releases a lock whose owner cannot be determined. The user has agreed.
pub(super) fn release_unknown(dir: &LayerDir, owner: &UnknownOwner, path: Option<PathBuf>) -> Step {
    let action = StepAction::ReleaseUnknownLock(dir.clone(), *owner);
    release(action, dir, path, StepNote::OwnerUnknown(owner.sam_waits.as_secs().max(1)))
}

fn release(action: StepAction, dir: &LayerDir, path: Option<PathBuf>, note: StepNote) -> Step {
    Step { action, target: dir.to_string(), path, size_bytes: 0, frees_bytes: 0, file_count: None, notes: vec![note] }
}

pub(super) fn leftover_step(leftover: &FoundLeftover, kind: PlanKind) -> Step {
    Step {
        action: match kind {
            PlanKind::Delete => StepAction::DeleteLeftover(Box::new(leftover.clone())),
            _ => StepAction::TrashLeftover(Box::new(leftover.clone())),
        },
        target: leftover.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        path: Some(leftover.path.clone()),
        size_bytes: leftover.bytes,
        frees_bytes: leftover.bytes,
        file_count: None,
        notes: Vec::new(),
    }
}
