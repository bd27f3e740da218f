//! The side effects the app can request. They are plain values: `update` returns them and the runtime performs them.

use std::path::PathBuf;

use super::code_question::QuestionId;
use super::contents::PreviewTarget;
use super::form::FormRequest;
use super::list::order::Sort;
use super::state::Screen;
use crate::content::packages::target::SizeTarget;
use crate::content::tree::BrowseTarget;
use crate::inventory::changes::Changes;
use crate::inventory::facts::OtherEngine;
use crate::plan::Plan;
use crate::sam::ImageName;

/// Identifies a survey, so that late findings of an older one can be dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct SurveyId(pub u64);

/// Identifies a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct JobId(pub u64);

/// How much a survey covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SurveyScope {
    /// Everything.
    Everything,
    /// Only what has changed.
    Only(Changes),
}

impl SurveyScope {
    /// Returns the union of both scopes.
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

/// A side effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Surveys everything.
    Survey(SurveyId),
    /// Surveys the engine only.
    SurveyEngine(SurveyId),
    /// Surveys what has changed.
    SurveyChanges(SurveyId, Changes),
    /// Executes a plan: exactly the value that was shown.
    Execute(JobId, Plan),
    /// Plans what undo would restore.
    PlanUndo,
    /// Reads the source that a form names, and asks AWS about the targets of a publication.
    ReadForm(FormRequest),
    /// Permanently deletes everything in the trash.
    EmptyTrash(JobId),
    /// Searches the layers of images that no template refers to, by trying combinations of known names.
    SearchImages(JobId, Vec<ImageName>),
    /// Compares images with the layers they were built from.
    CheckImages(JobId, Vec<ImageName>),
    /// Stops a job after its current step.
    Cancel(JobId),
    /// Pauses or resumes a job.
    Pause(JobId, bool),
    /// Looks up newer versions of the layers in AWS, now and in later surveys.
    CheckNewerVersions,
    /// Reads the contents of one layer or several.
    ReadContents(BrowseTarget),
    /// Reads the start of a file in a cached layer, or its changes.
    Preview(PreviewTarget),
    /// Searches for folders with templates to propose.
    ProposeProjects,
    /// Ends that search.
    StopProposing,
    /// Adds a folder, as the user typed it, to those whose templates are read.
    AddProject(String),
    /// Takes out and forgets a folder that was added.
    ForgetProject(PathBuf),
    /// Measures what makes a layer or function large. An earlier measurement that still runs is stopped.
    MeasurePackage(SizeTarget),
    /// Stops that.
    StopMeasuring,
    /// Measures a function's own code.
    MeasureCode(PathBuf),
    /// Answers the question for an MFA code; `None` gives no code.
    AnswerCode(QuestionId, Option<String>),
    /// Notifies the user about a finished job while the terminal is not focused.
    Notify(String),
    /// Stores which tips have been shown.
    RememberTips(Vec<&'static str>),
    /// Stores the sort order of a screen, and whether it is reversed.
    RememberSort(Screen, Sort, bool),
    /// Copies a text to the clipboard of the terminal.
    Copy(String),
    /// Uses another engine until the app is closed.
    UseEngine(OtherEngine),
    /// Opens a shell in an image, which takes over the terminal.
    Shell(String),
    /// Suspends the process until the shell resumes it.
    Suspend,
    /// Quits the app.
    Quit,
}

impl Effect {
    /// Returns whether the effect changes anything on the machine. Read-only mode drops such effects.
    pub fn changes(&self) -> bool {
        match self {
            Self::Execute(_, plan) => plan.kind.is_protected_by_read_only(),
            Self::EmptyTrash(_) | Self::Shell(_) => true,
            Self::Survey(_)
            | Self::SurveyEngine(_)
            | Self::SurveyChanges(..)
            | Self::PlanUndo
            | Self::ReadForm(_)
            | Self::SearchImages(..)
            | Self::CheckImages(..)
            | Self::Cancel(_)
            | Self::Pause(..)
            | Self::CheckNewerVersions
            | Self::ReadContents(_)
            | Self::Preview(_)
            | Self::MeasurePackage(_)
            | Self::MeasureCode(_)
            // In read-only mode, these write nothing of the user's either.
            | Self::ProposeProjects
            | Self::StopProposing
            | Self::AddProject(_)
            | Self::ForgetProject(_)
            | Self::StopMeasuring
            | Self::AnswerCode(..)
            | Self::Notify(_)
            | Self::RememberTips(_)
            | Self::RememberSort(..)
            | Self::Copy(_)
            | Self::UseEngine(_)
            | Self::Suspend
            | Self::Quit => false,
        }
    }
}
