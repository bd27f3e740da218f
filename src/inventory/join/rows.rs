//! The rows that are shown: one per layer, image or template, with all known facts.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::content::image::ImageVerification;
use crate::content::verify::LayerVerification;
use crate::inventory::facts::builds::FoundBuildFolder;
use crate::inventory::facts::newer::Newer;
use crate::inventory::facts::{
    CacheEntryKind, FoundContainer, FoundDangling, FoundForeign, FoundLeftover, FoundLock, ImageDisk, Imported,
    LockOwner, Measure, NotRead, Origin, PlaceProblem,
};
use crate::inventory::facts::{ImageLayers, KnownArn};
use crate::inventory::footprint::Footprint;
use crate::inventory::search::image_layers::ImageSearchResult;
use crate::sam::problem::{Problem, ProblemCode};
pub use crate::sam::template::FunctionRef;
use crate::sam::template::{Function, FunctionLayer, TemplateRefusal};
use crate::sam::{HashedName, ImageName, LayerDir};
use crate::text::{Sentence, sentence};

/// All rows, sorted: layers by name and version, images by name, templates by path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InventoryRows {
    /// The cached layers. Shared, so that a join can keep unchanged rows.
    pub layers: Vec<Arc<LayerRow>>,
    /// The images that SAM built or pulled.
    pub images: Vec<ImageRow>,
    /// The templates with their functions.
    pub templates: Vec<TemplateRow>,
    /// The paths of all templates that decide which layers are in use: also those beside a built template.
    pub considered: Vec<PathBuf>,
    /// Files and folders that may name layers and were not read.
    pub not_read: Vec<NotRead>,
    /// Files left behind by interrupted runs of SAM.
    pub leftovers: Vec<FoundLeftover>,
    /// Other entries of the cache: shown, never changed.
    pub foreign: Vec<FoundForeign>,
    /// Problems of the cache as a whole and of samlayers' own folders.
    pub places: Vec<PlaceProblem>,
    /// Whether the cache exists but cannot be read, so that the cached layers are unknown.
    pub cache_unusable: bool,
    /// Containers that SAM created; `None` if the engine did not report them.
    pub containers: Option<Vec<FoundContainer>>,
    /// Images without a name from builds of SAM; `None` while unknown.
    pub dangling: Option<Vec<FoundDangling>>,
    /// Whether the engine has reported all images.
    pub images_known: bool,
    /// The build folders of the projects, by path.
    pub builds: Vec<Arc<FoundBuildFolder>>,
    /// Whether all build folders were found; `false` also if they were not searched for.
    pub builds_known: bool,
    /// The totals of the cache.
    pub totals: Totals,
    /// The space that everything takes.
    pub footprint: Footprint,
}

impl InventoryRows {
    /// Returns the row of a layer directory.
    pub fn layer(&self, dir: &LayerDir) -> Option<&LayerRow> {
        self.layers.binary_search_by(|row| row.dir.cmp(dir)).ok().map(|at| &*self.layers[at])
    }

    /// Returns the directories of all layers that functions name, cached or not.
    pub fn layers_of_functions(&self) -> impl Iterator<Item = &LayerDir> {
        let functions = self.templates.iter().flat_map(|template| &template.functions);
        functions.flat_map(|row| &row.function.layers).filter_map(FunctionLayer::dir)
    }
}

/// The totals of everything measured so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// The apparent bytes of layers and leftovers.
    pub bytes: u64,
    /// The number of files in layers.
    pub files: u64,
    /// The number of layers of which a part could not be read, so that the bytes and files are too few.
    pub incomplete: usize,
    /// The number of problems of layers, images and functions.
    pub problems: usize,
}

/// The state of a layer directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LayerState {
    /// Complete; SAM would use it.
    Ok,
    /// Without any file; SAM would still use it.
    Empty,
    /// A download was interrupted: the status is `in_progress`, and no running process holds the lock.
    Partial,
    /// A running process holds the lock.
    Downloading,
    /// SAM's last download failed; SAM would download it again.
    Failed,
    /// Unknown: not measured yet, unreadable, a link or a file.
    Unknown,
}

impl LayerState {
    /// Returns the word used in JSON and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Empty => "empty",
            Self::Partial => "partial",
            Self::Downloading => "downloading",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// Whether functions use a layer or image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// The templates are still being read.
    Loading,
    /// These functions use it.
    Referenced(Vec<FunctionRef>),
    /// All templates in scope were resolved, and no function uses it.
    Unreferenced,
    /// No function names it, but these templates and folders could not be read, or there is no template. Shared, as
    /// thousands of rows may refer to hundreds of paths.
    Unknown(Arc<[NotRead]>),
}

impl Usage {
    /// Returns the functions that use it.
    pub fn functions(&self) -> &[FunctionRef] {
        match self {
            Self::Referenced(functions) => functions,
            _ => &[],
        }
    }

    /// Returns whether all templates were read and resolved.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Referenced(_) | Self::Unreferenced)
    }
}

