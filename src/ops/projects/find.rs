//! Looks for folders SAM could be run in: quickly, on all cores, past what nobody wrote.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::choose::{TEMPLATE_NAMES, built_template};
use super::disk;
use crate::ops::bounded;
use crate::sam::samconfig;

/// Folders of tools, full of files that only look like templates.
const SKIPPED: &[&str] = &["node_modules", ".aws-sam", "cdk.out"];

/// How deep below a named folder a project may be. Without an end, a search from `/` would never be over.
const MAX_DEPTH: usize = 8;

/// What CDK synthesises into, and what its templates' names end in.
const CDK_FOLDER: &str = "cdk.out";
const CDK_TEMPLATE: &str = ".template.json";
/// Templates of CDK's nested stacks, which the template around them names.
const CDK_NESTED: &str = ".nested.template.json";

/// Folders that are watched for templates to come; a system has only so many watches.
const MAX_WATCHED: usize = 500;

/// What the search came across.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    /// A folder with a template or samconfig.
    Project(PathBuf),
    /// A template that CDK synthesised, in a `cdk.out` that was named.
    Synthesised(PathBuf),
}

/// Calls `found` once for every project, from several threads at once.
///
/// Ignore files are honoured, links are not followed, hidden folders are not entered.
pub fn projects(roots: &[PathBuf], found: &(dyn Fn(Found) + Sync)) {
    let (synthesised, usual): (Vec<PathBuf>, Vec<PathBuf>) =
        roots.iter().map(|root| disk::absolute(root)).partition(|root| root.iter().any(|part| part == CDK_FOLDER));
    walk(&usual, true, &|entry| project_of(entry).map(Found::Project), found);
    // Git ignores what is synthesised, and whoever names it means it.
    walk(&synthesised, false, &synthesised_in, found);
}

/// Every folder the search enters, as far as they can be watched.
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
    look: &(dyn Fn(&DirEntry) -> Option<Found> + Sync),
    found: &(dyn Fn(Found) + Sync),
) {
    let Some(walk) = builder(roots, honours_ignores) else { return };
    let told = Mutex::new(BTreeSet::new());
    walk.build_parallel().run(|| {
        Box::new(|entry| {
            let Some(new) = entry.ok().and_then(|entry| look(&entry)) else { return WalkState::Continue };
            let is_new = told.lock().map_or(true, |mut told| told.insert(new.clone()));
            if is_new {
                found(new);
            }
            WalkState::Continue
        })
    });
}

/// Whether the ignore files of a folder are regular files of a size that people write: they are read whole, and a cloned
/// repository may hold a link to a device under such a name. A folder that has others is passed over.
fn has_sound_ignore_files(folder: &Path) -> bool {
    [".gitignore", ".ignore", ".git/info/exclude"].iter().all(|name| match fs::metadata(folder.join(name)) {
        Ok(metadata) => metadata.is_file() && metadata.len() <= bounded::BY_HAND,
        Err(_) => true,
    })
}

fn is_skipped(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| SKIPPED.contains(&name))
}

/// What an entry of a named `cdk.out` tells.
fn synthesised_in(entry: &DirEntry) -> Option<Found> {
    let name = entry.file_name().to_str()?;
    if name.ends_with(CDK_TEMPLATE) && !name.ends_with(CDK_NESTED) {
        return Some(Found::Synthesised(entry.path().to_owned()));
    }
    project_of(entry).map(Found::Project)
}

/// The folder that an entry makes a project.
fn project_of(entry: &DirEntry) -> Option<PathBuf> {
    if entry.file_type().is_some_and(|kind| kind.is_dir()) {
        // `.aws-sam` is never entered, and a template of another name may have been built into it.
        return built_template(entry.path()).is_file().then(|| entry.path().to_owned());
    }
    let name = entry.file_name().to_str()?;
    let tells = TEMPLATE_NAMES.contains(&name) || samconfig::FILE_NAMES.contains(&name);
    tells.then(|| entry.path().parent().unwrap_or(Path::new("")).to_owned())
}
