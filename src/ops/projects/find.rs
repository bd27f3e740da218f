//! Searches for folders in which SAM could be run, and for the templates that CDK and SAM's Terraform hook write: on all
//! cores, and without folders of tools.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::choose::{TEMPLATE_NAMES, built_template};
use super::disk;
use super::synthesised::{self, Synthesised};
use crate::builds::SAM_FOLDER;
use crate::inventory::facts::{NotRead, NotReadReason};
use crate::ops::bounded;
use crate::sam::samconfig;
use crate::text::describe_io_error;

/// Folders of tools and of other people's packages, which contain many files that look like templates.
const SKIPPED: &[&str] = &["node_modules", "site-packages", "dist-packages", ".aws-sam"];

/// The maximum depth of a project below the given folder.
const MAX_DEPTH: usize = 32;

/// The maximum number of folders to search. Without it, a search from `/` would not end.
const MAX_FOLDERS: usize = 100_000;

/// The maximum number of folders watched for new templates, as systems limit the number of watches, and their depth.
const MAX_WATCHED: usize = 500;
const MAX_WATCHED_DEPTH: usize = 8;

/// A result of the search.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// A folder with a template or samconfig.
    Project(PathBuf),
    /// A template that CDK synthesised.
    Synthesised(PathBuf),
    /// A template that SAM's Terraform hook wrote for this folder.
    Prepared {
        /// The folder of the Terraform project.
        folder: PathBuf,
        /// The template.
        template: PathBuf,
    },
    /// A path that may name layers and was not read.
    NotRead(NotRead),
}

/// Calls `found` once for every project, from several threads at once.
///
/// Links are not followed, and hidden folders and those of tools are skipped. Ignore files do not count: the templates
/// that tools write are usually ignored by Git, and SAM reads them nevertheless.
pub fn projects(roots: &[PathBuf], found: &(dyn Fn(Found) + Sync)) {
    let roots: BTreeSet<PathBuf> = roots.iter().map(|root| disk::absolute(root)).collect();
    let Some(mut walk) = builder(&roots) else { return };
    search_everything(&mut walk);
    let reported = Mutex::new(BTreeSet::new());
    let report = |new: Found| {
        if reported.lock().map_or(true, |mut reported| reported.insert(new.clone())) {
            found(new);
        }
    };
    let synthesised = Synthesised::default();
    let folders = AtomicUsize::new(0);
    walk.build_parallel().run(|| {
        Box::new(|entry| {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    if let Some(not_read) = not_entered(&error, &roots) {
                        report(Found::NotRead(not_read));
                    }
                    return WalkState::Continue;
                }
            };
            if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
                classify_file(&entry, &synthesised, &report);
                return WalkState::Continue;
            }
            let path = entry.path().to_owned();
            if folders.fetch_add(1, Ordering::Relaxed) >= MAX_FOLDERS {
                let root = roots.iter().find(|root| path.starts_with(root)).cloned().unwrap_or(path);
                report(Found::NotRead(NotRead { path: root, reason: NotReadReason::TooMany(MAX_FOLDERS) }));
                return WalkState::Quit;
            }
            classify_folder(&path, &synthesised, &report);
            if entry.depth() == MAX_DEPTH {
                report(Found::NotRead(NotRead { path, reason: NotReadReason::TooDeep(MAX_DEPTH) }));
            }
            WalkState::Continue
        })
    });
    synthesised.missing().into_iter().for_each(|not_read| report(Found::NotRead(not_read)));
}

/// Calls `found` for every folder in which `sam build` may have run: projects, and folders with a `.aws-sam`.
pub fn build_projects(roots: &[PathBuf], found: &(dyn Fn(PathBuf) + Sync)) {
    let roots: BTreeSet<PathBuf> = roots.iter().map(|root| disk::absolute(root)).collect();
    let Some(mut walk) = builder(&roots) else { return };
    search_everything(&mut walk);
    let reported = Mutex::new(BTreeSet::new());
    walk.build_parallel().run(|| {
        Box::new(|entry| {
            let Some(project) = entry.ok().and_then(|entry| build_project_of(&entry)) else {
                return WalkState::Continue;
            };
            if reported.lock().map_or(true, |mut reported| reported.insert(project.clone())) {
                found(project);
            }
            WalkState::Continue
        })
    });
}

/// Returns the folder that this entry shows to be one in which `sam build` may have run.
fn build_project_of(entry: &DirEntry) -> Option<PathBuf> {
    if entry.file_type().is_some_and(|kind| kind.is_dir()) {
        let has_builds = entry.path().join(SAM_FOLDER).symlink_metadata().is_ok();
        return has_builds.then(|| entry.path().to_owned());
    }
    let is_project_file = is_project_file(entry.file_name().to_str()?);
    is_project_file.then(|| entry.path().parent().unwrap_or(Path::new("")).to_owned())
}

