//! Everything that can happen to the app.

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

/// One thing that happened. Only [`super::update::update`] answers to it.
#[derive(Debug, Clone)]
pub enum Message {
    /// A key was pressed or repeats.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this many columns and rows now.
    Resize(u16, u16),
    /// Time passed: ages and notices may change.
    Tick,
    /// A survey found something.
    Found(SurveyId, Vec<Finding>),
    /// A survey ended, well or with a sentence.
    Surveyed(SurveyId, Result<(), String>),
    /// Something happened in the engine: to an image, a container, or to the engine itself.
    EngineChanged,
    /// Someone changed the cache or the templates.
    Changed(Changes),
    /// A job goes on.
    Progress(JobId, ProgressEvent),
    /// A job ended: every step has its outcome, or nothing was done at all and the sentence says why.
    JobDone(JobId, Result<Report, String>),
    /// The trash was emptied, by so many bytes; or not, or not whole.
    TrashEmptied(JobId, Result<u64, String>),
    /// Selections of known names were tried for images, and this was found.
    ImagesSearched(JobId, Vec<Finding>),
    /// Images were compared with their layers, one finding each; or why not all of them were.
    ImagesChecked(JobId, Vec<Finding>, Result<(), String>),
    /// What undo would bring back; `None` when there is nothing.
    UndoPlanned(Result<Option<Plan>, String>),
    /// What was looked into was read.
    Inside(BrowseTarget, Result<Tree, String>),
    /// The beginning of a file was read.
    Preview(LayerFile, Result<Preview, String>),
    /// A function's own code was counted, or there is nothing to count.
    Code(PathBuf, Option<CodeSize>),
    /// The terminal got the person's attention, or lost it.
    Focused(bool),
    /// The runtime has something to say.
    ShowMessage(Tone, String),
    /// The terminal was somebody else's for a while and is ours again.
    Resumed,
    /// The system asks the app to end.
    Stop,
}
