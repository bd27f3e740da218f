//! The state of the dialog about projects: those whose templates are read, and folders that are proposed.

use std::path::Path;

use super::dialog::FilterLine;
use super::list::search::Filter;
use crate::inventory::scope::{
    ProjectOrigin, ProjectScope, ProposalEvent, ProposedProject, ScopedProject, SearchLimit,
};

/// The state of the dialog.
#[derive(Debug, Clone, Default)]
pub struct ProjectPicker {
    /// The folders found so far, in the order in which they were found: near ones first.
    pub proposed: Vec<ProposedProject>,
    /// The number of folders searched so far.
    pub searched: usize,
    /// Whether the search has ended, and why early if it did.
    pub ended: Option<Option<SearchLimit>>,
    /// The filter, or the path of a folder.
    pub filter: String,
    /// The filter while it is typed.
    pub typing: Option<FilterLine>,
    /// The cursor, an index into the rows.
    pub cursor: usize,
}

/// A row of the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerRow<'a> {
    /// The path that was typed.
    Typed(&'a str),
    /// A folder whose templates are read, or that is remembered.
    Known(&'a ScopedProject),
    /// A folder that is proposed.
    Proposed(&'a ProposedProject),
}

impl PickerRow<'_> {
    /// Returns the folder, unless it is typed.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Typed(_) => None,
            Self::Known(project) => Some(&project.path),
            Self::Proposed(project) => Some(&project.path),
        }
    }
}

impl ProjectPicker {
    /// Returns the rows: a typed path, the known folders, and those proposed that are not read already.
    pub fn rows<'a>(&'a self, scope: &'a ProjectScope) -> Vec<PickerRow<'a>> {
        let typed = self.filter.trim();
        let is_path = typed.starts_with('~') || typed.starts_with('.') || typed.contains(['/', '\\']);
        let mut filter = Filter::new(if is_path { "" } else { typed });
        let mut matches = |path: &Path| {
            let path = path.to_string_lossy();
            filter.matches(&path, &|_| false)
        };
        let mut rows: Vec<PickerRow> = is_path.then_some(PickerRow::Typed(typed)).into_iter().collect();
        rows.extend(scope.projects.iter().filter(|project| matches(&project.path)).map(PickerRow::Known));
        let is_new = |project: &&ProposedProject| scope.covering(&project.path).is_none();
        let proposed = self.proposed.iter().filter(is_new).filter(|project| matches(&project.path));
        rows.extend(proposed.map(PickerRow::Proposed));
        rows
    }

    /// Stores what the search reports.
    pub fn add(&mut self, event: ProposalEvent) {
        match event {
            ProposalEvent::Found(project) => match self.proposed.iter_mut().find(|known| known.path == project.path) {
                Some(known) => *known = project,
                None => self.proposed.push(project),
            },
            ProposalEvent::Searched(folders) => self.searched = folders,
            ProposalEvent::Ended { folders, limit } => {
                self.searched = folders;
                self.ended = Some(limit);
            }
        }
    }

    /// Moves the cursor to a folder, if it is listed.
    pub fn go_to(&mut self, scope: &ProjectScope, path: &Path) {
        let row = self.rows(scope).iter().position(|row| row.path() == Some(path));
        self.cursor = row.unwrap_or(self.cursor);
        self.clamp(scope);
    }

    /// Limits the cursor to the rows.
    pub fn clamp(&mut self, scope: &ProjectScope) {
        self.cursor = self.cursor.min(self.rows(scope).len().saturating_sub(1));
    }
}

/// Returns why a folder cannot be taken out in the app.
pub fn why_fixed(origin: ProjectOrigin) -> &'static str {
    match origin {
        ProjectOrigin::Option => tr!("projects-of-option"),
        ProjectOrigin::ConfigFile => tr!("projects-of-config"),
        ProjectOrigin::CurrentFolder => tr!("projects-of-current-folder"),
        ProjectOrigin::Remembered | ProjectOrigin::Session => tr!("projects-added-already"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::scope::ProjectOrigin;

    #[test]
    fn folders_that_are_read_already_are_not_proposed() {
        let scope = ProjectScope {
            projects: vec![ScopedProject { path: "/w/shop".into(), origin: ProjectOrigin::Option, is_read: true }],
            ..ProjectScope::default()
        };
        let mut picker = ProjectPicker::default();
        for (path, templates) in [("/w/shop/api", 1), ("/w/tools", 1), ("/w/tools", 2)] {
            picker.add(ProposalEvent::Found(ProposedProject { path: path.into(), templates }));
        }
        let rows = picker.rows(&scope);
        assert_eq!(rows.len(), 2);
        assert!(matches!(rows[1], PickerRow::Proposed(project) if project.templates == 2));
        picker.filter = "tools".to_owned();
        assert_eq!(picker.rows(&scope).len(), 1);
        picker.filter = "~/x".to_owned();
        assert_eq!(picker.rows(&scope)[0], PickerRow::Typed("~/x"));
    }
}
