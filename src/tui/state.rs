//! The whole state of the app. `update` changes it and `view` draws it; this module does neither, and no I/O.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use jiff::Timestamp;
use ratatui::layout::Rect;

use super::clean_up::{Criterion, CriterionSettings};
use super::click_targets::ClickTargets;
use super::code_question::CodeQuestions;
use super::dialog::Modal;
use super::effect::{SurveyId, SurveyScope};
use super::job::Job;
use super::keys::keymap::Keymap;
use super::list::column_widths::ColumnWidths;
use super::list::groups::Groups;
use super::list::model::{Key, List};
use super::list::order::Sort;
use super::list::search::LayerNames;
use super::overview::Entry;
use super::table_metrics::TableMetrics;
use super::theme::Appearance;
use super::tips::Tips;
use crate::content::quotas::CodeSize;
use crate::inventory::facts::TrashTotals;
use crate::inventory::scope::ProjectScope;
use crate::inventory::{Inventory, InventoryRows};

/// The screens. Their numbers are their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Screen {
    /// The footprint, what can be reclaimed, and the largest entries.
    Overview,
    /// The cached layers.
    #[default]
    Layers,
    /// The images SAM built.
    Images,
    /// Projects, templates and functions.
    Functions,
    /// Running and finished jobs.
    Activity,
    /// The build folders of projects.
    Builds,
}

impl Screen {
    /// All screens in the order of the tabs.
    pub const ALL: [Self; 6] =
        [Self::Overview, Self::Layers, Self::Images, Self::Functions, Self::Activity, Self::Builds];

    /// Returns the title of the tab.
    pub fn title(self) -> &'static str {
        match self {
            Self::Overview => tr!("screen-overview"),
            Self::Layers => tr!("screen-layers"),
            Self::Images => tr!("screen-images"),
            Self::Functions => tr!("screen-functions"),
            Self::Activity => tr!("screen-activity"),
            Self::Builds => tr!("screen-builds"),
        }
    }

    /// Returns the name under which settings of the screen are stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Layers => "layers",
            Self::Images => "images",
            Self::Functions => "functions",
            Self::Activity => "activity",
            Self::Builds => "builds",
        }
    }

    /// Returns the next screen, or the previous one when `by` is negative, wrapping around.
    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let count = Self::ALL.len();
        let next = (self as usize).wrapping_add_signed(by).wrapping_add(count) % count;
        Self::ALL[next]
    }
}

/// The pane that receives movement keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The details of the row under the cursor.
    Detail,
}

/// A value that is loaded in the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loadable<T> {
    /// Not loaded yet.
    Loading,
    /// Loaded.
    Ready(T),
    /// Failed; a sentence explains why and what to do.
    Unavailable(String),
}

/// The kind of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Success.
    Good,
    /// Information.
    Plain,
    /// Failure.
    Bad,
}

/// A message in the footer that disappears after some seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FooterMessage {
    /// The kind of message.
    pub tone: Tone,
    /// The sentence.
    pub text: String,
    /// When it appeared.
    pub since: Timestamp,
}

/// Measurements from drawing that scrolling needs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ViewMetrics {
    /// Lines of the detail pane, and how many fit.
    pub detail: (usize, usize),
    /// Lines of the dialog, and how many fit.
    pub modal: (usize, usize),
    /// Lines of the preview beside a tree, and how many fit.
    pub preview: (usize, usize),
    /// Where the preview beside a tree is.
    pub preview_area: Option<Rect>,
    /// The columns of the table.
    pub table: TableMetrics,
    /// Where the options of a plan begin.
    pub options: Option<(u16, u16)>,
    /// Where the header shows the number of problems.
    pub problems: Option<Rect>,
    /// The parts of the open dialog that react to a click.
    pub targets: ClickTargets,
}

