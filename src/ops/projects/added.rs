//! The folders that were added in the app: remembered for the next start, taken out again, and proposed.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::propose::{self, SearchLimits};
use super::{TemplateRequest, disk};
use crate::inventory::facts::{Finding, NotRead, NotReadReason};
use crate::inventory::scope::{ProjectOrigin, ProjectScope, ProposalEvent, ScopedProject};
use crate::ops::Context;
use crate::ops::user_data::project_store;
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// The folders that were added. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct AddedProjects(Arc<Mutex<Added>>);

#[derive(Debug, Default)]
struct Added {
    folders: Vec<ScopedProject>,
    /// The file of the remembered folders, if it could not be read, and why.
    unreadable: Option<(PathBuf, Sentence)>,
}

impl AddedProjects {
    /// Returns the remembered folders. Where options say what to read (`is_given`), they are known and not read.
    pub fn recall(data_dir: &Path, is_given: bool) -> Self {
        let mut added = Added::default();
        match project_store::recall(data_dir) {
            Ok(folders) => {
                let project = |path| ScopedProject { path, origin: ProjectOrigin::Remembered, is_read: !is_given };
                added.folders = folders.into_iter().map(project).collect();
            }
            Err(error) => {
                tracing::warn!(path = %data_dir.display(), %error, "cannot read the remembered projects");
                added.unreadable = Some((project_store::file(data_dir), describe_io_error(&error)));
            }
        }
        Self(Arc::new(Mutex::new(added)))
    }

    /// Returns the folders to read.
    pub fn to_read(&self) -> Vec<PathBuf> {
        self.lock().folders.iter().filter(|project| project.is_read).map(|project| project.path.clone()).collect()
    }

