//! Plans: the list of steps that a purge, refresh or verification would take. It is shown, and then that same value is
//! executed. Pure: no I/O.

mod build_steps;
mod command_line;
mod control;
mod criteria;
mod engine_steps;
mod export;
mod fix;
mod import;
mod job_result;
mod layer_steps;
pub mod lockfile;
mod note;
mod outdated_images;
mod output;
mod plan_progress;
mod prefetch;
pub mod publish;
mod purge;
mod refresh;
mod refused;
mod report;
mod select;
mod skip_reason;
#[cfg(test)]
mod tests;
mod transfer_rate;
mod verify;

pub use build_steps::BuildToRemove;
pub use command_line::{EMPTY_TRASH_COMMAND, command_line, verify_command};
pub use control::RunControl;
pub use criteria::{Criteria, CriteriaError};
pub use export::{Export, ExportKind, ExportLayer, ExportRequest, ExportSource, export};
pub use fix::{ProblemTarget, plan_fix};
pub use import::{ImportRequest, import};
pub use job_result::{Freed, JobOutcome, JobResult};
pub use note::{StepNote, notes};
pub use outdated_images::outdated_images;
pub use output::Output;
pub use plan_progress::{PlanProgress, StepProgress};
pub use prefetch::prefetch;
pub use publish::{Grant, LayerMetadata, Publication, PublishTarget, TargetState, publish};
pub use purge::purge;
pub use refresh::refresh;
pub use refused::{RefusalReason, Refused, RefusedTarget};
pub use report::{Phase, ProgressEvent, Report, StepOutcome};
pub use select::{Selection, Selector, SelectorError, select};
pub use skip_reason::SkipReason;
pub use transfer_rate::TransferRate;
pub use verify::check;

use std::path::PathBuf;

use crate::content::source::LocalSource;
use crate::inventory::facts::{FoundLeftover, UnknownOwner};
use crate::sam::{LayerArn, LayerDir};

/// The steps of one operation in the order of execution, and what was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The kind of operation.
    pub kind: PlanKind,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// What was requested and will not be done.
    pub refused: Vec<Refused>,
    /// The templates that were compared to find out which layers are unreferenced; empty if that did not matter.
    pub considered: Vec<PathBuf>,
}

/// The kind of operation that a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanKind {
    /// Move to the trash: can be undone, frees no space yet.
    Trash,
    /// Remove permanently: frees space, cannot be undone.
    Delete,
    /// Download again.
    Refresh,
    /// Put local content into the cache.
    Import,
    /// Publish a layer version to AWS.
    Publish,
    /// Write layers to files outside of the cache.
    Export,
    /// Restore from the trash.
    Undo,
    /// Read and compare; nothing is changed.
    Verify,
}

impl PlanKind {
    /// Returns whether read-only mode forbids it: it changes the cache, the engine or AWS.
    pub fn is_protected_by_read_only(self) -> bool {
        !matches!(self, Self::Verify | Self::Export)
    }
}

/// One step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The action.
    pub action: StepAction,
    /// The name for display and JSON: of a directory, image or container.
    pub target: String,
    /// The path; `None` for containers and images.
    pub path: Option<PathBuf>,
    /// The apparent bytes that are removed, or that are present before a refresh.
    pub size_bytes: u64,
    /// The disk space in bytes that is freed once the entry is removed permanently. Space that other entries use as
    /// well (images that share a file system layer, hard links) counts with the last step that releases it, or not at
    /// all.
    pub frees_bytes: u64,
    /// The number of files that are removed, if measured.
    pub file_count: Option<u64>,
    /// Notes for the user before confirming the plan.
    pub notes: Vec<StepNote>,
}

impl Step {
    /// Returns all notes in English; `None` if there are none.
    pub fn note(&self) -> Option<String> {
        notes(&self.notes).map(|notes| notes.to_string())
    }
}

/// The action of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepAction {
    /// Remove a container that does not run.
    RemoveContainer {
        /// The full ID.
        id: String,
    },
    /// Remove a name of an image, without force. This cannot be undone: SAM builds the image again.
    RemoveImage {
        /// The name as the engine knows it, or the ID of an image without a name.
        name: String,
    },
    /// Move a layer directory with its status file to the trash.
    TrashLayer(LayerDir),
    /// Remove a layer directory permanently.
    DeleteLayer(LayerDir),
    /// Move a leftover to the trash.
    TrashLeftover(Box<FoundLeftover>),
    /// Remove a leftover permanently.
    DeleteLeftover(Box<FoundLeftover>),
    /// Move a UUID of a build folder to the trash of that folder.
    TrashBuild(Box<BuildToRemove>),
    /// Remove a UUID of a build folder permanently.
    DeleteBuild(Box<BuildToRemove>),
    /// Release the lock of a process that no longer runs, with the status file.
    ReleaseLock(LayerDir),
    /// Release a lock whose owner cannot be determined, with the status file. The user has agreed to release exactly
    /// this lock.
    ReleaseUnknownLock(LayerDir, UnknownOwner),
    /// Download a layer version and swap it in; the old content is moved to the trash.
    Refresh(LayerDir, LayerArn),
    /// Copy a local zip or folder and swap it in as this layer version; the old content is moved to the trash.
    Import(LayerDir, LayerArn, Box<LocalSource>),
    /// Write a layer, or the build context of several, to a file or folder that the user named.
    Export(Box<Export>),
    /// Publish a zip as a new version of a layer, unless it is the newest version already.
    Publish(Box<(Publication, PublishTarget)>),
    /// Grant the use of the version that an earlier step published.
    Grant {
        /// The index of that step.
        version_of: usize,
        /// Who may use it.
        grant: Grant,
        /// Where it was published.
        target: PublishTarget,
    },
    /// Read every byte of a layer and compare it with what was published, which is looked up by the ARN if it is known.
    Verify(LayerDir, Option<LayerArn>),
    /// Restore an entry of the trash.
    Restore {
        /// The operation that moved it to the trash.
        operation: String,
        /// The build folder whose trash it is in; `None` for the trash of the cache.
        folder: Option<PathBuf>,
    },
}

