//! Going somewhere: another screen, a thing on it, and back.

use super::fold;
use crate::tui::list::model::Key;
use crate::tui::list::rows;
use crate::tui::state::{Focus, Screen, State};

/// How many places are remembered.
const HISTORY: usize = 50;

/// Opens a screen.
pub fn screen(state: &mut State, screen: Screen) {
    state.screen = screen;
    state.focus = Focus::List;
}

/// Goes to where a thing is shown, and remembers where the cursor was.
pub fn to(state: &mut State, key: &Key) {
    if let Some(here) = rows::current_key(state, state.screen) {
        state.history.push((state.screen, here));
        if state.history.len() > HISTORY {
            state.history.remove(0);
        }
    }
    show(state, key);
}

/// Returns to where [`to`] was called last.
pub fn back(state: &mut State) -> bool {
    let Some((screen, key)) = state.history.pop() else { return false };
    self::screen(state, screen);
    show(state, &key);
    true
}

fn show(state: &mut State, key: &Key) {
    let (screen, unfold) = rows::location_of(key);
    self::screen(state, screen);
    for path in unfold {
        state.folded.remove(&path);
    }
    fold::show(state, key);
    rows::rebuild(state, screen, Some(key));
    if rows::current_key(state, screen).as_ref() != Some(key) {
        // The filter hides it.
        state.list_mut().filter.clear();
        rows::rebuild(state, screen, Some(key));
    }
}
