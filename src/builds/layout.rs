//! Determines which folders the builds of each project use, and which projects share one.
//!
//! SAM's defaults are relative to the folder in which it runs (`samcli/commands/_utils/constants.py`), which is assumed
//! to be the project. `build.toml` lies in the parent of the build folder; `deps` cannot be moved
//! (`samcli/lib/build/build_graph.py`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::sam::build_graph::FILE_NAME;
use crate::sam::lexical_path::without_dots;
use crate::sam::samconfig::BuildFolders;
use crate::text::Sentence;

/// The folder of SAM in a project.
pub const SAM_FOLDER: &str = ".aws-sam";

/// The folder in a project in which durable functions keep their state locally.
pub const DURABLE_EXECUTIONS: &str = ".durable-executions-local";

/// A project, and the folders that its samconfig names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildProject {
    /// The absolute path of the project.
    pub folder: PathBuf,
    /// The folders in samconfig, or why it cannot be read.
    pub settings: Result<BuildFolders, Sentence>,
}

/// The folders of all projects that use one `.aws-sam`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    /// The path of `.aws-sam`.
    pub root: PathBuf,
    /// The projects.
    pub projects: Vec<PathBuf>,
    /// Every folder that a build may write results to, by absolute path.
    pub build_dirs: BTreeSet<PathBuf>,
    /// The cache folders outside of `root/cache`.
    pub custom_cache_dirs: BTreeSet<PathBuf>,
    /// Why a samconfig cannot be read.
    pub unreadable: Option<Sentence>,
    /// Another project whose builds use a folder of this one.
    pub shared_with: Option<PathBuf>,
}

impl Layout {
    /// Returns the layouts of these projects.
    pub fn of(projects: &[BuildProject]) -> Vec<Self> {
        let mut by_root: BTreeMap<PathBuf, Self> = BTreeMap::new();
        for project in projects {
            let root = project.folder.join(SAM_FOLDER);
            let settings = project.settings.as_ref();
            let folders = |names: &BTreeSet<String>| {
                names.iter().map(|name| without_dots(&project.folder.join(name))).collect::<BTreeSet<PathBuf>>()
            };
            let mut build_dirs = settings.map(|settings| folders(&settings.build_dirs)).unwrap_or_default();
            build_dirs.extend(stray_build_dirs(&project.folder));
            build_dirs.insert(root.join("build"));
            let mut caches = settings.map(|settings| folders(&settings.cache_dirs)).unwrap_or_default();
            caches.remove(&root.join("cache"));
            let layout = by_root.entry(resolved(&root)).or_insert_with(|| Self {
                root,
                projects: Vec::new(),
                build_dirs: BTreeSet::new(),
                custom_cache_dirs: BTreeSet::new(),
                unreadable: None,
                shared_with: None,
            });
            layout.projects.push(project.folder.clone());
            layout.build_dirs.extend(build_dirs);
            layout.custom_cache_dirs.extend(caches);
            if let Err(why) = settings {
                layout.unreadable = Some(why.clone());
            }
        }
        let mut layouts: Vec<Self> = by_root.into_values().collect();
        find_shared(&mut layouts);
        layouts
    }

    /// Returns every `build.toml` that may name a UUID of this `.aws-sam`.
    pub fn graphs(&self) -> BTreeSet<PathBuf> {
        self.build_dirs.iter().filter_map(|dir| Some(dir.parent()?.join(FILE_NAME))).collect()
    }
}

/// Finds the projects whose builds use a folder of another project: the same `.aws-sam` behind a link, or a custom
/// folder that both name or that lies in the other's `.aws-sam`.
fn find_shared(layouts: &mut [Layout]) {
    for layout in layouts.iter_mut() {
        if let [_, other, ..] = &layout.projects[..] {
            layout.shared_with = Some(other.clone());
        }
    }
    let roots: Vec<PathBuf> = layouts.iter().map(|layout| resolved(&layout.root)).collect();
    let used: Vec<BTreeSet<PathBuf>> = layouts
        .iter()
        .map(|layout| layout.build_dirs.iter().chain(&layout.custom_cache_dirs).map(|dir| resolved(dir)).collect())
        .collect();
    let mut users: BTreeMap<&Path, BTreeSet<usize>> = BTreeMap::new();
    for (at, dirs) in used.iter().enumerate() {
        for dir in dirs {
            users.entry(dir).or_default().insert(at);
            // Another project's `.aws-sam` around it.
            let owner = dir.ancestors().find_map(|above| roots.iter().position(|root| root == above));
            users.entry(dir).or_default().extend(owner);
        }
    }
    for together in users.values().filter(|together| together.len() > 1) {
        for at in together {
            let other = together.iter().find(|other| *other != at).map(|other| layouts[*other].projects[0].clone());
            layouts[*at].shared_with = layouts[*at].shared_with.take().or(other);
        }
    }
}

