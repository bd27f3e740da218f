//! Handles a click on a part of a dialog: a row, a field of a form, an input line, a button.

use ratatui::layout::{Position, Rect};

use super::super::click_targets::Target;
use super::super::dialog::Modal;
use super::super::effect::Effect;
use super::super::state::State;
use super::{dialogs, input, mouse};
use crate::tui::keys::table::UserAction;

/// Rows of dialogs are numbered from here on, so that a click on one never counts as the second click on a row of the
/// list behind it.
const ROWS_OF_DIALOGS: usize = 1 << 32;

/// Performs the click.
pub fn press(state: &mut State, area: Rect, target: Target, at: Position) -> Vec<Effect> {
    let column = usize::from(at.x.saturating_sub(area.x));
    match target {
        Target::Row(row) => return row_clicked(state, row),
        Target::FoldSign(row) => {
            if let Some(Modal::Contents(contents)) = &mut state.modal {
                contents.rows.cursor = row.min(contents.rows.visible.len().saturating_sub(1));
                contents.reading = false;
                contents.open(UserAction::Open);
            }
        }
        Target::Button(action) => return input::perform(state, action),
        Target::Field(field, by) => {
            if let Some(Modal::Form(form)) = &mut state.modal {
                form.go_to(field);
                if by != 0 {
                    form.turn(by);
                }
            }
        }
        Target::Text(field, columns) => {
            if let Some(Modal::Form(form)) = &mut state.modal {
                form.go_to(field);
            }
            place(state, column, columns);
        }
        Target::Line(columns) => place(state, column, columns),
    }
    Vec::new()
}

/// Moves the cursor of the input line to a column.
fn place(state: &mut State, column: usize, columns: usize) {
    let ellipsis = state.appearance.glyphs.ellipsis;
    input::change(state, |line| line.place(column, columns, ellipsis));
}

/// Selects a row. What a menu offers is done at once; elsewhere a second click opens the row. The dialog may have changed
/// since it was drawn, so that the row is limited to those it has now.
fn row_clicked(state: &mut State, row: usize) -> Vec<Effect> {
    let within = |count: usize| row.min(count.saturating_sub(1));
    let action = match &mut state.modal {
        Some(Modal::Choose(chooser)) => {
            chooser.cursor = within(chooser.choices.len());
            return dialogs::perform(state, UserAction::Accept);
        }
        Some(Modal::Palette { cursor, .. }) => {
            *cursor = row;
            return dialogs::perform(state, UserAction::Accept);
        }
        Some(Modal::Problems { cursor }) => {
            *cursor = row;
            UserAction::Accept
        }
        Some(Modal::Projects(picker)) => {
            (picker.cursor, picker.typing) = (row, None);
            picker.clamp(&state.project_scope);
            UserAction::Accept
        }
        Some(Modal::WhatIf(dialog)) => {
            dialog.cursor = within(dialog.would_be.function.layers.len());
            (dialog.input, dialog.refusal) = (None, None);
            UserAction::Accept
        }
        Some(Modal::Contents(contents)) => {
            contents.rows.cursor = within(contents.rows.visible.len());
            (contents.reading, contents.typing) = (false, None);
            UserAction::Open
        }
        _ => return Vec::new(),
    };
    if mouse::is_double_click(state, ROWS_OF_DIALOGS + row) { dialogs::perform(state, action) } else { Vec::new() }
}
