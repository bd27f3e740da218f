//! Dialogs with a list and a cursor.

use ratatui::Frame;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::dialog::Chooser;
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::{pane, table};

/// Draws a list to choose from.
pub fn draw(frame: &mut Frame, state: &State, dialog: &Chooser) -> (usize, usize) {
    let glyphs = state.look.glyphs;
    rows(frame, state, dialog.title, dialog.choices.len(), dialog.cursor, 84, &|at, width| {
        let choice = &dialog.choices[at];
        let clean = text::clean(&choice.text);
        let shown = text::cut_end(&clean, width.saturating_sub(11), glyphs.ellipsis);
        vec![(Role::Dim, text::fill(choice.label, 11, "")), (Role::Text, shown.into_owned())]
    })
}

/// Draws a dialog with rows and a cursor; tells how many rows there are and how many fit.
pub fn rows(
    frame: &mut Frame,
    state: &State,
    title: &str,
    count: usize,
    cursor: usize,
    columns: u16,
    row: &dyn Fn(usize, usize) -> Vec<(Role, String)>,
) -> (usize, usize) {
    let area = layout::dialog(state.size, count.max(1), columns);
    let fit = usize::from(area.height).saturating_sub(2).max(1);
    let right = if count > fit { format!("{}/{count}", cursor + 1) } else { String::new() };
    let inner = pane::dialog(frame, state, area, &pane::Title { left: title, right: &right });
    let top = if cursor < fit { 0 } else { cursor + 1 - fit };
    for (at, area) in (top..count).zip(inner.rows()) {
        let pieces = row(at, usize::from(inner.width));
        let mut line = Line::from(pieces.iter().map(|(role, text)| state.look.span(*role, text)).collect::<Vec<_>>());
        if at == cursor {
            table::set_cursor(state, &mut line, Role::Cursor);
            frame.buffer_mut().set_style(area, line.style);
            line.render(area, frame.buffer_mut());
        } else {
            line.render(area, frame.buffer_mut());
        }
    }
    (count, fit)
}
