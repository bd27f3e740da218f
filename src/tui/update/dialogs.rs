//! What actions do in what lies on top of a screen.

use super::super::allowed::allowed;
use super::super::dialog::{Modal, Pick, PlanDialog, Question};
use super::super::effect::Effect;
use super::super::keys::{self, Action};
use super::super::state::{State, Tone};
use super::super::{palette, problems, rows, text};
use super::{act, clean_up, fix, go, input, jobs, survey};
use crate::plan::{self, Plan, PlanKind, Selection};

/// Does it to the dialog on top.
pub fn perform(state: &mut State, action: Action) -> Vec<Effect> {
    if matches!(action, Action::Erase | Action::EraseWord | Action::EraseAll) {
        input::erase(state, action);
        return Vec::new();
    }
    if matches!(state.modal, Some(Modal::CleanUp(_))) {
        clean_up::perform(state, action);
        return Vec::new();
    }
    match action {
        Action::Escape => {
            if let Some(Modal::Contents(contents)) = &mut state.modal
                && std::mem::take(&mut contents.reading)
            {
                return Vec::new();
            }
            if let Some(Modal::WhatIf(dialog)) = &mut state.modal
                && dialog.input.take().is_some()
            {
                return Vec::new();
            }
            if let Some(Modal::Filter(before)) = state.modal.take() {
                let keep = rows::current_key(state, state.screen);
                state.list_mut().filter = before;
                rows::rebuild(state, state.screen, keep.as_ref());
            }
            Vec::new()
        }
        Action::Accept => accept(state),
        Action::Fix => fix::problem(state),
        Action::WithImages | Action::TrashOrDelete => {
            match allowed(state, action) {
                Ok(()) => change_plan(state, action),
                Err(reason) => state.say(Tone::Plain, reason),
            }
            Vec::new()
        }
        _ => {
            move_by(state, action);
            Vec::new()
        }
    }
}

fn accept(state: &mut State) -> Vec<Effect> {
    match state.modal.take() {
        Some(Modal::Plan(dialog)) => accept_plan(state, dialog),
        Some(Modal::Confirm(Question::Delete(plan))) => jobs::carry_out(state, plan),
        Some(Modal::Confirm(Question::EmptyTrash)) => jobs::empty_trash(state),
        Some(Modal::Confirm(Question::Quit)) => vec![Effect::Quit],
        Some(Modal::Choose(chooser)) => {
            let Some(choice) = chooser.choices.into_iter().nth(chooser.cursor) else { return Vec::new() };
            match choice.pick {
                Pick::Copy => {
                    // Nobody hears back from a terminal whether it took the text.
                    state.say(Tone::Plain, tr!("said-copied", what = choice.label));
                    vec![Effect::Copy(choice.text)]
                }
                Pick::UseEngine(other) => {
                    state.say(Tone::Plain, tr!("said-engine-used", name = other.name));
                    [Effect::UseEngine(other)].into_iter().chain(survey::begin(state)).collect()
                }
                Pick::Go(key) => {
                    go::to(state, &key);
                    Vec::new()
                }
            }
        }
        Some(Modal::WhatIf(mut dialog)) => {
            if dialog.input.is_some() {
                dialog.accept(&state.shown);
            } else {
                dialog.refusal = None;
                dialog.input = Some(String::new());
            }
            state.modal = Some(Modal::WhatIf(dialog));
            Vec::new()
        }
        Some(Modal::Problems { cursor }) => {
            if let Some(problem) = problems::all(&state.shown).into_iter().nth(cursor) {
                go::to(state, &problem.key);
            }
            Vec::new()
        }
        Some(Modal::Palette { input, cursor }) => {
            let context = keys::Context::Screen(state.screen);
            let chosen = palette::matching(&state.keys, context, &input).get(cursor).map(|bound| bound.binding.action);
            match chosen {
                Some(action) => input::perform(state, action),
                None => Vec::new(),
            }
        }
        Some(Modal::CleanUp(_) | Modal::Filter(_) | Modal::Contents(_) | Modal::Help { .. } | Modal::Told(..))
        | None => Vec::new(),
    }
}

fn accept_plan(state: &mut State, dialog: PlanDialog) -> Vec<Effect> {
    if dialog.plan.steps.is_empty() {
        state.say(Tone::Bad, tr!("said-all-refused"));
        state.modal = Some(Modal::Plan(dialog));
        return Vec::new();
    }
    if dialog.plan.kind == PlanKind::Delete {
        state.modal = Some(Modal::Confirm(Question::Delete(dialog.plan)));
        return Vec::new();
    }
    state.list_mut().marks.clear();
    state.list_mut().range_from = None;
    jobs::carry_out(state, dialog.plan)
}

