//! Draws the list of cached layers, with leftovers and foreign entries below them.

use ratatui::Frame;

use super::super::lang;
use super::super::layout::Layout;
use super::super::state::{Focus, Screen, State};
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::table::{self, Cell, Column};
use super::{empty, pane, timeline};
use crate::inventory::facts::LeftoverKind;
use crate::inventory::last_use::LastUses;
use crate::inventory::{LayerRow, LayerState, Usage};
use crate::sam::problem::Severity;
use crate::tui::list::column_widths::newer_suffix;
use crate::tui::list::model::Row;
use crate::tui::list::order::{self, Sort};
use crate::tui::list::rows;
use crate::tui::list::{groups, marks};
use crate::tui::table_metrics::TableMetrics;

/// Returns the columns; states and versions are as wide as the listed values need.
fn columns(state: &State) -> [Column; 12] {
    let column_widths = &state.column_widths;
    let words =
        column_widths.states.iter().flat_map(|state| labels_of(*state)).map(|word| text::width(lang::fixed(word)));
    let mut word = words.max().unwrap_or(0);
    if !state.shown.leftovers.is_empty() || !state.shown.foreign.is_empty() {
        word = word.max(text::width(tr!("layers-foreign")));
    }
    let version = column_widths.version.clamp(3, 12);
    let column = |title, width, right, rank, sort| Column { title, width, right, rank, sort };
    // In the order of the constants below. The name of the directory comes first, whole where there is space.
    [
        column(key!("layers-column-name"), 0, false, 0, Some(Sort::Name)),
        column(key!("layers-column-ver"), version.max(text::width(tr!("layers-column-ver"))), true, 3, None),
        column(key!("layers-column-hash"), 10, false, 4, None),
        column(key!("layers-column-state"), (word + 2).max(6), false, 2, Some(Sort::State)),
        column(key!("layers-column-size"), 8, true, 0, Some(Sort::Size)),
        column(key!("layers-column-uses"), 5, true, 0, Some(Sort::Uses)),
        column(key!("layers-column-age"), 4, true, 6, Some(Sort::Age)),
        column(key!("layers-column-files"), 7, true, 7, Some(Sort::Files)),
        column(key!("layers-column-share"), 4, true, 8, None),
        column(key!("layers-column-region"), 14, false, 9, None),
        column(key!("layers-column-account"), 12, false, 10, None),
        column(key!("layers-column-last-use"), timeline::COLUMNS, false, timeline_rank(state), Some(Sort::Used)),
    ]
}

/// Returns the rank of the timeline: it is optional, unless the list is sorted by it.
pub fn timeline_rank(state: &State) -> u8 {
    if order::sort(state, state.screen) == Sort::Used { 0 } else { 9 }
}

const NAME: usize = 0;
const VERSION: usize = 1;
const HASH: usize = 2;
const STATE: usize = 3;
const SIZE: usize = 4;
const USES: usize = 5;
const AGE: usize = 6;
const FILES: usize = 7;
const SHARE: usize = 8;
const REGION: usize = 9;
const ACCOUNT: usize = 10;
/// The index of the column with the timeline.
const TIMELINE: usize = 11;

/// Longest name for which optional columns are hidden. Layer names of AWS itself have up to 45 characters.
const LONGEST: usize = 45;