impl StepAction {
    /// Returns whether the container engine executes the action, so that it cannot be undone.
    pub fn is_of_engine(&self) -> bool {
        matches!(self, Self::RemoveContainer { .. } | Self::RemoveImage { .. })
    }

    /// Returns whether the action removes an entry of a build folder.
    pub fn is_of_builds(&self) -> bool {
        matches!(self, Self::TrashBuild(_) | Self::DeleteBuild(_))
    }

    /// Returns the layer whose content the action replaces with other content.
    pub fn replaces(&self) -> Option<&LayerDir> {
        match self {
            Self::Refresh(dir, _) | Self::Import(dir, ..) => Some(dir),
            _ => None,
        }
    }

    /// Returns whether undo can restore what the action removes.
    pub fn is_undoable(&self) -> bool {
        matches!(
            self,
            Self::TrashLayer(_) | Self::TrashLeftover(_) | Self::TrashBuild(_) | Self::Refresh(..) | Self::Import(..)
        )
    }

    /// Returns the word used in JSON and on screen.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::RemoveContainer { .. } => "remove-container",
            Self::RemoveImage { .. } => "remove-image",
            Self::TrashLayer(_) => "trash-layer",
            Self::DeleteLayer(_) => "delete-layer",
            Self::TrashLeftover(_) => "trash-leftover",
            Self::DeleteLeftover(_) => "delete-leftover",
            Self::TrashBuild(_) => "trash-build",
            Self::DeleteBuild(_) => "delete-build",
            Self::ReleaseLock(_) | Self::ReleaseUnknownLock(..) => "release-lock",
            Self::Refresh(..) => "refresh",
            Self::Import(..) => "import",
            Self::Export(_) => "export",
            Self::Publish(_) => "publish",
            Self::Grant { .. } => "grant",
            Self::Verify(..) => "check",
            Self::Restore { .. } => "restore",
        }
    }
}

/// What the steps of a purge concern, which decides how it is titled and what undo can restore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PurgeScope {
    /// There is no step.
    Nothing,
    /// Layers or leftovers, and no image.
    Cache,
    /// Layers or leftovers, and images or containers.
    CacheAndImages,
    /// Images, with or without containers.
    Images,
    /// Containers only.
    Containers,
    /// Locks only.
    Locks,
}

impl Plan {
    /// Returns a plan in which nothing is refused yet.
    pub fn new(kind: PlanKind, steps: Vec<Step>) -> Self {
        Self { kind, steps, refused: Vec::new(), considered: Vec::new() }
    }

    /// Returns what the steps concern.
    pub fn scope(&self) -> PurgeScope {
        let any = |is: fn(&StepAction) -> bool| self.steps.iter().any(|step| is(&step.action));
        let lock =
            |action: &StepAction| matches!(action, StepAction::ReleaseLock(_) | StepAction::ReleaseUnknownLock(..));
        let engine = any(StepAction::is_of_engine);
        let images = any(|action| matches!(action, StepAction::RemoveImage { .. }));
        let cache = self.steps.iter().any(|step| !step.action.is_of_engine() && !lock(&step.action));
        match (cache, engine) {
            (true, true) => PurgeScope::CacheAndImages,
            (true, false) => PurgeScope::Cache,
            (false, true) if images => PurgeScope::Images,
            (false, true) => PurgeScope::Containers,
            (false, false) if self.steps.is_empty() => PurgeScope::Nothing,
            (false, false) => PurgeScope::Locks,
        }
    }

    /// Returns whether a step removes a layer or leftover from the cache.
    pub fn removes_from_cache(&self) -> bool {
        matches!(self.scope(), PurgeScope::Cache | PurgeScope::CacheAndImages)
    }

    /// Returns the bytes that the plan frees in the cache, once everything is removed permanently.
    pub fn frees_in_cache(&self) -> u64 {
        self.steps.iter().filter(|step| !step.action.is_of_engine()).map(|step| step.frees_bytes).sum()
    }

    /// Returns the bytes that the plan frees in the container engine.
    pub fn frees_in_engine(&self) -> u64 {
        self.steps.iter().filter(|step| step.action.is_of_engine()).map(|step| step.frees_bytes).sum()
    }

    /// Returns whether the plan changes a build folder.
    pub fn changes_builds(&self) -> bool {
        let is_of_builds = |step: &Step| match &step.action {
            StepAction::Restore { folder, .. } => folder.is_some(),
            action => action.is_of_builds(),
        };
        self.steps.iter().any(is_of_builds)
    }

    /// Returns the number of layers to remove whose size was not measured yet.
    pub fn uncounted(&self) -> usize {
        let layer = |step: &&Step| matches!(step.action, StepAction::TrashLayer(_) | StepAction::DeleteLayer(_));
        self.steps.iter().filter(layer).filter(|step| step.file_count.is_none()).count()
    }
}
