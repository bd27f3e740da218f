//! Draws a form with input lines.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::super::form::{self, FieldInput, Form, FormKind};
use super::super::lang;
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;
use crate::text::Sentence;

/// The number of layers that are named above the form of an export.
const NAMED: usize = 3;

/// Draws the dialog and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, form: &Form) -> (usize, usize) {
    let width = layout::dialog(state.size, 0, 92).width;
    let mut doc = Doc::new(&state.appearance, usize::from(width).saturating_sub(4));
    if form.kind == FormKind::Export {
        let names: Vec<&str> = form.layers.iter().map(|layer| layer.name.as_str()).collect();
        let names = Sentence::names(names.iter().copied(), names.len() as u64, NAMED);
        doc.paragraph(Role::Title, &lang::localized(&names));
        doc.blank();
    }
    let typed_at = fields(&mut doc, form);
    doc.blank();
    if form.kind == FormKind::Export {
        doc.paragraph(Role::Text, form::export_kind_help(form.export_kind()));
        doc.blank();
    }
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
        FormKind::Export => tr!("plan-export"),
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
        let line = match &field.input {
            FieldInput::Text(line) => line,
            FieldInput::Choice(kinds, at) => {
                let words = kinds.get(*at).map_or("", |kind| form::export_kind(*kind));
                let words = format!("{} {words} {}", glyphs.left, glyphs.right);
                doc.line([(if is_current { Role::Key } else { Role::Dim }, lead), (Role::Key, words)]);
                continue;
            }
            FieldInput::Switch(on) => {
                let mark = if *on { "[x] " } else { "[ ] " };
                let role = if is_current { Role::Key } else { Role::Dim };
                doc.line([(role, lead), (Role::Key, mark.to_owned()), (Role::Dim, field.hint.to_owned())]);
                continue;
            }
        };
        let typed = line.visible(available, glyphs.ellipsis);
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
