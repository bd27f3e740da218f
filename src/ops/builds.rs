//! The build folders of the projects in scope.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use super::execute::sam_processes;
use super::projects;
use super::{Context, Depth};
use crate::builds::{self, BuildProject, SurveyRequest};
use crate::inventory::facts::Finding;
use crate::text::Sentence;

/// Lists the build folders of all projects in scope and, unless only names are needed, measures them.
pub(super) fn survey(context: &Context, depth: Depth, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    let projects = projects_in_scope(context);
    let running = sam_processes::building();
    let request = SurveyRequest {
        projects: &projects,
        home: context.sam_home.as_deref(),
        running: &|project| sam_processes::builds_in(&running, project),
        measures: depth == Depth::Whole,
    };
    recover(context, &projects, report);
    builds::survey(request, report, cancel);
}

/// Returns the `.aws-sam` folders of the projects in scope that exist, sorted.
pub(super) fn folders(context: &Context) -> Vec<PathBuf> {
    let folders = projects_in_scope(context).into_iter().map(|project| project.folder.join(builds::SAM_FOLDER));
    let existing: BTreeSet<PathBuf> =
        folders.filter(|folder| folder.symlink_metadata().is_ok_and(|meta| meta.is_dir())).collect();
    existing.into_iter().collect()
}

fn projects_in_scope(context: &Context) -> Vec<BuildProject> {
    let found: Mutex<BTreeSet<PathBuf>> = Mutex::default();
    projects::build_projects(&context.templates, &|folder| {
        found.lock().unwrap_or_else(PoisonError::into_inner).insert(folder);
    });
    let folders = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    let project = |folder: PathBuf| {
        let settings = projects::build_folders(&context.templates, &folder);
        BuildProject { settings: settings.map_err(|refusal| Sentence::verbatim(refusal.message)), folder }
    };
    folders.into_iter().map(project).collect()
}

/// Completes or rolls back what a crash of samlayers interrupted in a build folder. Skipped in read-only mode.
fn recover(context: &Context, projects: &[BuildProject], report: &dyn Fn(Finding)) {
    if context.read_only.is_on() {
        return;
    }
    for project in projects {
        let folder = project.folder.join(builds::SAM_FOLDER);
        if !has_own_folder(&folder) {
            continue;
        }
        match builds::open(&folder).and_then(|folder| folder.recover()) {
            Ok(messages) => messages.into_iter().for_each(|message| report(Finding::Recovered(message))),
            Err(error) => report(Finding::Recovered(format!("An interrupted change could not be recovered: {error}"))),
        }
    }
}

fn has_own_folder(folder: &Path) -> bool {
    folder.join(".samlayers").symlink_metadata().is_ok_and(|meta| meta.is_dir())
}
