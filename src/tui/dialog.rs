//! What can lie on top of a screen.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::clean_up::CleanUp;
use super::list::Key;
use super::state::Loadable;
use crate::inventory::found::OtherEngine;
use crate::inventory::listing::{Listed, ListedKind, Listing};
use crate::plan::{Plan, PlanKind, Selection};
use crate::sam::LayerDir;

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
    /// What is in a layer.
    Contents(Contents),
    /// Every problem there is.
    Problems {
        /// Index into [`super::problems::all`].
        cursor: usize,
    },
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
    pub choices: Vec<Choice>,
    /// Index into the choices.
    pub cursor: usize,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What kind of thing: `ARN`, `function`.
    pub label: &'static str,
    /// The thing itself.
    pub text: String,
    /// What choosing it does.
    pub pick: Pick,
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    /// Uses that engine for the rest of the session.
    UseEngine(OtherEngine),
    /// Hands its text to the clipboard.
    Copy,
    /// Goes to where this is shown.
    Go(Key),
}

/// What is in a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The layer.
    pub dir: LayerDir,
    /// What is in it, once listed.
    pub listing: Loadable<Listing>,
    /// Folded directories.
    pub folded: BTreeSet<PathBuf>,
    /// The cursor, an index into [`Contents::visible`].
    pub cursor: usize,
    /// The first line shown.
    pub top: usize,
}

impl PlanDialog {
    /// Whether this is a purge: it can go to the trash or for good.
    pub fn is_purge(&self) -> bool {
        matches!(self.plan.kind, PlanKind::Trash | PlanKind::Delete)
    }
}

impl Contents {
    /// Before anything is known about it.
    pub fn new(dir: LayerDir) -> Self {
        Self { dir, listing: Loadable::Loading, folded: BTreeSet::new(), cursor: 0, top: 0 }
    }

    /// The entries that no folded directory hides.
    pub fn visible(&self) -> Vec<&Listed> {
        let Loadable::Ready(listing) = &self.listing else { return Vec::new() };
        let mut hidden_below: Option<&Listed> = None;
        let mut visible = Vec::new();
        for entry in &listing.entries {
            if hidden_below.is_some_and(|folder| entry.is_below(&folder.path)) {
                continue;
            }
            hidden_below = None;
            visible.push(entry);
            if entry.kind == ListedKind::Directory && self.folded.contains(&entry.path) {
                hidden_below = Some(entry);
            }
        }
        visible
    }

    /// Takes in the listing: with everything folded, so that the sizes of the first level are seen at a glance.
    pub fn arrive(&mut self, result: Result<Listing, String>) {
        self.listing = match result {
            Ok(listing) => {
                let folders = listing.entries.iter().filter(|entry| entry.kind == ListedKind::Directory);
                let few = listing.entries.len() <= 40;
                self.folded = if few { BTreeSet::new() } else { folders.map(|entry| entry.path.clone()).collect() };
                Loadable::Ready(listing)
            }
            Err(reason) => Loadable::Unavailable(reason),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folded_directory_hides_what_is_below_it_and_nothing_else() {
        let entry = |path: &str, kind| Listed { path: path.into(), kind, bytes: 1 };
        let file = ListedKind::File { executable: false };
        let mut contents = Contents::new(LayerDir::parse("a-1-0123456789").unwrap());
        contents.arrive(Ok(Listing {
            entries: vec![
                entry("python", ListedKind::Directory),
                entry("python/x", ListedKind::Directory),
                entry("python/x/y.py", file.clone()),
                entry("python.txt", file),
            ],
            ..Listing::default()
        }));
        assert_eq!(contents.visible().len(), 4);
        contents.folded.insert("python".into());
        let left: Vec<String> = contents.visible().iter().map(|entry| entry.name()).collect();
        assert_eq!(left, ["python", "python.txt"]);
    }
}
