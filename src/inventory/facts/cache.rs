//! What was found in the cache: layers, leftovers, other entries, and the problems of places.

use std::path::PathBuf;

use jiff::Timestamp;

use super::locks::{FoundLock, FoundStatus, UnknownOwner};
use super::origin::Origin;
use crate::sam::LayerDir;
use crate::sam::problem::{Problem, ProblemCode};
use crate::text::Sentence;

/// The cache directory as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheState {
    /// The path that SAM uses.
    pub path: PathBuf,
    /// The rule that chose the path, for display: `--layer-cache-basedir`, `SAM_LAYER_CACHE_BASEDIR`, `samconfig.toml`,
    /// `default`.
    pub chosen_by: String,
    /// Whether the directory exists and can be used.
    pub access: CacheAccess,
}

/// Whether the cache directory exists and can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CacheAccess {
    /// A directory that can be listed.
    Ready,
    /// It does not exist; SAM creates it with the first download of a layer.
    Missing,
    /// It exists but cannot be used; the message says why and what to do.
    Unusable(Sentence),
}

/// A directory entry whose name parses as a layer directory.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLayer {
    /// The parsed name.
    pub dir: LayerDir,
    /// The full path.
    pub path: PathBuf,
    /// The kind of entry.
    pub kind: CacheEntryKind,
    /// Modification time of the directory itself.
    pub modified: Option<Timestamp>,
    /// SAM's lock of the layer, if there is one.
    pub lock: Option<FoundLock>,
    /// SAM's status file for its last download, if there is one.
    pub status: Option<FoundStatus>,
    /// Where its content came from, if known. The scan of the cache leaves it out.
    pub origin: Option<Box<Origin>>,
}

/// The kind of a directory entry. Symbolic links are not followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CacheEntryKind {
    /// A directory.
    Directory,
    /// A symbolic link, with its target.
    Link(PathBuf),
    /// A file or anything else.
    Other,
}

/// A file or folder that an interrupted SAM left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLeftover {
    /// The full path.
    pub path: PathBuf,
    /// The kind.
    pub kind: LeftoverKind,
    /// Apparent bytes.
    pub bytes: u64,
    /// The modification time.
    pub modified: Option<Timestamp>,
    /// The layer directory it belongs to, if its name contains one.
    pub dir: Option<LayerDir>,
    /// Whether a process holds, or may hold, the SAM lock of that layer.
    pub in_use: bool,
    /// The owner of that lock, where it cannot be seen from here.
    pub unknown_owner: Option<UnknownOwner>,
}

/// The kinds of leftovers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftoverKind {
    /// `<dir>_<32 hex>.zip` or `<dir>.zip`: an interrupted download.
    Zip,
    /// `dockerfile_<uuid>`: an interrupted image build.
    Dockerfile,
    /// A lock or status file of a layer that is not cached.
    Lock,
    /// Empty nested folders for a reference that SAM could not resolve, such as `ssm-/a/b}}-<hash>`.
    Reference,
}

impl LeftoverKind {
    /// Returns the word used in JSON and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Dockerfile => "dockerfile",
            Self::Lock => "lock",
            Self::Reference => "reference",
        }
    }

    /// Returns the problem code of this kind.
    pub fn problem(self) -> ProblemCode {
        match self {
            Self::Zip => ProblemCode::LeftoverZip,
            Self::Dockerfile => ProblemCode::LeftoverDockerfile,
            Self::Lock => ProblemCode::LockAbandoned,
            Self::Reference => ProblemCode::LeftoverReference,
        }
    }
}

/// An entry of the cache that SAM did not create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundForeign {
    /// The full path. Its name may not be valid UTF-8.
    pub path: PathBuf,
    /// Why the entry is foreign, or why it could not be read.
    pub reason: Sentence,
}

/// A problem of a path that is no layer, image or template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceProblem {
    /// The place.
    pub path: PathBuf,
    /// The problem.
    pub problem: Problem,
    /// Whether it keeps facts from being read that answers depend on: what is cached, in which state, from where.
    pub hides_facts: bool,
}

impl PlaceProblem {
    /// Returns whether it concerns our own records: ARNs, origins and baselines.
    pub fn is_of_records(&self) -> bool {
        self.problem.code == ProblemCode::DataFolderUnusable
    }
}

/// The totals of the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrashTotals {
    /// The number of entries that can be restored.
    pub entries: u64,
    /// The apparent bytes of the entries.
    pub bytes: u64,
}
