//! The facts that the cache, the engine, AWS and the template reader report, one at a time.

pub mod builds;
pub mod evidence;
pub mod newer;
mod not_read;
mod origin;

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::search::image_layers::ImageSearchResult;
use crate::content::image::ImageVerification;
pub use crate::content::measure::{Linked, Measure};
use crate::content::verify::LayerVerification;
use builds::FoundBuildFolder;
pub use evidence::{ArnSource, ImageLayers, KnownArn};
use newer::Newer;
pub use not_read::{NotRead, NotReadReason};
pub use origin::{Imported, Origin};

use crate::sam::installed::InstalledSam;
use crate::sam::lock::{DownloadStatus, LockContent};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::{ResolvedTemplate, TemplateRefusal};
use crate::sam::{AccountId, ImageName, LayerArn, LayerDir};
use crate::text::Sentence;

/// One fact. A survey is a stream of facts.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// The state of the cache directory.
    Cache(CacheState),
    /// An entry of the cache that SAM created for a layer. Reported before its [`Finding::Measured`].
    Layer(FoundLayer),
    /// The size of a layer directory, once measured.
    Measured(LayerDir, Measure),
    /// A file that an interrupted SAM left behind.
    Leftover(FoundLeftover),
    /// Any other entry of the cache: shown, never changed.
    Foreign(FoundForeign),
    /// A problem of a path that is no layer: samlayers' own folder in the cache, or the data folder.
    Place(PlaceProblem),
    /// The trash of the cache.
    Trash(TrashTotals),
    /// A message about an operation of samlayers that a crash interrupted, and how it was recovered.
    Recovered(String),
    /// Every entry of the cache was reported; sizes may follow.
    CacheListed,
    /// Every layer was measured.
    CacheMeasured,
    /// The container engine answered, or failed to.
    Engine(EngineState),
    /// Engines that run where SAM does not look. Reported only if none of SAM's engines answers; replaces the earlier
    /// report.
    OtherEngines(Vec<OtherEngine>),
    /// One image. Reported after [`EngineState::Ready`].
    Image(FoundImage),
    /// All images whose names SAM does not give. A template may name one of them for an image function. Reported before
    /// [`Finding::ImagesListed`].
    OtherImages(Vec<FoundImage>),
    /// All containers that SAM created, whatever their image.
    Containers(Vec<FoundContainer>),
    /// All images without a name that come from a build of SAM. Reported after [`Finding::ImagesListed`], and not at
    /// all if the engine did not return the history of its images.
    Dangling(Vec<FoundDangling>),
    /// Every image was reported.
    ImagesListed,
    /// The layers whose names, in this order, hash to the 25 digits of an image name.
    ImageLayers {
        /// The 25 digits.
        hash: String,
        /// The names, and how they are known.
        layers: ImageLayers,
    },
    /// An image was compared with its layers.
    ImageChecked(ImageName, Box<ImageVerification>),
    /// A search for the layers of an image ended.
    ImageSearched {
        /// The 25 digits.
        hash: String,
        /// The result.
        searched: ImageSearchResult,
    },
    /// A template was read.
    Template(FoundTemplate),
    /// Another template of a folder, which SAM reads only if it is named, or after the built one was removed. Its layers
    /// are in use all the same.
    OtherTemplate(FoundTemplate),
    /// A path that may name layers and was not read.
    NotRead(NotRead),
    /// Every template was read.
    TemplatesRead,
    /// The build folder of a project. Reported again once it was measured.
    BuildFolder(Box<FoundBuildFolder>),
    /// Every build folder was reported, without sizes.
    BuildsListed,
    /// Every build folder was measured.
    BuildsMeasured,
    /// An ARN from the store of known ARNs. Its hash is checked when it is used.
    Remembered(LayerArn),
    /// An ARN found by trying accounts and regions.
    Arn(LayerDir, KnownArn),
    /// The result of verifying a layer.
    Checked(LayerDir, Box<LayerVerification>),
    /// Whether a layer has newer versions.
    Newer(LayerDir, Newer),
    /// The caller's account, as AWS reported it.
    Account(AccountId),
    /// Every SAM CLI on `PATH`, the one that `sam` starts first.
    InstalledSams(Vec<InstalledSam>),
    /// The reason that the caller's account is unknown although AWS was asked.
    AccountUnknown(Sentence),
}

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

