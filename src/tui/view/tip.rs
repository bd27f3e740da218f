//! Draws the tip above the footer.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::state::State;
use super::super::theme::Role;

/// Draws the tip, if there is one.
pub fn draw(frame: &mut Frame, state: &State, area: Rect) {
    let Some(tip) = state.tips.current(state.screen).filter(|_| area.height > 0) else { return };
    let appearance = &state.appearance;
    let line = Line::from(vec![
        appearance.span(Role::Accent, format!(" {} {} ", appearance.glyphs.right, tr!("tip-label"))),
        appearance.span(Role::Text, tip.text(&state.keys, state.screen)),
    ]);
    line.render(area, frame.buffer_mut());
    let close_hint = Line::from(vec![
        appearance.span(Role::Key, "Esc"),
        appearance.span(Role::Dim, format!(" {} ", tr!("tip-no-more"))),
    ])
    .right_aligned();
    let width = u16::try_from(close_hint.width()).unwrap_or(area.width);
    close_hint.render(Rect { x: area.right().saturating_sub(width), width, ..area }, frame.buffer_mut());
}
