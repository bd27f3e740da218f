//! What can lie on top of a screen.

use super::clean_up::CleanUp;
use super::contents::Contents;
use super::list::model::Key;
use super::what_if::WhatIf;
use crate::inventory::facts::OtherEngine;
use crate::plan::{Plan, PlanKind, Selection};

/// The dialog or input line on top.
#[derive(Debug, Clone)]
pub enum Modal {
    /// The filter is being typed; holds what it was before.
    Filter(String),
    /// A purge or refresh, shown before it is carried out.
    Plan(PlanDialog),
    /// What to clean up, by criteria.
    CleanUp(Box<CleanUp>),
    /// A question about something that cannot be taken back.
    Confirm(Question),
    /// A list to choose from.
    Choose(Chooser),
    /// What is in a layer, or in several.
    Contents(Box<Contents>),
    /// A function with other versions of its layers.
    WhatIf(Box<WhatIf>),
    /// Every problem there is.
    Problems {
        /// Index into [`super::problems::all`].
        cursor: usize,
    },
    /// Sentences to be read before going on, below a title.
    Notice(&'static str, Vec<String>),
    /// The keys of this place.
    Help {
        /// First line shown.
        scroll: usize,
    },
    /// Every action by name.
    Palette {
        /// What was typed.
        input: String,
        /// Index into the actions that match.
        cursor: usize,
    },
}

/// A plan before it is carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDialog {
    /// What it is made from, to make it again when an option changes.
    pub selection: Selection,
    /// The plan. This very value is carried out.
    pub plan: Plan,
    /// Whether images built from the layers go too.
    pub with_images: bool,
    /// First line shown.
    pub scroll: usize,
}

/// A question whose answer cannot be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Delete for good what the plan lists?
    Delete(Plan),
    /// Free what the trash holds?
    EmptyTrash,
    /// Leave while a job runs?
    Quit,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chooser {
    /// What is being chosen.
    pub title: &'static str,
    /// The choices: never empty.
    pub choices: Vec<ChooserItem>,
    /// Index into the choices.
    pub cursor: usize,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChooserItem {
    /// What kind of thing: `ARN`, `function`.
    pub label: &'static str,
    /// The thing itself.
    pub text: String,
    /// What choosing it does.
    pub pick: ChooserAction,
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChooserAction {
    /// Uses that engine for the rest of the session.
    UseEngine(OtherEngine),
    /// Hands its text to the clipboard.
    Copy,
    /// Goes to where this is shown.
    Go(Key),
}

impl PlanDialog {
    /// Whether this is a purge: it can go to the trash or for good.
    pub fn is_purge(&self) -> bool {
        matches!(self.plan.kind, PlanKind::Trash | PlanKind::Delete)
    }
}
