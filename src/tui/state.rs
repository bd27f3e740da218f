//! All that the app knows and shows. Nothing here is drawn, read or written; `update` changes it, `view` draws it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use jiff::Timestamp;

use super::clean_up::CriterionSettings;
use super::dialog::Modal;
use super::effect::{SurveyId, SurveyScope};
use super::job::Job;
use super::keys::keymap::Keymap;
use super::list::column_widths::ColumnWidths;
use super::list::groups::Groups;
use super::list::model::{Key, List};
use super::list::search::LayerNames;
use super::theme::Appearance;
use super::tips::Tips;
use crate::content::quotas::CodeSize;
use crate::inventory::{Inventory, InventoryRows};

/// The four screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// The cached layers.
    #[default]
    Layers,
    /// The images SAM made.
    Images,
    /// Projects, templates and functions.
    Functions,
    /// Running jobs and what was done.
    Activity,
}

impl Screen {
    /// In the order of the tabs.
    pub const ALL: [Self; 4] = [Self::Layers, Self::Images, Self::Functions, Self::Activity];

    /// The word on its tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Layers => tr!("screen-layers"),
            Self::Images => tr!("screen-images"),
            Self::Functions => tr!("screen-functions"),
            Self::Activity => tr!("screen-activity"),
        }
    }

    /// The next one, or with a negative step the one before, round and round.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let count = Self::ALL.len();
        let next = (self as usize).wrapping_add_signed(by).wrapping_add(count) % count;
        Self::ALL[next]
    }
}

/// Which pane the movement keys move in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// What the row under the cursor means.
    Detail,
}

/// Something that arrives when it arrives, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loadable<T> {
    /// On its way.
    Loading,
    /// Here.
    Ready(T),
    /// It will not come; the sentence says why and what to do.
    Unavailable(String),
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It went well.
    Good,
    /// Worth knowing.
    Plain,
    /// It did not work.
    Bad,
}

/// A sentence in the footer that goes away by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FooterMessage {
    /// How it is meant.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// When it was said.
    pub since: Timestamp,
}

/// What drawing found out that scrolling has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ViewMetrics {
    /// Lines of the detail pane, and how many of them fit.
    pub detail: (usize, usize),
    /// Lines of the dialog's text, and how many of them fit.
    pub modal: (usize, usize),
    /// Lines of the file beside a tree, and how many of them fit.
    pub preview: (usize, usize),
    /// The column in which names begin, and with them the signs that fold.
    pub names: u16,
}

/// The survey that runs, and what it found so far.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The newest survey; findings of older ones are dropped.
    pub id: SurveyId,
    /// Whether it still runs.
    pub running: bool,
    /// How much it looks at; `None` before the first one.
    pub scope: Option<SurveyScope>,
    /// Something changed while it ran: another one follows.
    pub next_scope: Option<SurveyScope>,
    /// What it found in parts that are not complete yet. `None` during the first survey, whose findings are shown as
    /// they come.
    pub pending: Option<Inventory>,
    /// Someone asked for it with a key and wants to hear how it went.
    pub by_key: bool,
}

