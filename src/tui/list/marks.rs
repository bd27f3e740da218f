//! Marks: the items an action applies to.

use std::borrow::Cow;
use std::collections::HashSet;

use super::model::{Key, Row};
use super::{groups, rows};
use crate::plan::Selection;
use crate::sam::ImageName;
use crate::tui::overview::Entry;
use crate::tui::state::{Screen, State, Tone};

/// Returns whether a row can be marked: only rows that can be purged.
fn can_mark(row: Row) -> bool {
    matches!(row, Row::Layer(_) | Row::Group(_) | Row::Leftover(_) | Row::Image(_) | Row::Build(..))
}

/// Returns the row indices of the range that is being marked; empty without one.
pub fn range(state: &State) -> std::ops::Range<usize> {
    let list = state.list();
    let Some(from) = &list.range_from else { return 0..0 };
    let Some(from) = rows::position(state, &list.rows, from) else {
        return list.cursor..(list.cursor + 1).min(list.rows.len());
    };
    from.min(list.cursor)..(from.max(list.cursor) + 1).min(list.rows.len())
}

/// Returns the items that a mark on a row stands for: its own, or for a group the versions that match the filter.
fn keys_of_row(state: &State, row: Row) -> Vec<Key> {
    match row {
        Row::Group(first) => {
            let versions = groups::versions(&state.shown, first);
            let list = &state.lists[Screen::Layers as usize];
            let key = |at| rows::key(state, Row::Layer(at));
            if list.filter.is_empty() {
                return versions.filter_map(key).collect();
            }
            // The matching versions follow their group row.
            let below = list.rows.iter().skip_while(|listed| **listed != row).skip(1);
            let own = below.map_while(|row| match row {
                Row::Layer(at) if versions.contains(at) => Some(*at),
                _ => None,
            });
            own.filter_map(key).collect()
        }
        row if can_mark(row) => rows::key(state, row).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Returns the marks of the open screen, including the range that is being marked.
pub fn marked(state: &State) -> Cow<'_, HashSet<Key>> {
    let list = state.list();
    let in_range = &list.rows[range(state)];
    if in_range.is_empty() {
        return Cow::Borrowed(&list.marks);
    }
    let in_range = in_range.iter().flat_map(|row| keys_of_row(state, *row));
    Cow::Owned(list.marks.iter().cloned().chain(in_range).collect())
}

/// How much of a row is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// Nothing is marked.
    No,
    /// Some versions of a group are marked.
    Partly,
    /// Everything is marked.
    Yes,
}

/// Returns how much of a row is contained in a set of marks.
pub fn is_marked(state: &State, row: Row, marks: &HashSet<Key>) -> Marked {
    if marks.is_empty() {
        return Marked::No;
    }
    let keys = keys_of_row(state, row);
    match keys.iter().filter(|key| marks.contains(key)).count() {
        0 => Marked::No,
        some if some < keys.len() => Marked::Partly,
        _ => Marked::Yes,
    }
}

/// Returns the items an action applies to: all marked ones, otherwise the one under the cursor.
pub fn selection(state: &State) -> Selection {
    let mut selection = Selection::default();
    let marked = marked(state);
    if marked.is_empty()
        && let Some(row) = state.list().current()
    {
        add_row(state, row, &mut selection);
    }
    for key in marked.into_owned() {
        add(state, key, &mut selection);
    }
    selection
}

/// Returns whether the selection contains a layer. Called for every frame, so it allocates nothing.
pub fn has_layers(state: &State) -> bool {
    let marked = marked(state);
    if marked.is_empty() {
        return state.list().current().is_some_and(|row| match row {
            Row::Layer(_) | Row::Group(_) => true,
            Row::Function(template, at) => !rows::cached_layers(state, template, at).is_empty(),
            _ => false,
        });
    }
    marked.iter().any(|key| matches!(key, Key::Layer(_)))
}

/// Returns whether the selection contains anything.
pub fn has_selection(state: &State) -> bool {
    if marked(state).is_empty() { !selection(state).is_empty() } else { true }
}

/// Returns the selected images that were built from layers and can be compared with them.
pub fn images_with_layers(state: &State) -> Vec<ImageName> {
    let chosen = selection(state).images;
    let rows = state.shown.images.iter().filter(|row| row.name.hash().is_some());
    rows.filter(|row| chosen.contains(&row.name)).map(|row| row.name.clone()).collect()
}

