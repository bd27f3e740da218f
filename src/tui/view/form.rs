//! Draws a form with input lines.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::super::click_targets::{ClickTargets, Target};
use super::super::form::{self, FieldInput, Form, FormKind};
use super::super::lang;
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::pane;
use crate::text::Sentence;
use crate::tui::keys::table::UserAction;

/// The number of layers that are named above the form of an export.
const NAMED: usize = 3;

/// Draws the dialog and returns its number of lines and how many fit.
pub fn draw(frame: &mut Frame, state: &State, form: &Form, targets: &mut ClickTargets) -> (usize, usize) {
    let width = layout::dialog(state.size, 0, 92).width;
    let mut doc = Doc::new(&state.appearance, usize::from(width).saturating_sub(4));
    if form.kind == FormKind::Export {
        let names: Vec<&str> = form.layers.iter().map(|layer| layer.name.as_str()).collect();
        let names = Sentence::names(names.iter().copied(), names.len() as u64, NAMED);
        doc.paragraph(Role::Title, &lang::localized(&names));
        doc.blank();
    }
    let lines_of_fields = fields(&mut doc, form);
    doc.blank();
    let help = form.help();
    if !help.is_empty() {
        doc.paragraph(Role::Text, help);
    }
    let first_of_button = doc.len();
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
    let at = lines_of_fields.get(form.cursor).map_or(0, |field| field.line);
    let scroll = (at + 2).saturating_sub(fit).min(count.saturating_sub(fit));
    pane::lines(frame, Rect { x: inner.x - 1, width: inner.width + 2, ..inner }, lines, scroll);
    for (line, row) in (scroll..count).zip(inner.rows()) {
        if line >= first_of_button && form.refusal.is_none() {
            targets.add(row, Target::Button(UserAction::Accept));
        }
    }
    for (at, drawn) in lines_of_fields.iter().enumerate() {
        let Some(row) = drawn.line.checked_sub(scroll).and_then(|line| inner.rows().nth(line)) else { continue };
        let start = inner.x.saturating_add(drawn.start);
        let input = Rect { x: start, width: inner.right().saturating_sub(start), ..row };
        targets.add(row, Target::Field(at, 0));
        match form.fields[at].input {
            FieldInput::Text(_) => targets.add(input, Target::Text(at, drawn.columns)),
            FieldInput::Choice(..) => {
                targets.add(input, Target::Field(at, 1));
                targets.add(Rect { width: input.width.min(2), ..input }, Target::Field(at, -1));
            }
            FieldInput::Switch(_) => targets.add(input, Target::Field(at, 1)),
        }
        if let Some(cursor) = drawn.cursor.filter(|_| at == form.cursor) {
            frame.set_cursor_position(Position::new(start.saturating_add(cursor).min(inner.right()), row.y));
        }
    }
    (count, fit)
}

/// Where a field was drawn.
struct DrawnField {
    /// Its line in the dialog.
    line: usize,
    /// The column at which its input begins, and the columns of the input.
    start: u16,
    columns: usize,
    /// The columns before the text cursor.
    cursor: Option<u16>,
}

/// Draws the fields and returns where each of them is.
fn fields(doc: &mut Doc, form: &Form) -> Vec<DrawnField> {
    let glyphs = doc.appearance.glyphs;
    let widest = form.fields.iter().map(|field| text::width(field.label)).max().unwrap_or(0);
    let column = |columns: usize| u16::try_from(columns).unwrap_or(u16::MAX);
    let mut drawn = Vec::new();
    for (index, field) in form.fields.iter().enumerate() {
        let is_current = index == form.cursor;
        let sign = if is_current { glyphs.cursor } else { " " };
        let lead = format!("{sign} {} ", text::fill(field.label, widest, ""));
        let columns = doc.columns.saturating_sub(text::width(&lead) + 1);
        let role = if is_current { Role::Key } else { Role::Dim };
        let mut at = DrawnField { line: doc.len(), start: column(text::width(&lead)), columns, cursor: None };
        let mut pieces = vec![(role, lead)];
        match &field.input {
            FieldInput::Choice(kinds, chosen) => {
                let words = kinds.get(*chosen).map_or("", |kind| form::export_kind(*kind));
                pieces.push((Role::Key, format!("{} {words} {}", glyphs.left, glyphs.right)));
            }
            FieldInput::Switch(on) => {
                let mark = if *on { "[x] " } else { "[ ] " };
                pieces.extend([(Role::Key, mark.to_owned()), (Role::Dim, field.hint.to_string())]);
            }
            FieldInput::Text(line) => {
                let typed = line.visible(columns, glyphs.ellipsis);
                at.cursor = Some(column(typed.cursor));
                pieces.push(if typed.text.is_empty() {
                    (Role::Dim, text::cut_end(&field.hint, columns, glyphs.ellipsis).into_owned())
                } else {
                    (Role::Text, typed.text)
                });
            }
        }
        doc.line(pieces);
        drawn.push(at);
    }
    drawn
}
