//! The templates of the person's projects: found, read as SAM would read them, and told as facts.

mod choose;
mod disk;
mod find;
pub(super) mod lockfile;
mod settings;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::inventory::facts::{Finding, FoundTemplate};
use crate::sam::AccountId;
use crate::sam::template::{self, MergeOrder, TemplateRefusal};
use choose::Choice;
pub use find::folders;
pub use settings::{CacheSetting, layer_cache_basedir};

/// Which templates to read, and what SAM would be told with each.
#[derive(Debug, Clone, Default)]
pub struct TemplateRequest {
    /// `-t`: these files, and no search.
    pub template_files: Vec<PathBuf>,
    /// `--project`: folders to search for templates, subfolders included.
    pub projects: Vec<PathBuf>,
    /// Folders whose own template is read, without a search below.
    pub folders: Vec<PathBuf>,
    /// `--parameter-overrides` as typed; empty leaves samconfig's.
    pub parameter_overrides: Vec<String>,
    /// `--region`; `None` leaves samconfig's.
    pub region: Option<String>,
    /// `--config-file`.
    pub config_file: Option<PathBuf>,
    /// `--config-env`.
    pub config_env: Option<String>,
    /// The caller's account, once known.
    pub account: Option<AccountId>,
    /// How the SAM that is installed merges the maps of a template, where that is known.
    pub merge_order: Option<MergeOrder>,
    /// `--language-extensions`; `None` leaves samconfig's.
    pub language_extensions: Option<bool>,
    /// `SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS`, which counts where neither command line nor samconfig say anything.
    pub language_extensions_variable: bool,
    /// What `AWS_REGION` or the profile says; only for telling where SAM will look for layers.
    pub ambient_region: Option<String>,
}

/// Reads all templates of the request, each reported as soon as it is read, and says when that is all.
pub fn read_templates(request: &TemplateRequest, report: &(dyn Fn(Finding) + Sync)) {
    if request.template_files.is_empty() {
        let folders = request.folders.iter().filter(|folder| !request.projects.contains(folder));
        for found in folders.filter_map(|folder| read_project(request, &disk::absolute(folder))) {
            report(Finding::Template(found));
        }
        find::projects(&request.projects, &|found| {
            let found = match found {
                find::Found::Project(folder) => read_project(request, &folder),
                find::Found::Synthesised(template) => Some(read_named(request, &template)),
            };
            if let Some(found) = found {
                report(Finding::Template(found));
            }
        });
    } else {
        request.template_files.par_iter().for_each(|file| report(Finding::Template(read_named(request, file))));
    }
    report(Finding::TemplatesRead);
}

/// A template that was named: whatever is wrong with it is told.
fn read_named(request: &TemplateRequest, file: &Path) -> FoundTemplate {
    let path = disk::absolute(file);
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    match settings::of_folder(request, &folder) {
        Ok(settings) => resolve(path, &settings).0,
        Err(refusal) => FoundTemplate { path, outcome: Err(refusal), region: request.region.clone() },
    }
}

/// The template of a folder that the search came across; `None` where it holds none.
fn read_project(request: &TemplateRequest, folder: &Path) -> Option<FoundTemplate> {
    let settings = settings::of_folder(request, folder);
    let named = settings.as_ref().ok().and_then(|settings| settings.template.clone());
    let Choice { path, by_name } = choose::template_of(folder, named.as_deref())?;
    match settings {
        Ok(settings) => {
            let (found, is_template) = resolve(path, &settings);
            (by_name || is_template).then_some(found)
        }
        // A configuration SAM refuses to go on with: told only where there is a template it would matter for.
        Err(refusal) => {
            let text = disk::read(&path).ok()?;
            let region = request.region.clone();
            template::is_template(&text).then_some(FoundTemplate { path, outcome: Err(refusal), region })
        }
    }
}

/// What SAM makes of the file, and whether it is a template at all.
fn resolve(path: PathBuf, settings: &settings::Chosen) -> (FoundTemplate, bool) {
    let region = settings.sam.region.clone();
    let (outcome, is_template) = match disk::read(&path) {
        Ok(text) => {
            let answer = template::resolve(&path, &text, &settings.sam, &disk::Disk::of(&path));
            let is_template = answer.error.is_none() || template::is_template(&text);
            (Ok(answer), is_template)
        }
        Err(refusal) => (Err(refusal), false),
    };
    (FoundTemplate { path, outcome, region }, is_template)
}

/// What keeps a file or configuration from being used, in SAM's own class.
fn refusal(code: &str, message: impl Into<String>) -> TemplateRefusal {
    TemplateRefusal { code: code.to_owned(), message: message.into() }
}