fn add_row(state: &State, row: Row, selection: &mut Selection) {
    match row {
        Row::BuildFolder(_) | Row::Build(..) => {
            if let Some(key) = rows::key(state, row) {
                add(state, key, selection);
            }
        }
        Row::Layer(_) | Row::Group(_) | Row::Leftover(_) | Row::Image(_) => {
            for key in keys_of_row(state, row) {
                add(state, key, selection);
            }
        }
        Row::Function(template, function) => {
            selection.layers.extend(rows::cached_layers(state, template, function));
            // The images built from layers are an option of the plan, as on the Layers screen.
            if !selection.layers.is_empty() {
                return;
            }
            let needed = &state.shown.templates[template].functions[function].function.image;
            let existing = state.shown.images.iter().filter(|image| {
                needed.as_ref().is_some_and(|needed| image.name.without_registry() == needed.without_registry())
            });
            selection.images.extend(existing.map(|image| image.name.clone()));
        }
        Row::Overview(at) => {
            if let Some(key) = state.overview.get(at).and_then(Entry::item) {
                add(state, key.clone(), selection);
            }
        }
        Row::Foreign(_) | Row::Project(_) | Row::Template(_) | Row::Job(_) => {}
    }
}

fn add(state: &State, key: Key, selection: &mut Selection) {
    match key {
        Key::Layer(dir) => drop(selection.layers.insert(dir)),
        Key::Image(name) => drop(selection.images.insert(name)),
        Key::Build(path) => drop(selection.builds.insert(path)),
        Key::BuildFolder(path) => drop(selection.build_folders.insert(path)),
        Key::Path(path) if state.shown.leftovers.iter().any(|leftover| leftover.path == path) => {
            selection.leftovers.insert(path);
        }
        Key::Path(_)
        | Key::Group(_)
        | Key::Project(_)
        | Key::Template(_)
        | Key::Function(_)
        | Key::Job(_)
        | Key::Overview(_) => {}
    }
}

/// Marks or unmarks the row under the cursor, ends a range if one is being marked, and moves down.
pub fn toggle(state: &mut State) {
    if state.list().range_from.is_some() {
        end_range(state);
        return;
    }
    let Some(row) = state.list().current() else { return };
    if !can_mark(row) {
        state.show_message(Tone::Plain, tr!("refused-mark"));
        return;
    }
    let keys = keys_of_row(state, row);
    let list = state.list_mut();
    if keys.iter().all(|key| list.marks.contains(key)) {
        list.marks.retain(|mark| !keys.contains(mark));
    } else {
        list.marks.extend(keys);
    }
    list.step(1);
}

/// Starts a range at the cursor, or ends the current one.
pub fn toggle_range(state: &mut State) {
    if state.list().range_from.is_some() {
        end_range(state);
    } else {
        state.list_mut().range_from = rows::current_key(state, state.screen);
    }
}

fn end_range(state: &mut State) {
    let marked = marked(state).into_owned();
    let list = state.list_mut();
    list.marks = marked;
    list.range_from = None;
}

/// Marks every listed row, or unmarks all if all are marked. Rows hidden by the filter are unchanged.
pub fn toggle_all(state: &mut State) {
    let listed = listed(state);
    let list = state.list_mut();
    if listed.iter().all(|key| list.marks.contains(key)) {
        list.marks.retain(|key| !listed.contains(key));
    } else {
        list.marks.extend(listed);
    }
}

/// Inverts the marks of the listed rows.
pub fn invert(state: &mut State) {
    for key in listed(state) {
        let list = state.list_mut();
        if !list.marks.remove(&key) {
            list.marks.insert(key);
        }
    }
}

fn listed(state: &State) -> HashSet<Key> {
    let list = state.list();
    // The versions of an open group are rows of their own.
    let is_open = |row: &Row| match row {
        Row::Group(first) => {
            let name = state.shown.layers.get(*first).map_or("", |row| row.dir.layer_name());
            state.groups.is_open(name, !list.filter.is_empty())
        }
        _ => false,
    };
    list.rows.iter().filter(|row| !is_open(row)).flat_map(|row| keys_of_row(state, *row)).collect()
}

/// Removes marks of items that no longer exist.
pub fn drop_stale_marks(state: &mut State) {
    if state.lists.iter().all(|list| list.marks.is_empty()) {
        return;
    }
    let shown = &state.shown;
    let images: HashSet<&ImageName> = shown.images.iter().map(|row| &row.name).collect();
    let leftovers: HashSet<_> = shown.leftovers.iter().map(|leftover| leftover.path.as_path()).collect();
    for screen in [Screen::Layers, Screen::Images, Screen::Builds] {
        state.lists[screen as usize].marks.retain(|key| match key {
            Key::Layer(dir) => shown.layer(dir).is_some(),
            Key::Image(name) => images.contains(name),
            Key::Path(path) => leftovers.contains(path.as_path()),
            Key::Build(path) => shown.builds.iter().flat_map(|folder| &folder.entries).any(|entry| entry.path == *path),
            Key::Group(_)
            | Key::Project(_)
            | Key::Template(_)
            | Key::Function(_)
            | Key::Job(_)
            | Key::Overview(_)
            | Key::BuildFolder(_) => false,
        });
    }
}
