//! Decides whether an action is possible now. The footer shows the possible actions; a key for another one shows the
//! reason.

use super::table::UserAction;
use crate::content::tree::BrowseTarget;
use crate::inventory::facts::EngineState;
use crate::plan::PurgeScope;
use crate::sam::template::FunctionLayer;
use crate::tui::dialog::Modal;
use crate::tui::job::{Job, RunState, Status};
use crate::tui::lang;
use crate::tui::list::marks;
use crate::tui::list::model::Row;
use crate::tui::state::{Screen, State};
use crate::tui::undo;

/// Returns `Ok` when the action can run now, or the reason as a sentence.
pub fn allowed(state: &State, action: UserAction) -> Result<(), String> {
    let refuse = |reason: &str| Err(reason.to_owned());
    if let Some(modal) = &state.modal {
        return in_dialog(state, modal, action);
    }
    let lists_nothing = state.list().rows.is_empty() && state.list().filter.is_empty();
    match action {
        UserAction::Mark
        | UserAction::Range
        | UserAction::All
        | UserAction::Invert
        | UserAction::Sort
        | UserAction::Reverse
        | UserAction::Group
        | UserAction::Filter
            if lists_nothing =>
        {
            refuse(tr!("refused-nothing-listed"))
        }
        UserAction::Purge
        | UserAction::Import
        | UserAction::Publish
        | UserAction::Refresh
        | UserAction::Undo
        | UserAction::EmptyTrash
        | UserAction::Shell
            if state.read_only =>
        {
            refuse(tr!("refused-read-only"))
        }
        UserAction::Filter if state.screen == Screen::Overview => refuse(tr!("refused-no-filter")),
        UserAction::Purge => purge(state),
        UserAction::Import | UserAction::CleanUp if !state.inventory.complete.listed => {
            refuse(tr!("refused-still-listing"))
        }
        UserAction::Refresh if !marks::has_layers(state) => refuse(tr!("refused-no-layer-to-refresh")),
        UserAction::Export => export(state),
        UserAction::Check if state.screen == Screen::Images => check_images(state),
        UserAction::Open if matches!(state.list().current(), Some(Row::Image(_))) => can_read_images(state),
        UserAction::Check if !marks::has_layers(state) => refuse(tr!("refused-no-layer-to-check")),
        UserAction::Undo if state.trash().entries == 0 => Err(match undo::last_permanent(state) {
            Some(job) => tr!("undo-impossible", action = job.title),
            None => tr!("refused-nothing-to-undo").to_owned(),
        }),
        UserAction::EmptyTrash if state.trash().entries == 0 => refuse(tr!("refused-trash-is-empty")),
        UserAction::Projects if state.demo => refuse(tr!("refused-demo-projects")),
        UserAction::Shell => shell(state),
        UserAction::WhatIf if !matches!(state.list().current(), Some(Row::Function(..))) => {
            refuse(tr!("said-need-function"))
        }
        UserAction::Engine => engine(state),
        UserAction::Compare => crate::tui::list::row_choices::versions_to_compare(state).map(drop),
        UserAction::Open | UserAction::Jump | UserAction::Copy if state.list().current().is_none() => {
            refuse(tr!("refused-nothing-under-cursor"))
        }
        UserAction::CancelJob => cancel(state),
        UserAction::HoldJob => pause(state),
        UserAction::OutdatedImages if state.read_only => refuse(tr!("refused-read-only")),
        UserAction::OutdatedImages if crate::tui::outdated_images::images(state).images.is_empty() => {
            Err(why_images_are_unknown(state).unwrap_or_else(|| tr!("refused-none-outdated").to_owned()))
        }
        UserAction::Problems if state.shown.totals.problems == 0 => {
            refuse(if why_images_are_unknown(state).is_some() {
                tr!("refused-no-problems-known")
            } else {
                tr!("refused-no-problems")
            })
        }
        _ => Ok(()),
    }
}

/// Returns why it is unknown which images there are, if it is.
fn why_images_are_unknown(state: &State) -> Option<String> {
    match &state.inventory.engine {
        Some(EngineState::Unavailable { reason, .. }) => {
            Some(tr!("refused-no-engine", reason = lang::localized(reason)))
        }
        Some(EngineState::Off) => Some(tr!("refused-engine-off").to_owned()),
        None => Some(tr!("refused-engine-not-yet").to_owned()),
        Some(EngineState::Ready { .. }) if !state.inventory.complete.images => {
            Some(tr!("refused-images-not-listed").to_owned())
        }
        Some(EngineState::Ready { .. }) => None,
    }
}