    /// Reports that folders may be missing, as the file with them could not be read. Their layers may be in use.
    pub(super) fn report_unreadable(&self, report: &dyn Fn(Finding)) {
        if let Some((path, why)) = &self.lock().unreadable {
            let reason = NotReadReason::ProjectList(why.clone());
            report(Finding::NotRead(NotRead { path: path.clone(), reason }));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Added> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the folders whose templates are read, and those that are remembered.
pub fn project_scope(request: &TemplateRequest) -> ProjectScope {
    let origin = |folder: &PathBuf| match () {
        () if request.is_given => ProjectOrigin::Option,
        () if request.current_folder.as_ref() == Some(folder) => ProjectOrigin::CurrentFolder,
        () => ProjectOrigin::ConfigFile,
    };
    let of_files = request.template_files.iter().filter_map(|file| file.parent()).map(disk::absolute);
    let mut projects: Vec<ScopedProject> =
        of_files.map(|path| ScopedProject { path, origin: ProjectOrigin::Option, is_read: true }).collect();
    if request.template_files.is_empty() {
        let named = request.projects.iter();
        projects.extend(named.map(|folder| ScopedProject {
            origin: origin(folder),
            path: disk::absolute(folder),
            is_read: true,
        }));
    }
    let added = request.added.lock();
    projects.extend(added.folders.iter().cloned());
    let unreadable = added.unreadable.as_ref().map(|(path, why)| format!("{}: {why}", sanitize_path(path)));
    let mut kept: Vec<ScopedProject> = Vec::new();
    for project in projects {
        if !kept.iter().any(|known| known.path == project.path && known.is_read) {
            kept.push(project);
        }
    }
    ProjectScope { is_given: request.is_given, too_wide: request.folders.first().cloned(), projects: kept, unreadable }
}

/// Adds a folder, as the user typed it, and remembers it for later starts. In read-only mode nothing is written, so it is
/// added for this session only. Returns what happened; the error is a sentence.
pub fn add_project(context: &Context, typed: &str) -> Result<Sentence, Sentence> {
    let request = &context.templates;
    let current = request.current_folder.clone().unwrap_or_default();
    let folder = propose::typed_folder(typed, request.home.as_deref(), &current);
    let path = || shown(request, &folder);
    match std::fs::metadata(&folder) {
        Ok(metadata) if metadata.is_dir() => {}
        Ok(_) => return Err(sentence!("projects-no-folder", path = path())),
        Err(error) => return Err(sentence!("projects-unreadable", path = path(), why = describe_io_error(&error))),
    }
    if request.home.as_ref().is_some_and(|home| home.starts_with(&folder)) {
        return Err(sentence!("projects-too-wide", path = path()));
    }
    if let Some(above) = project_scope(request).covering(&folder).filter(|project| project.is_read) {
        return Err(sentence!("projects-read-already", path = path(), folder = shown(request, &above.path)));
    }
    let (origin, message) = match &context.data_dir {
        Some(_) if context.read_only.is_on() => {
            (ProjectOrigin::Session, sentence!("projects-added-read-only", path = path()))
        }
        Some(data_dir) => {
            project_store::remember(data_dir, &folder).map_err(|error| {
                sentence!("projects-not-remembered", path = path(), why = describe_io_error(&error))
            })?;
            (ProjectOrigin::Remembered, sentence!("projects-added", path = path()))
        }
        None => (ProjectOrigin::Session, sentence!("projects-added-session", path = path())),
    };
    let mut added = request.added.lock();
    added.folders.retain(|known| known.path != folder);
    added.folders.push(ScopedProject { path: folder.clone(), origin, is_read: true });
    Ok(message)
}

/// Takes out a folder that was added, and forgets it. Returns what happened; the error is a sentence.
pub fn forget_project(context: &Context, folder: &Path) -> Result<Sentence, Sentence> {
    let path = || shown(&context.templates, folder);
    let origin =
        context.templates.added.lock().folders.iter().find(|known| known.path == folder).map(|known| known.origin);
    match (origin, &context.data_dir) {
        (None, _) => return Err(sentence!("projects-not-added", path = path())),
        (Some(ProjectOrigin::Remembered), Some(_)) if context.read_only.is_on() => {
            return Err(sentence!("projects-read-only", path = path()));
        }
        (Some(ProjectOrigin::Remembered), Some(data_dir)) => project_store::forget(data_dir, folder)
            .map_err(|error| sentence!("projects-not-forgotten", path = path(), why = describe_io_error(&error)))?,
        _ => {}
    }
    context.templates.added.lock().folders.retain(|known| known.path != folder);
    Ok(sentence!("projects-forgotten", path = path()))
}

/// Returns a path as the app shows it, with `~` for the home folder.
fn shown(request: &TemplateRequest, path: &Path) -> String {
    match request.home.as_deref().and_then(|home| path.strip_prefix(home).ok()) {
        Some(below) => sanitize_path(&Path::new("~").join(below).components().collect::<PathBuf>()),
        None => sanitize_path(path),
    }
}

/// Searches the home folder and the current folder for folders with templates to propose, and reports what it finds at
/// once. Blocks: call it on its own thread.
pub fn propose_projects(context: &Context, report: &dyn Fn(ProposalEvent), cancel: &AtomicBool) {
    let request = &context.templates;
    let roots: Vec<PathBuf> = request.home.iter().chain(&request.current_folder).cloned().collect();
    propose::propose(&roots, SearchLimits::default(), report, cancel);
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::cache::Located;

    /// A context with a home folder that has the project `shop`, and a data folder.
    fn context() -> (tempfile::TempDir, Context) {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir_all(home.path().join("shop/api")).unwrap();
        let located = Located { path: home.path().join("cache"), chosen_by: "test".into(), note: None };
        let mut context = Context::of_cache(located);
        context.data_dir = Some(home.path().join("data"));
        context.templates.home = Some(home.path().to_owned());
        context.templates.current_folder = Some(home.path().to_owned());
        (home, context)
    }

    fn read(context: &Context) -> Vec<PathBuf> {
        context.templates.added.to_read()
    }

    fn recalled(context: &Context, is_given: bool) -> Vec<PathBuf> {
        AddedProjects::recall(context.data_dir.as_deref().unwrap(), is_given).to_read()
    }

    #[test]
    fn an_added_folder_is_read_at_once_and_remembered_until_it_is_forgotten() {
        let (home, context) = context();
        let shop = home.path().join("shop");
        add_project(&context, "~/shop/").unwrap();
        let only_shop = std::slice::from_ref(&shop);
        assert_eq!(read(&context), only_shop);
        assert_eq!(read(&context.clone()), only_shop, "clones share them");
        assert_eq!(recalled(&context, false), only_shop);
        assert_eq!(recalled(&context, true), Vec::<PathBuf>::new(), "options say what to read");
        let again = add_project(&context, "shop/api").unwrap_err().to_string();
        assert!(again.contains("already"), "{again}");
        forget_project(&context, &shop).unwrap();
        assert!(read(&context).is_empty() && recalled(&context, false).is_empty());
        assert!(forget_project(&context, &shop).is_err());
    }

    #[test]
    fn in_read_only_mode_nothing_is_written() {
        let (home, context) = context();
        context.read_only.set(true);
        let message = add_project(&context, "~/shop").unwrap().to_string();
        assert!(message.contains("not saved"), "{message}");
        assert!(!home.path().join("data").exists());
        let scope = project_scope(&context.templates);
        assert_eq!(scope.projects[0].origin, ProjectOrigin::Session);
        forget_project(&context, &home.path().join("shop")).unwrap();
        context.read_only.set(false);
        add_project(&context, "~/shop").unwrap();
        context.read_only.set(true);
        assert!(forget_project(&context, &home.path().join("shop")).is_err());
        assert_eq!(read(&context).len(), 1);
    }

    #[test]
    fn folders_that_cannot_be_searched_are_refused_with_the_reason() {
        let (home, context) = context();
        fs::write(home.path().join("file"), "").unwrap();
        for (typed, reason) in [("~", "too"), ("~/none", "none"), ("~/file", "folder"), ("..", "too")] {
            let why = add_project(&context, typed).unwrap_err().to_string();
            assert!(why.contains(reason), "{typed}: {why}");
        }
        assert!(!home.path().join("data").exists());
    }

    #[test]
    fn a_list_that_cannot_be_read_makes_uses_unknown() {
        let (home, mut context) = context();
        fs::create_dir_all(home.path().join("data/projects.txt")).unwrap();
        context.templates.added = AddedProjects::recall(&home.path().join("data"), false);
        let found = Mutex::new(Vec::new());
        super::super::read_templates(&context.templates, &|finding| found.lock().unwrap().push(finding));
        let found = found.into_inner().unwrap();
        assert!(found.iter().any(|finding| matches!(finding, Finding::NotRead(_))), "{found:?}");
        assert!(project_scope(&context.templates).unreadable.is_some());
    }
}
