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
    let look = &state.look;
    let line = Line::from(vec![
        look.span(Role::Accent, format!(" {} {} ", look.glyphs.right, tr!("tip-label"))),
        look.span(Role::Text, tip.text(&state.keys)),
    ]);
    line.render(area, frame.buffer_mut());
    let way_out =
        Line::from(vec![look.span(Role::Key, "Esc"), look.span(Role::Dim, format!(" {} ", tr!("tip-no-more")))])
            .right_aligned();
    let width = u16::try_from(way_out.width()).unwrap_or(area.width);
    way_out.render(Rect { x: area.right().saturating_sub(width), width, ..area }, frame.buffer_mut());
}
