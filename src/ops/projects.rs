//! Finds the templates of the user's projects, reads them as SAM does, and reports them as findings.

mod added;
mod choose;
mod disk;
mod find;
pub(super) mod lockfile;
mod propose;
mod settings;
mod synthesised;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::builds::SAM_FOLDER;
use crate::inventory::facts::{Finding, FoundTemplate};
use crate::sam::AccountId;
use crate::sam::template::{self, MergeOrder, TemplateRefusal};
pub use added::{AddedProjects, add_project, forget_project, project_scope, propose_projects};
use choose::Choice;
pub use find::folders;
pub use settings::{CacheSetting, build_folders, layer_cache_basedir};

/// The templates to read, and the options that SAM would get for each.
#[derive(Debug, Clone, Default)]
pub struct TemplateRequest {
    /// `-t`: only these files, without a search.
    pub template_files: Vec<PathBuf>,
    /// `--project`: folders to search for templates, including subfolders.
    pub projects: Vec<PathBuf>,
    /// Folders of which only the template in the folder itself is read.
    pub folders: Vec<PathBuf>,
    /// Whether options or `SAM_TEMPLATE_FILE` say what to read, and neither the current folder nor the config file does.
    pub is_given: bool,
    /// Folders that were added in the app, searched like `projects`.
    pub added: AddedProjects,
    /// The folder in which samlayers was started.
    pub current_folder: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// `--parameter-overrides` as typed; if empty, those of samconfig are used.
    pub parameter_overrides: Vec<String>,
    /// `--region`; `None` uses the one of samconfig.
    pub region: Option<String>,
    /// `--config-file`.
    pub config_file: Option<PathBuf>,
    /// `--config-env`.
    pub config_env: Option<String>,
    /// The caller's account, if known.
    pub account: Option<AccountId>,
    /// How the installed SAM merges maps of a template, if known.
    pub merge_order: Option<MergeOrder>,
    /// `--language-extensions`; `None` uses the setting of samconfig.
    pub language_extensions: Option<bool>,
    /// `SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS`, used if neither the command line nor samconfig has the setting.
    pub language_extensions_variable: bool,
    /// The region of `AWS_REGION` or the profile, only used to report where SAM will look for layers.
    pub ambient_region: Option<String>,
}

impl TemplateRequest {
    /// Returns the folders to search for templates: those named, unless template files are, and those added in the app.
    pub fn searched(&self) -> Vec<PathBuf> {
        let named = if self.template_files.is_empty() { self.projects.as_slice() } else { &[] };
        let mut searched = named.to_vec();
        searched.extend(self.added.to_read().into_iter().filter(|folder| !named.contains(folder)));
        searched
    }

    /// Returns the folders of which only their own template is read.
    fn read_alone(&self) -> Vec<PathBuf> {
        let searched = self.searched();
        let alone = self.folders.iter().filter(|_| self.template_files.is_empty());
        alone.filter(|folder| !searched.contains(folder)).map(|folder| disk::absolute(folder)).collect()
    }
}

/// Reads all templates of the request. Reports each as soon as it has been read, and finally that all have been.
pub fn read_templates(request: &TemplateRequest, report: &(dyn Fn(Finding) + Sync)) {
    request.template_files.par_iter().for_each(|file| report(Finding::Template(read_named(request, file))));
    request.read_alone().iter().for_each(|folder| read_project(request, folder, report));
    find::projects(&request.searched(), &|found| match found {
        find::Found::Project(folder) => read_project(request, &folder, report),
        find::Found::Synthesised(template) => report(Finding::Template(read_named(request, &template))),
        find::Found::Prepared { folder, template } => {
            report(Finding::Template(read_in_folder(request, &folder, template)));
        }
        find::Found::NotRead(path) => report(Finding::NotRead(path)),
    });
    if !request.is_given {
        request.added.report_unreadable(report);
    }
    report(Finding::TemplatesRead);
}

