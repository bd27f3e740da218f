//! Draws a table: as many columns as fit, the most important first, and only the rows on screen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::lang;
use super::super::layout::Layout;
use super::super::state::{Focus, State};
use super::super::text;
use super::super::theme::Role;
use crate::tui::list::marks::{self, Marked};
use crate::tui::list::model::Row;
use crate::tui::list::order::{self, Sort};
use crate::tui::list::search::Filter;
use crate::tui::table_metrics::TableMetrics;

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The message id of the title; empty if it has none.
    pub title: &'static str,
    /// Width in terminal columns, unless the language sets a larger one; 0 uses the remaining width.
    pub width: usize,
    /// Whether the values are aligned to the right, as numbers are.
    pub right: bool,
    /// The rank; 0 is always shown, and larger ranks are hidden first.
    pub rank: u8,
    /// The sort order that uses this column.
    pub sort: Option<Sort>,
}

impl Column {
    /// Returns the width in terminal columns.
    fn columns(&self) -> usize {
        lang::attribute(self.title, "columns").and_then(|columns| columns.parse().ok()).unwrap_or(self.width)
    }
}

/// A cell: pieces with their roles, no wider than the column.
pub type Cell = Vec<(Role, String)>;

/// The widths that the name column asks for.
#[derive(Debug, Clone, Copy)]
pub struct NameColumn {
    /// Other columns are hidden for this width.
    pub least: usize,
    /// Only optional columns are hidden for this width.
    pub preferred: usize,
}

/// The widths for names that are short or may be cut.
pub const DEFAULT_NAME_COLUMN: NameColumn = NameColumn { least: 18, preferred: 18 };

/// Columns of this rank and above are optional.
const OPTIONAL_RANK: u8 = 6;

/// Columns before the first one: the cursor sign and the mark.
const GUTTER: usize = 3;

/// Returns the columns that fit beside the names, and the width of the column that uses the remaining space.
pub fn fitting(columns: &[Column], width: usize, names: NameColumn) -> (Vec<usize>, usize) {
    let mut shown: Vec<usize> = (0..columns.len()).collect();
    loop {
        let fixed: usize = shown.iter().map(|at| columns[*at].columns()).sum();
        let rest = width.saturating_sub(GUTTER + fixed + shown.len().saturating_sub(1));
        let last = shown.iter().copied().filter(|at| columns[*at].rank > 0).max_by_key(|at| columns[*at].rank);
        match last {
            Some(last) if rest < names.least || (rest < names.preferred && columns[last].rank >= OPTIONAL_RANK) => {
                shown.retain(|at| *at != last);
            }
            _ => return (shown, rest),
        }
    }
}

/// Returns the columns, of which the one that the list is sorted by is always shown.
pub fn with_sorted(columns: &[Column], sort: Sort) -> Vec<Column> {
    let shown = |column: &Column| if column.sort == Some(sort) { Column { rank: 0, ..*column } } else { *column };
    columns.iter().map(shown).collect()
}

/// Draws titles and rows, and returns where the columns are. `cell` returns the cell of a row and column, given
/// the width of the column that uses the remaining space.
pub fn draw(
    frame: &mut Frame,
    state: &State,
    layout: &Layout,
    (columns, names): (&[Column], NameColumn),
    cell: &dyn Fn(Row, usize, usize) -> Cell,
) -> TableMetrics {
    let width = usize::from(layout.rows.width);
    let (shown, rest) = fitting(columns, width, names);
    let titles = Rect { y: layout.rows.y - 1, height: 1, ..layout.rows };
    let (line, mut metrics) = title_line(state, columns, &shown, rest, titles);
    line.render(titles, frame.buffer_mut());
    let widths: Vec<usize> = shown.iter().map(|at| columns[*at].columns()).collect();
    let list = state.list();
    let marked = marks::marked(state);
    for (offset, area) in layout.rows.rows().enumerate() {
        let Some(row) = list.rows.get(list.top + offset) else { break };
        let is_cursor = list.top + offset == list.cursor;
        let is_marked = marks::is_marked(state, *row, &marked);
        let mark = match is_marked {
            Marked::No => " ",
            Marked::Partly => state.appearance.glyphs.partial,
            Marked::Yes => state.appearance.glyphs.mark,
        };
        let mut line = Line::default();
        let glyphs = &state.appearance.glyphs;
        line.push_span(state.appearance.span(Role::Accent, if is_cursor { glyphs.cursor } else { " " }));
        line.push_span(state.appearance.span(Role::Mark, mark));
        line.push_span(" ");
        for (index, (at, width)) in shown.iter().zip(&widths).enumerate() {
            let column = &columns[*at];
            let width = if column.width == 0 { rest } else { *width };
            let pieces = cell(*row, *at, width);
            let used: usize = pieces.iter().map(|(_, text)| text::width(text)).sum();
            let padding = " ".repeat(width.saturating_sub(used));
            if index > 0 {
                line.push_span(" ");
            }
            if column.right {
                line.push_span(padding.clone());
            }
            for (role, text) in pieces {
                let role = if is_marked == Marked::Yes && role == Role::Text { Role::Mark } else { role };
                line.push_span(state.appearance.span(role, text));
            }
            if !column.right {
                line.push_span(padding);
            }
        }
        if is_cursor {
            under_cursor(state, &mut line);
        }
        if is_cursor {
            frame.buffer_mut().set_style(area, line.style);
        }
        line.render(area, frame.buffer_mut());
    }
    let before = shown.iter().take_while(|at| columns[**at].width > 0).map(|at| columns[*at].width + 1);
    let names = GUTTER + before.sum::<usize>();
    metrics.names = layout.rows.x + u16::try_from(names).unwrap_or_default();
    metrics
}

