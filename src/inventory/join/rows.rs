//! What is shown: one row a thing, with everything known about it.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::content::image::ImageVerification;
use crate::content::verify::LayerVerification;
use crate::inventory::facts::newer::Newer;
use crate::inventory::facts::{
    CacheEntryKind, FoundContainer, FoundDangling, FoundForeign, FoundLeftover, FoundLock, ImageDisk, Measure,
};
use crate::inventory::facts::{ImageLayers, KnownArn};
use crate::inventory::search::image_layers::ImageSearchResult;
use crate::sam::problem::Problem;
pub use crate::sam::template::FunctionRef;
use crate::sam::template::{Function, TemplateRefusal};
use crate::sam::{ImageName, LayerDir};

/// Everything joined, sorted: layers by name and version, images by name, templates by path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InventoryRows {
    /// The cached layers. Shared, so that a join can take over what nothing has touched.
    pub layers: Vec<Arc<LayerRow>>,
    /// The images SAM made.
    pub images: Vec<ImageRow>,
    /// The templates, with their functions.
    pub templates: Vec<TemplateRow>,
    /// What interrupted SAMs left.
    pub leftovers: Vec<FoundLeftover>,
    /// InventoryRows, never touched.
    pub foreign: Vec<FoundForeign>,
    /// Containers SAM made; `None` while the engine has not told, or cannot be reached.
    pub containers: Option<Vec<FoundContainer>>,
    /// Images without a name that builds of SAM left; `None` while that is not known.
    pub dangling: Option<Vec<FoundDangling>>,
    /// Whether the engine told all its images.
    pub images_known: bool,
    /// Sums over the cache.
    pub totals: Totals,
}

impl InventoryRows {
    /// The row of a layer directory; layers are sorted by it.
    pub fn layer(&self, dir: &LayerDir) -> Option<&LayerRow> {
        self.layers.binary_search_by(|row| row.dir.cmp(dir)).ok().map(|at| &*self.layers[at])
    }
}

/// Sums over what is measured so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Apparent bytes of layers and leftovers.
    pub bytes: u64,
    /// Files in layers.
    pub files: u64,
    /// All bytes of the images, shared ones counted once where the engine says so.
    pub image_bytes: u64,
    /// Problems of layers, images and functions together.
    pub problems: usize,
}

/// What a layer directory is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LayerState {
    /// There, and SAM would use it.
    Ok,
    /// There, with nothing in it; SAM would use it all the same.
    Empty,
    /// A download ended in the middle: status `in_progress` and no living owner.
    Partial,
    /// A living process is at it.
    Downloading,
    /// SAM's last download failed; it would download again.
    Failed,
    /// Not known: not measured yet, unreadable, a link or a file.
    Unknown,
}

impl LayerState {
    /// The word used in JSON and on screen.
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

/// Whether templates need a layer or image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// Templates are still being read.
    Loading,
    /// These functions name it.
    Referenced(Vec<FunctionRef>),
    /// Every template in scope was resolved, and none names it.
    Unreferenced,
    /// None names it, but not everything could be resolved: these templates, or no template at all.
    Unknown(Vec<PathBuf>),
}

impl Usage {
    /// The functions that name it.
    pub fn functions(&self) -> &[FunctionRef] {
        match self {
            Self::Referenced(functions) => functions,
            _ => &[],
        }
    }

    /// Whether all templates were read and understood.
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
    /// What kind of entry it is: a link is shown as one and never followed.
    pub kind: CacheEntryKind,
    /// The ARN, once known; never a guess.
    pub arn: Option<KnownArn>,
    /// What it is good for.
    pub state: LayerState,
    /// Whether SAM takes it as cached and skips the download, whatever its content.
    pub counts_as_cached: bool,
    /// Size and files, once counted.
    pub measure: Option<Arc<Measure>>,
    /// Modification time of the directory.
    pub modified: Option<Timestamp>,
    /// SAM's lock on it.
    pub lock: Option<Box<FoundLock>>,
    /// The functions that use it.
    pub usage: Usage,
    /// The images built from it, as far as proven.
    pub images: Vec<ImageName>,
    /// Whether there are newer versions; `None` where nobody asked.
    pub newer: Option<Newer>,
    /// What came of the last deep check of it as it is now.
    pub check: Option<Arc<LayerVerification>>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl LayerRow {
    /// Whether a living process holds SAM's lock on it.
    pub fn is_locked(&self) -> bool {
        self.lock.as_ref().is_some_and(|lock| lock.owner_alive)
    }
}

/// An image SAM made.
#[derive(Debug, Clone, PartialEq)]
pub struct ImageRow {
    /// The name.
    pub name: ImageName,
    /// `sha256:…`.
    pub id: String,
    /// `None` while unknown: no template and no selection of cached names makes this hash.
    pub layers: Option<ImageLayers>,
    /// What trying selections of known names came to, where that was done.
    pub search: Option<ImageSearchResult>,
    /// When it was built.
    pub created: Option<Timestamp>,
    /// All its bytes.
    pub size_bytes: u64,
    /// Bytes no other image shares.
    pub unique_bytes: Option<u64>,
    /// Containers made from it.
    pub containers: Vec<FoundContainer>,
    /// When it last got a name; `None` where the engine does not say.
    pub tagged: Option<Timestamp>,
    /// What it takes on disk.
    pub disk: ImageDisk,
    /// The functions that would run it.
    pub usage: Usage,
    /// What came of comparing it with its layers, while it is still true.
    pub check: Option<ImageVerification>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl ImageRow {
    /// Further answers, where more than one selection of names makes the digits.
    pub fn other_layers(&self) -> impl Iterator<Item = &Vec<String>> {
        let found = self.search.iter().flat_map(|search| &search.found);
        found.filter(|names| self.layers.as_ref().is_some_and(|layers| layers.names != **names))
    }
}

/// A template and its functions.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateRow {
    /// The file SAM would read.
    pub path: PathBuf,
    /// Where SAM refuses it, or it could not be read.
    pub error: Option<TemplateRefusal>,
    /// Its functions in SAM's order.
    pub functions: Vec<FunctionRow>,
}

/// A function, and what of it is there.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionRow {
    /// What SAM makes of it.
    pub function: Arc<Function>,
    /// For each layer of the function: is it cached, as SAM sees it? Local layers never are.
    pub cached: Vec<bool>,
    /// Unzipped bytes of each layer, where measured.
    pub layer_bytes: Vec<Option<u64>>,
    /// Whether the engine has [`Function::invoke_image`]; `None` when the engine did not say.
    pub image_present: Option<bool>,
    /// All its problems, those of its layers included.
    pub problems: Vec<Problem>,
}

impl FunctionRow {
    /// What SAM hashes into the name of its image, in order.
    pub fn layer_names(&self) -> Vec<String> {
        self.function.layers.iter().filter_map(|layer| layer.name.clone()).collect()
    }
}
