//! Lists the build folders of all projects, then measures them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use rayon::prelude::*;

use super::graphs::{Graphs, barrier};
use super::layout::{BuildProject, DURABLE_EXECUTIONS, Layout, resolved};
use super::usage;
use crate::cache::Cache;
use crate::content::checks;
use crate::inventory::facts::builds::{
    BuildFolderState, BuildInUse, BuildKind, FoundBuild, FoundBuildFolder, Referenced, TrashOfBuilds,
};
use crate::inventory::facts::{Finding, Measure};
use crate::sam::build_graph::{BuildDefinition, BuildGraph, BuildId, FILE_NAME};
use crate::text::{Sentence, sanitize_path, sentence};

/// How long after its last change a folder may still belong to a build that is not visible here, such as one in a
/// container. SAM itself calls a lock stale after the same time.
pub(super) const RECENT: Duration = Duration::from_mins(5);

/// The deepest nesting of stacks whose results are listed one by one.
const MAX_STACKS: usize = 8;

/// What to survey.
#[derive(Clone, Copy)]
pub struct SurveyRequest<'a> {
    /// The projects in scope.
    pub projects: &'a [BuildProject],
    /// The folder of SAM in the user's home, `~/.aws-sam`.
    pub home: Option<&'a Path>,
    /// Returns the process that builds in the parent of a `.aws-sam`, if one is visible.
    pub running: &'a (dyn Fn(&Path) -> Option<u32> + Sync),
    /// Whether to measure; otherwise only names are listed.
    pub measures: bool,
}

/// Reports every build folder, then [`Finding::BuildsListed`], then each again once it was measured, and finally
/// [`Finding::BuildsMeasured`]. `report` is called from several threads.
pub fn survey(request: SurveyRequest<'_>, report: &(dyn Fn(Finding) + Sync), cancel: &AtomicBool) {
    let layouts = Layout::of(request.projects);
    let mut folders: Vec<FoundBuildFolder> =
        layouts.par_iter().filter_map(|layout| listed(layout, request.running)).collect();
    if let Some(home) = request.home {
        add_home(&mut folders, home);
    }
    folders.sort_by(|one, other| one.path.cmp(&other.path));
    for folder in &folders {
        report(Finding::BuildFolder(Box::new(folder.clone())));
    }
    report(Finding::BuildsListed);
    if request.measures {
        folders.into_par_iter().filter(|_| !cancel.load(Ordering::Relaxed)).for_each(|mut folder| {
            measure(&mut folder, cancel);
            report(Finding::BuildFolder(Box::new(folder)));
        });
    }
    report(Finding::BuildsMeasured);
}

/// Lists one `.aws-sam` with the custom folders of its projects; `None` if none of them exists.
fn listed(layout: &Layout, running: &(dyn Fn(&Path) -> Option<u32> + Sync)) -> Option<FoundBuildFolder> {
    let graph_files = layout.graphs();
    let graphs = Graphs::read(&graph_files);
    let root = Cache::open_build_folder(&layout.root);
    let unknown = unknown(layout, &graphs, root.as_ref().ok());
    let mut entries = Vec::new();
    match &root {
        Ok(root) => of_root(root, layout, &graphs, &mut entries),
        // A link, a file, or a folder that cannot be read.
        Err(_) => entries.extend(layout.root.symlink_metadata().ok().map(|_| plain(&layout.root, BuildKind::Other))),
    }
    for dir in layout.build_dirs.iter().filter(|dir| root.is_err() || !dir.starts_with(&layout.root)) {
        let graph = dir.parent().and_then(|parent| graphs.by_file.get(&parent.join(FILE_NAME)));
        of_build_dir(dir, BuildKind::Build, graph, &mut entries);
    }
    for dir in &layout.custom_cache_dirs {
        of_ids(dir, BuildKind::Cache, &graphs, &mut entries);
    }
    for project in &layout.projects {
        let durable = project.join(DURABLE_EXECUTIONS);
        if durable.symlink_metadata().is_ok() {
            entries.push(FoundBuild {
                purpose: Some(sentence!("builds-purpose-durable")),
                ..plain(&durable, BuildKind::Other)
            });
        }
    }
    if entries.is_empty() {
        return None;
    }
    let state = match (unknown, root) {
        (Some(why), _) => BuildFolderState::Unknown(why),
        (None, Err(error)) => BuildFolderState::Unknown(error.message()),
        (None, Ok(_)) => BuildFolderState::Known,
    };
    let mut folder = FoundBuildFolder {
        path: layout.root.clone(),
        projects: layout.projects.clone(),
        graphs: graph_files.into_iter().collect(),
        state,
        in_use: None,
        without_folder: without_folder(&graphs, &entries),
        entries,
        trash: TrashOfBuilds::default(),
    };
    decide(&mut folder, layout, &graphs, running);
    folder.entries.sort_by(|one, other| (one.kind, &one.path).cmp(&(other.kind, &other.path)));
    Some(folder)
}

