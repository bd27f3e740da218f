//! Draws the question for the code of an MFA device.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::super::click_targets::{ClickTargets, Target};
use super::super::code_question::CodeQuestion;
use super::super::layout;
use super::super::state::State;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;

/// Draws the question.
pub fn draw(frame: &mut Frame, state: &State, question: &CodeQuestion, targets: &mut ClickTargets) -> (usize, usize) {
    let width = usize::from(layout::dialog(state.size, 0, 64).width).saturating_sub(4);
    let mut doc = Doc::new(&state.appearance, width);
    doc.paragraph(Role::Text, &tr!("code-question", serial = question.serial));
    doc.blank();
    let label = tr!("code-label");
    let before = crate::tui::text::width(label) + 1;
    let columns = width.saturating_sub(before);
    let typed = question.line.visible(columns, state.appearance.glyphs.ellipsis);
    doc.line([(Role::Key, format!("{label} ")), (Role::Text, typed.text)]);
    let mut lines = doc.finish();
    let row = lines.len().saturating_sub(1);
    let mut doc = Doc::new(&state.appearance, width);
    doc.blank();
    doc.paragraph(Role::Dim, tr!("code-kept"));
    lines.extend(doc.finish());
    let area = layout::dialog(state.size, lines.len(), 64);
    let inner = pane::dialog(frame, state, area, &pane::Title { left: tr!("code-title"), right: "" });
    let count = lines.len();
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, 0);
    let column = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
    let start = inner.x.saturating_add(column(before));
    let x = start.saturating_add(column(typed.cursor)).min(inner.right());
    let y = inner.y.saturating_add(column(row)).min(inner.bottom().saturating_sub(1));
    let line = Rect { x: start, y, width: inner.right().saturating_sub(start), height: 1 };
    targets.add(line, Target::Line(columns));
    frame.set_cursor_position(Position::new(x, y));
    (count, usize::from(inner.height))
}
