//! Draws the list of images SAM built.

use ratatui::Frame;

use super::super::layout::Layout;
use super::super::problems;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::table::{self, Cell, Column};
use super::{empty, layers, pane, timeline};
use crate::inventory::last_use;
use crate::inventory::{ImageRow, Usage};
use crate::sam::image_name::{self, ImageKind};
use crate::sam::problem::{ProblemCode, Severity};
use crate::tui::list::model::Row;
use crate::tui::list::order::{self, Sort};
use crate::tui::table_metrics::TableMetrics;

const COLUMNS: [Column; 10] = [
    Column { title: key!("images-column-image"), width: 0, right: false, rank: 0, sort: Some(Sort::Name) },
    Column { title: key!("images-column-hash"), width: 10, right: false, rank: 4, sort: None },
    Column { title: key!("images-column-state"), width: 10, right: false, rank: 1, sort: Some(Sort::State) },
    Column { title: key!("images-column-size"), width: 8, right: true, rank: 0, sort: Some(Sort::Size) },
    Column { title: key!("images-column-uses"), width: 5, right: true, rank: 2, sort: Some(Sort::Uses) },
    Column { title: key!("images-column-own"), width: 8, right: true, rank: 6, sort: None },
    Column { title: key!("images-column-layers"), width: 6, right: true, rank: 7, sort: None },
    Column { title: key!("images-column-age"), width: 4, right: true, rank: 5, sort: Some(Sort::Age) },
    Column { title: key!("images-column-cont"), width: 4, right: true, rank: 8, sort: None },
    Column {
        title: key!("layers-column-last-use"),
        width: timeline::COLUMNS,
        right: false,
        rank: 9,
        sort: Some(Sort::Used),
    },
];

/// Index of the column with the timeline.
const TIMELINE: usize = 9;

/// Index of the column with the state.
const STATE: usize = 2;

/// Index of the column with the hash.
const HASH: usize = 1;

/// From this width on, all digits of the hash are shown.
const WIDE: usize = 96;

/// Longest name for which other columns are hidden.
const LONGEST: usize = 28;

/// Draws the list and returns where its columns are.
pub fn draw(frame: &mut Frame, state: &State, layout: &Layout) -> TableMetrics {
    let list = state.list();
    let order = if list.reversed { tr!("images-reversed") } else { "" };
    let left = tr!("images-images-by", sort = order::sort(state, state.screen).as_str(), order = order);
    let right = layers::list_title(state, state.shown.images.len());
    let focused = state.focus == Focus::List && state.modal.is_none();
    pane::frame(frame, state, layout.list, &pane::Title { left: &left, right: &right }, focused);
    if list.rows.is_empty() {
        empty::images(frame, state, layout);
        return TableMetrics::default();
    }
    // Runtime and architecture distinguish the images, so other columns are hidden before they are cut.
    let names = state.shown.images.iter().map(|row| text::width(short_name(row)));
    let longest = names.max().unwrap_or(0).clamp(table::DEFAULT_NAME_COLUMN.least, LONGEST);
    let names = table::NameColumn { least: longest, preferred: longest };
    let mut columns = table::with_sorted(&COLUMNS, order::sort(state, state.screen));
    columns[TIMELINE].rank = layers::timeline_rank(state);
    if usize::from(layout.rows.width) >= WIDE {
        columns[HASH].width = image_name::HASH_DIGITS;
    }
    // In a narrow list, the sign of the state stays, in front of the name.
    let (shown, _) = table::fitting(&columns, usize::from(layout.rows.width), names);
    let with_sign = !shown.contains(&STATE);
    table::draw(frame, state, layout, (&columns, names), &|row, column, width| match row {
        Row::Image(at) if column == 0 && with_sign => {
            let row = &state.shown.images[at];
            let (sign, _, role) = state_of(&state.appearance, row);
            let mut cell = vec![(role, format!("{sign} "))];
            cell.extend(name_cell(state, row, width.saturating_sub(2)));
            cell
        }
        Row::Image(at) => cell(state, &state.shown.images[at], column, width),
        _ => Vec::new(),
    })
}