/// Returns why it cannot be determined which UUIDs are in use.
fn unknown(layout: &Layout, graphs: &Graphs, root: Option<&Cache>) -> Option<Sentence> {
    let config = layout.unreadable.clone().map(|why| sentence!("builds-unknown-samconfig", why = why));
    let shared =
        layout.shared_with.as_ref().map(|other| sentence!("builds-unknown-shared", project = sanitize_path(other)));
    let walls = || root.and_then(|root| ["build", "cache", "deps"].iter().find_map(|name| barrier(root, name)));
    config.or(shared).or_else(|| graphs.unknown.clone()).or_else(walls)
}

fn of_root(root: &Cache, layout: &Layout, graphs: &Graphs, entries: &mut Vec<FoundBuild>) {
    for entry in children(root.path()) {
        // The display keeps the path as the user knows it.
        let path = layout.root.join(&entry.name);
        let name = entry.name.to_string_lossy();
        match (&*name, entry.kind) {
            (".samlayers", _) => {}
            ("build", Kind::Directory) => {
                let graph = graphs.by_file.get(&layout.root.join(FILE_NAME));
                of_build_dir(&path, BuildKind::Build, graph, entries);
            }
            ("auto-dependency-layer", Kind::Directory) => {
                let graph = graphs.by_file.get(&layout.root.join(FILE_NAME));
                of_build_dir(&path, BuildKind::AutoDependencyLayer, graph, entries);
            }
            ("cache", Kind::Directory) => of_ids(&path, BuildKind::Cache, graphs, entries),
            ("deps", Kind::Directory) => of_ids(&path, BuildKind::Deps, graphs, entries),
            _ if layout.build_dirs.contains(&path) && entry.kind == Kind::Directory => {
                let graph = graphs.by_file.get(&layout.root.join(FILE_NAME));
                of_build_dir(&path, BuildKind::Build, graph, entries);
            }
            _ if layout.custom_cache_dirs.contains(&path) => {}
            _ => entries.push(FoundBuild { purpose: purpose(&name), ..plain(&path, BuildKind::Other) }),
        }
    }
}

/// Returns what a file of SAM is for.
fn purpose(name: &str) -> Option<Sentence> {
    match name {
        FILE_NAME => Some(sentence!("builds-purpose-graph")),
        "sync.toml" => Some(sentence!("builds-purpose-sync")),
        "aws-sam-cli-app-templates" => Some(sentence!("builds-purpose-templates")),
        _ => None,
    }
}

/// Lists `cache` or `deps`: a folder for each UUID.
fn of_ids(dir: &Path, kind: BuildKind, graphs: &Graphs, entries: &mut Vec<FoundBuild>) {
    for child in children(dir) {
        let id = child.name.to_str().and_then(BuildId::parse).filter(|_| child.kind == Kind::Directory);
        let definition = id.as_ref().and_then(|id| graphs.definitions.get(id));
        let kind = if id.is_some() { kind } else { BuildKind::Other };
        let definition_id = id.clone().filter(|_| definition.is_some());
        entries.push(FoundBuild {
            id,
            definition: definition_id,
            ..described(&dir.join(&child.name), kind, definition)
        });
    }
}

/// Lists the results of a build: `<logical id>`, in nested stacks `<stack>/<logical id>`, and the templates.
fn of_build_dir(dir: &Path, kind: BuildKind, graph: Option<&BuildGraph>, entries: &mut Vec<FoundBuild>) {
    let empty = BuildGraph::default();
    let mut by_path: BTreeMap<PathBuf, (&BuildId, &BuildDefinition)> = BTreeMap::new();
    for (id, definition) in &graph.unwrap_or(&empty).definitions {
        for path in definition.functions.iter().chain(&definition.layers) {
            by_path.entry(dir.join(path)).or_insert((id, definition));
        }
    }
    results(dir, dir, kind, &by_path, entries);
}

