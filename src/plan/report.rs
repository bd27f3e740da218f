//! The progress and the results of executing a plan.

use std::time::Duration;

use super::{Output, Plan, PlanKind, SkipReason, StepAction};
use crate::content::verify::LayerVerification;
use crate::sam::LayerDir;
use crate::text::Sentence;

/// The outcome of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// Not executed: a dry run, or not reached yet.
    Planned,
    /// Done.
    Done,
    /// Failed, with the reason and what to do.
    Failed(Sentence),
    /// Not executed, with the reason.
    Skipped(SkipReason),
}

impl StepOutcome {
    /// Returns the word used in JSON and on screen.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Failed(_) => "failed",
            Self::Skipped(_) => "skipped",
        }
    }

    /// Returns the reason in English, if there is one.
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Planned | Self::Done => None,
            Self::Failed(reason) => Some(reason.to_string()),
            Self::Skipped(skip) => Some(skip.to_string()),
        }
    }
}

/// The phase of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The layer version is looked up in AWS.
    LookingUp,
    /// Waiting for another download.
    Waiting,
    /// The zip is downloaded.
    Downloading,
    /// The zip is unpacked and checked.
    Unpacking,
    /// The local content is read and copied.
    Copying,
    /// The zip is uploaded.
    Uploading,
    /// Lambda reads the uploaded zip.
    Publishing,
    /// The new content replaces the old one.
    SwappingIn,
    /// The files of the layer are read.
    Reading,
}

impl Phase {
    /// Returns the phase in one or two words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LookingUp => "looking up",
            Self::Waiting => "waiting",
            Self::Downloading => "downloading",
            Self::Unpacking => "unpacking",
            Self::Copying => "copying",
            Self::Uploading => "uploading",
            Self::Publishing => "publishing",
            Self::SwappingIn => "replacing",
            Self::Reading => "reading",
        }
    }
}

/// An event of a running plan. `step` is an index into [`Plan::steps`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgressEvent {
    /// A step started.
    Started {
        /// The index of the step.
        step: usize,
    },
    /// The size of a download, reported before its first bytes so that the total is known.
    Expected {
        /// The index of the step.
        step: usize,
        /// The size in bytes.
        bytes: u64,
    },
    /// The bytes of a download so far.
    Bytes {
        /// The index of the step.
        step: usize,
        /// The bytes so far.
        done: u64,
        /// The size in bytes, if the server reported it.
        total: Option<u64>,
    },
    /// The phase of a step changed.
    Phase {
        /// The index of the step.
        step: usize,
        /// The new phase.
        phase: Phase,
    },
    /// A temporary error occurred, and the step is tried again after a pause.
    Again {
        /// The index of the step.
        step: usize,
        /// The error.
        why: Sentence,
        /// The time until the next attempt.
        pause: Duration,
    },
    /// A layer was verified.
    Checked {
        /// The index of the step.
        step: usize,
        /// The layer.
        dir: LayerDir,
        /// The result.
        check: Box<LayerVerification>,
    },
    /// A step ended.
    Finished {
        /// The index of the step.
        step: usize,
        /// The outcome.
        outcome: StepOutcome,
    },
}

/// A plan and the outcome of each step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The plan that was shown and executed.
    pub plan: Plan,
    /// One outcome per step.
    pub outcomes: Vec<StepOutcome>,
    /// The bytes moved to the trash, which still use disk space.
    pub trashed_bytes: u64,
    /// The bytes freed.
    pub freed_bytes: u64,
    /// A message about what a running SAM CLI has to wait for, and how long.
    pub sam_waits: Option<Sentence>,
    /// What was unusual and changes no outcome, each as one sentence.
    pub notes: Vec<Sentence>,
    /// What was produced.
    pub outputs: Vec<Output>,
}

impl Report {
    /// Returns the report of a plan that was not executed.
    pub fn planned(plan: Plan) -> Self {
        let outcomes = vec![StepOutcome::Planned; plan.steps.len()];
        Self {
            plan,
            outcomes,
            trashed_bytes: 0,
            freed_bytes: 0,
            sam_waits: None,
            notes: Vec::new(),
            outputs: Vec::new(),
        }
    }

    /// Returns whether every step was done and nothing was refused.
    pub fn is_clean(&self) -> bool {
        self.plan.refused.is_empty() && self.outcomes.iter().all(|outcome| *outcome == StepOutcome::Done)
    }

    /// Returns the number of layers in the trash whose size was not measured.
    pub fn uncounted_in_trash(&self) -> usize {
        let moved = self.plan.steps.iter().zip(&self.outcomes).filter(|(_, outcome)| **outcome == StepOutcome::Done);
        moved
            .filter(|(step, _)| {
                matches!(step.action, StepAction::TrashLayer(_) | StepAction::TrashBuild(_))
                    && step.file_count.is_none()
            })
            .count()
    }

    /// Returns whether undo can restore something that the operation moved to the trash. Images and containers are
    /// removed permanently, and a lock stays released.
    pub fn can_undo(&self) -> bool {
        let done = self.plan.steps.iter().zip(&self.outcomes).filter(|(_, outcome)| **outcome == StepOutcome::Done);
        done.into_iter().any(|(step, _)| step.action.is_undoable()) && self.plan.kind != PlanKind::Undo
    }

    /// Returns whether an image or container was removed, which undo cannot restore.
    pub fn removed_from_engine(&self) -> bool {
        let done = self.plan.steps.iter().zip(&self.outcomes).filter(|(_, outcome)| **outcome == StepOutcome::Done);
        done.into_iter().any(|(step, _)| step.action.is_of_engine())
    }
}
