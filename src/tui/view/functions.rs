//! Draws the tree of projects, templates and functions.

use ratatui::Frame;

use super::super::layout::Layout;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::{Appearance, Role};
use super::table::{self, Cell, Column};
use super::{empty, images, layers, pane};
use crate::inventory::FunctionRow;
use crate::sam::known_sam_cli;
use crate::sam::problem::Severity;
use crate::sam::template::PackageType;
use crate::tui::function_state::{self, ImageUse, LayerUse};
use crate::tui::list::model::Row;
use crate::tui::list::order::{self, Sort};
use crate::tui::list::rows;
use crate::tui::table_metrics::TableMetrics;

const COLUMNS: [Column; 5] = [
    Column { title: key!("functions-column-function"), width: 0, right: false, rank: 0, sort: Some(Sort::Name) },
    Column { title: key!("functions-column-runtime"), width: 13, right: false, rank: 3, sort: None },
    Column { title: key!("functions-column-layers"), width: 8, right: true, rank: 1, sort: Some(Sort::Layers) },
    Column { title: key!("functions-column-image"), width: 10, right: false, rank: 2, sort: None },
    Column { title: key!("functions-column-unzipped"), width: 10, right: true, rank: 4, sort: Some(Sort::Size) },
];

/// From this width on, there is space for sizes beside the names.
const WIDE: u16 = 76;

/// Draws the list and returns where its columns are.
pub fn draw(frame: &mut Frame, state: &State, layout: &Layout) -> TableMetrics {
    let order = if state.list().reversed { tr!("functions-reversed") } else { "" };
    let left = tr!("functions-title", sort = order::sort(state, state.screen).as_str(), order = order);
    let right = layers::list_title(state, 0);
    let left = with_sam(state, left, usize::from(layout.list.width).saturating_sub(text::width(&right) + 8));
    let focused = state.focus == Focus::List && state.modal.is_none();
    pane::frame(frame, state, layout.list, &pane::Title { left: &left, right: &right }, focused);
    if state.list().rows.is_empty() {
        empty::functions(frame, state, layout);
        return TableMetrics::default();
    }
    // Names are more important than sizes, unless the list is sorted by size.
    let has_sizes = layout.rows.width >= WIDE || order::sort(state, state.screen) == Sort::Size;
    let columns =
        table::with_sorted(if has_sizes { &COLUMNS[..] } else { &COLUMNS[..4] }, order::sort(state, state.screen));
    table::draw(frame, state, layout, (&columns, table::DEFAULT_NAME_COLUMN), &|row, column, width| match row {
        Row::Project(at) => {
            let folder = rows::project_of(&state.shown.templates[at].path);
            let path = text::path(folder, state.home.as_deref());
            branch(state, column, width, 0, Role::Title, &path, state.folded.contains(folder))
        }
        Row::Template(at) => {
            let template = &state.shown.templates[at];
            if column == 1 && template.error.is_some() {
                return table::plain(Role::Bad, tr!("functions-refused"));
            }
            let folded = state.folded.contains(&template.path);
            branch(state, column, width, 2, Role::Name, &rows::name(state, row), folded)
        }
        Row::Function(template, at) => cell(state, row, &state.shown.templates[template].functions[at], column, width),
        _ => Vec::new(),
    })
}

/// Returns the title with the SAM CLI whose rules apply, shortened to this many columns.
fn with_sam(state: &State, title: String, columns: usize) -> String {
    let Some(sams) = &state.inventory.installed_sams else { return title };
    let glyphs = &state.appearance.glyphs;
    let candidates = match sams.first().map(|sam| (sam, &sam.release)) {
        None => vec![tr!("functions-no-sam").to_owned()],
        Some((_, None)) => vec![tr!("functions-sam-unknown").to_owned()],
        Some((sam, Some(release))) => {
            let short = tr!("functions-sam", release = release.as_str());
            if sam.is_newer_than_known() {
                let whole = tr!("functions-sam-newer", release = release.as_str(), checked = known_sam_cli());
                vec![whole, format!("{short} {}", glyphs.warn)]
            } else {
                vec![short]
            }
        }
    };
    let both = candidates.into_iter().map(|sam| format!("{title} {} {sam}", glyphs.dot));
    both.into_iter().find(|both| text::width(both) <= columns).unwrap_or(title)
}

