//! What can be done now, and the sentence when it cannot. The footer shows what can; pressing the key says why not.

use super::dialog::Modal;
use super::job::{Gait, Job, Status};
use super::keys::Action;
use super::list::Row;
use super::marks;
use super::state::{Screen, State};
use crate::inventory::found::EngineState;

const READ_ONLY: &str = "Read-only mode: nothing is changed. W turns it off.";

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
            refuse("There is nothing listed here.")
        }
        Action::Purge | Action::CleanUp | Action::Refresh | Action::Undo | Action::EmptyTrash | Action::Shell
            if state.read_only =>
        {
            refuse(READ_ONLY)
        }
        Action::Purge => purge(state),
        Action::CleanUp if !state.inventory.complete.listed => refuse("The cache is still being listed."),
        Action::Refresh if marks::selection(state).layers.is_empty() => {
            refuse("There is no cached layer here to download again.")
        }
        Action::Check if state.screen == Screen::Images => check_images(state),
        Action::Open if matches!(state.list().current(), Some(Row::Image(_))) => look_into_images(state),
        Action::Check if marks::selection(state).layers.is_empty() => refuse("There is no cached layer here to check."),
        Action::Undo if state.inventory.trash.entries == 0 => refuse("The trash is empty: there is nothing to undo."),
        Action::EmptyTrash if state.inventory.trash.entries == 0 => refuse("The trash is empty already."),
        Action::Shell => shell(state),
        Action::Engine => engine(state),
        Action::Compare => super::picks::versions(state).map(drop),
        Action::Open | Action::Jump | Action::Copy if state.list().current().is_none() => {
            refuse("There is nothing under the cursor.")
        }
        Action::CancelJob => cancel(state),
        Action::HoldJob => hold(state),
        Action::OutdatedImages if state.read_only => refuse(READ_ONLY),
        Action::OutdatedImages if super::outdated::images(state).images.is_empty() => refuse("No image is outdated."),
        Action::Problems if state.shown.totals.problems == 0 => refuse("No problems were found."),
        _ => Ok(()),
    }
}

fn in_dialog(state: &State, modal: &Modal, action: Action) -> Result<(), String> {
    match (modal, action) {
        (Modal::Plan(dialog), Action::TrashOrDelete) if !dialog.is_purge() => {
            Err("What is refreshed or brought back is not deleted.".to_owned())
        }
        (Modal::Plan(dialog), Action::TrashOrDelete) if dialog.selection.is_empty() => {
            Err("A lock is only released.".to_owned())
        }
        (Modal::Plan(dialog), Action::WithImages) if dialog.selection.layers.is_empty() => {
            Err("No layers are chosen here, so no images go along.".to_owned())
        }
        (Modal::WhatIf(dialog), Action::Right) if !dialog.has_versions(&state.shown) => {
            Err("No other version of it is cached.".to_owned())
        }
        (Modal::WhatIf(dialog), Action::Return) if !dialog.is_swapped() => Err("It is as written.".to_owned()),
        (Modal::Contents(dialog), Action::Open) if !dialog.can_open() => {
            Err("There is nothing to open here.".to_owned())
        }
        _ => Ok(()),
    }
}

fn purge(state: &State) -> Result<(), String> {
    let marked = marks::marked(state);
    if marked.is_empty() && matches!(state.list().current(), Some(Row::Foreign(_))) {
        return Err("SAM did not make this, so samlayers never touches it.".to_owned());
    }
    if marks::selection(state).is_empty() {
        return Err("There is nothing here to purge.".to_owned());
    }
    Ok(())
}

fn shell(state: &State) -> Result<(), String> {
    match &state.inventory.engine {
        Some(EngineState::Ready { recorded: true, .. }) => {
            Err("These images are a recording for the demo; there is no engine to start a shell in.".to_owned())
        }
        Some(EngineState::Ready { .. }) => match super::shell::image_here(state) {
            Some(_) => Ok(()),
            None => Err("There is no image here to open a shell in.".to_owned()),
        },
        Some(EngineState::Unavailable { reason, .. }) => Err(format!("No container engine: {reason}")),
        Some(EngineState::Off) => Err("The container engine is off (--no-engine).".to_owned()),
        None => Err("The container engine has not answered yet.".to_owned()),
    }
}

/// An engine shows what is in an image by a container that is made, never started, and removed.
fn look_into_images(state: &State) -> Result<(), String> {
    if matches!(state.inventory.engine, Some(EngineState::Ready { recorded: true, .. })) {
        return Err("These images are a recording for the demo; there is no engine to look into them.".to_owned());
    }
    if state.read_only {
        return Err("Read-only mode: looking into an image takes a container for a moment. W turns it off.".to_owned());
    }
    Ok(())
}

fn check_images(state: &State) -> Result<(), String> {
    if marks::images_with_layers(state).is_empty() {
        return Err("There is no image here that has layers to compare it with.".to_owned());
    }
    look_into_images(state)
}

fn engine(state: &State) -> Result<(), String> {
    match &state.inventory.engine {
        Some(EngineState::Ready { recorded: true, .. }) => Err("The demo's images are a recording.".to_owned()),
        Some(EngineState::Ready { name, .. }) => {
            Err(format!("{name} answers; --docker-host names another for samlayers alone."))
        }
        Some(EngineState::Off) => Err("The container engine is off (--no-engine).".to_owned()),
        _ if state.inventory.other_engines.is_empty() => Err("No other engine answers on this machine.".to_owned()),
        _ => Ok(()),
    }
}

fn cancel(state: &State) -> Result<(), String> {
    match job_here(state).map(|job| &job.status) {
        Some(Status::Waiting | Status::Running(Gait::Going | Gait::Held)) => Ok(()),
        Some(Status::Running(Gait::Stopping)) => Err("It stops after its present step.".to_owned()),
        Some(Status::Done(_) | Status::Emptied(_) | Status::Searched(_) | Status::Compared | Status::Failed(_)) => {
            Err("This job is over.".to_owned())
        }
        None => Err("There is no job here.".to_owned()),
    }
}

fn hold(state: &State) -> Result<(), String> {
    match job_here(state).map(|job| &job.status) {
        Some(Status::Running(Gait::Going | Gait::Held)) => Ok(()),
        Some(Status::Waiting) => Err("It has not begun yet; x takes it off the list.".to_owned()),
        Some(Status::Running(Gait::Stopping)) => Err("It stops after its present step.".to_owned()),
        Some(Status::Done(_) | Status::Emptied(_) | Status::Searched(_) | Status::Compared | Status::Failed(_)) => {
            Err("This job is over.".to_owned())
        }
        None => Err("There is no job here.".to_owned()),
    }
}

fn job_here(state: &State) -> Option<&Job> {
    match (state.screen, state.list().current()) {
        (Screen::Activity, Some(Row::Job(at))) => state.jobs.get(at),
        _ => None,
    }
}
