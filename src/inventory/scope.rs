//! The folders whose templates are read, where each was named, and folders that are proposed.

use std::path::{Path, PathBuf};

/// The folders whose templates are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProjectScope {
    /// Whether `--project`, `-t` or `SAM_TEMPLATE_FILE` says what to read: then nothing else is.
    pub is_given: bool,
    /// The folder in which samlayers was started, if it is too wide to be searched: the home folder, or one above it.
    pub too_wide: Option<PathBuf>,
    /// The folders, in the order in which they were named.
    pub projects: Vec<ScopedProject>,
    /// Why the file with the remembered folders could not be read, as text of the system.
    pub unreadable: Option<String>,
}

/// A folder whose templates are read, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScopedProject {
    /// The folder.
    pub path: PathBuf,
    /// Where it was named.
    pub origin: ProjectOrigin,
    /// Whether it is read now. A remembered one is not where options say what to read.
    pub is_read: bool,
}

/// Where a folder was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectOrigin {
    /// `--project`, or the folder of a template that `-t` names.
    Option,
    /// The folder in which samlayers was started.
    CurrentFolder,
    /// `projects` in the config file.
    ConfigFile,
    /// Added in the app, and remembered.
    Remembered,
    /// Added in the app for this session, as read-only mode writes nothing.
    Session,
}

impl ProjectOrigin {
    /// Returns whether the app can take the folder out again.
    pub fn can_be_removed(self) -> bool {
        matches!(self, Self::Remembered | Self::Session)
    }
}

impl ProjectScope {
    /// Returns the folder that covers a path: the same one, or one above it that is read.
    pub fn covering(&self, path: &Path) -> Option<&ScopedProject> {
        self.projects
            .iter()
            .find(|project| path == project.path || (project.is_read && path.starts_with(&project.path)))
    }
}

/// A folder with templates that the app proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedProject {
    /// The folder.
    pub path: PathBuf,
    /// The number of folders with templates in it, itself included.
    pub templates: usize,
}

/// A step of the search for folders to propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProposalEvent {
    /// A folder was found, or more templates in a folder that was found before.
    Found(ProposedProject),
    /// This many folders have been searched.
    Searched(usize),
    /// The search has ended.
    Ended {
        /// The number of folders searched.
        folders: usize,
        /// Why it ended early, if it did.
        limit: Option<SearchLimit>,
    },
}

/// Why a search ended early.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchLimit {
    /// It took too long.
    Time,
    /// There are too many folders.
    Folders,
}
