//! What can be done now, and the sentence when it cannot. The footer shows what can; pressing the key says why not.

use super::dialog::Modal;
use super::job::{Gait, Job, Status};
use super::keys::Action;
use super::lang;
use super::list::Row;
use super::marks;
use super::state::{Screen, State};
use crate::inventory::facts::EngineState;

/// `Ok`, or why an action does nothing now.
pub fn allowed(state: &State, action: Action) -> Result<(), String> {
    let refuse = |reason: &str| Err(reason.to_owned());
    if let Some(modal) = &state.modal {
        return in_dialog(state, modal, action);
    }
    let lists_nothing = state.list().rows.is_empty() && state.list().filter.is_empty();
    match action {
        Action::Mark
        | Action::Range
        | Action::All
        | Action::Invert
        | Action::Sort
        | Action::Reverse
        | Action::Group
        | Action::Filter
            if lists_nothing =>
        {
            refuse(tr!("refused-nothing-listed"))
        }
        Action::Purge | Action::CleanUp | Action::Refresh | Action::Undo | Action::EmptyTrash | Action::Shell
            if state.read_only =>
        {
            refuse(tr!("refused-read-only"))
        }
        Action::Purge => purge(state),
        Action::CleanUp if !state.inventory.complete.listed => refuse(tr!("refused-still-listing")),
        Action::Refresh if !marks::has_layers(state) => refuse(tr!("refused-no-layer-to-refresh")),
        Action::Check if state.screen == Screen::Images => check_images(state),
        Action::Open if matches!(state.list().current(), Some(Row::Image(_))) => look_into_images(state),
        Action::Check if !marks::has_layers(state) => refuse(tr!("refused-no-layer-to-check")),
        Action::Undo if state.inventory.trash.entries == 0 => refuse(tr!("refused-nothing-to-undo")),
        Action::EmptyTrash if state.inventory.trash.entries == 0 => refuse(tr!("refused-trash-is-empty")),
        Action::Shell => shell(state),
        Action::WhatIf if !matches!(state.list().current(), Some(Row::Function(..))) => {
            refuse(tr!("said-need-function"))
        }
        Action::Engine => engine(state),
        Action::Compare => super::picks::versions(state).map(drop),
        Action::Open | Action::Jump | Action::Copy if state.list().current().is_none() => {
            refuse(tr!("refused-nothing-under-cursor"))
        }
        Action::CancelJob => cancel(state),
        Action::HoldJob => hold(state),
        Action::OutdatedImages if state.read_only => refuse(tr!("refused-read-only")),
        Action::OutdatedImages if super::outdated::images(state).images.is_empty() => {
            refuse(tr!("refused-none-outdated"))
        }
        Action::Problems if state.shown.totals.problems == 0 => refuse(tr!("refused-no-problems")),
        _ => Ok(()),
    }
}

fn in_dialog(state: &State, modal: &Modal, action: Action) -> Result<(), String> {
    match (modal, action) {
        (Modal::Plan(dialog), Action::TrashOrDelete) if !dialog.is_purge() => {
            Err(tr!("refused-no-deleting").to_owned())
        }
        (Modal::Plan(dialog), Action::TrashOrDelete) if dialog.selection.is_empty() => {
            Err(tr!("refused-only-released").to_owned())
        }
        (Modal::Plan(dialog), Action::WithImages) if dialog.selection.layers.is_empty() => {
            Err(tr!("refused-no-images-along").to_owned())
        }
        (Modal::WhatIf(dialog), Action::Right) if !dialog.has_versions(&state.shown) => {
            Err(tr!("refused-no-other-version").to_owned())
        }
        (Modal::WhatIf(dialog), Action::Return) if !dialog.is_swapped() => Err(tr!("refused-as-written").to_owned()),
        (Modal::Contents(dialog), Action::Open) if !dialog.can_open() => Err(tr!("refused-nothing-to-open").to_owned()),
        _ => Ok(()),
    }
}

fn purge(state: &State) -> Result<(), String> {
    let marked = marks::marked(state);
    if marked.is_empty() && matches!(state.list().current(), Some(Row::Foreign(_))) {
        return Err(tr!("refused-foreign").to_owned());
    }
    if !marks::has_anything(state) {
        return Err(tr!("refused-nothing-to-purge").to_owned());
    }
    Ok(())
}

fn shell(state: &State) -> Result<(), String> {
    match &state.inventory.engine {
        Some(EngineState::Ready { recorded: true, .. }) => Err(tr!("refused-demo-shell").to_owned()),
        Some(EngineState::Ready { .. }) => match super::shell::image_here(state) {
            Some(_) => Ok(()),
            None => Err(tr!("refused-no-image-for-shell").to_owned()),
        },
        Some(EngineState::Unavailable { reason, .. }) => Err(tr!("refused-no-engine", reason = lang::told(reason))),
        Some(EngineState::Off) => Err(tr!("refused-engine-off").to_owned()),
        None => Err(tr!("refused-engine-not-yet").to_owned()),
    }
}

/// An engine shows what is in an image by a container that is made, never started, and removed.
fn look_into_images(state: &State) -> Result<(), String> {
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
    look_into_images(state)
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
    match job_here(state).map(|job| &job.status) {
        Some(Status::Waiting | Status::Running(Gait::Going | Gait::Held)) => Ok(()),
        Some(Status::Running(Gait::Stopping)) => Err(tr!("refused-stopping").to_owned()),
        Some(Status::Done(_) | Status::Emptied(_) | Status::Searched(_) | Status::Compared | Status::Failed(_)) => {
            Err(tr!("refused-job-over").to_owned())
        }
        None => Err(tr!("refused-no-job").to_owned()),
    }
}

fn hold(state: &State) -> Result<(), String> {
    match job_here(state).map(|job| &job.status) {
        Some(Status::Running(Gait::Going | Gait::Held)) => Ok(()),
        Some(Status::Waiting) => Err(tr!("refused-not-begun").to_owned()),
        Some(Status::Running(Gait::Stopping)) => Err(tr!("refused-stopping").to_owned()),
        Some(Status::Done(_) | Status::Emptied(_) | Status::Searched(_) | Status::Compared | Status::Failed(_)) => {
            Err(tr!("refused-job-over").to_owned())
        }
        None => Err(tr!("refused-no-job").to_owned()),
    }
}

fn job_here(state: &State) -> Option<&Job> {
    match (state.screen, state.list().current()) {
        (Screen::Activity, Some(Row::Job(at))) => state.jobs.get(at),
        _ => None,
    }
}
