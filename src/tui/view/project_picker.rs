//! Draws the dialog about projects: the folders whose templates are read, and those that are proposed.

use std::path::Path;

use ratatui::Frame;

use super::super::click_targets::ClickTargets;
use super::super::project_picker::{PickerRow, ProjectPicker, why_fixed};
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::chooser::{self, RowList};
use crate::inventory::scope::{ProjectOrigin, ScopedProject, SearchLimit};

/// Columns of the dialog.
const COLUMNS: u16 = 100;

/// Draws the dialog and returns its number of rows and how many fit.
pub fn draw(frame: &mut Frame, state: &State, picker: &ProjectPicker, targets: &mut ClickTargets) -> (usize, usize) {
    let rows = picker.rows(&state.project_scope);
    let more = more(state, picker, rows.get(picker.cursor));
    let title = tr!("projects-title");
    let list = RowList { title, count: rows.len(), cursor: picker.cursor, columns: COLUMNS, more: Some(&more) };
    chooser::rows(frame, state, &list, targets, &|at, width| row(state, &rows[at], width))
}

fn row(state: &State, row: &PickerRow, width: usize) -> Vec<(Role, String)> {
    let glyphs = state.appearance.glyphs;
    let (role, sign, path, note) = match row {
        PickerRow::Typed(typed) => {
            (Role::Accent, glyphs.right, (*typed).to_owned(), tr!("projects-add-typed").to_owned())
        }
        PickerRow::Known(project) => {
            let (role, sign) = if project.is_read { (Role::Ok, glyphs.ok) } else { (Role::Dim, glyphs.empty) };
            (role, sign, shown(state, &project.path), tag(state, project))
        }
        PickerRow::Proposed(project) => {
            let templates = tr!("projects-templates", count = project.templates);
            (Role::Dim, glyphs.dot, shown(state, &project.path), templates)
        }
    };
    let available = width.saturating_sub(text::width(&note) + 5);
    let path = text::sanitize(&path);
    let path = text::fill(&text::cut_start(&path, available, glyphs.ellipsis), available, "");
    vec![(role, format!("{sign} ")), (Role::Text, path), (Role::Dim, format!("  {note}"))]
}

fn shown(state: &State, path: &Path) -> String {
    text::path(path, state.home.as_deref())
}

/// Returns where a folder was named, and how many templates it has.
fn tag(state: &State, project: &ScopedProject) -> String {
    let origin = match project.origin {
        ProjectOrigin::Option => tr!("projects-tag-option"),
        ProjectOrigin::CurrentFolder => tr!("projects-tag-current"),
        ProjectOrigin::ConfigFile => tr!("projects-tag-config"),
        ProjectOrigin::Remembered => tr!("projects-tag-remembered"),
        ProjectOrigin::Session => tr!("projects-tag-session"),
    };
    let count = state.shown.templates.iter().filter(|template| template.path.starts_with(&project.path)).count();
    match (project.is_read, count) {
        (false, _) => format!("{origin}, {}", tr!("projects-not-read")),
        (true, 0) if !state.inventory.complete.templates || state.survey.running => {
            format!("{origin}, {}", tr!("projects-reading"))
        }
        (true, count) => format!("{origin}, {}", tr!("projects-templates", count = count)),
    }
}

/// Returns what is below the rows: how far the search is, and what Enter does.
fn more(state: &State, picker: &ProjectPicker, row: Option<&PickerRow>) -> String {
    let folders = text::count(picker.searched as u64);
    let found = picker.rows(&state.project_scope).iter().filter(|row| matches!(row, PickerRow::Proposed(_))).count();
    let search = match picker.ended {
        None => tr!("projects-searching", ellipsis = state.appearance.glyphs.ellipsis, folders = folders),
        Some(None) => tr!("projects-searched", folders = folders),
        Some(Some(SearchLimit::Time)) => tr!("projects-searched-time", folders = folders),
        Some(Some(SearchLimit::Folders)) => tr!("projects-searched-folders", folders = folders),
    };
    let advice = match row {
        Some(PickerRow::Typed(_)) => tr!("projects-enter-typed"),
        Some(PickerRow::Proposed(_)) if state.read_only => tr!("projects-enter-read-only"),
        Some(PickerRow::Proposed(_)) => tr!("projects-enter"),
        Some(PickerRow::Known(project)) if !project.is_read => tr!("projects-enter-known"),
        Some(PickerRow::Known(project)) if project.origin.can_be_removed() => tr!("projects-forget"),
        Some(PickerRow::Known(project)) => why_fixed(project.origin),
        None if picker.ended.is_some() && found == 0 => tr!("projects-none"),
        None => "",
    };
    match &state.project_scope.unreadable {
        Some(why) => format!("{} {advice}", tr!("projects-list-unreadable", why = why)),
        None => format!("{search} {advice}"),
    }
}