/// Removes the colours of the line under the cursor, as coloured text on a coloured background is hard to read.
fn under_cursor(state: &State, line: &mut Line) {
    let away = state.focus == Focus::Detail;
    set_cursor(state, line, if away { Role::CursorAway } else { Role::Cursor });
}

/// Sets the style of the cursor line. Bars keep their colour if the cursor has a background, and matched characters
/// stay underlined.
pub fn set_cursor(state: &State, line: &mut Line, role: Role) {
    let style = state.appearance.style(role);
    let bar = state.appearance.style(Role::Bar);
    for span in &mut line.spans {
        let underline = span.style.add_modifier & Modifier::UNDERLINED;
        let is_bar = span.style == bar && style.bg.is_some();
        span.style = if is_bar { style.patch(bar) } else { style.add_modifier(underline) };
    }
    line.style = style;
}

/// Returns the titles, and which of them sort.
fn title_line(
    state: &State,
    columns: &[Column],
    shown: &[usize],
    rest: usize,
    area: Rect,
) -> (Line<'static>, TableMetrics) {
    let mut metrics = TableMetrics::of_titles(area.y);
    let list = state.list();
    let sort = order::sort(state, state.screen);
    let mut line = Line::from(" ".repeat(GUTTER));
    for (index, at) in shown.iter().enumerate() {
        let column = &columns[*at];
        let width = if column.width == 0 { rest } else { column.columns() };
        let sorted = column.sort == Some(sort);
        // NameColumn are sorted upwards by default; sizes, ages and uses downwards.
        let ascending = (sort == Sort::Name) != list.reversed;
        let arrow = if ascending { state.appearance.glyphs.ascending } else { state.appearance.glyphs.descending };
        let title = lang::fixed(column.title);
        let title = if sorted { format!("{title}{arrow}") } else { title.to_owned() };
        let title = if column.right { text::fill_left(&title, width, "") } else { text::fill(&title, width, "") };
        if index > 0 {
            line.push_span(" ");
        }
        if let Some(order) = column.sort {
            let cells = |width: usize| u16::try_from(width).unwrap_or(u16::MAX);
            metrics.add(area.x.saturating_add(cells(line.width())), cells(width), order);
        }
        line.push_span(state.appearance.span(if sorted { Role::Accent } else { Role::Dim }, title));
    }
    (line, metrics)
}

/// Returns a name cut to its column, with the characters that match the filter highlighted.
pub fn name(state: &State, role: Role, name: &str, width: usize) -> Cell {
    let clean = text::sanitize(name);
    let cut = text::cut_middle(&clean, width, state.appearance.glyphs.ellipsis);
    let filter = &state.list().filter;
    if filter.is_empty() {
        return vec![(role, cut.into_owned())];
    }
    highlighted(&cut, &Filter::new(filter).matched(&cut), role)
}

/// Splits a text into pieces, with the characters at these indices highlighted.
pub fn highlighted(text: &str, matched: &[usize], role: Role) -> Cell {
    let mut pieces: Cell = Vec::new();
    for (index, c) in text.chars().enumerate() {
        let own = if matched.binary_search(&index).is_ok() { Role::Match } else { role };
        match pieces.last_mut() {
            Some((last, text)) if *last == own => text.push(c),
            _ => pieces.push((own, c.to_string())),
        }
    }
    pieces
}

/// Returns a cell with a single piece.
pub fn plain(role: Role, text: impl Into<String>) -> Cell {
    vec![(role, text.into())]
}