fn results(
    root: &Path,
    dir: &Path,
    kind: BuildKind,
    by_path: &BTreeMap<PathBuf, (&BuildId, &BuildDefinition)>,
    entries: &mut Vec<FoundBuild>,
) {
    let depth = dir.strip_prefix(root).map_or(0, |below| below.iter().count());
    for child in children(dir) {
        let path = dir.join(&child.name);
        // The experimental feature "build performance" builds into one folder for all functions of a definition.
        let shared = path.to_str().and_then(|text| text.strip_suffix("-Shared")).map(PathBuf::from);
        let definition = by_path.get(&path).or_else(|| by_path.get(&shared?));
        let is_stack = || by_path.range(path.clone()..).next().is_some_and(|(below, _)| below.starts_with(&path));
        if definition.is_none() && child.kind == Kind::Directory && depth < MAX_STACKS && is_stack() {
            results(root, &path, kind, by_path, entries);
            continue;
        }
        let name = dir.join(&child.name);
        let mut entry = described(&name, kind, definition.map(|(_, definition)| *definition));
        entry.definition = definition.map(|(id, _)| (*id).clone());
        // A definition lists all of its functions, and this is the result of one.
        if by_path.contains_key(&path) {
            let is_own = |full_path: &String| path == root.join(full_path);
            entry.functions.retain(is_own);
            entry.layers.retain(is_own);
        }
        let is_template = child.kind == Kind::File && child.name.to_string_lossy().starts_with("template.");
        entry.referenced = if definition.is_some() || is_template { Referenced::Yes } else { Referenced::Unknown };
        entries.push(entry);
    }
}

/// Determines what is unused, and whether a build may be running.
fn decide(
    folder: &mut FoundBuildFolder,
    layout: &Layout,
    graphs: &Graphs,
    running: &(dyn Fn(&Path) -> Option<u32> + Sync),
) {
    let unnamed = |entry: &FoundBuild| {
        entry.id.as_ref().is_some_and(|id| !graphs.definitions.contains_key(id))
            && matches!(entry.kind, BuildKind::Cache | BuildKind::Deps)
    };
    let has_unnamed = folder.entries.iter().any(unnamed);
    let linked = if has_unnamed { usage::linked(&layout.build_dirs) } else { Some(BTreeSet::new()) };
    let is_known = folder.state == BuildFolderState::Known;
    let mut newest = graphs.changed.and_then(|time| Timestamp::try_from(time).ok());
    for entry in &mut folder.entries {
        let Some(id) = &entry.id else { continue };
        let is_linked = linked.as_ref().map(|linked| linked.contains(id));
        // In a custom cache folder, builds of other projects may have their results as well.
        let is_own = entry.path.starts_with(&layout.root);
        entry.referenced = match is_linked {
            _ if graphs.definitions.contains_key(id) => Referenced::Yes,
            Some(true) => Referenced::Yes,
            Some(false) if is_known && is_own => Referenced::No,
            _ => Referenced::Unknown,
        };
        if entry.referenced == Referenced::No {
            newest = newest.max(entry.modified);
        }
    }
    let process = layout.projects.iter().find_map(|project| running(project));
    folder.in_use = process.map(BuildInUse::Process).or_else(|| recent(newest).map(BuildInUse::Recent));
}

/// Returns how long ago a time was, if it is recent. A time in the future, from another clock, counts as now.
pub(super) fn recent(time: Option<Timestamp>) -> Option<Duration> {
    let age = Duration::try_from(crate::clock::now().duration_since(time?)).unwrap_or_default();
    (age < RECENT).then_some(age)
}

fn without_folder(graphs: &Graphs, entries: &[FoundBuild]) -> Vec<BuildId> {
    let present: BTreeSet<&BuildId> = entries.iter().filter_map(|entry| entry.id.as_ref()).collect();
    let named = graphs.definitions.iter().filter(|(_, definition)| !definition.is_image);
    named.map(|(id, _)| id).filter(|id| !present.contains(id)).cloned().collect()
}

