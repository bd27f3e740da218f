//! What became of a plan.

use std::time::Duration;

use super::{Plan, PlanKind, SkipReason, StepAction};
use crate::content::verify::LayerVerification;
use crate::sam::LayerDir;
use crate::text::Sentence;

/// What became of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// Not carried out: a dry run, or not reached yet.
    Planned,
    /// Done.
    Done,
    /// Tried, with the reason it did not work and what to do.
    Failed(Sentence),
    /// Not tried, and why.
    Skipped(SkipReason),
}

impl StepOutcome {
    /// The word used in JSON and on screen.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Failed(_) => "failed",
            Self::Skipped(_) => "skipped",
        }
    }

    /// The reason as the command line says it, where there is one.
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Planned | Self::Done => None,
            Self::Failed(reason) => Some(reason.to_string()),
            Self::Skipped(skip) => Some(skip.to_string()),
        }
    }
}

/// What a step is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// AWS is asked for the layer version.
    LookingUp,
    /// Another download has its turn first.
    Waiting,
    /// The zip comes.
    Downloading,
    /// The zip is unpacked and checked.
    Unpacking,
    /// The new content takes the place of the old.
    SwappingIn,
    /// What lies there is read.
    Reading,
}

impl Phase {
    /// In a word or two.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LookingUp => "looking up",
            Self::Waiting => "waiting",
            Self::Downloading => "downloading",
            Self::Unpacking => "unpacking",
            Self::SwappingIn => "swapping in",
            Self::Reading => "reading",
        }
    }
}

/// What a running plan tells as it goes. `step` is an index into [`Plan::steps`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgressEvent {
    /// A step begins.
    Started {
        /// Which.
        step: usize,
    },
    /// So many bytes will be downloaded: told before the first of them comes, for the sake of the total.
    Expected {
        /// Which.
        step: usize,
        /// Bytes in all.
        bytes: u64,
    },
    /// Bytes of a download so far.
    Bytes {
        /// Which.
        step: usize,
        /// So far.
        done: u64,
        /// In all, where the server said so.
        total: Option<u64>,
    },
    /// What a step is at now: `looking up`, `unpacking` …
    Phase {
        /// Which.
        step: usize,
        /// What.
        phase: Phase,
    },
    /// Something passing went wrong, and it is tried again after a while.
    Again {
        /// Which.
        step: usize,
        /// What went wrong, in a sentence.
        why: Sentence,
        /// How long until the next try.
        pause: Duration,
    },
    /// A layer was checked deeply.
    Checked {
        /// Which step.
        step: usize,
        /// The layer.
        dir: LayerDir,
        /// What came of it.
        check: Box<LayerVerification>,
    },
    /// A step ended.
    Finished {
        /// Which.
        step: usize,
        /// How.
        outcome: StepOutcome,
    },
}

/// A plan and what became of each of its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The plan that was shown and carried out.
    pub plan: Plan,
    /// One for each step.
    pub outcomes: Vec<StepOutcome>,
    /// Bytes that went to the trash; they still take space.
    pub trashed_bytes: u64,
    /// Bytes that were freed for good.
    pub freed_bytes: u64,
    /// What SAM CLI, running beside, has to wait for, and how long.
    pub sam_waits: Option<Sentence>,
}

impl Report {
    /// Before anything was done: every step planned.
    pub fn planned(plan: Plan) -> Self {
        let outcomes = vec![StepOutcome::Planned; plan.steps.len()];
        Self { plan, outcomes, trashed_bytes: 0, freed_bytes: 0, sam_waits: None }
    }

    /// Whether every step was done and nothing refused.
    pub fn is_clean(&self) -> bool {
        self.plan.refused.is_empty() && self.outcomes.iter().all(|outcome| *outcome == StepOutcome::Done)
    }

    /// How many steps failed.
    pub fn failures(&self) -> usize {
        self.outcomes.iter().filter(|outcome| matches!(outcome, StepOutcome::Failed(_))).count()
    }

    /// Layers that went to the trash and were not counted before.
    pub fn uncounted_in_trash(&self) -> usize {
        let moved = self.plan.steps.iter().zip(&self.outcomes).filter(|(_, outcome)| **outcome == StepOutcome::Done);
        moved.filter(|(step, _)| matches!(step.action, StepAction::TrashLayer(_)) && step.file_count.is_none()).count()
    }

    /// Whether undo can bring something back.
    pub fn can_undo(&self) -> bool {
        matches!(self.plan.kind, PlanKind::Trash | PlanKind::Refresh) && self.outcomes.contains(&StepOutcome::Done)
    }
}
