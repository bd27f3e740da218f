//! The entries that the user selects: marks in the app, selectors on the command line.

use std::collections::BTreeSet;
use std::path::PathBuf;

use globset::{Glob, GlobMatcher};

use crate::inventory::InventoryRows;
use crate::sam::image_name::ImageKind;
use crate::sam::problem::ProblemCode;
use crate::sam::{ImageName, LayerArn, LayerDir, TypedName};

/// The selected entries, each by its identity, so that the selection stays valid after a new survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Layer directories.
    pub layers: BTreeSet<LayerDir>,
    /// The images, by the name in the engine.
    pub images: BTreeSet<ImageName>,
    /// The images without a name, by full ID.
    pub dangling: BTreeSet<String>,
    /// The containers, by full ID.
    pub containers: BTreeSet<String>,
    /// The layers that stay and whose abandoned locks are released.
    pub locks: BTreeSet<LayerDir>,
    /// The leftovers, by path.
    pub leftovers: BTreeSet<PathBuf>,
    /// The UUIDs of build folders, by path.
    pub builds: BTreeSet<PathBuf>,
    /// The build folders of which everything unused is selected.
    pub build_folders: BTreeSet<PathBuf>,
    /// The templates that were compared to find out which layers are unreferenced.
    pub considered: Vec<PathBuf>,
    /// The layers that a criterion about sizes could not judge, as a part of them could not be read.
    pub unknown_sizes: BTreeSet<LayerDir>,
    /// Layers that a criterion cannot judge, as their state could not be read.
    pub unknown_states: BTreeSet<LayerDir>,
    /// Whether the user agrees to release locks on the selected entries whose owner cannot be determined.
    pub unknown_locks: bool,
}

/// A selector of the command line.
#[derive(Debug, Clone)]
pub enum Selector {
    /// A directory's name.
    Dir(LayerDir),
    /// An ARN, which selects the directory that SAM uses for it.
    Arn(LayerArn),
    /// An image's name.
    Image(ImageName),
    /// All entries with this problem.
    Problem(ProblemCode),
    /// A glob on directory names.
    Glob(GlobMatcher),
}

/// Why a selector selects nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectorError {
    /// The text is not a selector.
    #[error("`{text}` is neither a directory name, an ARN, a problem code nor a glob: {reason}")]
    Unreadable {
        /// The text.
        text: String,
        /// The reason.
        reason: String,
    },
    /// No entry matches.
    #[error("nothing matches `{0}`; `samlayers ls` and `samlayers images` list what is there")]
    NoMatch(String),
}

impl Selection {
    /// Returns whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the number of selected entries.
    pub fn len(&self) -> usize {
        let in_engine = self.images.len() + self.dangling.len() + self.containers.len();
        self.layers.len()
            + in_engine
            + self.locks.len()
            + self.leftovers.len()
            + self.builds.len()
            + self.build_folders.len()
    }
}

impl Selector {
    /// Parses a selector: a name that [`TypedName::of`] recognises, or else a glob.
    ///
    /// A path counts as a glob, which matches nothing, as it may be in another folder than the cache.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        let unreadable = |reason| SelectorError::Unreadable { text: text.to_owned(), reason };
        match TypedName::of(text) {
            TypedName::Dir(dir) => Ok(Self::Dir(dir)),
            TypedName::Arn(arn) => Ok(Self::Arn(arn)),
            TypedName::NotAnArn(error) => Err(unreadable(error.to_string())),
            TypedName::Image(image) => Ok(Self::Image(image)),
            TypedName::Problem(code) => Ok(Self::Problem(code)),
            TypedName::Path(_) | TypedName::Other => match Glob::new(text) {
                Ok(glob) => Ok(Self::Glob(glob.compile_matcher())),
                Err(error) => Err(unreadable(error.kind().to_string())),
            },
        }
    }

    fn add(&self, shown: &InventoryRows, selection: &mut Selection) {
        let layers = shown.layers.iter().filter(|row| match self {
            Self::Dir(dir) => row.dir == *dir,
            Self::Arn(arn) => row.dir.matches_arn(arn),
            Self::Problem(code) => row.problems.iter().any(|problem| problem.code == *code),
            Self::Glob(glob) => glob.is_match(row.dir.as_str()),
            Self::Image(_) => false,
        });
        selection.layers.extend(layers.map(|row| row.dir.clone()));
        let images = shown.images.iter().filter(|row| match self {
            Self::Image(name) => row.name == *name || row.name.without_registry() == name.as_str(),
            Self::Problem(code) => row.problems.iter().any(|problem| problem.code == *code),
            // No name shows that an image is one of an image function.
            Self::Glob(glob) => {
                *row.name.kind() == ImageKind::Function && glob.glob().glob() == row.name.without_registry()
            }
            _ => false,
        });
        selection.images.extend(images.map(|row| row.name.clone()));
        if let Self::Problem(code) = self {
            let leftovers = shown.leftovers.iter().filter(|leftover| leftover.kind.problem() == *code);
            selection.leftovers.extend(leftovers.map(|leftover| leftover.path.clone()));
        }
    }
}

/// Returns all selected entries. A selector without a match is an error; the other selectors still count.
pub fn select(shown: &InventoryRows, selectors: &[(String, Selector)]) -> (Selection, Vec<SelectorError>) {
    let mut selection = Selection::default();
    let mut errors = Vec::new();
    for (text, selector) in selectors {
        let mut own = Selection::default();
        selector.add(shown, &mut own);
        if own.is_empty() {
            errors.push(SelectorError::NoMatch(text.clone()));
        }
        selection.layers.append(&mut own.layers);
        selection.images.append(&mut own.images);
        selection.leftovers.append(&mut own.leftovers);
    }
    (selection, errors)
}
