//! What a layer directory is good for, judged as SAM judges it and then by what is really in it.

use super::LayerState;
use super::found::{EntryKind, FoundLayer, Measure};
use crate::sam::lock::DownloadStatus;
use crate::sam::problem::{Problem, ProblemCode};

/// Whether SAM would skip the download: something is there, and its status is absent or `completed`
/// (`samcli/local/layers/layer_downloader.py`, `_is_layer_cached`).
pub(super) fn counts_as_cached(layer: &FoundLayer) -> bool {
    layer.status.as_ref().is_none_or(|status| status.status == Some(DownloadStatus::Completed))
}

/// The state of a layer. Until it is measured, a directory that looks fine is `unknown`.
pub(super) fn state(layer: &FoundLayer, measure: Option<&Measure>) -> LayerState {
    if layer.lock.as_ref().is_some_and(|lock| lock.owner_alive) {
        return LayerState::Downloading;
    }
    if layer.kind != EntryKind::Directory {
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
        Some(measure) if measure.files == 0 => LayerState::Empty,
        Some(_) => LayerState::Ok,
        None => LayerState::Unknown,
    }
}

/// How a layer is downloaded again. Without a known ARN SAM has to do it.
pub(super) fn how_to_refresh(layer: &FoundLayer, arn_is_known: bool) -> String {
    if arn_is_known {
        format!("samlayers refresh {}", layer.dir)
    } else {
        format!("samlayers purge {}: SAM downloads it again when a function needs it", layer.dir)
    }
}

/// What is wrong with a layer. Without a known ARN it cannot be refreshed: then SAM has to download it.
pub(super) fn problems(
    layer: &FoundLayer,
    state: LayerState,
    measure: Option<&Measure>,
    arn_is_known: bool,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    // Most layers have no problem, and there may be ten thousand of them.
    let refresh = || how_to_refresh(layer, arn_is_known);
    let mut add = |code, detail: String, fix: &str| problems.push(Problem::new(code, detail, fix));
    match state {
        LayerState::Empty => add(
            ProblemCode::LayerEmpty,
            "The directory is empty, and SAM takes it as cached: functions run without this layer.".to_owned(),
            &refresh(),
        ),
        LayerState::Partial => add(
            ProblemCode::LayerPartial,
            "A download ended in the middle; SAM will download it again.".to_owned(),
            &refresh(),
        ),
        LayerState::Failed => add(
            ProblemCode::LayerFailed,
            "SAM's last download of this layer failed; SAM will try again.".to_owned(),
            &refresh(),
        ),
        LayerState::Ok | LayerState::Downloading | LayerState::Unknown => {}
    }
    match &layer.kind {
        EntryKind::Directory => {}
        EntryKind::Link(target) => add(
            ProblemCode::LayerIsLink,
            format!("This is a link to {}; SAM follows it, samlayers does not.", target.display()),
            "Put a real directory there, or purge the link: what it points to stays.",
        ),
        EntryKind::Other => add(
            ProblemCode::LayerUnreadable,
            "There is a file where SAM expects a directory: building an image with this layer fails.".to_owned(),
            &format!("samlayers purge {}", layer.dir),
        ),
    }
    if let Some(measure) = measure.filter(|measure| measure.failure_count > 0) {
        let first = measure.failures.first().map(|(path, why)| format!(": {} ({why})", path.display()));
        add(
            ProblemCode::LayerUnreadable,
            format!("{} entries could not be read{}.", measure.failure_count, first.unwrap_or_default()),
            "Give your user access to them, or purge the layer and let SAM download it again.",
        );
    }
    if let Some(lock) = layer.lock.as_ref().filter(|lock| !lock.owner_alive) {
        match lock.content {
            Some(content) => add(
                ProblemCode::LockAbandoned,
                format!("Process {} left its lock and is gone: SAM waits up to 300 seconds for it.", content.pid),
                "Purge or refresh this layer: the lock is released with it.",
            ),
            None => add(
                ProblemCode::LockUnreadable,
                format!("{} is not a lock SAM wrote; SAM waits up to 300 seconds for it.", lock.path.display()),
                "Purge or refresh this layer: the lock is released with it.",
            ),
        }
    }
    if let Some(status) = layer.status.as_ref().filter(|status| status.status.is_none()) {
        add(
            ProblemCode::LockUnreadable,
            format!("{} holds no status SAM writes, so SAM will download this layer again.", status.path.display()),
            &refresh(),
        );
    }
    problems
}
