//! The events the app reacts to.

use std::path::PathBuf;

use crossterm::event::{KeyEvent, MouseEvent};

use super::contents::LayerFile;
use super::effect::{JobId, SurveyId};
use super::state::Tone;
use crate::content::preview::Preview;
use crate::content::quotas::CodeSize;
use crate::content::tree::{BrowseTarget, Tree};
use crate::inventory::changes::Changes;
use crate::inventory::facts::Finding;
use crate::plan::{Plan, ProgressEvent, Report};

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
    /// A job has ended with the outcome of each step, or failed as a whole with a reason.
    JobDone(JobId, Result<Report, String>),
    /// The trash was emptied and this many bytes were freed, or it could not be emptied completely.
    TrashEmptied(JobId, Result<u64, String>),
    /// A search for the layers of images has ended, with its findings.
    ImagesSearched(JobId, Vec<Finding>),
    /// Images were compared with their layers, with one finding each; an error if not all could be compared.
    ImagesChecked(JobId, Vec<Finding>, Result<(), String>),
    /// What undo would restore; `None` if there is nothing.
    UndoPlanned(Result<Option<Plan>, String>),
    /// The contents of a layer or image were read.
    Inside(BrowseTarget, Result<Tree, String>),
    /// The start of a file was read.
    Preview(LayerFile, Result<Preview, String>),
    /// A function's own code was measured; `None` if there is no code to measure.
    Code(PathBuf, Option<CodeSize>),
    /// The terminal gained or lost the focus.
    Focused(bool),
    /// The runtime has a message for the footer.
    ShowMessage(Tone, String),
    /// The app has the terminal back after a shell or a suspension.
    Resumed,
    /// The system asks the app to quit.
    Stop,
}