/// The state of the newest survey.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The id of the newest survey; findings of older ones are dropped.
    pub id: SurveyId,
    /// Whether it is still running.
    pub running: bool,
    /// What it covers; `None` before the first one.
    pub scope: Option<SurveyScope>,
    /// What the next survey has to cover, because it changed while this one was running.
    pub next_scope: Option<SurveyScope>,
    /// Findings of parts that are not complete yet. `None` during the first survey, whose findings are shown
    /// immediately.
    pub pending: Option<Inventory>,
    /// Whether the user requested it with a key and expects a message at its end.
    pub by_key: bool,
    /// Whether the user asked for newer versions and expects a message about them.
    pub newer_by_key: bool,
    /// What is shown about a survey that has ended, once its findings are joined.
    pub reports: Vec<SurveyReport>,
}

/// A message about a survey that has ended. It is shown once all findings are joined, which may take several turns of
/// the loop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyReport {
    /// The number of problems, which the user asked for with a key.
    Reloaded,
    /// What a new user has to do first, after the first survey.
    Hint,
    /// The newer versions that AWS reported.
    Newer,
}

/// The state of the app.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own; none contradicts another")]
pub struct State {
    /// The facts.
    pub inventory: Inventory,
    /// The rows, from the facts as of the last join.
    pub shown: InventoryRows,
    /// Whether there are facts newer than the last join.
    pub stale: bool,
    /// Table widths as of the last join.
    pub column_widths: ColumnWidths,
    /// Layer names for the filter, as of the last join.
    pub names: LayerNames,
    /// The newest survey.
    pub survey: Survey,
    /// The folders whose templates are read.
    pub project_scope: ProjectScope,
    /// The open screen.
    pub screen: Screen,
    /// The pane that receives movement keys.
    pub focus: Focus,
    /// The open dialog or input line, if any.
    pub modal: Option<Modal>,
    /// Questions that wait until no dialog is open.
    pub code_questions: CodeQuestions,
    /// Dialogs below the open one, to return to.
    pub behind: Vec<Modal>,
    /// The list of each screen, in the order of [`Screen::ALL`].
    pub lists: [List; Screen::ALL.len()],
    /// Previous cursor positions to return to, latest last.
    pub history: Vec<(Screen, Key)>,
    /// Sizes of functions' own code, measured when first shown.
    pub code_sizes: HashMap<PathBuf, Loadable<CodeSize>>,
    /// Whether layers are grouped, and which groups are unfolded.
    pub groups: Groups,
    /// Folded projects and templates.
    pub folded: BTreeSet<PathBuf>,
    /// First line of the detail pane on screen.
    pub detail_scroll: usize,
    /// The rows of Overview while it is open.
    pub overview: Vec<Entry>,
    /// The choices of the clean-up dialog, for the next time.
    pub clean_up: CriterionSettings,
    /// All jobs, newest last.
    pub jobs: Vec<Job>,
    /// Images whose layers were searched for in the background, with the number of names known at that time.
    pub searched: BTreeMap<String, usize>,
    /// Whether read-only mode is on.
    pub read_only: bool,
    /// Whether this is the demo, which is shown permanently.
    pub demo: bool,
    /// A message shown in the footer for some seconds.
    pub footer_message: Option<FooterMessage>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Measurements from the last frame.
    pub view_metrics: ViewMetrics,
    /// The current time, set by the event loop. The app reads no other clock.
    pub now: Timestamp,
    /// Row and time of the last click, to detect double clicks.
    pub last_click: Option<(usize, Timestamp)>,
    /// The user's home folder, shown as `~`.
    pub home: Option<PathBuf>,
    /// Colours and glyphs.
    pub appearance: Appearance,
    /// Whether the theme follows the background that the terminal reports: until the user chooses a theme.
    pub follows_background: bool,
    /// Tips for new users; empty at first.
    pub tips: Tips,
    /// The keys in use.
    pub keys: Keymap,
    /// Columns of the detail pane beside the list, or its lines below it, if the user moved the divider.
    pub split: (Option<u16>, Option<u16>),
    /// Whether the user is dragging the divider.
    pub dragging: bool,
    /// Whether the terminal has the focus, as far as it reports that.
    pub focused: bool,
}

