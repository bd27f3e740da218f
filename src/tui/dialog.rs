//! The dialogs and input lines that can be open above a screen.

use super::clean_up::CleanUp;
use super::code_question::CodeQuestion;
use super::contents::Contents;
use super::form::Form;
use super::graph::Graph;
use super::input_line::InputLine;
use super::list::model::Key;
use super::list::order::Sort;
use super::package_size::SizeDialog;
use super::project_picker::ProjectPicker;
use super::state::Screen;
use super::treemap::Treemap;
use super::what_if::WhatIf;
use crate::inventory::facts::OtherEngine;
use crate::plan::{Plan, PlanKind, RefusalReason, Selection};

/// The dialog or input line that is open.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "there is only one of it")]
pub enum Modal {
    /// The filter is being typed.
    Filter(FilterLine),
    /// A purge or refresh, shown before it is carried out.
    Plan(PlanDialog),
    /// The criteria of a clean-up.
    CleanUp(Box<CleanUp>),
    /// A question before an action that cannot be undone.
    Confirm(Question),
    /// The code of an MFA device is asked for.
    Code(CodeQuestion),
    /// The form of an import, an export or a publication.
    Form(Form),
    /// A list to choose from.
    Choose(Chooser),
    /// The contents of one layer or several.
    Contents(Box<Contents>),
    /// The treemap.
    Treemap(Box<Treemap>),
    /// What makes a layer or function large.
    Size(Box<SizeDialog>),
    /// The graph of functions, layers and images.
    Graph(Box<Graph>),
    /// A function with other versions of its layers.
    WhatIf(Box<WhatIf>),
    /// The folders whose templates are read, and those that are proposed.
    Projects(Box<ProjectPicker>),
    /// The list of all problems.
    Problems {
        /// Index into `problems::all`.
        cursor: usize,
    },
    /// A title and sentences that the user has to confirm, such as errors in the config file.
    Notice(&'static str, Vec<String>),
    /// The keys of the current screen.
    Help {
        /// First line shown.
        scroll: usize,
    },
    /// All actions by name.
    Palette {
        /// The typed text.
        input: InputLine,
        /// Index into the actions that match.
        cursor: usize,
    },
}

/// A filter being typed.
#[derive(Debug, Clone)]
pub struct FilterLine {
    /// The filter before.
    pub before: String,
    /// The edited filter.
    pub line: InputLine,
}

impl FilterLine {
    /// Returns the dialog with the current filter.
    pub fn new(filter: &str) -> Self {
        Self { before: filter.to_owned(), line: InputLine::new(filter) }
    }
}

/// A plan before it is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDialog {
    /// The selection the plan was made from, for rebuilding it when an option changes.
    pub selection: Selection,
    /// The plan. Exactly this value is executed.
    pub plan: Plan,
    /// Whether images built from the layers are removed as well.
    pub with_images: bool,
    /// First line shown.
    pub scroll: usize,
    /// A sentence above the steps, such as what undo cannot undo.
    pub note: Option<String>,
}

/// A question before an action that cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Permanently delete what the plan lists?
    Delete(Plan),
    /// Permanently delete everything in the trash?
    EmptyTrash,
    /// Quit while a job is running?
    Quit,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chooser {
    /// The title of the list.
    pub title: &'static str,
    /// The choices; never empty.
    pub choices: Vec<ChooserItem>,
    /// Index into the choices.
    pub cursor: usize,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChooserItem {
    /// The kind of item, such as `ARN` or `function`.
    pub label: &'static str,
    /// The item itself.
    pub text: String,
    /// The action of the choice.
    pub pick: ChooserAction,
}

/// The action of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChooserAction {
    /// Uses this engine until the app is closed.
    UseEngine(OtherEngine),
    /// Copies the text to the clipboard.
    Copy,
    /// Moves the cursor to this item.
    Go(Key),
    /// Sorts the list by the order with this index.
    Sort(usize),
    /// Reverses the order of the list.
    Reverse,
}

impl Chooser {
    /// Returns the key that takes a choice at once: a letter of the sort order, or the number of the choice.
    pub fn key_of(&self, at: usize, screen: Screen) -> Option<char> {
        match &self.choices.get(at)?.pick {
            ChooserAction::Sort(sort) => Sort::of(screen).get(*sort).map(|sort| sort.letter()),
            ChooserAction::Reverse => Some('r'),
            _ => char::from_digit(u32::try_from(at + 1).ok().filter(|number| *number < 10)?, 10),
        }
    }

    /// Returns the index of the choice with a key.
    pub fn with_key(&self, key: char, screen: Screen) -> Option<usize> {
        (0..self.choices.len()).find(|at| self.key_of(*at, screen) == Some(key))
    }
}

impl PlanDialog {
    /// Returns the dialog of a plan.
    pub fn new(selection: Selection, plan: Plan, with_images: bool) -> Self {
        Self { selection, plan, with_images, scroll: 0, note: None }
    }

    /// Returns whether the selection has anything that can be deleted permanently instead of moved to the trash.
    pub fn can_delete(&self) -> bool {
        let selection = &self.selection;
        let nothing = selection.layers.is_empty() && selection.leftovers.is_empty() && selection.builds.is_empty();
        self.is_purge() && !nothing
    }

    /// Returns whether the plan is a purge, which can move layers to the trash or delete them permanently.
    pub fn is_purge(&self) -> bool {
        matches!(self.plan.kind, PlanKind::Trash | PlanKind::Delete)
    }

    /// Returns whether the plan concerns locks whose owner cannot be seen from here, about which the user has to
    /// decide.
    pub fn asks_about_locks(&self) -> bool {
        let refused =
            self.plan.refused.iter().any(|refused| matches!(refused.reason, RefusalReason::LockOwnerUnknown(_)));
        refused || self.selection.unknown_locks
    }
}