fn in_dialog(state: &State, modal: &Modal, action: UserAction) -> Result<(), String> {
    match (modal, action) {
        (Modal::Plan(dialog), UserAction::Accept) if dialog.plan.steps.is_empty() => {
            Err(tr!("said-all-refused").to_owned())
        }
        (Modal::Plan(dialog), UserAction::TrashOrDelete | UserAction::DeleteNow) if !dialog.is_purge() => {
            Err(tr!("refused-no-deleting").to_owned())
        }
        (Modal::Plan(dialog), UserAction::TrashOrDelete | UserAction::DeleteNow) if !dialog.can_delete() => {
            Err(match dialog.plan.scope() {
                PurgeScope::Images | PurgeScope::Containers => tr!("refused-always-deleted"),
                _ => tr!("refused-only-released"),
            }
            .to_owned())
        }
        (Modal::Plan(dialog), UserAction::WithImages) if dialog.selection.layers.is_empty() => {
            Err(tr!("refused-no-images-along").to_owned())
        }
        (Modal::Plan(dialog), UserAction::UnknownLocks) if !dialog.asks_about_locks() => {
            Err(tr!("refused-no-unknown-locks").to_owned())
        }
        (Modal::WhatIf(dialog), UserAction::Right) if !dialog.has_versions(&state.shown) => {
            Err(tr!("refused-no-other-version").to_owned())
        }
        (Modal::WhatIf(dialog), UserAction::Return) if !dialog.is_swapped() => {
            Err(tr!("refused-as-written").to_owned())
        }
        (Modal::Contents(dialog), UserAction::Open) if !dialog.can_open() => {
            Err(tr!("refused-nothing-to-open").to_owned())
        }
        (Modal::Contents(dialog), UserAction::NextChange | UserAction::PreviousChange) if !dialog.has_marked() => {
            Err(tr!("refused-no-changes").to_owned())
        }
        (Modal::Contents(dialog), UserAction::Treemap) if !matches!(dialog.inside, BrowseTarget::Layer(_)) => {
            Err(tr!("refused-treemap-of-one-layer").to_owned())
        }
        _ => Ok(()),
    }
}

fn export(state: &State) -> Result<(), String> {
    let has_layers = match state.list().current() {
        Some(Row::Function(template, at)) if marks::marked(state).is_empty() => {
            let function = &state.shown.templates[template].functions[at].function;
            function.layers.iter().any(FunctionLayer::is_used)
        }
        _ => marks::has_layers(state),
    };
    if has_layers { Ok(()) } else { Err(tr!("refused-no-layer-to-export").to_owned()) }
}

fn purge(state: &State) -> Result<(), String> {
    let marked = marks::marked(state);
    if marked.is_empty() && matches!(state.list().current(), Some(Row::Foreign(_))) {
        return Err(tr!("refused-foreign").to_owned());
    }
    if !marks::has_selection(state) {
        return Err(tr!("refused-nothing-to-purge").to_owned());
    }
    Ok(())
}

fn shell(state: &State) -> Result<(), String> {
    match &state.inventory.engine {
        Some(EngineState::Ready { recorded: true, .. }) => Err(tr!("refused-demo-shell").to_owned()),
        Some(EngineState::Ready { .. }) => match crate::tui::shell::image_under_cursor(state) {
            Some(_) => Ok(()),
            None => Err(tr!("refused-no-image-for-shell").to_owned()),
        },
        Some(EngineState::Unavailable { .. } | EngineState::Off) | None => {
            Err(why_images_are_unknown(state).unwrap_or_default())
        }
    }
}

/// Reading an image creates a container, which is never started, and removes it. Read-only mode therefore forbids it.
fn can_read_images(state: &State) -> Result<(), String> {
    if matches!(state.inventory.engine, Some(EngineState::Ready { recorded: true, .. })) {
        return Err(tr!("refused-demo-inside").to_owned());
    }
    if state.read_only {
        return Err(tr!("refused-inside-read-only").to_owned());
    }
    Ok(())
}

fn check_images(state: &State) -> Result<(), String> {
    if marks::images_with_layers(state).is_empty() {
        return Err(tr!("refused-no-image-to-check").to_owned());
    }
    can_read_images(state)
}

fn engine(state: &State) -> Result<(), String> {
    match &state.inventory.engine {
        Some(EngineState::Ready { recorded: true, .. }) => Err(tr!("refused-demo-images").to_owned()),
        Some(EngineState::Ready { name, .. }) => Err(tr!("refused-engine-answers", name = name)),
        Some(EngineState::Off) => Err(tr!("refused-engine-off").to_owned()),
        _ if state.inventory.other_engines.is_empty() => Err(tr!("refused-no-other-engine").to_owned()),
        _ => Ok(()),
    }
}

fn cancel(state: &State) -> Result<(), String> {
    match job_under_cursor(state).map(|job| &job.status) {
        Some(Status::Waiting | Status::Running(RunState::Active | RunState::Paused)) => Ok(()),
        Some(Status::Running(RunState::Stopping)) => Err(tr!("refused-stopping").to_owned()),
        Some(Status::Done(_) | Status::Emptied(_) | Status::Searched(_) | Status::Compared | Status::Failed(_)) => {
            Err(tr!("refused-job-over").to_owned())
        }
        None => Err(tr!("refused-no-job").to_owned()),
    }
}

fn pause(state: &State) -> Result<(), String> {
    match job_under_cursor(state).map(|job| &job.status) {
        Some(Status::Running(RunState::Active | RunState::Paused)) => Ok(()),
        Some(Status::Waiting) => Err(tr!("refused-not-begun").to_owned()),
        Some(Status::Running(RunState::Stopping)) => Err(tr!("refused-stopping").to_owned()),
        Some(Status::Done(_) | Status::Emptied(_) | Status::Searched(_) | Status::Compared | Status::Failed(_)) => {
            Err(tr!("refused-job-over").to_owned())
        }
        None => Err(tr!("refused-no-job").to_owned()),
    }
}

fn job_under_cursor(state: &State) -> Option<&Job> {
    match (state.screen, state.list().current()) {
        (Screen::Activity, Some(Row::Job(at))) => state.jobs.get(at),
        _ => None,
    }
}
