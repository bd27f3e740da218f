//! The facts that the outer rooms find, one at a time, as they find them.

pub mod evidence;
pub mod newer;

use std::path::PathBuf;

use jiff::Timestamp;

use super::search::image_layers::ImageSearchResult;
use crate::content::image::ImageVerification;
pub use crate::content::measure::{Linked, Measure};
use crate::content::verify::LayerVerification;
pub use evidence::{ArnSource, ImageLayers, KnownArn};
use newer::Newer;

use crate::sam::lock::{DownloadStatus, LockContent};
use crate::sam::problem::ProblemCode;
use crate::sam::template::{ResolvedTemplate, TemplateRefusal};
use crate::sam::{ImageName, LayerArn, LayerDir};
use crate::text::Sentence;

/// One fact. A survey is a stream of these.
#[derive(Debug, Clone, PartialEq)]
pub enum Finding {
    /// About the cache as a whole.
    Cache(CacheState),
    /// An entry of the cache that SAM made for a layer. Comes before its [`Finding::Measured`].
    Layer(FoundLayer),
    /// The size of a layer directory, once counted.
    Measured(LayerDir, Measure),
    /// A leftover of an interrupted SAM.
    Leftover(FoundLeftover),
    /// Anything else in the cache: shown, never touched.
    Foreign(FoundForeign),
    /// The trash of the cache.
    Trash(TrashTotals),
    /// An operation of ours that a crash cut off, and what became of it.
    Recovered(String),
    /// The cache listing is complete: every entry was reported (sizes may still come).
    CacheListed,
    /// All sizes are in.
    CacheMeasured,
    /// The container engine answered, or did not.
    Engine(EngineState),
    /// Engines that answer where SAM does not look; told when SAM's own does not. Replaces what was told before.
    OtherEngines(Vec<OtherEngine>),
    /// One image; comes after [`EngineState::Ready`].
    Image(FoundImage),
    /// Every container SAM made, whatever its image.
    Containers(Vec<FoundContainer>),
    /// Every image without a name that is recognisably from a build of SAM. Comes after [`Finding::ImagesListed`], and
    /// not at all where the engine did not tell how its images were built.
    Dangling(Vec<FoundDangling>),
    /// All images are in.
    ImagesListed,
    /// Layers whose names, in this order, make the 25 digits of an image.
    ImageLayers {
        /// The 25 digits.
        hash: String,
        /// The names, and how they were found.
        layers: ImageLayers,
    },
    /// An image was compared with its layers.
    ImageChecked(ImageName, Box<ImageVerification>),
    /// Selections of known names were tried for an image.
    ImageSearched {
        /// The 25 digits.
        hash: String,
        /// What came of it.
        searched: ImageSearchResult,
    },
    /// A template was read.
    Template(FoundTemplate),
    /// All templates are in.
    TemplatesRead,
    /// An ARN remembered from earlier, proven by its hash when it is used.
    Remembered(LayerArn),
    /// An ARN found by trying accounts and regions.
    Arn(LayerDir, KnownArn),
    /// What came of a deep check of a layer.
    Checked(LayerDir, Box<LayerVerification>),
    /// Whether a layer has newer versions.
    Newer(LayerDir, Newer),
    /// The caller's account, from AWS.
    Account(String),
}

/// The cache directory as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheState {
    /// Where SAM looks.
    pub path: PathBuf,
    /// Which rule chose it, for people: `--layer-cache-basedir`, `SAM_LAYER_CACHE_BASEDIR`, `samconfig.toml`, `default`.
    pub chosen_by: String,
    /// What is there.
    pub access: CacheAccess,
}

/// What is at the cache's path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CacheAccess {
    /// A directory that can be listed.
    Ready,
    /// Nothing: SAM makes it when it first downloads a layer.
    Missing,
    /// It is there and cannot be used; the sentence says why and what to do.
    Unusable(Sentence),
}

/// A directory entry whose name parses as a layer directory.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLayer {
    /// The name, parsed.
    pub dir: LayerDir,
    /// The full path.
    pub path: PathBuf,
    /// What kind of entry it is.
    pub kind: CacheEntryKind,
    /// Modification time of the directory itself.
    pub modified: Option<Timestamp>,
    /// SAM's lock on it, if there is one.
    pub lock: Option<FoundLock>,
    /// SAM's status of its last download, if there is one.
    pub status: Option<FoundStatus>,
}

/// What a directory entry is, links never followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CacheEntryKind {
    /// A directory.
    Directory,
    /// A link, with where it points.
    Link(PathBuf),
    /// A file or anything else.
    Other,
}

/// SAM's lock file for a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLock {
    /// The lock file.
    pub path: PathBuf,
    /// `None` when the file holds no lock SAM would write.
    pub content: Option<LockContent>,
    /// Whether the process that wrote it lives.
    pub owner_alive: bool,
    /// Modification time: SAM calls it stale after 300 seconds.
    pub modified: Option<Timestamp>,
}

/// SAM's status file for a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundStatus {
    /// The status file.
    pub path: PathBuf,
    /// `None` when it holds nothing SAM would write.
    pub status: Option<DownloadStatus>,
}

/// What an interrupted SAM left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLeftover {
    /// The full path.
    pub path: PathBuf,
    /// Which kind.
    pub kind: LeftoverKind,
    /// Apparent bytes.
    pub bytes: u64,
    /// When it was last written.
    pub modified: Option<Timestamp>,
    /// The layer directory it belongs to, where its name says so.
    pub dir: Option<LayerDir>,
    /// A living process holds the SAM lock of that layer: the file is in use.
    pub in_use: bool,
}

