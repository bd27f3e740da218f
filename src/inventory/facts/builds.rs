//! What `sam build` left in the folders of projects.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::Measure;
use crate::sam::Architecture;
use crate::sam::build_graph::BuildId;
use crate::sam::problem::Problem;
use crate::text::{Sentence, sentence};

/// The `.aws-sam` folder of a project, with the custom build and cache folders of its samconfig.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundBuildFolder {
    /// The path of `.aws-sam`.
    pub path: PathBuf,
    /// The folders of the projects that build into it.
    pub projects: Vec<PathBuf>,
    /// Every `build.toml` that may name a UUID of it.
    pub graphs: Vec<PathBuf>,
    /// Whether `build.toml` shows which UUIDs are in use, or why not.
    pub state: BuildFolderState,
    /// The `sam build` or `sam sync` that seems to run in it, if any.
    pub in_use: Option<BuildInUse>,
    /// The entries, sorted by path.
    pub entries: Vec<FoundBuild>,
    /// The UUIDs that `build.toml` names and that have no folder. Incremental builds have no folder in `cache`, and
    /// builds without dependencies none in `deps`, so each UUID needs only one.
    pub without_folder: Vec<BuildId>,
    /// The trash of samlayers in it.
    pub trash: TrashOfBuilds,
}

/// The trash of samlayers in a build folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrashOfBuilds {
    /// The number of entries that can be restored.
    pub entries: u64,
    /// Their apparent bytes.
    pub bytes: u64,
    /// Whether the trash could not be read.
    pub unknown: bool,
}

/// Whether it is known which UUIDs of a build folder are in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildFolderState {
    /// Every `build.toml` that may name a UUID of this folder was read.
    Known,
    /// Nothing in the folder counts as unused; the message says why.
    Unknown(Sentence),
}

/// Why a build may be running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuildInUse {
    /// A process builds here.
    Process(u32),
    /// `build.toml` was changed this long ago, perhaps by a process that is not visible here.
    Recent(Duration),
}

impl BuildInUse {
    /// Returns why nothing is removed now, and what to do.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Process(pid) => sentence!("builds-in-use-process", pid = pid.to_string()),
            Self::Recent(age) => sentence!("builds-in-use-recent", seconds = age.as_secs().to_string()),
        }
    }
}

/// One folder or file of SAM in a build folder.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundBuild {
    /// The full path.
    pub path: PathBuf,
    /// The kind.
    pub kind: BuildKind,
    /// The UUID, if its name is one.
    pub id: Option<BuildId>,
    /// The UUID of the build that it is the result of, as far as `build.toml` shows.
    pub definition: Option<BuildId>,
    /// The full paths of the functions that were built into it.
    pub functions: Vec<String>,
    /// The full paths of the layers that were built into it.
    pub layers: Vec<String>,
    /// The runtime, or the build method of a layer.
    pub runtime: Option<String>,
    /// The architecture that it was built for.
    pub architecture: Option<Architecture>,
    /// The checksum of its source, if `build.toml` has one.
    pub source_hash: Option<String>,
    /// The checksum of its manifest, if `build.toml` has one.
    pub manifest_hash: Option<String>,
    /// Whether anything uses it.
    pub referenced: Referenced,
    /// What it is for, if it is a file or folder of the project that no build writes.
    pub purpose: Option<Sentence>,
    /// The size, once measured; `None` for a link and for what is not entered.
    pub measure: Option<Arc<Measure>>,
    /// The modification time of the entry itself.
    pub modified: Option<Timestamp>,
    /// What does not fit, such as native code for another architecture.
    pub problems: Vec<Problem>,
}

/// The kind of an entry of a build folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BuildKind {
    /// `build/<logical id>`: the result of the last build.
    Build,
    /// `cache/<uuid>`: a result kept for `--cached`.
    Cache,
    /// `deps/<uuid>`: downloaded dependencies, kept for incremental builds.
    Deps,
    /// `auto-dependency-layer/<name>`: what `sam sync` builds.
    AutoDependencyLayer,
    /// Anything else.
    Other,
}

impl BuildKind {
    /// Returns the word used in JSON and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Cache => "cache",
            Self::Deps => "deps",
            Self::AutoDependencyLayer => "auto_dependency_layer",
            Self::Other => "other",
        }
    }
}

/// Whether anything uses an entry of a build folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referenced {
    /// `build.toml`, the last build, or a link in it uses it.
    Yes,
    /// Nothing does.
    No,
    /// It cannot be determined.
    Unknown,
}

impl FoundBuild {
    /// Returns the bytes, if measured.
    pub fn bytes(&self) -> Option<u64> {
        self.measure.as_ref().map(|measure| measure.bytes)
    }

    /// Returns whether nothing uses it, so that it may be removed.
    pub fn is_orphan(&self) -> bool {
        self.referenced == Referenced::No
            && self.id.is_some()
            && matches!(self.kind, BuildKind::Cache | BuildKind::Deps)
    }

    /// Returns the name for display: the path below its build folder, `.` for the folder itself, which may be a link.
    pub fn name_in(&self, folder: &Path) -> String {
        let below = self.path.strip_prefix(folder).unwrap_or(&self.path);
        if below.as_os_str().is_empty() { ".".to_owned() } else { below.display().to_string() }
    }

    /// Returns what two entries with the same content have in common; `None` if it is not known what was built.
    ///
    /// SAM copies one result to `build` for each of its functions and once to `cache`. Two folders hold the same result
    /// if source, manifest, runtime and architecture are the same.
    fn content_key(&self) -> Option<String> {
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        let source = match self.kind {
            BuildKind::Build | BuildKind::Cache => match (&self.source_hash, &self.definition) {
                (Some(hash), _) => format!("source {hash}"),
                (None, Some(id)) => format!("build {id}"),
                (None, None) => return None,
            },
            BuildKind::Deps => format!("deps {}", self.manifest_hash.as_ref()?),
            BuildKind::AutoDependencyLayer | BuildKind::Other => return None,
        };
        let architecture = self.architecture.map(|architecture| architecture.to_string());
        Some([source, of(&self.manifest_hash), of(&self.runtime), of(&architecture)].join(" "))
    }
}

impl FoundBuildFolder {
    /// Returns the apparent bytes of everything measured in it, without the trash; `None` while nothing is measured.
    pub fn bytes(&self) -> Option<u64> {
        let sizes: Vec<u64> = self.entries.iter().filter_map(FoundBuild::bytes).collect();
        (!sizes.is_empty() || self.entries.is_empty()).then(|| sizes.iter().sum())
    }

    /// Returns whether it was not entered, such as a link, so that it is unknown what is in it.
    pub fn is_closed(&self) -> bool {
        self.entries.iter().any(|entry| entry.path == self.path)
    }

    /// Returns the entries that nothing uses.
    pub fn orphans(&self) -> impl Iterator<Item = &FoundBuild> {
        self.entries.iter().filter(|entry| entry.is_orphan())
    }
}

/// Returns for every entry with the same content as an earlier one the path of that earlier entry.
pub fn duplicates<'a>(folders: impl IntoIterator<Item = &'a FoundBuildFolder>) -> BTreeMap<&'a Path, &'a Path> {
    let mut first: BTreeMap<String, &Path> = BTreeMap::new();
    let mut duplicates = BTreeMap::new();
    for entry in folders.into_iter().flat_map(|folder| &folder.entries) {
        let Some(key) = entry.content_key() else { continue };
        match first.get(&key) {
            Some(earlier) => drop(duplicates.insert(entry.path.as_path(), *earlier)),
            None => drop(first.insert(key, &entry.path)),
        }
    }
    duplicates
}