/// Draws the list and returns where its columns are.
pub fn draw(frame: &mut Frame, state: &State, layout: &Layout) -> TableMetrics {
    let list = state.list();
    let order = if list.reversed { tr!("layers-reversed") } else { "" };
    let grouped = if state.groups.on { tr!("layers-grouped") } else { "" };
    let left = tr!("layers-title", sort = order::sort(state, state.screen).as_str(), grouped = grouped, order = order);
    let right = list_title(state, state.shown.layers.len());
    let focused = state.focus == Focus::List && state.modal.is_none();
    pane::frame(frame, state, layout.list, &pane::Title { left: &left, right: &right }, focused);
    if list.rows.is_empty() {
        empty::layers(frame, state, layout);
        return TableMetrics::default();
    }
    let longest = state.column_widths.name;
    let least = longest.clamp(8, table::DEFAULT_NAME_COLUMN.least);
    let names = table::NameColumn { least, preferred: longest.min(LONGEST) };
    let columns = table::with_sorted(&columns(state), order::sort(state, state.screen));
    let (shown, _) = table::fitting(&columns, usize::from(layout.rows.width), names);
    // In a narrow list, the sign of the state stays, in front of the name.
    let with_sign = !shown.contains(&STATE);
    let last_uses = LastUses::of(&state.shown);
    table::draw(frame, state, layout, (&columns, names), &|row, column, width| match row {
        Row::Layer(at) if column == TIMELINE => {
            let row = &state.shown.layers[at];
            let used = last_uses.of_layer(row).map(|last| last.time);
            timeline::cell(&state.appearance, state.now, row.modified, used)
        }
        Row::Layer(at) => {
            let row = &state.shown.layers[at];
            if column == NAME && with_sign {
                let (sign, _, role) = state_of(&state.appearance, row);
                let mut cell = vec![(role, format!("{sign} "))];
                cell.extend(name_cell(state, at, row, width.saturating_sub(2)));
                cell
            } else {
                layer_cell(state, at, row, column, width)
            }
        }
        Row::Group(first) => group_cell(state, first, column, width),
        Row::Leftover(at) => {
            let found = &state.shown.leftovers[at];
            let word = if found.in_use { tr!("layers-in-use") } else { leftover_label(found.kind) };
            other_cell(state, row, column, width, &Other { word, bytes: Some(found.bytes), modified: found.modified })
        }
        _ => other_cell(state, row, column, width, &Other { word: tr!("layers-foreign"), bytes: None, modified: None }),
    })
}

/// Returns the number and size of the marked layers, or the number of rows that match the filter.
pub fn list_title(state: &State, all: usize) -> String {
    let list = state.list();
    let marked = marks::marked(state);
    if !marked.is_empty() {
        let count = text::count(marked.len() as u64);
        let bytes = text::bytes(rows::marked_bytes(state, &marked));
        let sum = match state.screen {
            Screen::Images => tr!("images-marked", marked = count, bytes = bytes),
            _ => tr!("layers-marked", marked = count, bytes = bytes),
        };
        return if list.range_from.is_some() { tr!("layers-range", sum = sum) } else { sum };
    }
    if !list.filter.is_empty() {
        return format!("/{} {}", list.filter, tr!("count-match", count = list.matches()));
    }
    if list.rows.is_empty() {
        return String::new();
    }
    let is_whole = state.screen != Screen::Layers || !state.groups.on;
    format!("{}/{}", list.cursor + 1, if is_whole { list.rows.len().max(all) } else { list.rows.len() })
}

/// Returns the glyph, label and role of a layer.
pub fn state_of(appearance: &Appearance, row: &LayerRow) -> (&'static str, &'static str, Role) {
    let (sign, word, role) = kind_of(appearance, row);
    (sign, lang::fixed(word), role)
}

/// Returns the same with the message id of the label. A layer that SAM would use but that has a problem is not simply
/// `ok`.
fn kind_of(appearance: &Appearance, row: &LayerRow) -> (&'static str, &'static str, Role) {
    let glyphs = &appearance.glyphs;
    let worst = super::super::problems::worst(&row.problems);
    match row.state {
        LayerState::Ok if worst >= Some(Severity::Error) => (glyphs.failed, key!("layers-state-damaged"), Role::Bad),
        LayerState::Ok if worst >= Some(Severity::Warning) => (glyphs.warn, key!("layers-state-warning"), Role::Warn),
        LayerState::Ok => (glyphs.ok, key!("layers-state-ok"), Role::Ok),
        LayerState::Empty => (glyphs.empty, key!("layers-state-empty"), Role::Bad),
        LayerState::Partial => (glyphs.partial, key!("layers-state-partial"), Role::Bad),
        LayerState::Downloading => (glyphs.downloading, key!("layers-state-loading"), Role::Busy),
        LayerState::Failed => (glyphs.failed, key!("layers-state-failed"), Role::Bad),
        LayerState::Unknown if row.measure.is_none() && row.problems.is_empty() => {
            (glyphs.ellipsis, key!("layers-state-counting"), Role::Dim)
        }
        LayerState::Unknown => (glyphs.unknown, key!("layers-state-unknown"), Role::Warn),
    }
}