/// SAM's lock file for a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLock {
    /// The path of the file.
    pub path: PathBuf,
    /// The content; `None` if the file contains nothing that SAM would write.
    pub content: Option<LockContent>,
    /// Whether the process that wrote it lives, and can be seen from here.
    pub owner_alive: bool,
    /// The modification time. SAM treats the lock as stale 300 seconds after it.
    pub modified: Option<Timestamp>,
    /// How long SAM would still wait for it; `None` once it is stale.
    pub sam_waits: Option<Duration>,
    /// Why the file could not be read; its content is unknown then.
    pub failure: Option<Sentence>,
}

/// The owner of a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockOwner {
    /// A process that can be seen from here.
    Alive,
    /// Perhaps a process that cannot be seen from here, such as one in a container. SAM judges a lock by its age alone,
    /// and this one is recent enough.
    Unknown(UnknownOwner),
    /// None: the process has ended and SAM treats the lock as stale.
    Gone,
}

/// A lock that may be held by a process that cannot be seen from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownOwner {
    /// The process ID in the lock; `None` if SAM would not write such a content.
    pub pid: Option<u32>,
    /// The modification time of the lock.
    pub modified: Option<Timestamp>,
    /// How long SAM would still wait for it.
    pub sam_waits: Duration,
}

impl FoundLock {
    /// Returns the owner, as far as it can be seen from here.
    pub fn owner(&self) -> LockOwner {
        match self.sam_waits {
            _ if self.owner_alive => LockOwner::Alive,
            Some(sam_waits) => LockOwner::Unknown(UnknownOwner {
                pid: self.content.map(|content| content.pid),
                modified: self.modified,
                sam_waits,
            }),
            None => LockOwner::Gone,
        }
    }

    /// Returns the owner that cannot be seen from here.
    pub fn unknown_owner(&self) -> Option<UnknownOwner> {
        match self.owner() {
            LockOwner::Unknown(owner) => Some(owner),
            LockOwner::Alive | LockOwner::Gone => None,
        }
    }
}

impl UnknownOwner {
    /// Returns whether this is the lock of an earlier survey, whatever time is left of SAM's wait.
    pub fn is_same_lock(&self, other: &Self) -> bool {
        (self.pid, self.modified) == (other.pid, other.modified)
    }
}

/// SAM's status file for a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundStatus {
    /// The path of the file.
    pub path: PathBuf,
    /// The status; `None` if the file contains nothing that SAM would write.
    pub status: Option<DownloadStatus>,
    /// Why the file could not be read; the status is unknown then.
    pub failure: Option<Sentence>,
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
}

/// The totals of the trash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrashTotals {
    /// The number of entries that can be restored.
    pub entries: u64,
    /// The apparent bytes of the entries.
    pub bytes: u64,
}

/// The state of the container engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineState {
    /// It answered.
    Ready {
        /// The name for display, `Docker 20.10.24`.
        name: String,
        /// `unix:///var/run/docker.sock`.
        endpoint: String,
        /// Whether the list comes from a recording (the demo), which is shown on screen.
        recorded: bool,
    },
    /// It did not answer.
    Unavailable {
        /// The endpoint that was tried.
        endpoint: String,
        /// Why it failed and what to do.
        reason: Sentence,
    },
    /// Disabled with `--no-engine`.
    Off,
}