/// Adds the templates of `sam init`, which SAM keeps in the user's home.
fn add_home(folders: &mut Vec<FoundBuildFolder>, home: &Path) {
    let templates = home.join("aws-sam-cli-app-templates");
    if templates.symlink_metadata().is_err() || folders.iter().any(|folder| resolved(&folder.path) == resolved(home)) {
        return;
    }
    let entry = FoundBuild { purpose: purpose("aws-sam-cli-app-templates"), ..plain(&templates, BuildKind::Other) };
    folders.push(FoundBuildFolder {
        path: home.to_owned(),
        projects: Vec::new(),
        graphs: Vec::new(),
        state: BuildFolderState::Known,
        in_use: None,
        entries: vec![entry],
        without_folder: Vec::new(),
        trash: TrashOfBuilds::default(),
    });
}

/// Measures the entries of a folder and its trash.
fn measure(folder: &mut FoundBuildFolder, cancel: &AtomicBool) {
    let mut by_parent: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    for (at, entry) in folder.entries.iter().enumerate() {
        let Some(parent) = entry.path.parent() else { continue };
        by_parent.entry(parent.to_owned()).or_default().push(at);
    }
    let measures: Mutex<Vec<(usize, Measure)>> = Mutex::default();
    by_parent.par_iter().for_each(|(parent, entries)| {
        // The parent may be a folder that the user linked; SAM follows it, and only sizes are read.
        let Ok(opened) = Cache::open_build_folder(parent) else { return };
        let names: Vec<PathBuf> =
            entries.iter().filter_map(|at| folder.entries.get(*at)?.path.file_name().map(PathBuf::from)).collect();
        let report = |at: usize, measure: Measure| {
            let mut measures = measures.lock().unwrap_or_else(PoisonError::into_inner);
            measures.extend(entries.get(at).map(|at| (*at, measure)));
        };
        opened.measure_entries(&names, &report, cancel);
    });
    for (at, measure) in measures.into_inner().unwrap_or_default() {
        let Some(entry) = folder.entries.get_mut(at) else { continue };
        let users = entry.functions.iter().chain(&entry.layers);
        entry.problems = checks::built_for(&measure, users, entry.runtime.as_deref(), entry.architecture);
        entry.measure = Some(Arc::new(measure));
    }
    folder.trash = match Cache::open_build_folder(&folder.path).and_then(|root| root.trash_totals()) {
        Ok(totals) => TrashOfBuilds { entries: totals.entries, bytes: totals.bytes, unknown: false },
        Err(error) => TrashOfBuilds { unknown: !error.is_not_found(), ..TrashOfBuilds::default() },
    };
}

/// A name in a folder.
struct Child {
    name: std::ffi::OsString,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Directory,
    File,
    Other,
}

/// Lists a folder, sorted; nothing for one that does not exist or cannot be read, which [`barrier`] reports.
fn children(dir: &Path) -> Vec<Child> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let kind = |entry: &fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => Kind::Directory,
        Ok(kind) if kind.is_file() => Kind::File,
        _ => Kind::Other,
    };
    let mut children: Vec<Child> =
        entries.flatten().map(|entry| Child { kind: kind(&entry), name: entry.file_name() }).collect();
    children.sort_by(|one, other| one.name.cmp(&other.name));
    children
}

fn plain(path: &Path, kind: BuildKind) -> FoundBuild {
    described(path, kind, None)
}

fn described(path: &Path, kind: BuildKind, definition: Option<&BuildDefinition>) -> FoundBuild {
    let definition = definition.cloned();
    let modified = path.symlink_metadata().and_then(|meta| meta.modified()).ok();
    let nothing = BuildDefinition::default();
    let known = definition.as_ref().unwrap_or(&nothing);
    FoundBuild {
        path: path.to_owned(),
        kind,
        id: None,
        definition: None,
        functions: known.functions.clone(),
        layers: known.layers.clone(),
        runtime: known.runtime.clone(),
        architecture: known.architecture,
        source_hash: known.source_hash.clone(),
        manifest_hash: known.manifest_hash.clone(),
        referenced: Referenced::Unknown,
        purpose: None,
        measure: None,
        modified: modified.and_then(|time: SystemTime| Timestamp::try_from(time).ok()),
        problems: Vec::new(),
    }
}