/// Returns the message ids of the labels a state may have.
fn labels_of(state: LayerState) -> &'static [&'static str] {
    match state {
        LayerState::Ok => &[key!("layers-state-ok"), key!("layers-state-warning"), key!("layers-state-damaged")],
        LayerState::Empty => &[key!("layers-state-empty")],
        LayerState::Partial => &[key!("layers-state-partial")],
        LayerState::Downloading => &[key!("layers-state-loading")],
        LayerState::Failed => &[key!("layers-state-failed")],
        LayerState::Unknown => &[key!("layers-state-counting"), key!("layers-state-unknown")],
    }
}

fn layer_cell(state: &State, at: usize, row: &LayerRow, column: usize, width: usize) -> Cell {
    let appearance = &state.appearance;
    let dim = |text: String| table::plain(Role::Dim, text);
    let ellipsis = appearance.glyphs.ellipsis;
    let measure = row.measure.as_ref();
    match column {
        STATE => {
            let (sign, word, role) = state_of(appearance, row);
            table::plain(role, format!("{sign} {word}"))
        }
        NAME => name_cell(state, at, row, width),
        VERSION => {
            let behind = newer_suffix(row);
            let available = width.saturating_sub(behind.len());
            let version = text::cut_end(row.dir.version(), available, ellipsis).into_owned();
            vec![(Role::Text, version), (Role::Accent, behind)]
        }
        HASH => hash_cell(state, row),
        SIZE => measure.map_or_else(|| dim(ellipsis.to_owned()), |m| table::plain(Role::Text, text::bytes(m.bytes))),
        SHARE => measure.map_or_else(Vec::new, |measure| share(state, measure.bytes)),
        FILES => measure.map_or_else(|| dim(ellipsis.to_owned()), |m| dim(text::count(m.files))),
        AGE => row.modified.map_or_else(Vec::new, |then| dim(text::age(state.now, then))),
        REGION | ACCOUNT => {
            let parts = row.arn.as_ref().and_then(|known| known.arn.parts().ok());
            let part = parts.as_ref().map(|parts| if column == REGION { parts.region } else { parts.account.as_str() });
            dim(text::cut_end(part.unwrap_or(appearance.glyphs.skipped), width, ellipsis).into_owned())
        }
        USES => match &row.usage {
            Usage::Loading => dim(ellipsis.to_owned()),
            Usage::Referenced(functions) => table::plain(Role::Text, functions.len().to_string()),
            Usage::Unreferenced => dim("0".to_owned()),
            Usage::Unknown(_) => dim("?".to_owned()),
        },
        _ => Vec::new(),
    }
}

/// Returns a cell of a group row, with the totals of its versions.
fn group_cell(state: &State, first: usize, column: usize, width: usize) -> Cell {
    let appearance = &state.appearance;
    let Some(summary) = groups::summary(&state.shown, first) else { return Vec::new() };
    let versions = groups::versions(&state.shown, first);
    // While versions are being measured, the total is a lower bound.
    let (role, more) = if summary.measured { (Role::Text, "") } else { (Role::Dim, "+") };
    match column {
        STATE => {
            let (sign, word, role) = state_of(appearance, summary.worst);
            table::plain(role, format!("{sign} {word}"))
        }
        NAME => {
            let name = state.shown.layers[first].dir.layer_name();
            let open = state.groups.is_open(name, !state.list().filter.is_empty());
            let sign = if open { appearance.glyphs.unfolded } else { appearance.glyphs.folded };
            let count = format!(" ({})", versions.len());
            let available = width.saturating_sub(2 + count.len());
            let mut cell = vec![(Role::Dim, format!("{sign} "))];
            cell.extend(table::name(state, Role::Name, name, available));
            cell.push((Role::Dim, count));
            cell
        }
        SIZE => table::plain(role, format!("{}{more}", text::bytes(summary.bytes))),
        SHARE => share(state, summary.bytes),
        FILES => table::plain(Role::Dim, format!("{}{more}", text::count(summary.files))),
        AGE => summary.modified.map_or_else(Vec::new, |then| table::plain(Role::Dim, text::age(state.now, then))),
        USES => summary.functions.map_or_else(
            || table::plain(Role::Dim, "?"),
            |count| table::plain(if count == 0 { Role::Dim } else { Role::Text }, count.to_string()),
        ),
        _ => Vec::new(),
    }
}

