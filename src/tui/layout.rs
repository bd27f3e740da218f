//! The areas of the screen, calculated from its size. Both drawing and mouse handling use them.

use ratatui::layout::{Constraint, Layout as Split, Margin, Position, Rect};

use super::overview::places;
use super::state::{Focus, Screen, State};
use super::text;
use crate::inventory::facts::EngineState;

/// Terminals with fewer columns or rows show only a message.
pub const SMALLEST: (u16, u16) = (60, 16);

/// From this width on, list and detail are side by side.
const MIN_SIDE_BY_SIDE_COLUMNS: u16 = 100;

/// From this height on, panes have boxes; below it, a single line above each pane.
const BOXED: u16 = 22;

/// Columns a tip needs.
const TIP_MIN_COLUMNS: u16 = 80;

/// Smallest width and height of a pane, wherever the divider is moved.
const NARROWEST: u16 = 34;
const LOWEST: u16 = 4;

/// The areas of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    /// App name, tabs and badges.
    pub tabs: Rect,
    /// Cache, totals, engine and trash.
    pub status: Rect,
    /// The list including its frame.
    pub list: Rect,
    /// The rows of the list: inside the frame, below the column titles.
    pub rows: Rect,
    /// The detail pane including its frame.
    pub detail: Rect,
    /// The inside of the detail pane.
    pub detail_inner: Rect,
    /// The tip; its height is 0 when there is none.
    pub tip: Rect,
    /// Keys, the filter or a message.
    pub footer: Rect,
    /// Whether panes have boxes.
    pub boxed: bool,
}

/// Calculates the areas; `None` if the terminal is too small.
pub fn of(state: &State) -> Option<Layout> {
    let (width, height) = state.size;
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return None;
    }
    let boxed = height >= BOXED;
    let status_lines = if width < MIN_SIDE_BY_SIDE_COLUMNS && boxed { 2 } else { 1 };
    let tip_lines =
        u16::from(boxed && width >= TIP_MIN_COLUMNS && state.tips.current(state.screen).is_some() && !is_empty(state));
    let [tabs, status, body, tip, footer] = Split::vertical([
        Constraint::Length(1),
        Constraint::Length(status_lines),
        Constraint::Fill(1),
        Constraint::Length(tip_lines),
        Constraint::Length(1),
    ])
    .areas(Rect::new(0, 0, width, height));
    let [list, detail] = if is_empty(state) || state.screen == Screen::Overview {
        // An empty list has no details, so its explanation gets the whole screen, as does Overview.
        [body, Rect { y: body.bottom(), height: 0, ..body }]
    } else if width >= MIN_SIDE_BY_SIDE_COLUMNS {
        // Names and hashes need space in both panes; details wider than ninety columns are hard to read.
        let preferred = (width * 2 / 5).saturating_sub(1).clamp(46, 90);
        let detail = state.split.0.map_or(preferred, |drawn| drawn.clamp(NARROWEST, width.saturating_sub(NARROWEST)));
        Split::horizontal([Constraint::Fill(1), Constraint::Length(detail)]).areas(body)
    } else {
        let share = if state.focus == Focus::Detail { 35 } else { 58 };
        let preferred = body.height * share / 100;
        let drawn = state.split.1.map(|detail| body.height.saturating_sub(detail));
        let list = drawn.map_or(preferred, |list| list.clamp(LOWEST, body.height.saturating_sub(LOWEST).max(LOWEST)));
        Split::vertical([Constraint::Length(list), Constraint::Fill(1)]).areas(body)
    };
    let inner = inside(list, boxed);
    let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    Some(Layout { tabs, status, list, rows, detail, detail_inner: inside(detail, boxed), tip, footer, boxed })
}

/// Returns whether there is nothing to list, even without a filter.
fn is_empty(state: &State) -> bool {
    state.list().rows.is_empty() && state.list().filter.is_empty()
}

/// Returns whether the divider between list and detail is at a position.
pub fn is_on_split(layout: &Layout, at: Position) -> bool {
    if layout.detail.height == 0 {
        false
    } else if layout.detail.y == layout.list.y {
        // Side by side, the divider consists of two adjacent frame lines; both can be dragged.
        (layout.list.y..layout.list.bottom()).contains(&at.y)
            && (at.x + 1 == layout.detail.x || at.x == layout.detail.x)
    } else {
        at.y == layout.detail.y
    }
}

/// Moves the divider between list and detail to a position.
pub fn move_split(state: &mut State, layout: &Layout, at: Position) {
    if layout.detail.y == layout.list.y {
        state.split.0 = Some(layout.detail.right().saturating_sub(at.x));
    } else {
        state.split.1 = Some(layout.detail.bottom().saturating_sub(at.y));
    }
}

/// Returns the area inside a pane's frame.
pub fn inside(area: Rect, boxed: bool) -> Rect {
    if area.height == 0 {
        area
    } else if boxed {
        area.inner(Margin::new(1, 1))
    } else {
        Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area }
    }
}

/// Returns the badges at the right of the tabs.
pub fn badges(state: &State) -> Vec<&'static str> {
    let is_recorded = matches!(state.inventory.engine, Some(EngineState::Ready { recorded: true, .. }));
    let demo = (state.demo || is_recorded).then_some(tr!("header-demo"));
    demo.into_iter().chain(state.read_only.then_some(tr!("header-read-only"))).collect()
}

