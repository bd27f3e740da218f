//! Routes keys and pasted text to an input line or through the table of keys.

use crossterm::event::{KeyEvent, KeyEventKind};

use super::super::dialog::Modal;
use super::super::effect::Effect;
use super::super::input_line::InputLine;
use super::super::state::State;
use super::super::tips::Tip;
use super::{clean_up, dialogs, projects, screen, unbound};
use crate::tui::keys::table::{self, KeyContext, LineEdit, UserAction};
use crate::tui::list::rows;

/// A key.
pub fn key(state: &mut State, event: KeyEvent) -> Vec<Effect> {
    if event.kind == KeyEventKind::Release {
        return Vec::new();
    }
    state.footer_message = None;
    let context = KeyContext::of(state);
    let screen = state.screen;
    if let Some(action) = state.keys.action(context, event) {
        let effects = perform(state, action);
        // A key that only opens another screen is no use of the list that it leaves.
        state.list_mut().settled |= state.screen == screen;
        effects
    } else {
        match (context, table::typed(event)) {
            (
                KeyContext::Filter
                | KeyContext::Palette
                | KeyContext::CleanUpValue
                | KeyContext::Version
                | KeyContext::Code
                | KeyContext::Form,
                Some(c),
            ) => {
                if c == ' ' && turn(state, 1) {
                    return Vec::new();
                }
                change(state, |line| line.insert(c.encode_utf8(&mut [0; 4])));
            }
            (KeyContext::Choose, Some(c)) if dialogs::has_choice(state, c) => return dialogs::choose(state, c),
            (KeyContext::CleanUp, Some(c)) if c.is_ascii_digit() => clean_up::begin_typing(state, c),
            _ => unbound::explain(state, context, event),
        }
        Vec::new()
    }
}

/// Performs an action, whether it comes from a key, the palette or a click on the footer.
pub fn perform(state: &mut State, action: UserAction) -> Vec<Effect> {
    let completed = state.tips.learn(action);
    let mut effects = match action {
        UserAction::Quit => vec![Effect::Quit],
        UserAction::Suspend => vec![Effect::Suspend],
        _ if state.modal.is_some() => dialogs::perform(state, action),
        _ => screen::perform(state, action),
    };
    effects.extend(remember(&completed));
    effects
}

/// Returns the effect that stores tips as shown.
pub fn remember(tips: &[Tip]) -> Option<Effect> {
    (!tips.is_empty()).then(|| Effect::RememberTips(tips.iter().map(|tip| tip.name()).collect()))
}

/// Adds pasted text to the input line; without one it is ignored.
pub fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    change(state, |line| line.insert(&text));
    Vec::new()
}

/// Moves the cursor of the input line, or erases in it.
pub fn edit_line(state: &mut State, edit: LineEdit) {
    match edit {
        LineEdit::Left if turn(state, -1) => return,
        LineEdit::Right if turn(state, 1) => return,
        _ => {}
    }
    change(state, |line| line.edit(edit));
}

/// Changes the choice or switch of a form that gets the keys; returns whether there is one.
fn turn(state: &mut State, by: isize) -> bool {
    if let Some(Modal::Form(form)) = &mut state.modal { form.turn(by) } else { false }
}

/// Changes the input line that gets the keys, and what follows from its text; without one, nothing happens.
pub fn change(state: &mut State, change: impl FnOnce(&mut InputLine)) {
    match &mut state.modal {
        Some(Modal::Filter(filter)) => {
            change(&mut filter.line);
            let typed = filter.line.text().to_owned();
            // A cursor that only moved in the line leaves the one of the list where it is.
            if state.list().filter != typed {
                let list = state.list_mut();
                list.filter = typed;
                // On what fits best.
                list.cursor = 0;
                rows::filter(state, state.screen, None);
            }
        }
        Some(Modal::Contents(contents)) => {
            let Some(typing) = &mut contents.typing else { return };
            change(&mut typing.line);
            let typed = typing.line.text().to_owned();
            if typed != contents.rows.filter {
                contents.change_rows(|rows, tree| rows.set_filter(tree, &typed));
            }
        }
        Some(Modal::Projects(picker)) => {
            let Some(typing) = &mut picker.typing else { return };
            change(&mut typing.line);
            let filter = typing.line.text().to_owned();
            projects::typed(picker, &state.project_scope, &filter);
        }
        Some(Modal::Code(question)) => change(&mut question.line),
        Some(Modal::WhatIf(dialog)) => {
            if let Some(line) = &mut dialog.input {
                change(line);
            }
        }
        Some(Modal::Palette { input, cursor }) => {
            let before = input.text().to_owned();
            change(input);
            if input.text() != before {
                *cursor = 0;
            }
        }
        Some(Modal::Form(form)) => {
            if let Some(line) = form.line() {
                change(line);
            }
        }
        Some(Modal::CleanUp(dialog)) => {
            if let Some(line) = &mut dialog.typing {
                change(line);
            }
        }
        _ => {}
    }
}
