//! Draws the frame of a pane: a box if there is space, otherwise a line above it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::symbols::border;
use ratatui::text::Line;
use ratatui::widgets::{Block, Borders, Clear, Widget};

use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::{Glyphs, Role};

/// The texts in the upper border.
pub struct Title<'a> {
    /// On the left.
    pub left: &'a str,
    /// On the right.
    pub right: &'a str,
}

/// Returns a scroll position such as `12/40`, if not everything fits.
pub fn position(scroll: usize, lines: usize, fit: usize) -> String {
    if lines <= fit { String::new() } else { format!("{}/{lines}", (scroll + fit).min(lines)) }
}

fn borders(glyphs: &Glyphs) -> border::Set<'static> {
    let [side, line, top_left, top_right, bottom_left, bottom_right] = glyphs.frame;
    border::Set {
        top_left,
        top_right,
        bottom_left,
        bottom_right,
        vertical_left: side,
        vertical_right: side,
        horizontal_top: line,
        horizontal_bottom: line,
    }
}

/// Draws the frame of a pane.
pub fn frame(frame: &mut Frame, state: &State, area: Rect, title: &Title, focused: bool) {
    let appearance = &state.appearance;
    let boxed = layout::of(state).is_some_and(|layout| layout.boxed);
    let (line, word) = if focused { (Role::BorderFocus, Role::Accent) } else { (Role::Border, Role::Title) };
    let available = usize::from(area.width).saturating_sub(text::width(title.right) + 8);
    let left = text::sanitize(title.left);
    let left = text::cut_end(&left, available, appearance.glyphs.ellipsis);
    let mut block = Block::new()
        .borders(if boxed { Borders::ALL } else { Borders::TOP })
        .border_set(borders(&appearance.glyphs))
        .border_style(appearance.style(line));
    if !left.is_empty() {
        block = block.title_top(Line::from(appearance.span(word, format!(" {left} "))));
    }
    if !title.right.is_empty() {
        block = block.title_top(Line::from(appearance.span(Role::Dim, format!(" {} ", title.right))).right_aligned());
    }
    block.render(area, frame.buffer_mut());
}

/// Draws the box of a dialog above everything else and returns its inside.
pub fn dialog(frame: &mut Frame, state: &State, area: Rect, title: &Title) -> Rect {
    let appearance = &state.appearance;
    let available = usize::from(area.width).saturating_sub(text::width(title.right) + 6);
    let left = text::cut_end(title.left, available, appearance.glyphs.ellipsis);
    clear_overlapping_wide_char(frame, area);
    Clear.render(area, frame.buffer_mut());
    let mut block = Block::bordered()
        .border_set(borders(&appearance.glyphs))
        .border_style(appearance.style(Role::BorderFocus))
        .style(appearance.style(Role::Text))
        .title_top(Line::from(appearance.span(Role::Accent, format!(" {left} "))));
    if !title.right.is_empty() {
        block = block.title_top(Line::from(appearance.span(Role::Dim, format!(" {} ", title.right))).right_aligned());
    }
    let inner = block.inner(area);
    block.render(area, frame.buffer_mut());
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

/// Clears a wide character that starts left of a box and extends below it, which would hide the border.
fn clear_overlapping_wide_char(frame: &mut Frame, area: Rect) {
    let Some(x) = area.x.checked_sub(1) else { return };
    let buffer = frame.buffer_mut();
    for y in area.top()..area.bottom() {
        if let Some(cell) = buffer.cell_mut((x, y)).filter(|cell| text::width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
    }
}

/// Draws the lines that fit, from a scroll position on, with one column of padding on the left.
pub fn lines(frame: &mut Frame, area: Rect, lines: Vec<Line>, scroll: usize) {
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    for (line, row) in lines.into_iter().skip(scroll).zip(area.rows()) {
        line.render(row, frame.buffer_mut());
    }
}
