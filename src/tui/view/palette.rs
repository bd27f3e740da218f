//! Draws the palette, which lists actions by name.

use ratatui::Frame;
use ratatui::layout::Position;

use super::super::input_line::InputLine;
use super::super::state::State;
use super::super::theme::Role;
use super::super::{layout, text};
use super::{chooser, pane};
use crate::tui::keys::palette::matching;
use crate::tui::keys::table::KeyContext;

/// Draws the input line and the actions that match.
pub fn draw(frame: &mut Frame, state: &State, input: &InputLine, cursor: usize) -> (usize, usize) {
    let matching = matching(&state.keys, KeyContext::Screen(state.screen), input.text());
    let cursor = cursor.min(matching.len().saturating_sub(1));
    let area = layout::dialog(state.size, matching.len().max(1), 70);
    let typed = input.visible(usize::from(area.width).saturating_sub(13), state.appearance.glyphs.ellipsis);
    let title = format!(":{}", typed.text);
    if matching.is_empty() {
        let inner = pane::dialog(frame, state, area, &pane::Title { left: &title, right: "" });
        let line = ratatui::text::Line::from(state.appearance.span(Role::Dim, tr!("palette-no-action-is-called-that")));
        ratatui::widgets::Widget::render(line, inner, frame.buffer_mut());
    }
    let seen = if matching.is_empty() {
        (0, 1)
    } else {
        chooser::rows(frame, state, &title, matching.len(), cursor, 70, None, &|at, width| {
            let bound = matching[at];
            let available = width.saturating_sub(12);
            let help = text::fill(bound.binding.help(), available, state.appearance.glyphs.ellipsis);
            vec![
                (Role::Text, help),
                (
                    Role::Key,
                    text::fill_left(&bound.keys.first().map(|press| press.label()).unwrap_or_default(), 12, ""),
                ),
            ]
        })
    };
    let at = u16::try_from(typed.cursor).unwrap_or(u16::MAX);
    frame.set_cursor_position(Position::new(area.x.saturating_add(3).saturating_add(at), area.y));
    seen
}
