//! Performs actions on the rows of Overview.

use super::{clean_up, navigate, screen};
use crate::tui::clean_up::Criterion;
use crate::tui::dialog::{Modal, Question};
use crate::tui::keys::allowed::allowed;
use crate::tui::keys::table::UserAction;
use crate::tui::overview::{Entry, Reclaimable, Section};
use crate::tui::problems;
use crate::tui::state::{State, Tone};

/// Handles Enter and double clicks: goes to the entry, or opens the dialog that reclaims it.
pub fn open(state: &mut State, at: usize) {
    match state.overview.get(at).cloned() {
        Some(Entry::Reclaim(what, total)) => {
            if let Err(reason) = total {
                state.show_message(Tone::Plain, crate::tui::text::sentence(&reason));
            } else {
                reclaim(state, what);
            }
        }
        Some(Entry::Problems { code, .. }) => {
            let first = problems::all(&state.shown).iter().position(|listed| listed.problem.code == code);
            state.modal = Some(Modal::Problems { cursor: first.unwrap_or_default() });
        }
        Some(Entry::Large(key, _)) => navigate::to(state, &key),
        None => {}
    }
}

fn reclaim(state: &mut State, what: Reclaimable) {
    let action = match what {
        Reclaimable::Trash => UserAction::EmptyTrash,
        Reclaimable::OutdatedImages => UserAction::OutdatedImages,
        _ => UserAction::CleanUp,
    };
    if let Err(reason) = allowed(state, action) {
        state.show_message(Tone::Bad, reason);
        return;
    }
    match (what, what.criterion()) {
        (Reclaimable::Trash, _) | (_, None) => state.modal = Some(Modal::Confirm(Question::EmptyTrash)),
        (Reclaimable::OutdatedImages, _) => screen::outdated_images(state),
        (_, Some(criterion)) => clean_up::open_with(state, &[criterion]),
    }
}

/// Opens the clean-up dialog: with the preset of the row under the cursor, or as it was left.
pub fn clean_up(state: &mut State, at: usize) {
    match state.overview.get(at) {
        Some(Entry::Reclaim(what, Ok(_))) if what.criterion().is_some() => {
            let criterion = what.criterion().unwrap_or(Criterion::Safe);
            clean_up::open_with(state, &[criterion]);
        }
        _ => clean_up::open(state),
    }
}

/// Moves the cursor to the first row of the next section, or of the previous one when `by` is negative.
pub fn step_section(state: &mut State, by: isize) {
    let cursor = state.list().cursor;
    let Some(current) = state.overview.get(cursor).map(Entry::section) else { return };
    let order: Vec<Section> = Section::ALL.to_vec();
    let at = order.iter().position(|section| *section == current).unwrap_or_default();
    let next = match by {
        ..0 => order[..at].iter().rev().find_map(|section| first(state, *section)),
        _ => order[at + 1..].iter().find_map(|section| first(state, *section)),
    };
    if let Some(next) = next {
        state.list_mut().go_to(next);
    }
}

fn first(state: &State, section: Section) -> Option<usize> {
    state.overview.iter().position(|entry| entry.section() == section)
}
