//! Draws sentences that the user has to confirm, such as errors in the config file.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::doc::Doc;
use super::pane;
use crate::tui::layout;
use crate::tui::state::State;
use crate::tui::theme::Role;

/// Draws the sentences and returns the number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, title: &str, sentences: &[String]) -> (usize, usize) {
    let width = layout::dialog(state.size, 0, 90).width;
    let mut doc = Doc::new(&state.appearance, usize::from(width).saturating_sub(4));
    for sentence in sentences {
        doc.blank();
        doc.hanging(Role::Warn, state.appearance.glyphs.warn, 0, sentence);
    }
    doc.blank();
    doc.paragraph(Role::Dim, tr!("told-everything-else-works-esc-goes"));
    let lines = doc.finish();
    let area = layout::dialog(state.size, lines.len(), 90);
    let inner = pane::dialog(frame, state, area, &pane::Title { left: title, right: "" });
    let count = lines.len();
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, 0);
    (count, usize::from(inner.height))
}
