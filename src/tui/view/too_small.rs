//! Draws a message on terminals that are too small.

use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::layout::SMALLEST;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;

/// Draws the message in the middle, wrapped.
pub fn draw(frame: &mut Frame, state: &State) {
    let (columns, lines) = state.size;
    let sentence = tr!("too-small-sentence", width = SMALLEST.0, height = SMALLEST.1, columns = columns, lines = lines);
    let area = frame.area();
    let wrapped = text::wrap(&sentence, usize::from(area.width.saturating_sub(2)));
    let above = area.height.saturating_sub(u16::try_from(wrapped.len()).unwrap_or(u16::MAX)) / 2;
    for (line, row) in wrapped.into_iter().zip(area.rows().skip(usize::from(above))) {
        Line::from(state.appearance.span(Role::Text, line)).centered().render(row, frame.buffer_mut());
    }
}