/// A running engine that SAM does not look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherEngine {
    /// The name for display, `Podman 4.3.1`.
    pub name: String,
    /// The address, as in `DOCKER_HOST`.
    pub host: String,
    /// The folder with its certificates, as in `DOCKER_CERT_PATH`.
    pub cert_path: Option<PathBuf>,
    /// Whether the server's certificate is verified (`DOCKER_TLS_VERIFY`).
    pub tls_verify: bool,
    /// How it was found: "docker context `colima`", "Podman without root".
    pub known_as: String,
    /// Why SAM does not use it, and the command that makes SAM use it, as one sentence.
    pub difference: Sentence,
    /// The shell command that makes SAM use it.
    pub export: String,
}

/// One image with a name that SAM gives.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundImage {
    /// The parsed name.
    pub name: ImageName,
    /// `sha256:…`.
    pub id: String,
    /// The time of the build.
    pub created: Option<Timestamp>,
    /// The size of the whole image.
    pub size_bytes: u64,
    /// Bytes that no other image shares; `None` if the engine did not report them.
    pub unique_bytes: Option<u64>,
    /// The sizes of the `ADD` steps of its layers, oldest first; `None` if the history was not requested.
    pub add_step_sizes: Option<Vec<u64>>,
    /// The containers created from the image.
    pub containers: Vec<FoundContainer>,
    /// The time at which a name was last added; `None` if the engine did not report it.
    pub tagged: Option<Timestamp>,
    /// Its size on disk.
    pub disk: ImageDisk,
    /// How its history or a container of it shows that SAM built it, for display; `None` if that was not asked, or does
    /// not show.
    pub recognised_by: Option<String>,
}

/// The disk usage of an image, and what it shares with others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageDisk {
    /// The number of other names of the same image, from SAM or not. The image is removed with its last name.
    pub other_names: u64,
    /// The file system layers, lowest first; `None` if the engine did not report their sizes.
    pub parts: Option<Vec<FilesystemLayer>>,
}

/// A file system layer of an image, on top of the layers below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesystemLayer {
    /// The chain ID: identifies the layer together with those below it. Images that share the layer have the same
    /// value.
    pub chain: String,
    /// The bytes that the layer adds.
    pub bytes: u64,
    /// The number of images of the engine that contain it, including this one.
    pub holders: u64,
}

/// An image without a name that a build of SAM left: a newer build took over its name, or the build was interrupted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDangling {
    /// `sha256:…`.
    pub id: String,
    /// The time of the build.
    pub created: Option<Timestamp>,
    /// The size of the whole image.
    pub size_bytes: u64,
    /// Bytes that no other image shares; `None` if the engine did not report them.
    pub unique_bytes: Option<u64>,
    /// Its size on disk.
    pub disk: ImageDisk,
    /// The containers created from it.
    pub containers: Vec<FoundContainer>,
    /// How it was recognised, for display.
    pub recognised_by: String,
}

/// A container created from an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundContainer {
    /// The full ID.
    pub id: String,
    /// The name without the leading slash.
    pub name: String,
    /// The state as reported by the engine: `running`, `exited` …
    pub state: String,
    /// Whether SAM created it, according to its labels.
    pub by_sam: bool,
    /// The function that it runs, according to its labels.
    pub function: Option<String>,
    /// The time of creation.
    pub created: Option<Timestamp>,
    /// The time at which it ended; `None` if it runs or the engine did not report it.
    pub ended: Option<Timestamp>,
}

impl FoundContainer {
    /// Returns whether the container has ended and can be removed. Paused, restarting and created containers may still
    /// be in use.
    pub fn has_ended(&self) -> bool {
        matches!(self.state.as_str(), "exited" | "dead")
    }
}

/// The result of reading one template.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundTemplate {
    /// The path of the template.
    pub path: PathBuf,
    /// The functions and layers as SAM resolves them, or why the file could not be read.
    pub outcome: Result<ResolvedTemplate, TemplateRefusal>,
    /// The region that SAM would use for the template (from samconfig or `--region`), if it is set: any text.
    pub region: Option<String>,
}