fn change_plan(state: &mut State, action: Action) {
    let Some(Modal::Plan(mut dialog)) = state.modal.take() else { return };
    let kind = match (action, dialog.plan.kind) {
        (Action::TrashOrDelete, PlanKind::Trash) => PlanKind::Delete,
        (Action::TrashOrDelete, PlanKind::Delete) => PlanKind::Trash,
        (_, kind) => kind,
    };
    dialog.with_images ^= action == Action::WithImages;
    dialog.plan = plan_again(state, &dialog.selection, kind, dialog.with_images);
    state.modal = Some(Modal::Plan(dialog));
}

/// The plan for a selection as things are now.
pub fn plan_again(state: &State, selection: &Selection, kind: PlanKind, with_images: bool) -> Plan {
    match kind {
        PlanKind::Trash | PlanKind::Delete => plan::purge(&state.shown, selection, kind, with_images),
        // What undo brings back is not chosen here: its plan comes from the trash.
        PlanKind::Verify => plan::check(&state.shown, selection),
        PlanKind::Refresh | PlanKind::Undo => {
            let (selection, refused) = jobs::not_under_way(state, selection);
            let mut plan = plan::refresh(&state.shown, &selection, with_images);
            plan.refused.extend(refused);
            plan
        }
    }
}

/// A scroll position after a movement; too far is put right by whoever knows the length.
pub fn scrolled(at: usize, action: Action, page: usize) -> usize {
    match action {
        Action::Up => at.saturating_sub(1),
        Action::Down => at.saturating_add(1),
        Action::PageUp => at.saturating_sub(page),
        Action::PageDown => at.saturating_add(page),
        Action::First => 0,
        Action::Last => usize::MAX,
        _ => at,
    }
}

fn move_by(state: &mut State, action: Action) {
    let page = state.seen.modal.1.saturating_sub(1).max(1);
    let within = |at: usize, count: usize| scrolled(at, action, page).min(count.saturating_sub(1));
    match &mut state.modal {
        Some(Modal::Plan(dialog)) => dialog.scroll = scrolled(dialog.scroll, action, page),
        Some(Modal::Help { scroll }) => *scroll = scrolled(*scroll, action, page),
        Some(Modal::Choose(chooser)) => chooser.cursor = within(chooser.cursor, chooser.choices.len()),
        Some(Modal::Problems { cursor }) => *cursor = within(*cursor, problems::all(&state.shown).len()),
        Some(Modal::Palette { input, cursor }) => {
            let count = palette::matching(&state.keys, keys::Context::Screen(state.screen), input).len();
            *cursor = within(*cursor, count);
        }
        Some(Modal::WhatIf(dialog)) => dialog.act(&state.shown, action),
        Some(Modal::Contents(contents)) => match action {
            Action::Open | Action::Left | Action::Right => contents.open(action),
            _ if contents.reading => {
                let page = state.seen.preview.1.saturating_sub(1).max(1);
                contents.scroll = scrolled(contents.scroll, action, page);
            }
            _ => contents.cursor = within(contents.cursor, contents.visible.len()),
        },
        // While a filter is typed, the arrows move in the list.
        Some(Modal::Filter(_)) => {
            let modal = state.modal.take();
            act::perform(state, action);
            state.modal = modal;
        }
        Some(Modal::CleanUp(_) | Modal::Confirm(_) | Modal::Told(..)) | None => {}
    }
}

/// What a question asks, and what yes means.
pub fn wording(state: &State, question: &Question) -> (String, String) {
    match question {
        Question::Delete(plan) => {
            let bytes = plan.frees_in_cache() + plan.frees_in_engine();
            let steps = tr!("count-thing", count = plan.steps.len());
            (tr!("said-ask-delete", things = steps, bytes = text::bytes(bytes)), tr!("said-ask-delete-more").to_owned())
        }
        Question::EmptyTrash => {
            let trash = state.inventory.trash;
            let entries = usize::try_from(trash.entries).unwrap_or(usize::MAX);
            (
                tr!("said-ask-empty", entries = tr!("count-entry", count = entries), bytes = text::bytes(trash.bytes)),
                tr!("said-ask-empty-more").to_owned(),
            )
        }
        Question::Quit => (tr!("said-ask-quit").to_owned(), tr!("said-ask-quit-more").to_owned()),
    }
}