/// Returns the glyph, label and role of an image.
pub fn state_of(appearance: &Appearance, row: &ImageRow) -> (&'static str, &'static str, Role) {
    let glyphs = &appearance.glyphs;
    let has = |code| row.problems.iter().any(|problem| problem.code == code);
    let running = row.containers.iter().any(|container| container.state == "running");
    match (problems::worst(&row.problems), &row.usage) {
        (Some(Severity::Error), _) => (glyphs.failed, tr!("images-problem"), Role::Bad),
        (Some(Severity::Warning), _) if has(ProblemCode::ImageOutdated) => {
            (glyphs.warn, tr!("images-outdated"), Role::Warn)
        }
        (Some(Severity::Warning), _) => (glyphs.warn, tr!("images-suspect"), Role::Warn),
        _ if running => (glyphs.right, tr!("images-running"), Role::Busy),
        (_, Usage::Referenced(_)) => (glyphs.ok, tr!("images-in-use"), Role::Ok),
        (_, Usage::Unreferenced) => (glyphs.empty, tr!("images-unused"), Role::Dim),
        (_, Usage::Loading) => (glyphs.ellipsis, tr!("images-reading"), Role::Dim),
        (_, Usage::Unknown(_)) => (glyphs.unknown, tr!("images-unknown"), Role::Dim),
    }
}

fn cell(state: &State, row: &ImageRow, column: usize, width: usize) -> Cell {
    let appearance = &state.appearance;
    let dim = |text: String| table::plain(Role::Dim, text);
    match column {
        0 => name_cell(state, row, width),
        STATE => {
            let (sign, word, role) = state_of(appearance, row);
            table::plain(role, format!("{sign} {word}"))
        }
        HASH => row.name.hash().map_or_else(Vec::new, |hash| dim(text::cut_end(hash, width, "").into_owned())),
        6 => match (&row.layers, row.name.kind()) {
            (Some(layers), _) => table::plain(Role::Text, layers.names.len().to_string()),
            (None, ImageKind::Layered { .. }) => dim("?".to_owned()),
            (None, _) => dim(appearance.glyphs.skipped.to_owned()),
        },
        3 => table::plain(Role::Text, text::bytes(row.size_bytes)),
        4 => match &row.usage {
            Usage::Loading => dim(appearance.glyphs.ellipsis.to_owned()),
            Usage::Referenced(functions) => table::plain(Role::Text, functions.len().to_string()),
            Usage::Unreferenced => dim("0".to_owned()),
            Usage::Unknown(_) => dim("?".to_owned()),
        },
        5 => dim(row.unique_bytes.map_or_else(|| "?".to_owned(), text::bytes)),
        7 => row.created.map_or_else(Vec::new, |then| dim(text::age(state.now, then))),
        TIMELINE => {
            let used = last_use::of_image(row).map(|last| last.time);
            timeline::cell(appearance, state.now, row.created, used)
        }
        _ => match row.containers.len() {
            0 => Vec::new(),
            count => table::plain(Role::Text, count.to_string()),
        },
    }
}

/// Returns the name without its hash, as the hash has a column of its own.
fn name_cell(state: &State, row: &ImageRow, width: usize) -> Cell {
    table::name(state, Role::Text, short_name(row), width)
}

/// Returns the name without the common part before the runtime; the detail pane shows the full name.
fn short_name(row: &ImageRow) -> &str {
    let text = row.name.as_str();
    let head = row.name.hash().map_or(text, |hash| text[..text.len() - hash.len()].trim_end_matches('-'));
    let short = head.rsplit_once('/').map_or(head, |(_, short)| short);
    short.strip_prefix("lambda-").or_else(|| short.strip_prefix("lambda:")).unwrap_or(short)
}
