//! Folds and unfolds projects, templates and groups of layer versions.

use std::path::PathBuf;

use super::super::state::{Screen, State, Tone};
use crate::tui::list::model::{Key, Row};
use crate::tui::list::{groups, rows};

/// An item that can be folded.
enum Foldable {
    /// A project's folder or a template's file.
    Path(PathBuf),
    /// The versions of the layer with this name.
    Group(String),
}

/// Returns what the row under the cursor can fold.
fn foldable(state: &State) -> Option<Foldable> {
    let shown = &state.shown;
    match state.list().current()? {
        Row::Project(at) => Some(Foldable::Path(rows::project_of(&shown.templates.get(at)?.path).to_owned())),
        Row::Template(at) => Some(Foldable::Path(shown.templates.get(at)?.path.clone())),
        Row::BuildFolder(at) => Some(Foldable::Path(shown.builds.get(at)?.path.clone())),
        Row::Group(first) => Some(Foldable::Group(shown.layers.get(first)?.dir.layer_name().to_owned())),
        _ => None,
    }
}

fn is_folded(state: &State, what: &Foldable) -> bool {
    match what {
        Foldable::Path(path) => state.folded.contains(path),
        Foldable::Group(name) => !state.groups.unfolded.contains(name),
    }
}

fn set_folded(state: &mut State, what: Foldable, folded: bool) {
    let keep = rows::current_key(state, state.screen);
    match (what, folded) {
        (Foldable::Path(path), true) => drop(state.folded.insert(path)),
        (Foldable::Path(path), false) => drop(state.folded.remove(&path)),
        (Foldable::Group(name), true) => drop(state.groups.unfolded.remove(&name)),
        (Foldable::Group(name), false) => drop(state.groups.unfolded.insert(name)),
    }
    rows::rebuild(state, state.screen, keep.as_ref());
}

/// Folds the item under the cursor, or moves to the parent that can be folded.
pub fn fold(state: &mut State) {
    let filtered = !state.list().filter.is_empty();
    if let Some(what) = foldable(state).filter(|what| !filtered && !is_folded(state, what)) {
        set_folded(state, what, true);
        return;
    }
    // Moves from a function to its template, from a template to its project, or from a version to its group.
    let list = state.list();
    let parent = match list.current() {
        Some(Row::Function(template, _)) => list.rows.iter().position(|row| *row == Row::Template(template)),
        Some(Row::Build(folder, _)) => list.rows.iter().position(|row| *row == Row::BuildFolder(folder)),
        Some(Row::Template(_)) => list.rows[..list.cursor].iter().rposition(|row| matches!(row, Row::Project(_))),
        Some(Row::Layer(at)) => {
            let group = Row::Group(groups::first_of(&state.shown, at));
            list.rows.iter().position(|row| *row == group)
        }
        _ => None,
    };
    if let Some(row) = parent {
        state.list_mut().go_to(row);
    }
}

/// Unfolds the item under the cursor; returns whether it was folded.
pub fn unfold(state: &mut State) -> bool {
    let filtered = !state.list().filter.is_empty();
    let Some(what) = foldable(state).filter(|what| !filtered && is_folded(state, what)) else { return false };
    set_folded(state, what, false);
    true
}

/// Folds or unfolds the item under the cursor.
pub fn toggle(state: &mut State) {
    if !state.list().filter.is_empty() {
        state.show_message(Tone::Plain, tr!("said-filter-shows-all"));
    } else if let Some(what) = foldable(state) {
        let folded = is_folded(state, &what);
        set_folded(state, what, !folded);
    }
}

/// Switches between layers grouped by name and a flat list. The cursor stays on its layer, or on the group of it.
pub fn group(state: &mut State) {
    let keep = rows::current_key(state, Screen::Layers);
    state.groups.on ^= true;
    rows::rebuild(state, Screen::Layers, keep.as_ref());
    let message = match (state.groups.on, state.list().rows.iter().any(|row| matches!(row, Row::Group(_)))) {
        (true, true) => tr!("said-grouped"),
        (true, false) => tr!("said-grouped-alone"),
        (false, _) => tr!("said-ungrouped"),
    };
    state.show_message(Tone::Plain, message);
}

/// Unfolds the group that contains a layer.
pub fn show(state: &mut State, key: &Key) {
    if let Key::Layer(dir) = key
        && state.groups.on
    {
        state.groups.unfolded.insert(dir.layer_name().to_owned());
    }
}
