//! Where everything is, from the size alone. Drawing and the mouse both ask here.

use ratatui::layout::{Constraint, Layout as Split, Margin, Position, Rect};

use super::state::{Focus, Screen, State};
use super::text;

/// Fewer columns or rows than this are met with a sentence.
pub const SMALLEST: (u16, u16) = (60, 16);

/// From this width on, list and detail stand side by side.
const MIN_SIDE_BY_SIDE_COLUMNS: u16 = 100;

/// From this height on, panes have boxes; below, a line above each has to do.
const BOXED: u16 = 22;

/// Columns a hint needs.
const TIP_MIN_COLUMNS: u16 = 80;

/// Columns and lines a pane has at least, however the line between them is drawn.
const NARROWEST: u16 = 34;
const LOWEST: u16 = 4;

/// Where everything is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// Name, tabs and badges.
    pub tabs: Rect,
    /// Cache, totals, engine and trash.
    pub status: Rect,
    /// The list with its frame.
    pub list: Rect,
    /// The rows of the list: inside the frame, below the column titles.
    pub rows: Rect,
    /// The detail with its frame.
    pub detail: Rect,
    /// The inside of the detail.
    pub detail_inner: Rect,
    /// A hint; without lines while there is none.
    pub tip: Rect,
    /// Keys, the filter or a notice.
    pub footer: Rect,
    /// Whether panes have boxes.
    pub boxed: bool,
}

/// Where everything is; `None` when there is too little room.
pub fn of(state: &State) -> Option<Layout> {
    let (width, height) = state.size;
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return None;
    }
    let boxed = height >= BOXED;
    let status_lines = if width < MIN_SIDE_BY_SIDE_COLUMNS && boxed { 2 } else { 1 };
    let tip_lines = u16::from(boxed && width >= TIP_MIN_COLUMNS && state.tips.current().is_some() && !is_empty(state));
    let [tabs, status, body, tip, footer] = Split::vertical([
        Constraint::Length(1),
        Constraint::Length(status_lines),
        Constraint::Fill(1),
        Constraint::Length(tip_lines),
        Constraint::Length(1),
    ])
    .areas(Rect::new(0, 0, width, height));
    let [list, detail] = if is_empty(state) {
        // Nothing to tell details of: what there is to say has the whole screen.
        [body, Rect { y: body.bottom(), height: 0, ..body }]
    } else if width >= MIN_SIDE_BY_SIDE_COLUMNS {
        // Names and hashes need room on both sides; more than ninety columns only make the detail harder to read.
        let usual = (width * 43 / 100).clamp(46, 90);
        let detail = state.split.0.map_or(usual, |drawn| drawn.clamp(NARROWEST, width.saturating_sub(NARROWEST)));
        Split::horizontal([Constraint::Fill(1), Constraint::Length(detail)]).areas(body)
    } else {
        let share = if state.focus == Focus::Detail { 35 } else { 58 };
        let usual = body.height * share / 100;
        let drawn = state.split.1.map(|detail| body.height.saturating_sub(detail));
        let list = drawn.map_or(usual, |list| list.clamp(LOWEST, body.height.saturating_sub(LOWEST).max(LOWEST)));
        Split::vertical([Constraint::Length(list), Constraint::Fill(1)]).areas(body)
    };
    let inner = inside(list, boxed);
    let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    Some(Layout { tabs, status, list, rows, detail, detail_inner: inside(detail, boxed), tip, footer, boxed })
}

/// Whether there is nothing to list at all.
fn is_empty(state: &State) -> bool {
    state.list().rows.is_empty() && state.list().filter.is_empty()
}

/// Whether the line between list and detail runs through a position.
pub fn is_on_split(layout: &Layout, at: Position) -> bool {
    if layout.detail.height == 0 {
        false
    } else if layout.detail.y == layout.list.y {
        // The two frames stand side by side: either is the line.
        (layout.list.y..layout.list.bottom()).contains(&at.y)
            && (at.x + 1 == layout.detail.x || at.x == layout.detail.x)
    } else {
        at.y == layout.detail.y
    }
}

/// Moves the line between list and detail to a position.
pub fn move_split(state: &mut State, layout: &Layout, at: Position) {
    if layout.detail.y == layout.list.y {
        state.split.0 = Some(layout.detail.right().saturating_sub(at.x));
    } else {
        state.split.1 = Some(layout.detail.bottom().saturating_sub(at.y));
    }
}

/// The inside of a pane.
fn inside(area: Rect, boxed: bool) -> Rect {
    if area.height == 0 {
        area
    } else if boxed {
        area.inner(Margin::new(1, 1))
    } else {
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
    }
}

/// What stands on the tabs, from left to right: its screen, the text, and where.
pub fn tabs(state: &State, area: Rect) -> Vec<(Screen, String, Rect)> {
    let roomy = area.width >= 90;
    let mut x = area.x + if roomy { 13 } else { 0 };
    let mut tabs = Vec::new();
    for (index, screen) in Screen::ALL.into_iter().enumerate() {
        let count = count(state, screen).filter(|_| area.width >= 76);
        let count = count.map_or_else(String::new, |count| format!(" {}", text::count(count as u64)));
        let label = format!(" {} {}{count} ", index + 1, screen.title());
        let width = u16::try_from(text::width(&label)).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
        tabs.push((screen, label, Rect { x, width, ..area }));
        x += width + u16::from(roomy);
    }
    tabs
}

fn count(state: &State, screen: Screen) -> Option<usize> {
    let shown = &state.shown;
    match screen {
        Screen::Layers => Some(shown.layers.len()),
        Screen::Images => Some(shown.images.len()),
        Screen::Functions => Some(shown.templates.iter().map(|template| template.functions.len()).sum()),
        Screen::Activity => Some(state.jobs.len()).filter(|jobs| *jobs > 0),
    }
}

/// The box of a dialog with so many lines of text, as large as they need and the screen allows. Where hardly anything
/// would be left at its sides it takes them as well: torn-off letters tell nobody anything.
pub fn dialog(size: (u16, u16), lines: usize, columns: u16) -> Rect {
    let width = if columns.saturating_add(8) > size.0 { size.0 } else { columns };
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2).min(size.1.saturating_sub(2));
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

/// The row of the list at a position of the screen, as an index into the list.
pub fn row_at(state: &State, layout: &Layout, at: Position) -> Option<usize> {
    if !layout.rows.contains(at) {
        return None;
    }
    let row = state.list().top + usize::from(at.y - layout.rows.y);
    (row < state.list().rows.len()).then_some(row)
}
