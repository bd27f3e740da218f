//! Everything that can happen to the app.

use crossterm::event::{KeyEvent, MouseEvent};

use super::effect::{JobId, SurveyId};
use super::state::Tone;
use crate::inventory::found::Finding;
use crate::inventory::listing::Listing;
use crate::plan::{Plan, Progress, Report};
use crate::sam::LayerDir;

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
    /// Someone changed the cache or the templates.
    Changed,
    /// Something happened in the engine: to an image, a container, or to the engine itself.
    EngineChanged,
    /// A job goes on.
    Progress(JobId, Progress),
    /// A job ended: every step has its outcome, or nothing was done at all and the sentence says why.
    JobDone(JobId, Result<Report, String>),
    /// The trash was emptied, by so many bytes; or not, or not whole.
    TrashEmptied(JobId, Result<u64, String>),
    /// What undo would bring back; `None` when there is nothing.
    UndoPlanned(Result<Option<Plan>, String>),
    /// The content of a layer was listed.
    Contents(LayerDir, Result<Listing, String>),
    /// The runtime has something to say.
    Say(Tone, String),
    /// The terminal was somebody else's for a while and is ours again.
    Resumed,
    /// The system asks the app to end.
    Stop,
}
