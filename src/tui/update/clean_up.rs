//! Performs actions in the "clean up" dialog.

use ratatui::layout::Position;

use super::super::clean_up::{CleanUp, ClickTarget, Criterion, CriterionSettings, LINES, click_target};
use super::super::dialog::{Modal, PlanDialog};
use super::super::input_line::InputLine;
use super::super::state::{State, Tone};
use super::dialogs::scrolled;
use crate::tui::keys::table::UserAction;

/// Opens the dialog with the choices of last time.
pub fn open(state: &mut State) {
    let dialog = CleanUp::new(state.clean_up.clone(), &state.shown, state.now);
    state.modal = Some(Modal::CleanUp(Box::new(dialog)));
}

/// Opens the dialog with only these criteria.
pub fn open_with(state: &mut State, criteria: &[Criterion]) {
    state.clean_up = CriterionSettings::only(criteria.iter().copied());
    open(state);
}

/// Recalculates the totals after new findings.
pub fn recount(state: &mut State) {
    if let Some(Modal::CleanUp(dialog)) = &mut state.modal {
        dialog.count(&state.shown, state.now);
    }
}

/// Performs an action.
pub fn perform(state: &mut State, action: UserAction) {
    let Some(Modal::CleanUp(mut dialog)) = state.modal.take() else { return };
    let kept = match (dialog.typing.take(), action) {
        (Some(line), UserAction::Accept) => {
            accept_value(state, &mut dialog, line);
            true
        }
        (Some(_), _) => true,
        (None, UserAction::Escape) => false,
        (None, UserAction::Accept) => !show_plan(state, &dialog),
        (None, action) => {
            change(&mut dialog, action);
            true
        }
    };
    let changed = state.clean_up != dialog.settings;
    let adds = dialog.settings.enabled.is_superset(&state.clean_up.enabled);
    state.clean_up.clone_from(&dialog.settings);
    if kept {
        // Recalculating builds a plan for each line, so a key that only moves the cursor skips it.
        if changed {
            let before = dialog.selected();
            dialog.count(&state.shown, state.now);
            let after = dialog.selected();
            if adds && dialog.settings.match_all && after < before && dialog.outcome.is_ok() {
                state.show_message(Tone::Plain, tr!("clean-up-fewer", before = before, after = after));
            }
        }
        state.modal = Some(Modal::CleanUp(dialog));
    }
}

fn change(dialog: &mut CleanUp, action: UserAction) {
    let current = dialog.current();
    match (action, current) {
        (UserAction::MatchAll, _) | (UserAction::Left | UserAction::Right, Some(Criterion::Match)) => {
            toggle(dialog, Criterion::Match);
        }
        (UserAction::Left, Some(choice)) => step(dialog, choice, -1),
        (UserAction::Right, Some(choice)) => step(dialog, choice, 1),
        (UserAction::TypeValue, Some(choice)) if !choice.presets().is_empty() => {
            dialog.typing = Some(InputLine::new(dialog.settings.value(choice)));
        }
        (UserAction::Toggle | UserAction::TypeValue, Some(choice)) => toggle(dialog, choice),
        _ => dialog.go_to(scrolled(dialog.cursor, action, 5)),
    }
}

fn toggle(dialog: &mut CleanUp, choice: Criterion) {
    dialog.settings.toggle(choice, &dialog.safe);
}

fn step(dialog: &mut CleanUp, choice: Criterion, by: isize) {
    if !choice.presets().is_empty() {
        dialog.settings.leave_preset(&dialog.safe);
        dialog.settings.step(choice, by);
    }
}

fn accept_value(state: &mut State, dialog: &mut CleanUp, line: InputLine) {
    let Some(choice) = dialog.current() else { return };
    dialog.settings.leave_preset(&dialog.safe);
    if let Err(reason) = dialog.settings.set(choice, line.text()) {
        state.show_message(Tone::Bad, reason);
        dialog.typing = Some(line);
    }
}

/// Starts typing a value with its first digit.
pub fn begin_typing(state: &mut State, digit: char) {
    if let Some(Modal::CleanUp(dialog)) = &mut state.modal
        && dialog.current().is_some_and(|choice| !choice.presets().is_empty())
    {
        dialog.typing = Some(InputLine::new(digit.encode_utf8(&mut [0; 4])));
    }
}

/// Shows the plan of the totals in its own dialog; returns `false` if there is nothing to show.
fn show_plan(state: &mut State, dialog: &CleanUp) -> bool {
    match &dialog.outcome {
        Err(reason) => state.show_message(Tone::Bad, reason.clone()),
        Ok(outcome) if outcome.is_empty() => {
            let nothing = if dialog.settings.enabled.is_empty() {
                tr!("said-nothing-chosen")
            } else {
                tr!("said-nothing-like-that")
            };
            state.show_message(Tone::Plain, nothing);
        }
        Ok(outcome) => {
            let with_images = dialog.is_on(Criterion::WithImages);
            let (selection, plan) = (outcome.selection.clone(), outcome.plan.clone());
            state.modal = Some(Modal::Plan(PlanDialog::new(selection, plan, with_images)));
            return true;
        }
    }
    false
}

/// Handles a click in the dialog.
pub fn click(state: &mut State, at: Position) {
    let size = state.size;
    let Some(Modal::CleanUp(dialog)) = &mut state.modal else { return };
    match click_target(size, dialog.cursor, at) {
        Some(ClickTarget::Line(line)) => {
            dialog.typing = None;
            dialog.cursor = line.min(LINES.len() - 1);
            perform(state, UserAction::Toggle);
        }
        Some(ClickTarget::Arrow(line, by)) => {
            dialog.typing = None;
            dialog.cursor = line.min(LINES.len() - 1);
            perform(state, if by < 0 { UserAction::Left } else { UserAction::Right });
        }
        None => {}
    }
}
