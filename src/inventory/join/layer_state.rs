//! The state of a layer directory, judged first as SAM does and then by its content.

use crate::inventory::facts::{CacheEntryKind, FoundLayer, FoundLock, LockOwner, Measure, UnknownOwner};
use crate::inventory::{Inventory, LayerState};
use crate::sam::installed::CachedBy;
use crate::sam::lock::DownloadStatus;
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::{Sentence, sanitize_path, sentence};

/// Returns whether SAM would skip the download: the directory exists, and, from 1.145 on, its status is absent or
/// `completed` (`samcli/local/layers/layer_downloader.py`, `_is_layer_cached`). `None` if the status cannot be read.
pub(in crate::inventory) fn counts_as_cached(layer: &FoundLayer, inventory: &Inventory) -> Option<bool> {
    if inventory.cached_by() == CachedBy::Directory {
        return Some(true);
    }
    match &layer.status {
        _ if inventory.locks_are_unreadable() => None,
        Some(status) if status.failure.is_some() => None,
        Some(status) => Some(status.status == Some(DownloadStatus::Completed)),
        None => Some(true),
    }
}

/// Returns the state of a layer. A directory that was not measured yet is `unknown`, unless its lock or status file
/// decides.
pub(in crate::inventory) fn state(layer: &FoundLayer, measure: Option<&Measure>) -> LayerState {
    if layer.lock.as_ref().is_some_and(|lock| lock.owner_alive) {
        return LayerState::Downloading;
    }
    // Whether it is being downloaded cannot be seen from here.
    let owner_unknown = layer.lock.as_ref().is_some_and(|lock| lock.unknown_owner().is_some());
    if owner_unknown || layer.kind != CacheEntryKind::Directory {
        return LayerState::Unknown;
    }
    match layer.status.as_ref().map(|status| status.status) {
        Some(Some(DownloadStatus::Failed)) => return LayerState::Failed,
        Some(Some(DownloadStatus::InProgress)) => return LayerState::Partial,
        Some(None) => return LayerState::Unknown,
        Some(Some(DownloadStatus::Completed)) | None => {}
    }
    match measure {
        Some(measure) if measure.failure_count > 0 => LayerState::Unknown,
        Some(measure) if measure.files == 0 && !measure.published_empty => LayerState::Empty,
        Some(_) => LayerState::Ok,
        None => LayerState::Unknown,
    }
}

/// Returns a sentence with the possible owner of a lock, and how long SAM would still wait for it.
pub fn lock_owner_unknown(owner: &UnknownOwner) -> Sentence {
    if owner.pid.is_none() && owner.sam_waits.is_zero() {
        return sentence!("lock-owner-unreadable");
    }
    let seconds = owner.sam_waits.as_secs().max(1).to_string();
    match owner.pid {
        Some(pid) => sentence!("lock-owner-unknown", pid = pid.to_string(), seconds = seconds),
        None => sentence!("lock-owner-unknown-unreadable", seconds = seconds),
    }
}

/// Returns how to download a layer again. Without a known ARN SAM has to do it.
pub(in crate::inventory) fn how_to_refresh(layer: &FoundLayer, arn_is_known: bool) -> Sentence {
    if let Some(imported) = layer.origin.as_ref().and_then(|origin| origin.imported()) {
        return sentence!("fix-import-again", source = sanitize_path(&imported.source));
    }
    if arn_is_known {
        Sentence::verbatim(format!("samlayers refresh {}", layer.dir))
    } else {
        sentence!("fix-purge-layer", dir = layer.dir.as_str())
    }
}

/// Returns the problems of a layer. Without a known ARN it cannot be refreshed, so the fix lets SAM download it.
pub(in crate::inventory) fn problems(
    layer: &FoundLayer,
    state: LayerState,
    measure: Option<&Measure>,
    arn_is_known: bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    // Building the fix is worth avoiding: most layers have no problems, and there may be ten thousand layers.
    let refresh = || how_to_refresh(layer, arn_is_known);
    let mut add = |code, detail, fix| problems.push(Problem::new(code, detail, fix));
    match state {
        LayerState::Empty => add(ProblemCode::LayerEmpty, sentence!("problem-layer-empty"), refresh()),
        LayerState::Partial => add(ProblemCode::LayerPartial, sentence!("problem-layer-partial"), refresh()),
        LayerState::Failed => add(ProblemCode::LayerFailed, sentence!("problem-layer-failed"), refresh()),
        LayerState::Ok | LayerState::Downloading | LayerState::Unknown => {}
    }
    match &layer.kind {
        CacheEntryKind::Directory => {}
        CacheEntryKind::Link(target) => add(
            ProblemCode::LayerIsLink,
            sentence!("problem-layer-is-link", target = target.display().to_string()),
            sentence!("fix-layer-is-link"),
        ),
        CacheEntryKind::Other => add(
            ProblemCode::LayerUnreadable,
            sentence!("problem-layer-unreadable-file"),
            Sentence::verbatim(format!("samlayers purge {}", layer.dir)),
        ),
    }
    if state == LayerState::Ok && measure.is_some_and(|measure| measure.files == 0) {
        let detail = sentence!("problem-nothing-loadable-empty");
        add(ProblemCode::NothingLoadable, detail, sentence!("fix-nothing-loadable-empty"));
    }
    if let Some(measure) = measure.filter(|measure| measure.failure_count > 0) {
        let count = measure.failure_count;
        let detail = match measure.failures.first() {
            Some((path, why)) => sentence!(
                "problem-layer-unreadable-first",
                count = count,
                path = path.display().to_string(),
                why = why.as_str()
            ),
            None => sentence!("problem-layer-unreadable", count = count),
        };
        add(ProblemCode::LayerUnreadable, detail, sentence!("fix-layer-unreadable"));
    }
    let is_read = |lock: &&FoundLock| lock.failure.is_none();
    if let Some(owner) = layer.lock.as_ref().filter(is_read).and_then(FoundLock::unknown_owner) {
        add(
            ProblemCode::LockOwnerUnknown,
            sentence!("problem-lock-owner-unknown", lock = lock_owner_unknown(&owner)),
            sentence!("fix-lock-owner-unknown", dir = layer.dir.as_str()),
        );
    }
    let lock_failure = layer.lock.iter().map(|lock| (&lock.path, &lock.failure));
    let status_failure = layer.status.iter().map(|status| (&status.path, &status.failure));
    for (path, failure) in lock_failure.chain(status_failure) {
        let Some(why) = failure else { continue };
        let path = sanitize_path(path);
        let detail = sentence!("problem-locks-unreadable", path = path.clone(), why = why.clone());
        add(ProblemCode::LocksUnreadable, detail, sentence!("fix-own-folder-unusable", path = path));
    }
    if let Some(lock) = layer.lock.as_ref().filter(is_read).filter(|lock| lock.owner() == LockOwner::Gone) {
        match lock.content {
            Some(content) => add(
                ProblemCode::LockAbandoned,
                sentence!("problem-lock-abandoned", pid = content.pid.to_string()),
                sentence!("fix-lock"),
            ),
            None => add(
                ProblemCode::LockUnreadable,
                sentence!("problem-lock-unreadable", path = lock.path.display().to_string()),
                sentence!("fix-lock"),
            ),
        }
    }
    if let Some(status) = layer.status.as_ref().filter(|status| status.status.is_none() && status.failure.is_none()) {
        add(
            ProblemCode::LockUnreadable,
            sentence!("problem-lock-unreadable-status", path = status.path.display().to_string()),
            refresh(),
        );
    }
    problems
}
