//! Draws the tip above the footer.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::state::State;
use super::super::theme::Role;
use crate::tui::keys::allowed::allowed;
use crate::tui::keys::table::UserAction;
use crate::tui::list::model::Row;

/// Draws the tip, if there is one.
pub fn draw(frame: &mut Frame, state: &State, area: Rect) {
    let Some(tip) = state.tips.current(state.screen).filter(|_| area.height > 0) else { return };
    let appearance = &state.appearance;
    let line = Line::from(vec![
        appearance.span(Role::Accent, format!(" {} {} ", appearance.glyphs.right, tr!("tip-label"))),
        appearance.span(Role::Text, tip.text(&state.keys, state.screen, opens_files(state))),
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

/// Returns whether the row under the cursor has files to open.
fn opens_files(state: &State) -> bool {
    let has_files = matches!(state.list().current(), Some(Row::Layer(_) | Row::Image(_) | Row::Function(..)));
    has_files && allowed(state, UserAction::Open).is_ok()
}