/// A cached layer.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerRow {
    /// The directory's name.
    pub dir: LayerDir,
    /// The full path.
    pub path: PathBuf,
    /// The kind of entry. A symbolic link is shown as one and not followed.
    pub kind: CacheEntryKind,
    /// The ARN, if known; never a guess.
    pub arn: Option<KnownArn>,
    /// The state.
    pub state: LayerState,
    /// Whether SAM treats it as cached and skips the download, whatever its content; `None` if its status cannot be read.
    pub counts_as_cached: Option<bool>,
    /// The size and the number of files, once measured.
    pub measure: Option<Arc<Measure>>,
    /// The modification time of the directory.
    pub modified: Option<Timestamp>,
    /// Where its content came from, if known.
    pub origin: Option<Box<Origin>>,
    /// SAM's lock of the layer.
    pub lock: Option<Box<FoundLock>>,
    /// Whether the folder of SAM's locks could not be read, so that there may be a lock.
    pub lock_is_unknown: bool,
    /// The functions that use it.
    pub usage: Usage,
    /// The images built from it, as far as known.
    pub images: Vec<ImageName>,
    /// Whether there are newer versions; `None` if this was not requested.
    pub newer: Option<Newer>,
    /// The result of the last verification of the current content.
    pub check: Option<Arc<LayerVerification>>,
    /// The problems.
    pub problems: Vec<Problem>,
}

impl LayerRow {
    /// Returns the source of its content, if it was imported.
    pub fn imported(&self) -> Option<&Imported> {
        self.origin.as_ref().and_then(|origin| origin.imported())
    }

    /// Returns whether SAM's lock or status file, which decide on its state, could not be read.
    pub fn state_is_unreadable(&self) -> bool {
        self.lock_is_unknown
            || self.counts_as_cached.is_none()
            || self.problems.iter().any(|problem| problem.code == ProblemCode::LocksUnreadable)
    }

    /// Returns whether a process holds SAM's lock on it, or may hold it outside of this PID namespace.
    pub fn is_locked(&self) -> bool {
        self.lock.as_ref().is_some_and(|lock| lock.owner() != LockOwner::Gone)
    }
}

/// How it is known that an image is one of SAM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageEvidence {
    /// SAM alone gives such names.
    Name,
    /// Its history ends with SAM's steps, or SAM ran a container of it; the text says which.
    Recognised(String),
    /// Only a template: `sam build` would give this name to the image of one of its functions. Anyone may give it.
    Template,
    /// Nothing shows it: the name only looks like one of SAM.
    Nothing,
}

impl ImageEvidence {
    /// Returns whether it proves that SAM made the image. Rules of a purge select only such images.
    pub fn is_proof(&self) -> bool {
        matches!(self, Self::Name | Self::Recognised(_))
    }

    /// Returns the word used in JSON.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Recognised(_) => "recognised",
            Self::Template => "template",
            Self::Nothing => "none",
        }
    }

    /// Returns the message for display.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Name => sentence!("evidence-name"),
            Self::Recognised(how) => sentence!("evidence-recognised", how = how.as_str()),
            Self::Template => sentence!("evidence-template"),
            Self::Nothing => sentence!("evidence-nothing"),
        }
    }
}

/// An image that SAM built or pulled.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageRow {
    /// The name.
    pub name: ImageName,
    /// `sha256:…`.
    pub id: String,
    /// The layers; `None` while unknown, as neither a template nor a selection of known names has this hash.
    pub layers: Option<ImageLayers>,
    /// The result of the search for its layers, if there was one.
    pub search: Option<ImageSearchResult>,
    /// The time of the build.
    pub created: Option<Timestamp>,
    /// The size of the whole image.
    pub size_bytes: u64,
    /// Bytes that no other image shares.
    pub unique_bytes: Option<u64>,
    /// The containers created from it.
    pub containers: Vec<FoundContainer>,
    /// The time at which a name was last added; `None` if the engine did not report it.
    pub tagged: Option<Timestamp>,
    /// Its size on disk.
    pub disk: ImageDisk,
    /// How it is known that it is an image of SAM.
    pub evidence: ImageEvidence,
    /// The functions that would run it.
    pub usage: Usage,
    /// The result of comparing it with its layers, as long as it is valid.
    pub check: Option<ImageVerification>,
    /// The problems.
    pub problems: Vec<Problem>,
}

impl ImageRow {
    /// Returns further possible layers, if more than one selection of names has these digits.
    pub fn other_layers(&self) -> impl Iterator<Item = &Vec<HashedName>> {
        let found = self.search.iter().flat_map(|search| &search.found);
        found.filter(|names| self.layers.as_ref().is_some_and(|layers| layers.names != **names))
    }
}

/// A template and its functions.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateRow {
    /// The path of the template.
    pub path: PathBuf,
    /// Why SAM refuses the template, or why it could not be read.
    pub error: Option<TemplateRefusal>,
    /// The functions in SAM's order.
    pub functions: Vec<FunctionRow>,
}

/// A function, and which of its layers and images exist.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionRow {
    /// The function as SAM resolves it.
    pub function: Arc<Function>,
    /// Whether each layer of the function is cached, as SAM sees it; `None` if that cannot be read. Local layers never are.
    pub cached: Vec<Option<bool>>,
    /// The unzipped bytes of each layer, if measured.
    pub layer_bytes: Vec<Option<u64>>,
    /// Whether the engine has [`Function::invoke_image`]; `None` if the engine did not report its images.
    pub image_present: Option<bool>,
    /// All problems, including those of its layers.
    pub problems: Vec<Problem>,
}

impl FunctionRow {
    /// Returns the names that SAM hashes into the name of its image, in order.
    pub fn layer_names(&self) -> Vec<HashedName> {
        self.function.layers.iter().filter_map(FunctionLayer::hashed_name).collect()
    }
}
