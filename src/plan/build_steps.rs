//! The build folders' part of a plan: the UUIDs that nothing names.

use std::path::PathBuf;

use super::purge::missing;
use super::{Plan, PlanKind, RefusalReason, Refused, Selection, Step, StepAction, StepNote};
use crate::inventory::InventoryRows;
use crate::inventory::facts::builds::{BuildFolderState, BuildKind, FoundBuild, FoundBuildFolder, Referenced};
use crate::sam::build_graph::BuildId;

/// A UUID of a build folder to remove, with what has to be checked again before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildToRemove {
    /// The `.aws-sam` folder, which contains the trash.
    pub folder: PathBuf,
    /// Every `build.toml` that may name it.
    pub graphs: Vec<PathBuf>,
    /// The projects that build into the folder.
    pub projects: Vec<PathBuf>,
    /// `cache` or `deps`.
    pub kind: BuildKind,
    /// The UUID.
    pub id: BuildId,
}

/// Adds the selected entries, and everything unused in the selected folders.
pub(super) fn add(shown: &InventoryRows, selection: &Selection, plan: &mut Plan, steps: &mut Vec<Step>) {
    let mut left: Vec<&PathBuf> = selection.builds.iter().chain(&selection.build_folders).collect();
    for folder in &shown.builds {
        let is_whole = selection.build_folders.contains(&folder.path);
        left.retain(|path| **path != folder.path);
        let is_unclear = |entry: &FoundBuild| entry.id.is_some() && entry.referenced == Referenced::Unknown;
        if let (true, BuildFolderState::Unknown(why)) =
            (is_whole && (folder.is_closed() || folder.entries.iter().any(is_unclear)), &folder.state)
        {
            let reason = RefusalReason::BuildsUnknown(why.clone());
            plan.refused.push(Refused::named(folder.path.display(), reason));
        }
        for entry in &folder.entries {
            let is_named = selection.builds.contains(&entry.path);
            left.retain(|path| **path != entry.path);
            let is_chosen = is_named || is_whole && entry.is_orphan();
            if !is_chosen {
                continue;
            }
            match step(folder, entry, plan.kind) {
                Ok(step) => steps.push(step),
                Err(reason) => plan.refused.push(Refused::named(entry.path.display(), reason)),
            }
        }
    }
    plan.refused.extend(left.into_iter().map(|path| missing(path.display())));
}

fn step(folder: &FoundBuildFolder, entry: &FoundBuild, kind: PlanKind) -> Result<Step, RefusalReason> {
    let Some(id) = entry.id.as_ref().filter(|_| entry.is_orphan()) else {
        return Err(match (&folder.state, entry.referenced) {
            (_, Referenced::Yes) => RefusalReason::BuildNamed,
            (BuildFolderState::Unknown(why), _) if entry.id.is_some() => RefusalReason::BuildsUnknown(why.clone()),
            _ => RefusalReason::BuildNotRemovable,
        });
    };
    if let Some(in_use) = &folder.in_use {
        return Err(RefusalReason::BuildRuns(in_use.clone()));
    }
    let build = Box::new(BuildToRemove {
        folder: folder.path.clone(),
        graphs: folder.graphs.clone(),
        projects: folder.projects.clone(),
        kind: entry.kind,
        id: id.clone(),
    });
    let measure = entry.measure.as_ref();
    let size_bytes = measure.map_or(0, |measure| measure.bytes);
    Ok(Step {
        action: match kind {
            PlanKind::Delete => StepAction::DeleteBuild(build),
            _ => StepAction::TrashBuild(build),
        },
        target: entry.name_in(&folder.path),
        path: Some(entry.path.clone()),
        size_bytes,
        frees_bytes: measure.map_or(0, |measure| measure.bytes.saturating_sub(measure.repeated_bytes)),
        file_count: measure.map(|measure| measure.files),
        notes: measure.is_none().then_some(StepNote::NotCounted).into_iter().collect(),
    })
}
