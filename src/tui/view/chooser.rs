//! Draws dialogs that have a list with a cursor.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::click_targets::{ClickTargets, Target};
use super::super::dialog::Chooser;
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{pane, table};

/// Draws a list of choices.
pub fn draw(frame: &mut Frame, state: &State, dialog: &Chooser, targets: &mut ClickTargets) -> (usize, usize) {
    let glyphs = state.appearance.glyphs;
    let labels = dialog.choices.iter().map(|choice| text::width(choice.label));
    let label = labels.max().unwrap_or(0) + 1;
    let texts = dialog.choices.iter().map(|choice| text::width(&text::sanitize(&choice.text)));
    let columns = u16::try_from(texts.max().unwrap_or(0) + label + 8).unwrap_or(u16::MAX).clamp(28, 84);
    let list = RowList { title: dialog.title, count: dialog.choices.len(), cursor: dialog.cursor, columns, more: None };
    rows(frame, state, &list, targets, &|at, width| {
        let choice = &dialog.choices[at];
        let clean = text::sanitize(&choice.text);
        let key = dialog.key_of(at, state.screen).map_or_else(String::new, String::from);
        let available = width.saturating_sub(label + 2);
        // ARNs and image names differ at their end; of a command, the beginning says more.
        let shown = if clean.contains(' ') {
            text::cut_end(&clean, available, glyphs.ellipsis)
        } else {
            text::cut_middle(&clean, available, glyphs.ellipsis)
        };
        vec![
            (Role::Key, text::fill(&key, 2, "")),
            (Role::Dim, text::fill(choice.label, label, "")),
            (Role::Text, shown.into_owned()),
        ]
    })
}

/// Lines for the row under the cursor: a rule and the text.
const MORE: u16 = 4;

/// A list in a dialog.
pub struct RowList<'a> {
    /// The title of the dialog.
    pub title: &'a str,
    /// The number of rows.
    pub count: usize,
    /// The row under the cursor.
    pub cursor: usize,
    /// The columns that the dialog takes where there is space.
    pub columns: u16,
    /// The full text of the row under the cursor, shown below the rows.
    pub more: Option<&'a str>,
}

/// Draws a dialog with rows and a cursor, and returns the number of rows and how many fit.
pub fn rows(
    frame: &mut Frame,
    state: &State,
    list: &RowList,
    targets: &mut ClickTargets,
    row: &dyn Fn(usize, usize) -> Vec<(Role, String)>,
) -> (usize, usize) {
    let RowList { title, count, cursor, columns, more } = *list;
    let below = if more.is_some() { MORE } else { 0 };
    let area = layout::dialog(state.size, count.max(1) + usize::from(below), columns);
    let fit = usize::from(area.height.saturating_sub(below)).saturating_sub(2).max(1);
    let right = if count > fit { format!("{}/{count}", cursor + 1) } else { String::new() };
    let inner = pane::dialog(frame, state, area, &pane::Title { left: title, right: &right });
    let top = if cursor < fit { 0 } else { cursor + 1 - fit };
    for (at, area) in (top..count).zip(inner.rows()).take(fit) {
        targets.add(area, Target::Row(at));
        let pieces = row(at, usize::from(inner.width));
        let mut line =
            Line::from(pieces.iter().map(|(role, text)| state.appearance.span(*role, text)).collect::<Vec<_>>());
        if at == cursor {
            table::set_cursor(state, &mut line, Role::Cursor);
            frame.buffer_mut().set_style(area, line.style);
            line.render(area, frame.buffer_mut());
        } else {
            line.render(area, frame.buffer_mut());
        }
    }
    if let Some(more) = more {
        let foot = Rect { y: inner.bottom().saturating_sub(below), height: below, ..inner };
        let mut doc = Doc::new(&state.appearance, usize::from(inner.width));
        doc.line([(Role::Border, state.appearance.glyphs.frame[1].repeat(usize::from(inner.width)))]);
        doc.paragraph(Role::Text, more);
        for (line, row) in doc.finish().into_iter().zip(foot.rows()) {
            line.render(row, frame.buffer_mut());
        }
    }
    (count, fit)
}
