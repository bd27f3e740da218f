//! Performs actions in the open dialog.

use super::super::dialog::{ChooserAction, Modal, PlanDialog, Question};
use super::super::effect::Effect;
use super::super::input_line::InputLine;
use super::super::state::{State, Tone};
use super::super::{problems, text};
use super::{
    clean_up, contents, fix_problem, forms, graph, input, jobs, navigate, package_size, projects, screen, survey,
    treemap,
};
use crate::plan::{self, Plan, PlanKind, Selection};
use crate::tui::keys::allowed::allowed;
use crate::tui::keys::palette;
use crate::tui::keys::table::{self, UserAction};
use crate::tui::list::rows;

/// Performs an action in the open dialog.
pub fn perform(state: &mut State, action: UserAction) -> Vec<Effect> {
    if let UserAction::Line(edit) = action {
        input::edit_line(state, edit);
        return Vec::new();
    }
    if action == UserAction::Help {
        state.open_above(Modal::Help { scroll: 0 });
        return Vec::new();
    }
    if matches!(state.modal, Some(Modal::CleanUp(_))) {
        clean_up::perform(state, action);
        return Vec::new();
    }
    if matches!(state.modal, Some(Modal::Treemap(_))) {
        return treemap::perform(state, action);
    }
    if matches!(state.modal, Some(Modal::Projects(_))) {
        return projects::perform(state, action);
    }
    if matches!(state.modal, Some(Modal::Graph(_))) {
        graph::perform(state, action);
        return Vec::new();
    }
    if matches!(state.modal, Some(Modal::Form(_))) {
        return forms::perform(state, action);
    }
    if matches!(state.modal, Some(Modal::Contents(_)))
        && let Err(reason) = allowed(state, action)
    {
        state.show_message(Tone::Plain, reason);
        return Vec::new();
    }
    if matches!(state.modal, Some(Modal::Contents(_))) && contents::perform(state, action) {
        return Vec::new();
    }
    match action {
        UserAction::Treemap => {
            treemap::open_inside(state);
            Vec::new()
        }
        UserAction::Escape => {
            if let Some(Modal::Contents(contents)) = &mut state.modal
                && contents.leave()
            {
                return Vec::new();
            }
            if let Some(Modal::WhatIf(dialog)) = &mut state.modal
                && dialog.input.take().is_some()
            {
                return Vec::new();
            }
            let closed = state.modal.take();
            state.close_modal();
            match closed {
                Some(Modal::Filter(line)) => {
                    let keep = rows::current_key(state, state.screen);
                    state.list_mut().filter = line.before;
                    rows::rebuild(state, state.screen, keep.as_ref());
                }
                Some(Modal::Code(question)) => return vec![Effect::AnswerCode(question.id, None)],
                Some(Modal::Size(_)) => return vec![Effect::StopMeasuring],
                _ => {}
            }
            Vec::new()
        }
        UserAction::Size => package_size::open(state),
        UserAction::Accept => accept(state),
        UserAction::Fix => fix_problem::problem(state),
        UserAction::WithImages | UserAction::TrashOrDelete | UserAction::UnknownLocks | UserAction::DeleteNow => {
            match allowed(state, action) {
                Ok(()) => change_plan(state, action),
                Err(reason) => state.show_message(Tone::Plain, reason),
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
        Some(Modal::Confirm(Question::Delete(_))) if state.read_only => {
            // Read-only mode shows what a clean-up would free, and frees nothing.
            state.close_modal();
            state.show_message(Tone::Bad, tr!("refused-read-only"));
            Vec::new()
        }
        Some(Modal::Confirm(Question::Delete(plan))) => {
            // The dialog of the plan, which asked.
            state.behind.pop();
            execute(state, plan)
        }
        Some(Modal::Confirm(Question::EmptyTrash)) => jobs::empty_trash(state),
        Some(Modal::Confirm(Question::Quit)) => vec![Effect::Quit],
        Some(Modal::Code(question)) => {
            let code = question.line.text().trim().to_owned();
            if code.is_empty() {
                state.modal = Some(Modal::Code(question));
                return Vec::new();
            }
            vec![Effect::AnswerCode(question.id, Some(code))]
        }
        Some(Modal::Choose(chooser)) => {
            let Some(choice) = chooser.choices.into_iter().nth(chooser.cursor) else { return Vec::new() };
            match choice.pick {
                ChooserAction::Copy => {
                    // Terminals do not report whether they accepted the text.
                    state.show_message(Tone::Plain, tr!("said-copied", what = choice.label));
                    state.close_modal();
                    vec![Effect::Copy(choice.text)]
                }
                ChooserAction::UseEngine(other) => {
                    state.show_message(Tone::Plain, tr!("said-engine-used", name = other.name));
                    [Effect::UseEngine(other)].into_iter().chain(survey::begin(state)).collect()
                }
                ChooserAction::Go(key) => {
                    navigate::to(state, &key);
                    Vec::new()
                }
                ChooserAction::Sort(at) => screen::sort(state, |state| state.list_mut().sort = at),
                ChooserAction::Reverse => screen::sort(state, |state| state.list_mut().reversed ^= true),
            }
        }
        Some(Modal::Contents(mut dialog)) => {
            dialog.typing = None;
            state.modal = Some(Modal::Contents(dialog));
            Vec::new()
        }
        Some(Modal::WhatIf(mut dialog)) => {
            if dialog.input.is_some() {
                dialog.accept(&state.shown);
            } else {
                dialog.refusal = None;
                dialog.input = Some(InputLine::default());
            }
            state.modal = Some(Modal::WhatIf(dialog));
            Vec::new()
        }
        Some(Modal::Problems { cursor }) => {
            state.behind.clear();
            if let Some(problem) = problems::all(&state.shown).into_iter().nth(cursor) {
                navigate::to(state, &problem.key);
            }
            Vec::new()
        }
        Some(Modal::Palette { input, cursor }) => {
            let context = table::KeyContext::Screen(state.screen);
            let chosen =
                palette::matching(&state.keys, context, input.text()).get(cursor).map(|bound| bound.binding.action);
            match chosen {
                Some(action) => input::perform(state, action),
                None => Vec::new(),
            }
        }
        Some(
            Modal::CleanUp(_)
            | Modal::Form(_)
            | Modal::Filter(_)
            | Modal::Treemap(_)
            | Modal::Projects(_)
            | Modal::Graph(_)
            | Modal::Size(_)
            | Modal::Help { .. }
            | Modal::Notice(..),
        )
        | None => Vec::new(),
    }
}

/// Returns whether a key takes a choice of the open list at once.
pub fn has_choice(state: &State, key: char) -> bool {
    matches!(&state.modal, Some(Modal::Choose(chooser)) if chooser.with_key(key, state.screen).is_some())
}

/// Takes the choice of a key.
pub fn choose(state: &mut State, key: char) -> Vec<Effect> {
    let screen = state.screen;
    if let Some(Modal::Choose(chooser)) = &mut state.modal
        && let Some(at) = chooser.with_key(key, screen)
    {
        chooser.cursor = at;
    }
    accept(state)
}

fn accept_plan(state: &mut State, dialog: PlanDialog) -> Vec<Effect> {
    if dialog.plan.steps.is_empty() {
        state.show_message(Tone::Bad, tr!("said-all-refused"));
        state.modal = Some(Modal::Plan(dialog));
        return Vec::new();
    }
    if state.read_only && dialog.plan.kind.is_protected_by_read_only() {
        state.show_message(Tone::Bad, tr!("refused-read-only"));
        state.modal = Some(Modal::Plan(dialog));
        return Vec::new();
    }
    if dialog.plan.kind == PlanKind::Delete {
        state.behind.push(Modal::Plan(dialog.clone()));
        state.modal = Some(Modal::Confirm(Question::Delete(dialog.plan)));
        return Vec::new();
    }
    execute(state, dialog.plan)
}

/// Executes a plan. The list of problems comes back, as the next one may be fixed as well.
fn execute(state: &mut State, plan: Plan) -> Vec<Effect> {
    state.list_mut().marks.clear();
    state.list_mut().range_from = None;
    state.behind.retain(|modal| matches!(modal, Modal::Problems { .. }));
    state.close_modal();
    jobs::execute(state, plan)
}

fn change_plan(state: &mut State, action: UserAction) {
    let Some(Modal::Plan(mut dialog)) = state.modal.take() else { return };
    let kind = match (action, dialog.plan.kind) {
        (UserAction::TrashOrDelete, PlanKind::Trash) => PlanKind::Delete,
        (UserAction::TrashOrDelete, PlanKind::Delete) => PlanKind::Trash,
        (_, kind) => kind,
    };
    dialog.with_images ^= action == UserAction::WithImages;
    dialog.selection.unknown_locks ^= action == UserAction::UnknownLocks;
    if action == UserAction::DeleteNow {
        let plan = rebuild_plan(state, &dialog.selection, PlanKind::Delete, dialog.with_images);
        state.modal = if plan.steps.is_empty() {
            state.show_message(Tone::Bad, tr!("said-all-refused"));
            Some(Modal::Plan(dialog))
        } else {
            // No goes back to the plan, as in the dialog of a plan that deletes.
            state.behind.push(Modal::Plan(dialog));
            Some(Modal::Confirm(Question::Delete(plan)))
        };
        return;
    }
    dialog.plan = rebuild_plan(state, &dialog.selection, kind, dialog.with_images);
    state.modal = Some(Modal::Plan(dialog));
}

/// Builds the plan for a selection from the current state.
pub fn rebuild_plan(state: &State, selection: &Selection, kind: PlanKind, with_images: bool) -> Plan {
    match kind {
        PlanKind::Trash | PlanKind::Delete => plan::purge(&state.shown, selection, kind, with_images),
        // The plan of an undo comes from the trash and cannot be changed here.
        PlanKind::Verify => plan::check(&state.shown, selection),
        PlanKind::Refresh | PlanKind::Import | PlanKind::Publish | PlanKind::Export | PlanKind::Undo => {
            let (selection, refused) = jobs::without_running(state, selection);
            let mut plan = plan::refresh(&state.shown, &selection, with_images);
            plan.refused.extend(refused);
            plan
        }
    }
}

/// Returns the scroll position after a movement. The caller, which knows the length, limits it.
pub fn scrolled(at: usize, action: UserAction, page: usize) -> usize {
    match action {
        UserAction::Up => at.saturating_sub(1),
        UserAction::Down => at.saturating_add(1),
        UserAction::PageUp => at.saturating_sub(page),
        UserAction::PageDown => at.saturating_add(page),
        UserAction::First => 0,
        UserAction::Last => usize::MAX,
        _ => at,
    }
}

fn move_by(state: &mut State, action: UserAction) {
    let page = state.view_metrics.modal.1.saturating_sub(1).max(1);
    let within = |at: usize, count: usize| scrolled(at, action, page).min(count.saturating_sub(1));
    match &mut state.modal {
        Some(Modal::Plan(dialog)) => dialog.scroll = scrolled(dialog.scroll, action, page),
        Some(Modal::Size(dialog)) => dialog.scroll = scrolled(dialog.scroll, action, page),
        Some(Modal::Help { scroll }) => *scroll = scrolled(*scroll, action, page),
        Some(Modal::Choose(chooser)) => chooser.cursor = within(chooser.cursor, chooser.choices.len()),
        Some(Modal::Problems { cursor }) => *cursor = within(*cursor, problems::all(&state.shown).len()),
        Some(Modal::Palette { input, cursor }) => {
            let count = palette::matching(&state.keys, table::KeyContext::Screen(state.screen), input.text()).len();
            *cursor = within(*cursor, count);
        }
        Some(Modal::WhatIf(dialog)) => dialog.act(&state.shown, action),
        Some(Modal::Contents(contents)) => match action {
            UserAction::Open | UserAction::Left | UserAction::Right => contents.open(action),
            _ if contents.reading => {
                let page = state.view_metrics.preview.1.saturating_sub(1).max(1);
                contents.scroll = scrolled(contents.scroll, action, page);
            }
            _ => contents.rows.cursor = within(contents.rows.cursor, contents.rows.visible.len()),
        },
        // While the filter is typed, the arrow keys move in the list.
        Some(Modal::Filter(_)) => {
            let modal = state.modal.take();
            screen::perform(state, action);
            state.modal = modal;
        }
        Some(
            Modal::CleanUp(_)
            | Modal::Form(_)
            | Modal::Treemap(_)
            | Modal::Projects(_)
            | Modal::Graph(_)
            | Modal::Confirm(_)
            | Modal::Code(_)
            | Modal::Notice(..),
        )
        | None => {}
    }
}

/// Returns the text of a question and of what will happen.
pub fn wording(state: &State, question: &Question) -> (String, String) {
    match question {
        Question::Delete(plan) => {
            let bytes = plan.frees_in_cache() + plan.frees_in_engine();
            let steps = tr!("count-thing", count = plan.steps.len());
            (tr!("said-ask-delete", things = steps, bytes = text::bytes(bytes)), tr!("said-ask-delete-more").to_owned())
        }
        Question::EmptyTrash => {
            let trash = state.trash();
            let entries = usize::try_from(trash.entries).unwrap_or(usize::MAX);
            (
                tr!("said-ask-empty", entries = tr!("count-entry", count = entries), bytes = text::bytes(trash.bytes)),
                tr!("said-ask-empty-more").to_owned(),
            )
        }
        Question::Quit => (tr!("said-ask-quit").to_owned(), tr!("said-ask-quit-more").to_owned()),
    }
}
