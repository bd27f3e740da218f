//! What the app wants done. Values: `update` returns them, the runtime performs them.

use std::path::PathBuf;

use super::contents::LayerFile;
use crate::content::tree::BrowseTarget;
use crate::inventory::changes::Changes;
use crate::inventory::facts::OtherEngine;
use crate::plan::{Plan, PlanKind};
use crate::sam::ImageName;

/// Which survey findings belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct SurveyId(pub u64);

/// Which job progress belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct JobId(pub u64);

/// How much a survey looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyScope {
    /// Everything.
    Everything,
    /// What has changed.
    Only(Changes),
}

impl SurveyScope {
    /// Both together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Only(mut changes), Self::Only(more)) => {
                changes.merge(more);
                Self::Only(changes)
            }
            _ => Self::Everything,
        }
    }
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Look at everything again.
    Survey(SurveyId),
    /// Look at the engine alone again.
    SurveyEngine(SurveyId),
    /// Look at what has changed.
    SurveyChanges(SurveyId, Changes),
    /// Carry out a plan, the very value that was shown.
    Execute(JobId, Plan),
    /// Find out what undo would bring back.
    PlanUndo,
    /// Free the space the trash takes.
    EmptyTrash(JobId),
    /// Try selections of known names for images whose layers nobody names.
    SearchImages(JobId, Vec<ImageName>),
    /// Compare images with the layers they were built from.
    CheckImages(JobId, Vec<ImageName>),
    /// Stop a job after the step it is at.
    Cancel(JobId),
    /// Hold a job, or let it go on.
    Pause(JobId, bool),
    /// Ask AWS for newer versions of the layers from now on.
    CheckNewerVersions,
    /// Look into a layer, or into several.
    ReadContents(BrowseTarget),
    /// Read the beginning of a file in a cached layer.
    Preview(LayerFile),
    /// Count a function's own code.
    MeasureCode(PathBuf),
    /// Tell the person, who looks elsewhere, that something is done.
    Notify(String),
    /// Remember that somebody has had these hints.
    RememberTips(Vec<&'static str>),
    /// Hand a text to the terminal's clipboard.
    Copy(String),
    /// Talk to another engine for the rest of the session.
    UseEngine(OtherEngine),
    /// Give the terminal to a shell in an image.
    Shell(String),
    /// Stop until the shell brings the app back.
    Suspend,
    /// Leave.
    Quit,
}

impl Effect {
    /// Whether it changes anything on the machine. Read-only mode keeps such effects from being performed at all.
    pub fn changes(&self) -> bool {
        match self {
            Self::Execute(_, plan) => plan.kind != PlanKind::Verify,
            Self::EmptyTrash(_) | Self::Shell(_) => true,
            Self::Survey(_)
            | Self::SurveyEngine(_)
            | Self::SurveyChanges(..)
            | Self::PlanUndo
            | Self::SearchImages(..)
            | Self::CheckImages(..)
            | Self::Cancel(_)
            | Self::Pause(..)
            | Self::CheckNewerVersions
            | Self::ReadContents(_)
            | Self::Preview(_)
            | Self::MeasureCode(_)
            | Self::Notify(_)
            | Self::RememberTips(_)
            | Self::Copy(_)
            | Self::UseEngine(_)
            | Self::Suspend
            | Self::Quit => false,
        }
    }
}
