//! The events the app reacts to.

use std::path::PathBuf;

use crossterm::event::{KeyEvent, MouseEvent};

use super::code_question::QuestionId;
use super::contents::{PreviewContent, PreviewTarget};
use super::effect::{JobId, SurveyId};
use super::state::Tone;
use super::theme::Background;
use crate::content::packages::package::PackageSize;
use crate::content::packages::target::SizeTarget;
use crate::content::quotas::CodeSize;
use crate::content::source::LocalSource;
use crate::content::tree::{BrowseTarget, Tree};
use crate::inventory::changes::Changes;
use crate::inventory::facts::Finding;
use crate::inventory::scope::{ProjectScope, ProposalEvent};
use crate::plan::{JobResult, Plan, ProgressEvent};
use crate::sam::LayerArn;

/// An event. Only [`super::update::update`] handles it.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed or repeats.
    Key(KeyEvent),
    /// The mouse was moved, clicked or scrolled.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal was resized to this many columns and rows.
    Resize(u16, u16),
    /// Time has passed, so ages and messages may change.
    Tick,
    /// A survey has new findings.
    Found(SurveyId, Vec<Finding>),
    /// A survey has ended, or failed with this reason.
    Surveyed(SurveyId, Result<(), String>),
    /// An image, a container or the engine itself has changed.
    EngineChanged,
    /// The cache or the templates have changed.
    Changed(Changes),
    /// A job made progress.
    Progress(JobId, ProgressEvent),
    /// A job has ended.
    JobEnded(JobId, JobResult),
    /// What undo would restore; `None` if there is nothing.
    UndoPlanned(Result<Option<Plan>, String>),
    /// The source of an import was read.
    ImportRead(LayerArn, Result<LocalSource, String>),
    /// The plan of an export or a publication was made.
    FormPlanned(Result<Plan, String>),
    /// The contents of a layer or image were read.
    Inside(BrowseTarget, Result<Tree, String>),
    /// A preview was read.
    Preview(PreviewTarget, Result<PreviewContent, String>),
    /// A package was measured by its parts.
    PackageMeasured(SizeTarget, Result<PackageSize, String>),
    /// The search for folders to propose reports.
    Proposed(ProposalEvent),
    /// A folder was added or taken out, with a sentence about it, or why not; and the folders as they are now.
    ProjectsChanged(Result<String, String>, ProjectScope),
    /// A function's own code was measured; `None` if there is no code to measure.
    Code(PathBuf, Option<CodeSize>),
    /// A job or survey waits for the code of the MFA device with this serial number.
    CodeWanted(QuestionId, String),
    /// No one waits for that code any more.
    CodeNotWanted(QuestionId),
    /// The terminal reported its background.
    Background(Background),
    /// The terminal gained or lost the focus.
    Focused(bool),
    /// The runtime has a message for the footer.
    ShowMessage(Tone, String),
    /// The app has the terminal back after a shell or a suspension.
    Resumed,
    /// The system asks the app to quit.
    Stop,
}
