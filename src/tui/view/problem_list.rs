//! Draws the list of all problems, the most severe first.

use ratatui::Frame;

use super::super::click_targets::ClickTargets;
use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::chooser::{self, RowList};
use crate::sam::problem::Severity;

/// Draws the list.
pub fn draw(frame: &mut Frame, state: &State, cursor: usize, targets: &mut ClickTargets) -> (usize, usize) {
    let problems = super::super::problems::all(&state.shown);
    let glyphs = state.appearance.glyphs;
    let cursor = cursor.min(problems.len().saturating_sub(1));
    let title = tr!("count-problem", count = problems.len());
    // The rows show only the start of the text.
    let more = problems.get(cursor).map(|one| {
        let detail = format!("{}: {}", one.target, lang::localized(&one.problem.detail));
        match &one.problem.fix {
            Some(fix) => format!("{detail} {} {}", glyphs.right, lang::localized(fix)),
            None => detail,
        }
    });
    let longest = problems.iter().map(|one| text::width(&text::sanitize(&one.target))).max().unwrap_or(0);
    let list = RowList { title: &title, count: problems.len(), cursor, columns: 110, more: more.as_deref() };
    chooser::rows(frame, state, &list, targets, &|at, width| {
        let one = &problems[at];
        let severity = one.problem.code.severity();
        let sign = match severity {
            Severity::Error => glyphs.failed,
            Severity::Warning => glyphs.warn,
            Severity::Note => glyphs.dot,
        };
        let target_width = longest.clamp(20, (width * 45 / 100).max(20));
        // Names often differ only in the digits at the end.
        let target = text::cut_middle(&text::sanitize(&one.target), target_width, glyphs.ellipsis).into_owned();
        let target = text::fill(&target, target_width, "");
        let available = width.saturating_sub(target_width + 4);
        let detail = lang::localized(&one.problem.detail);
        let detail = text::sanitize(&detail);
        let detail = text::cut_end(&detail, available, glyphs.ellipsis);
        vec![
            (super::problems::role(severity), format!("{sign} ")),
            (Role::Text, target),
            (Role::Dim, format!("  {detail}")),
        ]
    })
}
