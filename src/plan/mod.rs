//! What a purge or refresh would do: a list of steps that is shown, and then that same value is carried out. Pure.

mod control;
mod criteria;
mod engine_steps;
mod fix;
mod layer_steps;
pub mod lockfile;
mod note;
mod outdated_images;
mod plan_progress;
mod prefetch;
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

pub use control::RunControl;
pub use criteria::{Criteria, CriteriaError};
pub use fix::{ProblemTarget, plan_fix};
pub use note::{StepNote, notes};
pub use outdated_images::outdated_images;
pub use plan_progress::{PlanProgress, StepProgress};
pub use prefetch::prefetch;
pub use purge::purge;
pub use refresh::refresh;
pub use refused::{RefusalReason, Refused, RefusedTarget};
pub use report::{Phase, ProgressEvent, Report, StepOutcome};
pub use select::{Selection, Selector, SelectorError, select};
pub use skip_reason::SkipReason;
pub use transfer_rate::TransferRate;
pub use verify::check;

use std::path::PathBuf;

use crate::inventory::facts::FoundLeftover;
use crate::sam::{LayerArn, LayerDir};

/// The steps of one purge, refresh or undo, in the order that works, and what was refused beforehand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What was asked for.
    pub kind: PlanKind,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// What was asked for and will not be done.
    pub refused: Vec<Refused>,
}

/// What a plan is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanKind {
    /// To the trash: can be undone, frees nothing yet.
    Trash,
    /// Removed for good: frees space, cannot be undone.
    Delete,
    /// Downloaded again.
    Refresh,
    /// Brought back from the trash.
    Undo,
    /// Read and compared; nothing is changed.
    Verify,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub action: StepAction,
    /// Name for people and JSON: a directory, image or container name.
    pub target: String,
    /// Where it is on disk; `None` for the engine's things.
    pub path: Option<PathBuf>,
    /// Apparent bytes that go (or that are there before a refresh).
    pub size_bytes: u64,
    /// Bytes of disk that come free with it, once it is gone for good: what others hold as well (images that share a
    /// file system layer, further names of a file) counts with the last step that lets go of it, or not at all.
    pub frees_bytes: u64,
    /// Files that go, where they were counted.
    pub file_count: Option<u64>,
    /// What a person should know about this step before agreeing.
    pub notes: Vec<StepNote>,
}

impl Step {
    /// All notes as the command line says them; `None` where there are none.
    pub fn note(&self) -> Option<String> {
        notes(&self.notes).map(|notes| notes.to_string())
    }
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepAction {
    /// Remove a container that does not run.
    RemoveContainer {
        /// Its full id.
        id: String,
    },
    /// Remove an image's name, unforced. It cannot be undone: SAM rebuilds it.
    RemoveImage {
        /// The name as the engine knows it, or the id of an image without one.
        name: String,
    },
    /// Move a layer directory, with its status file, to the trash.
    TrashLayer(LayerDir),
    /// Remove a layer directory for good.
    DeleteLayer(LayerDir),
    /// Move a leftover to the trash.
    TrashLeftover(Box<FoundLeftover>),
    /// Remove a leftover for good.
    DeleteLeftover(Box<FoundLeftover>),
    /// Release the lock of a dead process, together with its status file.
    ReleaseLock(LayerDir),
    /// Download a layer version and swap it in; the old content goes to the trash.
    Refresh(LayerDir, LayerArn),
    /// Read every byte of a layer and compare it with what was published; the ARN, where known, says whom to ask.
    Verify(LayerDir, Option<LayerArn>),
    /// Bring an entry of the trash back to where it was.
    Restore {
        /// The operation that moved it there.
        operation: String,
    },
}

impl StepAction {
    /// Whether the container engine does it, so that no undo brings it back.
    pub fn is_of_engine(&self) -> bool {
        matches!(self, Self::RemoveContainer { .. } | Self::RemoveImage { .. })
    }

    /// The word used in JSON and on screen.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::RemoveContainer { .. } => "remove-container",
            Self::RemoveImage { .. } => "remove-image",
            Self::TrashLayer(_) => "trash-layer",
            Self::DeleteLayer(_) => "delete-layer",
            Self::TrashLeftover(_) => "trash-leftover",
            Self::DeleteLeftover(_) => "delete-leftover",
            Self::ReleaseLock(_) => "release-lock",
            Self::Refresh(..) => "refresh",
            Self::Verify(..) => "check",
            Self::Restore { .. } => "restore",
        }
    }
}

impl Plan {
    /// Bytes the plan's steps free in the cache's folder, once they are gone for good.
    pub fn frees_in_cache(&self) -> u64 {
        self.steps.iter().filter(|step| !step.action.is_of_engine()).map(|step| step.frees_bytes).sum()
    }

    /// Bytes the plan's steps free in the container engine.
    pub fn frees_in_engine(&self) -> u64 {
        self.steps.iter().filter(|step| step.action.is_of_engine()).map(|step| step.frees_bytes).sum()
    }

    /// How many layers the plan takes away whose size was not counted yet.
    pub fn uncounted(&self) -> usize {
        let layer = |step: &&Step| matches!(step.action, StepAction::TrashLayer(_) | StepAction::DeleteLayer(_));
        self.steps.iter().filter(layer).filter(|step| step.file_count.is_none()).count()
    }
}