/// The number of entries of a project that are searched for build folders.
const MAX_SEARCHED: usize = 2_000;

/// The first line of every `build.toml` of SAM.
const HEADER: &str = "# This file is auto generated by SAM CLI build command";

/// Returns build folders that `sam build --build-dir` created in a project, up to two folders deep. The command line of
/// a build is not recorded, but its `build.toml` lies beside the build folder.
fn stray_build_dirs(project: &Path) -> Vec<PathBuf> {
    let mut left = MAX_SEARCHED;
    let mut found = Vec::new();
    let mut folders = vec![(project.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let Some(remaining) = left.checked_sub(1) else { return found };
            left = remaining;
            let name = entry.file_name();
            let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if name == FILE_NAME && !is_dir && is_written_by_sam(&entry.path()) {
                found.push(folder.join("build"));
            }
            let skipped = name.to_string_lossy().starts_with('.') || name == "node_modules";
            if is_dir && depth < 2 && !skipped {
                folders.push((entry.path(), depth + 1));
            }
        }
    }
    found
}

fn is_written_by_sam(path: &Path) -> bool {
    use std::io::Read as _;
    let is_file = fs::symlink_metadata(path).is_ok_and(|meta| meta.is_file());
    let mut head = Vec::new();
    let limit = HEADER.len() as u64;
    let read = is_file.then(|| fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut head)));
    matches!(read, Some(Ok(_))) && head == HEADER.as_bytes()
}

/// Returns the path without links as far as it exists.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let mut missing = Vec::new();
    let mut existing = path;
    loop {
        if let Ok(resolved) = existing.canonicalize() {
            return missing.iter().rev().fold(resolved, |path: PathBuf, name| path.join(name));
        }
        let (Some(parent), Some(name)) = (existing.parent(), existing.file_name()) else { return path.to_owned() };
        missing.push(name);
        existing = parent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(folder: &Path, build_dirs: &[&str], cache_dirs: &[&str]) -> BuildProject {
        let all = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let settings = BuildFolders { build_dirs: all(build_dirs), cache_dirs: all(cache_dirs) };
        BuildProject { folder: folder.to_owned(), settings: Ok(settings) }
    }

    #[test]
    fn custom_folders_move_the_graph_and_the_cache() {
        let layout =
            &Layout::of(&[project(Path::new("/p/one"), &["out/build", "./x/../y"], &["/cache", ".aws-sam/cache"])])[0];
        let graphs: Vec<_> = layout.graphs().into_iter().collect();
        let expected = ["/p/one/.aws-sam/build.toml", "/p/one/build.toml", "/p/one/out/build.toml"];
        assert_eq!(graphs, expected.map(PathBuf::from));
        assert_eq!(layout.custom_cache_dirs, [PathBuf::from("/cache")].into());
        assert_eq!(layout.shared_with, None);
    }

    #[test]
    fn projects_that_use_the_same_folder_are_found() {
        let (one, two, three) = (Path::new("/p/one"), Path::new("/p/two"), Path::new("/p/three"));
        let shared = |projects: &[BuildProject]| {
            let layouts = Layout::of(projects);
            layouts.iter().map(|layout| layout.shared_with.is_some()).collect::<Vec<_>>()
        };
        let alone = project(three, &[], &[]);
        // Sorted by path: one, three, two.
        let cache = [project(one, &[], &["/cache"]), project(two, &[], &["/cache"]), alone.clone()];
        assert_eq!(shared(&cache), [true, false, true]);
        let in_another = [project(one, &[], &[]), project(two, &["../one/.aws-sam/build"], &[]), alone.clone()];
        assert_eq!(shared(&in_another), [true, false, true]);
        assert_eq!(shared(&[project(one, &[], &[]), project(two, &[], &[]), alone]), [false, false, false]);
    }
}
