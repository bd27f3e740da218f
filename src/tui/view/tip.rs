//! The hint above the last line.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::state::State;
use super::super::theme::Role;

/// Draws it, where there is one.
pub fn draw(frame: &mut Frame, state: &State, area: Rect) {
    let Some(tip) = state.tips.current().filter(|_| area.height > 0) else { return };
    let appearance = &state.appearance;
    let line = Line::from(vec![
        appearance.span(Role::Accent, format!(" {} {} ", appearance.glyphs.right, tr!("tip-label"))),
        appearance.span(Role::Text, tip.text(&state.keys)),
    ]);
    line.render(area, frame.buffer_mut());
    let way_out = Line::from(vec![
        appearance.span(Role::Key, "Esc"),
        appearance.span(Role::Dim, format!(" {} ", tr!("tip-no-more"))),
    ])
    .right_aligned();
    let width = u16::try_from(way_out.width()).unwrap_or(area.width);
    way_out.render(Rect { x: area.right().saturating_sub(width), width, ..area }, frame.buffer_mut());
}
