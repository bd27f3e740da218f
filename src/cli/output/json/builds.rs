//! The JSON output of `builds`.

use serde::Serialize;

use super::{SCHEMA, codes, lossy_path, time};
use crate::inventory::InventoryRows;
use crate::inventory::facts::builds::{
    BuildFolderState, BuildInUse, FoundBuild, FoundBuildFolder, Referenced, duplicates,
};

/// The whole document.
#[derive(Debug, Serialize)]
pub struct BuildsDocument {
    schema: u32,
    folders: Vec<FolderJson>,
}

#[derive(Debug, Serialize)]
struct FolderJson {
    path: String,
    /// `known`, `unknown` or `in-use`.
    status: &'static str,
    reason: Option<String>,
    projects: Vec<String>,
    size_bytes: Option<u64>,
    entries: Vec<EntryJson>,
    /// UUIDs that `build.toml` names and that have no folder.
    without_folder: Vec<String>,
    trash: TrashJson,
}

#[derive(Debug, Serialize)]
struct TrashJson {
    entries: Option<u64>,
    size_bytes: Option<u64>,
}

#[derive(Debug, Serialize)]
struct EntryJson {
    path: String,
    kind: &'static str,
    id: Option<String>,
    functions: Vec<String>,
    layers: Vec<String>,
    runtime: Option<String>,
    architecture: Option<String>,
    source_hash: Option<String>,
    manifest_hash: Option<String>,
    referenced: Option<bool>,
    duplicate_of: Option<String>,
    purpose: Option<String>,
    size_bytes: Option<u64>,
    file_count: Option<u64>,
    modified: Option<String>,
    problems: Vec<&'static str>,
}

impl BuildsDocument {
    /// Creates the document.
    pub fn new(shown: &InventoryRows) -> Self {
        let duplicates = duplicates(shown.builds.iter().map(|folder| &**folder));
        let folder = |folder: &FoundBuildFolder| FolderJson {
            path: lossy_path(&folder.path),
            status: status(folder),
            reason: reason(folder),
            projects: folder.projects.iter().map(|project| lossy_path(project)).collect(),
            size_bytes: folder.bytes(),
            entries: folder
                .entries
                .iter()
                .map(|entry| EntryJson::of(entry, duplicates.get(entry.path.as_path()).map(|path| lossy_path(path))))
                .collect(),
            without_folder: folder.without_folder.iter().map(ToString::to_string).collect(),
            trash: TrashJson {
                entries: (!folder.trash.unknown).then_some(folder.trash.entries),
                size_bytes: (!folder.trash.unknown).then_some(folder.trash.bytes),
            },
        };
        Self { schema: SCHEMA, folders: shown.builds.iter().map(|found| folder(found)).collect() }
    }
}

/// Returns the status of a folder.
pub fn status(folder: &FoundBuildFolder) -> &'static str {
    match (&folder.state, &folder.in_use) {
        (BuildFolderState::Unknown(_), _) => "unknown",
        (_, Some(_)) => "in-use",
        _ => "known",
    }
}

/// Returns why nothing, or nothing now, is removed.
pub fn reason(folder: &FoundBuildFolder) -> Option<String> {
    match (&folder.state, &folder.in_use) {
        (BuildFolderState::Unknown(why), _) => Some(why.to_string()),
        (_, Some(in_use)) => Some(BuildInUse::message(in_use).to_string()),
        _ => None,
    }
}

impl EntryJson {
    fn of(entry: &FoundBuild, duplicate_of: Option<String>) -> Self {
        Self {
            path: lossy_path(&entry.path),
            kind: entry.kind.as_str(),
            id: entry.id.as_ref().map(ToString::to_string),
            functions: entry.functions.clone(),
            layers: entry.layers.clone(),
            runtime: entry.runtime.clone(),
            architecture: entry.architecture.map(|architecture| architecture.to_string()),
            source_hash: entry.source_hash.clone(),
            manifest_hash: entry.manifest_hash.clone(),
            referenced: match entry.referenced {
                Referenced::Yes => Some(true),
                Referenced::No => Some(false),
                Referenced::Unknown => None,
            },
            duplicate_of,
            purpose: entry.purpose.as_ref().map(ToString::to_string),
            size_bytes: entry.bytes(),
            file_count: entry.measure.as_ref().map(|measure| measure.files),
            modified: entry.modified.map(time),
            problems: codes(&entry.problems),
        }
    }
}
