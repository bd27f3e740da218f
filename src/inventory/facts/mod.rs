//! The facts that the cache, the engine, AWS and the template reader report, one at a time.

pub mod builds;
mod cache;
mod engine;
pub mod evidence;
mod locks;
pub mod newer;
mod not_read;
mod origin;

use std::path::PathBuf;

use super::search::image_layers::ImageSearchResult;
use crate::content::image::ImageVerification;
pub use crate::content::measure::{Linked, Measure};
use crate::content::verify::LayerVerification;
use builds::FoundBuildFolder;
pub use cache::{
    CacheAccess, CacheEntryKind, CacheState, FoundForeign, FoundLayer, FoundLeftover, LeftoverKind, PlaceProblem,
    TrashTotals,
};
pub use engine::{EngineState, FilesystemLayer, FoundContainer, FoundDangling, FoundImage, ImageDisk, OtherEngine};
pub use evidence::{ArnSource, ImageLayers, KnownArn};
pub use locks::{FoundLock, FoundStatus, LockOwner, UnknownOwner};
use newer::Newer;
pub use not_read::{NotRead, NotReadReason};
pub use origin::{Imported, Origin};

use crate::sam::installed::InstalledSam;
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
