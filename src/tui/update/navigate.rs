//! Navigation: opens a screen, moves to an item, and returns.

use super::fold;
use crate::tui::list::model::Key;
use crate::tui::list::rows;
use crate::tui::state::{Focus, Screen, State};

/// Number of positions in the history.
const HISTORY: usize = 50;

/// Opens a screen.
pub fn screen(state: &mut State, screen: Screen) {
    state.screen = screen;
    state.focus = Focus::List;
    if screen == Screen::Overview {
        let keep = rows::current_key(state, screen);
        rows::rebuild(state, screen, keep.as_ref());
    }
}

/// Moves to an item and stores the previous cursor position.
pub fn to(state: &mut State, key: &Key) {
    if let Some(here) = rows::current_key(state, state.screen) {
        state.history.push((state.screen, here));
        if state.history.len() > HISTORY {
            state.history.remove(0);
        }
    }
    show(state, key);
}

/// Returns to the position of the last call of [`to`]; `false` if there is none.
pub fn back(state: &mut State) -> bool {
    let Some((screen, key)) = state.history.pop() else { return false };
    self::screen(state, screen);
    show(state, &key);
    true
}

fn show(state: &mut State, key: &Key) {
    let (screen, unfold) = rows::location_of(key);
    self::screen(state, screen);
    state.list_mut().settled = true;
    for path in unfold {
        state.folded.remove(&path);
    }
    fold::show(state, key);
    rows::rebuild(state, screen, Some(key));
    if rows::current_key(state, screen).as_ref() != Some(key) {
        // The filter may hide the item.
        state.list_mut().filter.clear();
        rows::rebuild(state, screen, Some(key));
    }
}
