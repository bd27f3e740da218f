//! The cache's part of a plan: the steps for layers and their files, and how many bytes they free.

use std::collections::BTreeMap;

use super::{PlanKind, RefusalReason, Step, StepAction, StepNote};
use crate::inventory::LayerRow;
use crate::inventory::facts::FoundLeftover;

/// Returns why a layer cannot be changed now.
pub(super) fn refusal(row: &LayerRow) -> Option<RefusalReason> {
    let lock = row.lock.as_ref().filter(|lock| lock.owner_alive)?;
    Some(lock.content.map_or(RefusalReason::Locked, |content| RefusalReason::LockedBy { pid: content.pid }))
}

/// Counts the bytes that each layer frees. A file with hard links is freed with the last of its names, and not at all
/// if one of them stays.
#[derive(Debug, Default)]
pub(super) struct HardLinkCounter(BTreeMap<u64, u64>);

impl HardLinkCounter {
    fn freed_by(&mut self, row: &LayerRow) -> u64 {
        let Some(measure) = &row.measure else { return 0 };
        let mut freed = measure.bytes.saturating_sub(measure.repeated_bytes);
        for file in &measure.linked {
            let gone = self.0.entry(file.inode).or_default();
            *gone += file.names;
            if *gone < file.links {
                // The file was counted once above, whatever the number of its names in this layer.
                freed = freed.saturating_sub(file.bytes);
            }
        }
        freed
    }
}

/// Returns the step that releases an abandoned lock, if there is one, and the step that removes the layer.
pub(super) fn layer_steps(row: &LayerRow, kind: PlanKind, with_images: bool, links: &mut HardLinkCounter) -> Vec<Step> {
    let mut steps = Vec::from_iter(release_step(row));
    let staying = if with_images { 0 } else { row.images.len() };
    let size_bytes = row.measure.as_ref().map_or(0, |measure| measure.bytes);
    let frees_bytes = links.freed_by(row);
    let mut notes = Vec::new();
    if staying > 0 {
        notes.push(StepNote::ImagesStay(staying as u64));
    }
    if row.measure.is_none() {
        notes.push(StepNote::NotCounted);
    }
    if frees_bytes < size_bytes {
        notes.push(StepNote::HardLinks(size_bytes - frees_bytes));
    }
    steps.push(Step {
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
    });
    steps
}

/// Returns the step that releases the lock of a process that no longer runs, if there is one.
pub(super) fn release_step(row: &LayerRow) -> Option<Step> {
    let lock = row.lock.as_ref().filter(|lock| !lock.owner_alive)?;
    Some(Step {
        action: StepAction::ReleaseLock(row.dir.clone()),
        target: row.dir.to_string(),
        path: Some(lock.path.clone()),
        size_bytes: 0,
        frees_bytes: 0,
        file_count: None,
        notes: vec![StepNote::ProcessGone],
    })
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