fn branch(state: &State, column: usize, width: usize, indent: usize, role: Role, name: &str, folded: bool) -> Cell {
    if column != 0 {
        return Vec::new();
    }
    let glyphs = state.appearance.glyphs;
    let sign = if folded { glyphs.folded } else { glyphs.unfolded };
    let clean = text::sanitize(name);
    let name = text::cut_start(&clean, width.saturating_sub(indent + 2), glyphs.ellipsis);
    vec![(Role::Dim, format!("{}{sign} ", " ".repeat(indent))), (role, name.into_owned())]
}

/// Returns the glyph and role of a function.
pub fn state_of(state: &State, row: &FunctionRow) -> (&'static str, Role) {
    let glyphs = &state.appearance.glyphs;
    match function_state::worst(state, row) {
        Some(Severity::Error) => (glyphs.failed, Role::Bad),
        Some(Severity::Warning) => (glyphs.warn, Role::Warn),
        _ if function_state::has_missing_layer(state, row) => (glyphs.downloading, Role::Busy),
        _ if function_state::has_unknown_layer(state, row) => (glyphs.unknown, Role::Dim),
        _ => (glyphs.ok, Role::Ok),
    }
}

fn cell(state: &State, row: Row, function: &FunctionRow, column: usize, width: usize) -> Cell {
    let appearance = &state.appearance;
    let dim = |text: String| table::plain(Role::Dim, text);
    match column {
        0 => {
            let (sign, role) = state_of(state, function);
            let mut cell = vec![(role, format!("    {sign} "))];
            cell.extend(table::name(state, Role::Text, &rows::name(state, row), width.saturating_sub(6)));
            cell
        }
        1 => {
            let runtime = match (&function.function.runtime, function.function.package_type) {
                (_, PackageType::Image) => tr!("functions-package-image").to_owned(),
                (Some(runtime), PackageType::Zip) => text::sanitize(runtime.as_str()).into_owned(),
                (None, PackageType::Zip) => "?".to_owned(),
            };
            dim(text::cut_end(&runtime, width, appearance.glyphs.ellipsis).into_owned())
        }
        2 => {
            let all = function.function.layers.len();
            if all == 0 {
                return dim(appearance.glyphs.skipped.to_owned());
            }
            let ready = function_state::layers(state, function);
            let ready = ready.filter(|layer| matches!(layer, LayerUse::Ready | LayerUse::Local)).count();
            table::plain(
                if ready == all { Role::Text } else { Role::Warn },
                tr!("functions-cached-of", cached = ready, all = all),
            )
        }
        3 => match function_state::image(state, function) {
            ImageUse::None => dim(appearance.glyphs.skipped.to_owned()),
            ImageUse::Ready => table::plain(Role::Ok, tr!("functions-image-there", ok = appearance.glyphs.ok)),
            ImageUse::Flawed(image) => {
                let (sign, word, role) = images::state_of(appearance, image);
                table::plain(role, text::cut_end(&format!("{sign} {word}"), width, "").into_owned())
            }
            ImageUse::ToBuild => dim(tr!("functions-image-to-build").to_owned()),
            ImageUse::ToPull => dim(tr!("functions-image-to-pull").to_owned()),
            ImageUse::Unknown => dim("?".to_owned()),
        },
        _ => unzipped(appearance, function),
    }
}

/// Returns the total size of the cached layers of a function.
fn unzipped(appearance: &Appearance, function: &FunctionRow) -> Cell {
    if function.layer_bytes.is_empty() {
        return table::plain(Role::Dim, appearance.glyphs.skipped);
    }
    let known: u64 = function.layer_bytes.iter().flatten().sum();
    if function.layer_bytes.iter().all(Option::is_some) {
        table::plain(Role::Text, text::bytes(known))
    } else if known == 0 {
        table::plain(Role::Dim, "?")
    } else {
        table::plain(Role::Dim, format!("{}+", text::bytes(known)))
    }
}