/// The kinds of leftovers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LeftoverKind {
    /// `<dir>_<32 hex>.zip` or `<dir>.zip`: a download.
    Zip,
    /// `dockerfile_<uuid>`: an image build.
    Dockerfile,
    /// A lock or status file whose layer is not cached.
    Lock,
    /// Empty nested folders of a reference SAM could not resolve, such as `ssm-/a/b}}-<hash>`.
    Reference,
}

impl LeftoverKind {
    /// The word used in JSON and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Zip => "zip",
            Self::Dockerfile => "dockerfile",
            Self::Lock => "lock",
            Self::Reference => "reference",
        }
    }

    /// The problem a leftover of this kind is.
    pub fn problem(self) -> ProblemCode {
        match self {
            Self::Zip => ProblemCode::LeftoverZip,
            Self::Dockerfile => ProblemCode::LeftoverDockerfile,
            Self::Lock => ProblemCode::LockAbandoned,
            Self::Reference => ProblemCode::LeftoverReference,
        }
    }
}

/// Something in the cache that SAM did not make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundForeign {
    /// The full path; its name may be no text at all.
    pub path: PathBuf,
    /// Why it is foreign, or why it could not be read.
    pub reason: Sentence,
}

/// What the trash holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TrashTotals {
    /// Entries that can be restored.
    pub entries: u64,
    /// Apparent bytes they hold.
    pub bytes: u64,
}

/// The container engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineState {
    /// It answered.
    Ready {
        /// `Docker 20.10.24`, for people.
        name: String,
        /// `unix:///var/run/docker.sock`.
        endpoint: String,
        /// Set where the listing does not come from an engine at all (the demo): said on screen.
        recorded: bool,
    },
    /// It did not; the reason is a sentence that says what to do.
    Unavailable {
        /// What was tried.
        endpoint: String,
        /// Why it failed and what to do.
        reason: Sentence,
    },
    /// `--no-engine`.
    Off,
}

/// An engine that answers and that SAM does not look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherEngine {
    /// `Podman 4.3.1`, for people.
    pub name: String,
    /// As `DOCKER_HOST` would say it.
    pub host: String,
    /// The folder with its certificates, as `DOCKER_CERT_PATH` would say it.
    pub cert_path: Option<PathBuf>,
    /// Whether its certificate has to be trusted (`DOCKER_TLS_VERIFY`).
    pub tls_verify: bool,
    /// How it was found: "docker context `colima`", "Podman without root".
    pub known_as: String,
    /// Why SAM does not use it and what to type so that it does, in a sentence.
    pub difference: Sentence,
    /// What to type in a shell so that SAM uses it.
    pub export: String,
}

/// One image of the engine whose name SAM gave.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundImage {
    /// The name, parsed.
    pub name: ImageName,
    /// `sha256:…`.
    pub id: String,
    /// When it was built.
    pub created: Option<Timestamp>,
    /// All its bytes.
    pub size_bytes: u64,
    /// Bytes no other image shares; `None` where the engine does not say.
    pub unique_bytes: Option<u64>,
    /// Sizes of the layer-adding steps of its history, oldest first; `None` where it was not asked for.
    pub add_step_sizes: Option<Vec<u64>>,
    /// Containers made from it.
    pub containers: Vec<FoundContainer>,
    /// When it last got a name; `None` where the engine does not say.
    pub tagged: Option<Timestamp>,
    /// What it takes on disk.
    pub disk: ImageDisk,
}

/// What an image takes on disk, and who else holds it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageDisk {
    /// Names of the same image beside this one, SAM's or not: it goes with its last name.
    pub other_names: u64,
    /// Its file system layers, lowest first; `None` where the engine does not tell their sizes.
    pub parts: Option<Vec<FilesystemLayer>>,
}

/// A file system layer of an image, with all that is below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesystemLayer {
    /// Names this layer on top of those below it; equal in all images that share it.
    pub chain: String,
    /// Bytes it adds.
    pub bytes: u64,
    /// How many images of the engine hold it, this one included.
    pub holders: u64,
}

/// An image without a name that SAM's builds left: another build took its name, or one was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundDangling {
    /// `sha256:…`.
    pub id: String,
    /// When it was built.
    pub created: Option<Timestamp>,
    /// All its bytes.
    pub size_bytes: u64,
    /// Bytes no other image shares; `None` where the engine does not say.
    pub unique_bytes: Option<u64>,
    /// What it takes on disk.
    pub disk: ImageDisk,
    /// Containers made from it.
    pub containers: Vec<FoundContainer>,
    /// What it was recognised by, for people.
    pub recognised_by: String,
}

/// A container made from an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundContainer {
    /// The full id.
    pub id: String,
    /// Its name without the leading slash.
    pub name: String,
    /// `running`, `exited`, … as the engine says.
    pub state: String,
    /// Whether SAM made it (its labels say so).
    pub by_sam: bool,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it ended; `None` where it runs, or the engine did not say.
    pub ended: Option<Timestamp>,
}

impl FoundContainer {
    /// Whether it has ended and may go. Paused, restarting and created containers are somebody's.
    pub fn has_ended(&self) -> bool {
        matches!(self.state.as_str(), "exited" | "dead")
    }
}

/// What became of one template.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundTemplate {
    /// The file SAM would read.
    pub path: PathBuf,
    /// What SAM would make of it, or why it could not even be read.
    pub outcome: Result<ResolvedTemplate, TemplateRefusal>,
    /// The region SAM would use for it (samconfig or `--region`), where it is not the constant.
    pub region: Option<String>,
}
