//! Searches for folders in which SAM could be run: on all cores, and without folders of generated files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::choose::{TEMPLATE_NAMES, built_template};
use super::disk;
use crate::builds::SAM_FOLDER;
use crate::ops::bounded;
use crate::sam::samconfig;

/// Folders of tools, which contain many files that look like templates.
const SKIPPED: &[&str] = &["node_modules", ".aws-sam", "cdk.out"];

/// The maximum depth of a project below the given folder. Without it, a search from `/` would not end.
const MAX_DEPTH: usize = 8;

/// The output folder of CDK, and the suffix of its templates.
const CDK_FOLDER: &str = "cdk.out";
const CDK_TEMPLATE: &str = ".template.json";
/// The suffix of CDK's nested stacks, which their parent template refers to.
const CDK_NESTED: &str = ".nested.template.json";

/// The maximum number of folders watched for new templates, as systems limit the number of watches.
const MAX_WATCHED: usize = 500;

/// A result of the search.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// A folder with a template or samconfig.
    Project(PathBuf),
    /// A template that CDK synthesised, in a `cdk.out` that the user named.
    Synthesised(PathBuf),
}

/// Calls `found` once for every project, from several threads at once.
///
/// Ignore files are respected, links are not followed, and hidden folders are skipped.
pub fn projects(roots: &[PathBuf], found: &(dyn Fn(Found) + Sync)) {
    let (synthesised, usual): (Vec<PathBuf>, Vec<PathBuf>) =
        roots.iter().map(|root| disk::absolute(root)).partition(|root| root.iter().any(|part| part == CDK_FOLDER));
    walk(&usual, true, &|entry| project_of(entry).map(Found::Project), found);
    // Git ignores synthesised files, but the user named this folder explicitly.
    walk(&synthesised, false, &synthesised_in, found);
}

/// Calls `found` for every folder in which `sam build` may have run: projects, and folders with a `.aws-sam`.
pub fn build_projects(roots: &[PathBuf], found: &(dyn Fn(PathBuf) + Sync)) {
    let roots: Vec<PathBuf> = roots.iter().map(|root| disk::absolute(root)).collect();
    let classify = |entry: &DirEntry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let has_builds = is_folder && entry.path().join(SAM_FOLDER).symlink_metadata().is_ok();
        let project = if has_builds { Some(entry.path().to_owned()) } else { project_of(entry) };
        project.map(Found::Project)
    };
    walk(&roots, true, &classify, &|project| {
        if let Found::Project(folder) = project {
            found(folder);
        }
    });
}

/// Returns every folder the search enters, up to the maximum number of watches.
pub fn folders(roots: &[PathBuf]) -> Vec<PathBuf> {
    let roots: Vec<PathBuf> = roots.iter().map(|root| disk::absolute(root)).collect();
    let Some(builder) = builder(&roots, true) else { return Vec::new() };
    let entries = builder.build().filter_map(Result::ok);
    let folders = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
    folders.map(DirEntry::into_path).take(MAX_WATCHED).collect()
}

fn builder(roots: &[PathBuf], honours_ignores: bool) -> Option<WalkBuilder> {
    let roots: BTreeSet<&PathBuf> = roots.iter().collect();
    let honours_ignores = honours_ignores && roots.iter().all(|root| root.ancestors().all(has_sound_ignore_files));
    let mut roots = roots.into_iter();
    let first = roots.next()?;
    let mut walk = WalkBuilder::new(first);
    walk.max_depth(Some(MAX_DEPTH)).standard_filters(honours_ignores);
    walk.filter_entry(move |entry| !is_skipped(entry) && (!honours_ignores || has_sound_ignore_files(entry.path())));
    for root in roots {
        walk.add(root);
    }
    Some(walk)
}

fn walk(
    roots: &[PathBuf],
    honours_ignores: bool,
    classify: &(dyn Fn(&DirEntry) -> Option<Found> + Sync),
    found: &(dyn Fn(Found) + Sync),
) {
    let Some(walk) = builder(roots, honours_ignores) else { return };
    let reported = Mutex::new(BTreeSet::new());
    walk.build_parallel().run(|| {
        Box::new(|entry| {
            let Some(new) = entry.ok().and_then(|entry| classify(&entry)) else { return WalkState::Continue };
            let is_new = reported.lock().map_or(true, |mut reported| reported.insert(new.clone()));
            if is_new {
                found(new);
            }
            WalkState::Continue
        })
    });
}

/// Returns whether the ignore files of a folder are regular files of a reasonable size. They are read as a whole, and
/// in a cloned repository one of them may be a link to a device. Folders with other ignore files are skipped.
fn has_sound_ignore_files(folder: &Path) -> bool {
    [".gitignore", ".ignore", ".git/info/exclude"].iter().all(|name| match fs::metadata(folder.join(name)) {
        Ok(metadata) => metadata.is_file() && metadata.len() <= bounded::BY_HAND,
        Err(_) => true,
    })
}

fn is_skipped(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| SKIPPED.contains(&name))
}

/// Returns what an entry of a `cdk.out` folder is.
fn synthesised_in(entry: &DirEntry) -> Option<Found> {
    let name = entry.file_name().to_str()?;
    if name.ends_with(CDK_TEMPLATE) && !name.ends_with(CDK_NESTED) {
        return Some(Found::Synthesised(entry.path().to_owned()));
    }
    project_of(entry).map(Found::Project)
}

/// Returns the folder that this entry shows to be a project.
fn project_of(entry: &DirEntry) -> Option<PathBuf> {
    if entry.file_type().is_some_and(|kind| kind.is_dir()) {
        // The search does not enter `.aws-sam`, which may contain the built version of a template with another name.
        return built_template(entry.path()).is_file().then(|| entry.path().to_owned());
    }
    let name = entry.file_name().to_str()?;
    let is_project_file = TEMPLATE_NAMES.contains(&name) || samconfig::FILE_NAMES.contains(&name);
    is_project_file.then(|| entry.path().parent().unwrap_or(Path::new("")).to_owned())
}