/// Returns the folders to watch for new templates, up to the maximum number of watches. Ignored folders are not watched,
/// as builds change them all the time.
pub fn folders(roots: &[PathBuf]) -> Vec<PathBuf> {
    let roots: BTreeSet<PathBuf> = roots.iter().map(|root| disk::absolute(root)).collect();
    let honours_ignores = roots.iter().all(|root| root.ancestors().all(has_sound_ignore_files));
    let Some(mut walk) = builder(&roots) else { return Vec::new() };
    walk.max_depth(Some(MAX_WATCHED_DEPTH)).standard_filters(honours_ignores).hidden(true);
    walk.filter_entry(move |entry| !is_skipped(entry) && (!honours_ignores || has_sound_ignore_files(entry.path())));
    let entries = walk.build().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
    folders.map(DirEntry::into_path).take(MAX_WATCHED).collect()
}

pub(super) fn builder(roots: &BTreeSet<PathBuf>) -> Option<WalkBuilder> {
    let mut roots = roots.iter();
    let mut walk = WalkBuilder::new(roots.next()?);
    for root in roots {
        walk.add(root);
    }
    Some(walk)
}

/// Sets a search to all folders, ignored or not, but hidden ones and those of tools.
fn search_everything(walk: &mut WalkBuilder) {
    walk.max_depth(Some(MAX_DEPTH)).standard_filters(false).hidden(true).filter_entry(|entry| !is_skipped(entry));
}

fn is_project_file(name: &str) -> bool {
    TEMPLATE_NAMES.contains(&name) || samconfig::FILE_NAMES.contains(&name)
}

/// Returns the folder that an error of the search is about. A folder that has gone since it was listed is none.
fn not_entered(error: &ignore::Error, roots: &BTreeSet<PathBuf>) -> Option<NotRead> {
    let path = path_of(error)?.to_owned();
    let io = error.io_error()?;
    let is_gone = io.kind() == io::ErrorKind::NotFound && !roots.contains(&path);
    (!is_gone).then(|| NotRead { path, reason: NotReadReason::Folder(describe_io_error(io)) })
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

/// Reports what a folder is.
fn classify_folder(folder: &Path, synthesised: &Synthesised, report: &dyn Fn(Found)) {
    // The search does not enter `.aws-sam`, which may contain the built version of a template with another name. If
    // `.aws-sam` may not be entered, it may contain one.
    let is_built = match built_template(folder).metadata() {
        Ok(metadata) => metadata.is_file(),
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied && folder.join(".aws-sam").is_dir(),
    };
    if is_built {
        report(Found::Project(folder.to_owned()));
    }
    let template = synthesised::prepared_template(folder);
    let is_prepared = match template.metadata() {
        Ok(_) => true,
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied && folder.join(synthesised::HOOK_FOLDER).is_dir(),
    };
    if is_prepared {
        report(Found::Prepared { folder: folder.to_owned(), template });
    }
    if is_built || is_prepared {
        synthesised.add_prepared(folder);
    }
}

/// Reports what a file shows its folder to be.
fn classify_file(entry: &DirEntry, synthesised: &Synthesised, report: &dyn Fn(Found)) {
    let Some(name) = entry.file_name().to_str() else { return };
    let path = entry.path();
    let folder = path.parent().unwrap_or(Path::new(""));
    if synthesised::is_assembly_template(path, name) {
        report(Found::Synthesised(path.to_owned()));
    } else if is_project_file(name) && !synthesised::is_assembly(folder) {
        report(Found::Project(folder.to_owned()));
    } else if name == synthesised::CDK_FILE {
        for found in synthesised::of_cdk(path) {
            report(found);
        }
    } else if synthesised::is_terraform(name) {
        synthesised.add_terraform(path);
    }
}

/// Returns whether the ignore files of a folder are regular files of a reasonable size. They are read as a whole, and
/// in a cloned repository one of them may be a link to a device. Folders with other ignore files are skipped.
pub(super) fn has_sound_ignore_files(folder: &Path) -> bool {
    [".gitignore", ".ignore", ".git/info/exclude"].iter().all(|name| match fs::metadata(folder.join(name)) {
        Ok(metadata) => metadata.is_file() && metadata.len() <= bounded::BY_HAND,
        Err(_) => true,
    })
}

pub(super) fn is_skipped(entry: &DirEntry) -> bool {
    let Some(name) = entry.file_name().to_str() else { return false };
    let is_asset = || name.starts_with("asset.") && entry.path().parent().is_some_and(synthesised::is_assembly);
    entry.depth() > 0 && (SKIPPED.contains(&name) || is_asset())
}