/// Returns the share of all layers in percent. A few large layers would leave all other bars empty.
fn share(state: &State, bytes: u64) -> Cell {
    let percent = bytes.saturating_mul(100).checked_div(state.shown.totals.bytes).unwrap_or(0);
    let text = if percent == 0 && bytes > 0 { "<1%".to_owned() } else { format!("{percent}%") };
    table::plain(Role::Dim, text)
}

/// Returns the name cell. The filter searches the whole directory name, of which the cell shows the first part.
fn name_cell(state: &State, at: usize, row: &LayerRow, width: usize) -> Cell {
    let name = row.dir.layer_name();
    // Versions are indented below the sign of their group.
    let indent = if state.groups.on { 2 } else { 0 };
    let available = width.saturating_sub(indent);
    let cut = if name.len() <= available {
        std::borrow::Cow::Borrowed(name)
    } else {
        let apart = groups::differences(&state.shown, at);
        text::cut_distinct(name, available, state.appearance.glyphs.ellipsis, &apart)
    };
    // The indices of matches do not apply to a name that was cut.
    let matched = if cut == name { matched(state, row) } else { Vec::new() };
    let mut cell = table::highlighted(&cut, &matched, Role::Text);
    if indent > 0 {
        cell.insert(0, (Role::Text, " ".repeat(indent)));
    }
    cell
}

fn hash_cell(state: &State, row: &LayerRow) -> Cell {
    let start = row.dir.as_str().len() - row.dir.hash().len();
    let matched: Vec<usize> = matched(state, row).iter().filter_map(|at| at.checked_sub(start)).collect();
    table::highlighted(row.dir.hash(), &matched, Role::Dim)
}

fn matched(state: &State, row: &LayerRow) -> Vec<usize> {
    let filter = &state.list().filter;
    if filter.is_empty() { Vec::new() } else { crate::tui::list::search::Filter::new(filter).matched(row.dir.as_str()) }
}

/// Returns a label that fits the column; the detail pane has the full one.
fn leftover_label(kind: LeftoverKind) -> &'static str {
    match kind {
        LeftoverKind::Zip => tr!("layers-leftover-zip"),
        LeftoverKind::Dockerfile => tr!("layers-leftover-build"),
        LeftoverKind::Lock => tr!("layers-leftover-lock"),
        LeftoverKind::Reference => tr!("layers-leftover-ref"),
    }
}

/// The cells of an entry that is not a layer.
struct Other {
    word: &'static str,
    bytes: Option<u64>,
    modified: Option<jiff::Timestamp>,
}

fn other_cell(state: &State, row: Row, column: usize, width: usize, other: &Other) -> Cell {
    let dim = |text: String| table::plain(Role::Dim, text);
    match column {
        STATE => {
            dim(text::cut_end(&format!("{} {}", state.appearance.glyphs.skipped, other.word), width, "").into_owned())
        }
        NAME => table::name(state, Role::Dim, &rows::name(state, row), width),
        SIZE => other.bytes.map_or_else(Vec::new, |bytes| dim(text::bytes(bytes))),
        AGE => other.modified.map_or_else(Vec::new, |then| dim(text::age(state.now, then))),
        _ => Vec::new(),
    }
}