/// Everything.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own; none contradicts another")]
pub struct State {
    /// The facts.
    pub inventory: Inventory,
    /// The facts joined into rows, as of the last join.
    pub shown: InventoryRows,
    /// Whether facts came after the last join.
    pub stale: bool,
    /// What tables are laid out by, as of the last join.
    pub column_widths: ColumnWidths,
    /// What the filter searches most, as of the last join.
    pub names: LayerNames,
    /// The running survey.
    pub survey: Survey,
    /// The open screen.
    pub screen: Screen,
    /// The pane that has the keys.
    pub focus: Focus,
    /// The dialog or input line on top, if any.
    pub modal: Option<Modal>,
    /// One list a screen, in the order of [`Screen::ALL`].
    pub lists: [List; 4],
    /// Where the cursor was before it was sent elsewhere, latest last.
    pub history: Vec<(Screen, Key)>,
    /// Functions' own code, counted when it is looked at.
    pub code_sizes: HashMap<PathBuf, Loadable<CodeSize>>,
    /// Layers by name, as the user folded them.
    pub groups: Groups,
    /// Folded projects and templates.
    pub folded: BTreeSet<PathBuf>,
    /// First line shown of the detail pane.
    pub detail_scroll: usize,
    /// What was chosen in the clean-up dialog, for the next time.
    pub clean_up: CriterionSettings,
    /// Jobs, newest last.
    pub jobs: Vec<Job>,
    /// Images whose layers were searched for in the background, and how many names were known then.
    pub searched: BTreeMap<String, usize>,
    /// Whether anything may be changed.
    pub read_only: bool,
    /// The demo: said on screen all the time.
    pub demo: bool,
    /// What the footer says instead of keys for a while.
    pub footer_message: Option<FooterMessage>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What drawing found out last time.
    pub view_metrics: ViewMetrics,
    /// Now, as the loop said last. Nothing else asks a clock.
    pub now: Timestamp,
    /// The row and moment of the last click, to tell double clicks.
    pub last_click: Option<(usize, Timestamp)>,
    /// The user's home, shown as `~`.
    pub home: Option<PathBuf>,
    /// Colours and signs.
    pub appearance: Appearance,
    /// Hints for somebody new; none in the beginning.
    pub tips: Tips,
    /// Keys, as the user has them.
    pub keys: Keymap,
    /// Columns of the detail beside the list, or its lines below it, as they were drawn with the mouse.
    pub split: (Option<u16>, Option<u16>),
    /// The line between list and detail is being drawn.
    pub dragging: bool,
    /// Whether the terminal has the person's attention, as far as it says.
    pub focused: bool,
}

/// What the app is started with.
#[derive(Debug, Clone)]
pub struct StartOptions {
    /// Whether to begin in read-only mode.
    pub read_only: bool,
    /// Whether this is the demo.
    pub demo: bool,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The moment of the start.
    pub now: Timestamp,
    /// The user's home.
    pub home: Option<PathBuf>,
    /// Colours and signs.
    pub appearance: Appearance,
}

impl State {
    /// Before anything was found.
    pub fn new(start: StartOptions) -> Self {
        Self {
            inventory: Inventory::default(),
            shown: InventoryRows::default(),
            stale: false,
            column_widths: ColumnWidths::default(),
            names: LayerNames::default(),
            survey: Survey::default(),
            screen: Screen::default(),
            focus: Focus::default(),
            modal: None,
            lists: Default::default(),
            history: Vec::new(),
            code_sizes: HashMap::new(),
            groups: Groups::default(),
            folded: BTreeSet::new(),
            detail_scroll: 0,
            clean_up: CriterionSettings::default(),
            jobs: Vec::new(),
            searched: BTreeMap::new(),
            read_only: start.read_only,
            demo: start.demo,
            footer_message: None,
            size: start.size,
            view_metrics: ViewMetrics::default(),
            now: start.now,
            last_click: None,
            home: start.home,
            appearance: start.appearance,
            tips: Tips::default(),
            keys: Keymap::default(),
            split: (None, None),
            dragging: false,
            focused: true,
        }
    }

    /// The list of the open screen.
    pub fn list(&self) -> &List {
        &self.lists[self.screen as usize]
    }

    /// The list of the open screen.
    pub fn list_mut(&mut self) -> &mut List {
        &mut self.lists[self.screen as usize]
    }

    /// The job that runs, or waits longest.
    pub fn running_job(&self) -> Option<&Job> {
        self.jobs.iter().find(|job| job.is_running()).or_else(|| self.jobs.iter().find(|job| job.is_waiting()))
    }

    /// Says a sentence in the footer.
    pub fn show_message(&mut self, tone: Tone, text: impl Into<String>) {
        self.footer_message = Some(FooterMessage { tone, text: text.into(), since: self.now });
    }

    /// Whether something on screen changes by itself within seconds.
    pub fn changes_every_second(&self) -> bool {
        self.footer_message.is_some() || self.survey.running || self.running_job().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_go_round() {
        assert_eq!(Screen::Layers.step(-1), Screen::Activity);
        assert_eq!(Screen::Activity.step(1), Screen::Layers);
        assert_eq!(Screen::Images.step(1), Screen::Functions);
    }
}
