//! Explains a key that has no action: where it has one, or where the keys are listed.

use crossterm::event::KeyEvent;

use crate::tui::keys::table::{KeyContext, KeyPress, UserAction};
use crate::tui::state::{Screen, State, Tone};

/// Shows why a key does nothing.
pub fn explain(state: &mut State, context: KeyContext, event: KeyEvent) {
    let Some(press) = KeyPress::of(event) else { return };
    let key = press.label();
    let message = match context {
        KeyContext::Filter | KeyContext::Palette | KeyContext::CleanUpValue | KeyContext::Version => return,
        KeyContext::Confirm => tr!("unbound-confirm").to_owned(),
        KeyContext::Screen(_) => on_screen(state, &key, event),
        KeyContext::Contents | KeyContext::Reading => in_contents(state, &key, event),
        _ => tr!("unbound", key = key),
    };
    state.show_message(Tone::Plain, message);
}

/// A key of the screen below the contents. Files of a layer are not removed one by one.
fn in_contents(state: &State, key: &str, event: KeyEvent) -> String {
    let context = KeyContext::Screen(state.screen);
    let Some(action) = state.keys.action(context, event) else { return tr!("unbound", key = key) };
    if action == UserAction::Purge {
        return tr!("unbound-purge-in-contents").to_owned();
    }
    let bound = state.keys.bindings(context).find(|bound| bound.binding.action == action);
    bound.map_or_else(
        || tr!("unbound", key = key),
        |bound| tr!("unbound-in-contents", key = key, label = bound.binding.label(), screen = state.screen.title()),
    )
}

fn on_screen(state: &State, key: &str, event: KeyEvent) -> String {
    let bound = |screen: Screen| {
        let context = KeyContext::Screen(screen);
        let action = state.keys.action(context, event)?;
        let label = state.keys.bindings(context).find(|bound| bound.binding.action == action)?.binding.label();
        Some((label, screen.title()))
    };
    let found: Vec<_> = Screen::ALL.into_iter().filter_map(bound).collect();
    let Some((label, _)) = found.first() else { return tr!("unbound", key = key) };
    let screens: Vec<&str> = found.iter().map(|(_, title)| *title).collect();
    tr!("unbound-elsewhere", key = key, label = label, screens = screens.join(", "))
}
