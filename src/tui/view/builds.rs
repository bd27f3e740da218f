//! Draws the tree of build folders and what is in them.

use ratatui::Frame;

use super::super::layout::Layout;
use super::super::problems;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::table::{self, Cell, Column};
use super::{empty, layers, pane};
use crate::inventory::facts::builds::{BuildFolderState, FoundBuild, FoundBuildFolder, Referenced};
use crate::tui::list::model::Row;
use crate::tui::list::order::{self, Sort};
use crate::tui::list::rows;
use crate::tui::table_metrics::TableMetrics;

const COLUMNS: [Column; 5] = [
    Column { title: key!("builds-column-entry"), width: 0, right: false, rank: 0, sort: Some(Sort::Name) },
    Column { title: key!("builds-column-state"), width: 10, right: false, rank: 1, sort: None },
    Column { title: key!("builds-column-size"), width: 8, right: true, rank: 0, sort: Some(Sort::Size) },
    Column { title: key!("builds-column-runtime"), width: 13, right: false, rank: 3, sort: None },
    Column { title: key!("builds-column-age"), width: 4, right: true, rank: 2, sort: Some(Sort::Age) },
];

/// A name needs space for its folder and the first and last digits of a UUID.
const NAMES: table::NameColumn = table::NameColumn { least: 28, preferred: 28 };

/// Draws the list and returns where its columns are.
pub fn draw(frame: &mut Frame, state: &State, layout: &Layout) -> TableMetrics {
    let order = if state.list().reversed { tr!("builds-reversed") } else { "" };
    let left = tr!("builds-title", sort = order::sort(state, state.screen).as_str(), order = order);
    let right = layers::list_title(state, state.shown.builds.len());
    let focused = state.focus == Focus::List && state.modal.is_none();
    pane::frame(frame, state, layout.list, &pane::Title { left: &left, right: &right }, focused);
    if state.list().rows.is_empty() {
        empty::builds(frame, state, layout);
        return TableMetrics::default();
    }
    table::draw(frame, state, layout, (&COLUMNS, NAMES), &|row, column, width| match row {
        Row::BuildFolder(at) => folder(state, &state.shown.builds[at], column, width),
        Row::Build(folder, at) => cell(state, row, &state.shown.builds[folder].entries[at], column, width),
        _ => Vec::new(),
    })
}

fn folder(state: &State, folder: &FoundBuildFolder, column: usize, width: usize) -> Cell {
    let glyphs = state.appearance.glyphs;
    match column {
        0 => {
            let sign = if state.folded.contains(&folder.path) { glyphs.folded } else { glyphs.unfolded };
            let clean = text::path(&folder.path, state.home.as_deref());
            let name = text::cut_start(&clean, width.saturating_sub(2), glyphs.ellipsis);
            vec![(Role::Dim, format!("{sign} ")), (Role::Title, name.into_owned())]
        }
        1 => match (&folder.state, &folder.in_use) {
            (BuildFolderState::Unknown(_), _) => table::plain(Role::Warn, tr!("builds-unknown")),
            (_, Some(_)) => table::plain(Role::Busy, tr!("builds-building")),
            _ => Vec::new(),
        },
        2 => size(state, folder.bytes()),
        _ => Vec::new(),
    }
}

/// Returns the glyph, label and role of an entry.
pub fn state_of(appearance: &Appearance, entry: &FoundBuild) -> (&'static str, &'static str, Role) {
    let glyphs = &appearance.glyphs;
    match entry.referenced {
        _ if problems::worst(&entry.problems).is_some() => (glyphs.warn, tr!("builds-problem"), Role::Warn),
        Referenced::Yes => (glyphs.ok, tr!("builds-used"), Role::Ok),
        Referenced::No => (glyphs.empty, tr!("builds-unused"), Role::Dim),
        Referenced::Unknown if entry.id.is_none() => (glyphs.skipped, "", Role::Dim),
        Referenced::Unknown => (glyphs.unknown, tr!("builds-unknown"), Role::Dim),
    }
}

fn cell(state: &State, row: Row, entry: &FoundBuild, column: usize, width: usize) -> Cell {
    let appearance = &state.appearance;
    let dim = |text: String| table::plain(Role::Dim, text);
    let (sign, word, role) = state_of(appearance, entry);
    match column {
        0 => {
            let mut cell = vec![(role, format!("  {sign} "))];
            cell.extend(table::name(state, Role::Text, &rows::name(state, row), width.saturating_sub(4)));
            cell
        }
        1 => table::plain(role, word),
        2 => size(state, entry.bytes()),
        3 => {
            let runtime = entry.runtime.as_deref().map(text::sanitize).unwrap_or_default();
            dim(text::cut_end(&runtime, width, appearance.glyphs.ellipsis).into_owned())
        }
        _ => entry.modified.map_or_else(Vec::new, |then| dim(text::age(state.now, then))),
    }
}

fn size(state: &State, bytes: Option<u64>) -> Cell {
    match bytes {
        Some(bytes) => table::plain(Role::Text, text::bytes(bytes)),
        None if state.inventory.complete.builds_measured => table::plain(Role::Dim, "?"),
        None => table::plain(Role::Dim, state.appearance.glyphs.ellipsis),
    }
}
