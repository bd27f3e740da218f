//! Opens the dialog about projects and performs actions in it.

use std::path::PathBuf;

use super::dialogs::scrolled;
use super::survey;
use crate::inventory::changes::Changes;
use crate::inventory::scope::{ProjectScope, ProposalEvent, ScopedProject};
use crate::tui::dialog::{FilterLine, Modal};
use crate::tui::effect::Effect;
use crate::tui::keys::table::UserAction;
use crate::tui::project_picker::{PickerRow, ProjectPicker, why_fixed};
use crate::tui::state::{State, Tone};
use crate::tui::text;

/// Opens the dialog and begins the search for folders to propose.
pub fn open(state: &mut State) -> Vec<Effect> {
    state.modal = Some(Modal::Projects(Box::default()));
    vec![Effect::ProposeProjects]
}

/// Stores what the search reports. The cursor stays on its row.
pub fn proposed(state: &mut State, event: ProposalEvent) {
    if let Some(Modal::Projects(picker)) = &mut state.modal {
        picker.add(event);
    }
}

/// Shows what became of a change, and reads the templates of the folders as they are now.
pub fn changed(state: &mut State, result: Result<String, String>, scope: ProjectScope) -> Vec<Effect> {
    let current = under_cursor(state).and_then(|row| row.path().map(PathBuf::from));
    let mut folders = scope.projects.iter().map(|project| &project.path);
    let new = folders.rfind(|path| state.project_scope.projects.iter().all(|known| known.path != **path)).cloned();
    state.project_scope = scope;
    if let Some(Modal::Projects(picker)) = &mut state.modal {
        if result.is_ok() {
            picker.filter.clear();
        }
        match new.or(current) {
            Some(path) => picker.go_to(&state.project_scope, &path),
            None => picker.clamp(&state.project_scope),
        }
    }
    match result {
        Ok(message) => {
            state.show_message(Tone::Good, message);
            survey::begin_changed(state, Changes { templates: true, builds: true, ..Changes::default() })
        }
        Err(reason) => {
            state.show_message(Tone::Bad, reason);
            Vec::new()
        }
    }
}

/// Returns the row under the cursor.
pub fn under_cursor(state: &State) -> Option<PickerRow<'_>> {
    let Some(Modal::Projects(picker)) = &state.modal else { return None };
    picker.rows(&state.project_scope).into_iter().nth(picker.cursor)
}

/// Performs an action in the dialog.
pub fn perform(state: &mut State, action: UserAction) -> Vec<Effect> {
    match action {
        UserAction::Escape => return leave(state),
        UserAction::Accept => return accept(state),
        UserAction::Forget => return forget(state),
        _ => {}
    }
    let page = state.view_metrics.modal.1.saturating_sub(1).max(1);
    let Some(Modal::Projects(picker)) = &mut state.modal else { return Vec::new() };
    if action == UserAction::Filter {
        picker.typing = Some(FilterLine::new(&picker.filter));
    } else {
        picker.cursor = scrolled(picker.cursor, action, page);
        picker.clamp(&state.project_scope);
    }
    Vec::new()
}

/// Goes one step back: ends typing or the filter, or closes the dialog.
fn leave(state: &mut State) -> Vec<Effect> {
    let Some(Modal::Projects(picker)) = &mut state.modal else { return Vec::new() };
    if let Some(typed) = picker.typing.take() {
        picker.filter = typed.before;
    } else if picker.filter.is_empty() {
        state.close_modal();
        return vec![Effect::StopProposing];
    } else {
        picker.filter.clear();
    }
    picker.clamp(&state.project_scope);
    Vec::new()
}

fn accept(state: &mut State) -> Vec<Effect> {
    let Some(Modal::Projects(picker)) = &mut state.modal else { return Vec::new() };
    let was_typing = picker.typing.take().is_some();
    let add = |path: &std::path::Path| Some(path.to_string_lossy().into_owned());
    let (wanted, message) = match under_cursor(state) {
        Some(PickerRow::Typed(path)) => (Some(path.to_owned()), None),
        // Enter ends the filter first.
        _ if was_typing => (None, None),
        Some(PickerRow::Proposed(project)) => (add(&project.path), None),
        Some(PickerRow::Known(project)) if project.is_read => (None, Some(read_already(project))),
        Some(PickerRow::Known(project)) => (add(&project.path), None),
        None => (None, None),
    };
    if let Some(message) = message {
        state.show_message(Tone::Plain, message);
    }
    wanted.map(Effect::AddProject).into_iter().collect()
}

fn read_already(project: &ScopedProject) -> String {
    if project.origin.can_be_removed() { tr!("projects-added-already") } else { why_fixed(project.origin) }.to_owned()
}

/// Takes out the folder under the cursor, or says why that is not possible here.
fn forget(state: &mut State) -> Vec<Effect> {
    let (effect, message) = match under_cursor(state) {
        Some(PickerRow::Known(project)) if project.origin.can_be_removed() => {
            (Some(Effect::ForgetProject(project.path.clone())), None)
        }
        Some(PickerRow::Known(project)) => (None, Some(why_fixed(project.origin).to_owned())),
        Some(PickerRow::Proposed(_) | PickerRow::Typed(_)) | None => {
            (None, Some(tr!("projects-nothing-to-forget").to_owned()))
        }
    };
    if let Some(message) = message {
        state.show_message(Tone::Plain, message);
    }
    effect.into_iter().collect()
}

/// Changes the filter as it is typed.
pub fn typed(picker: &mut ProjectPicker, scope: &ProjectScope, filter: &str) {
    if picker.filter != filter {
        filter.clone_into(&mut picker.filter);
        picker.cursor = 0;
        picker.clamp(scope);
    }
}

/// Returns what is said when the first survey found no templates, because the folder of the start is too wide.
pub fn hint(state: &State) -> Option<String> {
    let folder = state.project_scope.too_wide.as_ref().filter(|_| state.shown.templates.is_empty())?;
    Some(tr!("said-started-too-wide", folder = text::path(folder, state.home.as_deref())))
}