/// Calls `found` for every folder in scope in which `sam build` may have run, possibly several times and from several
/// threads.
pub fn build_projects(request: &TemplateRequest, found: &(dyn Fn(PathBuf) + Sync)) {
    if request.template_files.is_empty() {
        request.folders.iter().for_each(|folder| found(disk::absolute(folder)));
    }
    find::build_projects(&request.searched(), found);
    for file in &request.template_files {
        let file = disk::absolute(file);
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        // `-t .aws-sam/build/template.yaml` names the result of a build.
        let project = folder.ancestors().find(|above| above.ends_with(SAM_FOLDER)).and_then(Path::parent);
        found(project.map_or(folder.clone(), Path::to_owned));
    }
}

/// Reads a template given by the user. Any error is part of the result.
fn read_named(request: &TemplateRequest, file: &Path) -> FoundTemplate {
    let path = disk::absolute(file);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    read_in_folder(request, &folder, path)
}

/// Reads a template with the settings of a folder. Any error is part of the result.
fn read_in_folder(request: &TemplateRequest, folder: &Path, path: PathBuf) -> FoundTemplate {
    match settings::of_folder(request, folder) {
        Ok(settings) => resolve(path, &settings).0,
        Err(refusal) => FoundTemplate { path, outcome: Err(refusal), region: request.region.clone() },
    }
}

/// Reads the templates of a folder found by the search: the one that SAM would read there, and the others, whose layers
/// are in use as well.
fn read_project(request: &TemplateRequest, folder: &Path, report: &(dyn Fn(Finding) + Sync)) {
    let settings = settings::of_folder(request, folder);
    let named = settings.as_ref().ok().and_then(|settings| settings.template.clone());
    let Some(Choice { path, by_name }) = choose::template_of(folder, named.as_deref()) else { return };
    let others = choose::other_templates(folder, &path);
    let read = |path: PathBuf, by_name: bool| match &settings {
        Ok(settings) => {
            let (found, is_template) = resolve(path, settings);
            (by_name || is_template).then_some(found)
        }
        // SAM would reject the configuration, which only matters if there is a template.
        Err(refusal) => {
            let region = request.region.clone();
            let (refusal, is_template) = match disk::read(&path) {
                Ok(text) => (refusal.clone(), template::is_template(&text)),
                Err(unreadable) => may_be_template(unreadable),
            };
            is_template.then_some(FoundTemplate { path, outcome: Err(refusal), region })
        }
    };
    if let Some(found) = read(path, by_name) {
        report(Finding::Template(found));
    }
    for found in others.into_iter().filter_map(|path| read(path, false)) {
        report(Finding::OtherTemplate(found));
    }
}

/// Resolves the file as SAM does. Also returns whether it is a template at all.
fn resolve(path: PathBuf, settings: &settings::Chosen) -> (FoundTemplate, bool) {
    let region = settings.sam.region.clone();
    let (outcome, is_template) = match disk::read(&path) {
        Ok(text) => {
            let answer = template::resolve(&path, &text, &settings.sam, &disk::Disk::of(&path));
            let is_template = answer.error.is_none() || template::is_template(&text);
            (Ok(answer), is_template)
        }
        Err(unreadable) => {
            let (refusal, is_template) = may_be_template(unreadable);
            (Err(refusal), is_template)
        }
    };
    (FoundTemplate { path, outcome, region }, is_template)
}

/// Returns whether a file that could not be read counts as a template: if it exists, it may be one, with layers in it.
fn may_be_template(unreadable: TemplateRefusal) -> (TemplateRefusal, bool) {
    let exists = unreadable.code != disk::NOT_FOUND;
    (unreadable, exists)
}

/// Returns the reason why SAM would reject a file or configuration, with the class of SAM's error.
fn refusal(code: &str, message: impl Into<String>) -> TemplateRefusal {
    TemplateRefusal { code: code.to_owned(), message: message.into() }
}