/// How much of the tabs is shown.
#[derive(Debug, Clone, Copy)]
struct TabForm {
    /// Whether the numbers of entries are shown.
    has_counts: bool,
    /// The most columns of the titles of other screens.
    title: usize,
    /// Whether spaces surround each tab, and not only separate them.
    is_padded: bool,
}

/// The forms of the tabs, the longest first.
const TAB_FORMS: [TabForm; 6] = [
    TabForm { has_counts: true, title: usize::MAX, is_padded: true },
    TabForm { has_counts: false, title: usize::MAX, is_padded: true },
    TabForm { has_counts: false, title: usize::MAX, is_padded: false },
    TabForm { has_counts: false, title: 7, is_padded: false },
    TabForm { has_counts: false, title: 5, is_padded: false },
    TabForm { has_counts: false, title: 0, is_padded: false },
];

/// Returns the tabs from left to right: screen, text and area. Where they do not fit beside the badges, the numbers of
/// entries give way first, then the titles of the other screens are shortened.
pub fn tabs(state: &State, area: Rect) -> Vec<(Screen, String, Rect)> {
    let badges: usize = badges(state).into_iter().map(|badge| text::width(badge) + 3).sum();
    let end = area.right().saturating_sub(u16::try_from(badges).unwrap_or(u16::MAX));
    let start = if area.width >= 90 { 13 } else { 0 };
    let ellipsis = state.appearance.glyphs.ellipsis;
    let labels = |form: &TabForm| -> Vec<(Screen, String)> {
        let label = |(number, screen): (usize, Screen)| {
            let count = count(state, screen).filter(|_| form.has_counts);
            let count = count.map_or_else(String::new, |count| format!(" {count}"));
            let columns = if screen == state.screen { usize::MAX } else { form.title };
            let title = text::cut_end(screen.title(), columns, ellipsis);
            let label = format!("{number} {title}{count}");
            let label = if form.is_padded { format!(" {label} ") } else { label.trim_end().to_owned() };
            (screen, label)
        };
        Screen::ALL.into_iter().enumerate().map(label).collect()
    };
    let gap = |form: &TabForm| u16::from(!form.is_padded || area.width >= 90);
    let fits = |form: &&TabForm| {
        let widths = labels(form).into_iter().map(|(_, label)| text::width(&label) + usize::from(gap(form)));
        usize::from(area.x + start) + widths.sum::<usize>() <= usize::from(end + gap(form))
    };
    let form = TAB_FORMS.iter().find(fits).unwrap_or(&TAB_FORMS[TAB_FORMS.len() - 1]);
    let mut x = area.x + start;
    let mut tabs = Vec::new();
    for (screen, label) in labels(form) {
        let width = u16::try_from(text::width(&label)).unwrap_or(u16::MAX).min(end.saturating_sub(x));
        tabs.push((screen, label, Rect { x, width, ..area }));
        x += width + gap(form);
    }
    tabs
}

/// Returns the number of items of a screen, `?` where it is unknown, and nothing while none was found yet.
fn count(state: &State, screen: Screen) -> Option<String> {
    let shown = &state.shown;
    let complete = state.inventory.complete;
    let (count, known, complete) = match screen {
        Screen::Overview => return None,
        Screen::Layers => (shown.layers.len(), !shown.cache_unusable, complete.listed),
        Screen::Images => {
            let unknown = matches!(state.inventory.engine, Some(EngineState::Off | EngineState::Unavailable { .. }));
            (shown.images.len(), !unknown, complete.images)
        }
        Screen::Functions => {
            let functions = shown.templates.iter().map(|template| template.functions.len()).sum();
            (functions, true, complete.templates)
        }
        Screen::Activity => (state.jobs.len(), true, false),
        Screen::Builds => (shown.builds.len(), true, shown.builds_known),
    };
    match count {
        0 if !known => Some("?".to_owned()),
        0 if !complete => None,
        count => Some(text::count(count as u64)),
    }
}

/// Returns the area of a dialog that covers everything between the tabs and the footer.
pub fn full_dialog(size: (u16, u16)) -> Rect {
    Rect::new(0, 1, size.0, size.1.saturating_sub(2))
}

/// Returns the area of a dialog with this many lines of text, as large as needed and possible. A dialog that would
/// leave only a few columns at its sides takes the full width.
pub fn dialog(size: (u16, u16), lines: usize, columns: u16) -> Rect {
    let width = if columns.saturating_add(8) > size.0 { size.0 } else { columns };
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2).min(size.1.saturating_sub(2));
    Rect::new((size.0 - width) / 2, (size.1 - height) / 2, width, height)
}

/// Returns the list index of the row at a position of the screen.
pub fn row_at(state: &State, layout: &Layout, at: Position) -> Option<usize> {
    if state.screen == Screen::Overview {
        return places::row_at(&places::of(state, layout), at);
    }
    if !layout.rows.contains(at) {
        return None;
    }
    let row = state.list().top + usize::from(at.y - layout.rows.y);
    (row < state.list().rows.len()).then_some(row)
}