/// The options the app is started with.
#[derive(Debug, Clone)]
pub struct StartOptions {
    /// Whether to start in read-only mode.
    pub read_only: bool,
    /// Whether this is the demo.
    pub demo: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The time of the start.
    pub now: Timestamp,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// Colours and glyphs.
    pub appearance: Appearance,
}

impl State {
    /// Creates the state before anything has been found.
    pub fn new(start: StartOptions) -> Self {
        Self {
            inventory: Inventory::default(),
            shown: InventoryRows::default(),
            stale: false,
            column_widths: ColumnWidths::default(),
            names: LayerNames::default(),
            survey: Survey::default(),
            project_scope: ProjectScope::default(),
            screen: Screen::default(),
            focus: Focus::default(),
            modal: None,
            code_questions: CodeQuestions::default(),
            behind: Vec::new(),
            lists: Default::default(),
            history: Vec::new(),
            code_sizes: HashMap::new(),
            groups: Groups::default(),
            folded: BTreeSet::new(),
            detail_scroll: 0,
            overview: Vec::new(),
            clean_up: CriterionSettings::only([Criterion::Safe]),
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
            follows_background: false,
            tips: Tips::default(),
            keys: Keymap::default(),
            split: (None, None),
            dragging: false,
            focused: true,
        }
    }

    /// Uses the sort orders that were stored: screen, order, and whether it is reversed. Unknown ones are ignored.
    pub fn restore_sorts<'a>(&mut self, stored: impl IntoIterator<Item = (&'a str, &'a str, bool)>) {
        for (screen, sort, reversed) in stored {
            let Some(screen) = Screen::ALL.into_iter().find(|known| known.id() == screen) else { continue };
            if let Some(at) = Sort::of(screen).iter().position(|known| known.id() == sort) {
                let list = &mut self.lists[screen as usize];
                (list.sort, list.reversed) = (at, reversed);
            }
        }
    }

    /// Returns the list of the open screen.
    pub fn list(&self) -> &List {
        &self.lists[self.screen as usize]
    }

    /// Returns the list of the open screen for changes.
    pub fn list_mut(&mut self) -> &mut List {
        &mut self.lists[self.screen as usize]
    }

    /// Returns the running job, or the one that has waited longest.
    pub fn running_job(&self) -> Option<&Job> {
        self.jobs.iter().find(|job| job.is_running()).or_else(|| self.jobs.iter().find(|job| job.is_waiting()))
    }

    /// Opens a dialog above the current one, which comes back when the new one is closed.
    pub fn open_above(&mut self, modal: Modal) {
        self.behind.extend(self.modal.replace(modal));
    }

    /// Closes the open dialog and returns to the one below it, if there is one.
    pub fn close_modal(&mut self) {
        self.modal = self.behind.pop();
    }

    /// Closes all dialogs.
    pub fn close_all(&mut self) {
        self.modal = None;
        self.behind.clear();
    }

    /// Returns what the trash of the cache and the trashes of the build folders hold, as far as it is known.
    pub fn trash(&self) -> TrashTotals {
        let mut all = self.inventory.trash;
        for folder in &self.shown.builds {
            all.entries += folder.trash.entries;
            all.bytes += folder.trash.bytes;
        }
        all
    }

    /// Shows a message in the footer.
    pub fn show_message(&mut self, tone: Tone, text: impl Into<String>) {
        self.footer_message = Some(FooterMessage { tone, text: text.into(), since: self.now });
    }

    /// Returns whether something on screen changes every second.
    pub fn changes_every_second(&self) -> bool {
        self.footer_message.is_some() || self.survey.running || self.running_job().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_wrap_around() {
        assert_eq!(Screen::Overview.step(-1), Screen::Builds);
        assert_eq!(Screen::Builds.step(1), Screen::Overview);
        assert_eq!(Screen::Images.step(1), Screen::Functions);
    }
}
