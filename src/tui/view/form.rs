//! Draws a form with input lines.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::super::form::{Form, FormKind};
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;

/// Draws the dialog and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, form: &Form) -> (usize, usize) {
    let width = layout::dialog(state.size, 0, 92).width;
    let mut doc = Doc::new(&state.appearance, usize::from(width).saturating_sub(4));
    let typed_at = fields(&mut doc, form);
    doc.blank();
    if form.is_waiting {
        doc.hanging(Role::Busy, state.appearance.glyphs.downloading, 0, tr!("form-waiting"));
    } else if let Some(reason) = &form.refusal {
        doc.hanging(Role::Bad, state.appearance.glyphs.failed, 0, reason);
    } else {
        doc.paragraph(Role::Dim, tr!("form-plan-follows"));
    }
    let lines = doc.finish();
    let area = layout::dialog(state.size, lines.len(), 92);
    let title = match form.kind {
        FormKind::Import => tr!("plan-import"),
        FormKind::Publish => tr!("plan-publish"),
    };
    let inner = pane::dialog(frame, state, area, &pane::Title { left: title, right: "" });
    let (count, fit) = (lines.len(), usize::from(area.height).saturating_sub(2));
    // The line that gets the keys stays visible on a low terminal.
    let at = typed_at.map_or(0, |(_, row)| usize::from(row));
    let scroll = (at + 2).saturating_sub(fit).min(count.saturating_sub(fit));
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, scroll);
    if let Some((column, row)) = typed_at {
        let row = row.saturating_sub(u16::try_from(scroll).unwrap_or(u16::MAX));
        let at = Position::new(inner.x.saturating_add(column), inner.y.saturating_add(row));
        frame.set_cursor_position(Position::new(at.x.min(inner.right()), at.y.min(inner.bottom())));
    }
    (count, fit)
}

/// Draws the input lines and returns the position of the text cursor.
fn fields(doc: &mut Doc, form: &Form) -> Option<(u16, u16)> {
    let glyphs = doc.appearance.glyphs;
    let widest = form.fields.iter().map(|field| text::width(field.label)).max().unwrap_or(0);
    let mut typed_at = None;
    for (index, field) in form.fields.iter().enumerate() {
        let is_current = index == form.cursor;
        let sign = if is_current { glyphs.cursor } else { " " };
        let lead = format!("{sign} {} ", text::fill(field.label, widest, ""));
        let available = doc.columns.saturating_sub(text::width(&lead) + 1);
        let typed = field.line.visible(available, glyphs.ellipsis);
        if is_current {
            let row = u16::try_from(doc.len()).unwrap_or(u16::MAX);
            typed_at = Some((u16::try_from(text::width(&lead) + typed.cursor).unwrap_or(u16::MAX), row));
        }
        let (role, shown) = if typed.text.is_empty() {
            (Role::Dim, text::cut_end(field.hint, available, glyphs.ellipsis).into_owned())
        } else {
            (Role::Text, typed.text)
        };
        doc.line([(if is_current { Role::Key } else { Role::Dim }, lead), (role, shown)]);
    }
    typed_at
}
