//! Looks for folders SAM could be run in: quickly, on all cores, past what nobody wrote.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::choose::{TEMPLATE_NAMES, built_template};
use super::disk;
use crate::sam::samconfig;

/// Folders of tools, full of files that only look like templates.
const SKIPPED: &[&str] = &["node_modules", ".aws-sam", "cdk.out"];

/// How deep below a named folder a project may be. Without an end, a search from `/` would never be over.
const MAX_DEPTH: usize = 8;

/// Calls `found` once for every folder with a template or samconfig, from several threads at once.
///
/// Ignore files are honoured, links are not followed, hidden folders are not entered.
pub fn projects(roots: &[PathBuf], found: &(dyn Fn(PathBuf) + Sync)) {
    let roots: BTreeSet<PathBuf> = roots.iter().map(|root| disk::absolute(root)).collect();
    let mut roots = roots.into_iter();
    let Some(first) = roots.next() else { return };
    let mut walk = WalkBuilder::new(&first);
    walk.max_depth(Some(MAX_DEPTH)).filter_entry(|entry| !is_skipped(entry));
    for root in roots {
        walk.add(root);
    }
    let told = Mutex::new(BTreeSet::new());
    walk.build_parallel().run(|| {
        Box::new(|entry| {
            let Some(folder) = entry.ok().and_then(|entry| project_of(&entry)) else { return WalkState::Continue };
            let is_new = told.lock().map_or(true, |mut told| told.insert(folder.clone()));
            if is_new {
                found(folder);
            }
            WalkState::Continue
        })
    });
}

fn is_skipped(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_name().to_str().is_some_and(|name| SKIPPED.contains(&name))
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
