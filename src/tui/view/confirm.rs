//! Draws a question before an action that cannot be undone.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::click_targets::{ClickTargets, Target};
use super::super::dialog::Question;
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::super::update::wording;
use super::doc::Doc;
use super::pane;
use crate::tui::keys::table::UserAction;

/// Draws the question.
pub fn draw(frame: &mut Frame, state: &State, question: &Question, targets: &mut ClickTargets) -> (usize, usize) {
    let (asked, means) = wording(state, question);
    let width = layout::dialog(state.size, 0, 64).width;
    let mut doc = Doc::new(&state.appearance, usize::from(width).saturating_sub(4));
    doc.paragraph(Role::Title, &asked);
    doc.blank();
    doc.paragraph(Role::Text, &means);
    doc.blank();
    let (yes, no) = (format!(" {}   ", tr!("confirm-yes")), format!(" {}", tr!("confirm-no")));
    let column = |word: &str| u16::try_from(text::width(word) + 1).unwrap_or(u16::MAX);
    let (after_yes, after_no) = (column(&yes), column(&yes).saturating_add(column(&no)));
    doc.line([(Role::Key, "y".to_owned()), (Role::Text, yes), (Role::Key, "n".to_owned()), (Role::Text, no)]);
    let lines = doc.finish();
    let area = layout::dialog(state.size, lines.len(), 64);
    let title = match question {
        Question::Delete(_) | Question::EmptyTrash => tr!("confirm-sure"),
        Question::Quit => tr!("confirm-quit"),
    };
    let inner = pane::dialog(frame, state, area, &pane::Title { left: title, right: "" });
    let count = lines.len();
    if let Some(row) = inner.rows().nth(count.saturating_sub(1)) {
        targets.add(Rect { width: after_no.min(row.width), ..row }, Target::Button(UserAction::Escape));
        targets.add(Rect { width: after_yes.min(row.width), ..row }, Target::Button(UserAction::Accept));
    }
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, 0);
    (count, usize::from(inner.height))
}
