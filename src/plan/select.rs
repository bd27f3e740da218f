//! What a person points at: marks in the app, selectors on the command line.

use std::collections::BTreeSet;
use std::path::PathBuf;

use globset::{Glob, GlobMatcher};

use crate::inventory::InventoryRows;
use crate::sam::problem::ProblemCode;
use crate::sam::{ImageName, LayerArn, LayerDir};

/// Things chosen, each by its identity, so that a choice outlives a new survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Layer directories.
    pub layers: BTreeSet<LayerDir>,
    /// Images, by the name the engine gives them, or by id where they have none.
    pub images: BTreeSet<String>,
    /// Containers, by full id.
    pub containers: BTreeSet<String>,
    /// Layers that stay, and whose lock of a dead process is released.
    pub locks: BTreeSet<LayerDir>,
    /// Leftovers, by path.
    pub leftovers: BTreeSet<PathBuf>,
}

/// One selector of the command line.
#[derive(Debug, Clone)]
pub enum Selector {
    /// A directory's name.
    Dir(LayerDir),
    /// An ARN: the directory SAM makes of it.
    Arn(LayerArn),
    /// An image's name.
    Image(String),
    /// Everything that has this problem.
    Problem(ProblemCode),
    /// A glob on directory names.
    Glob(GlobMatcher),
}

/// Why a selector selects nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectorError {
    /// It cannot be read.
    #[error("`{text}` is neither a directory name, an ARN, a problem code nor a glob: {reason}")]
    Unreadable {
        /// As typed.
        text: String,
        /// What is wrong.
        reason: String,
    },
    /// Nothing in the cache matches.
    #[error("nothing matches `{0}`; `samlayers ls` and `samlayers images` list what is there")]
    NoMatch(String),
}

impl Selection {
    /// Whether nothing is chosen.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many things are chosen.
    pub fn len(&self) -> usize {
        self.layers.len() + self.images.len() + self.containers.len() + self.locks.len() + self.leftovers.len()
    }
}

impl Selector {
    /// Reads a selector: what looks like an ARN is one, then directory names, problem codes, images, and globs last.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        if text.starts_with("arn:") {
            return LayerArn::new(text)
                .map(Self::Arn)
                .map_err(|error| SelectorError::Unreadable { text: text.to_owned(), reason: error.to_string() });
        }
        if let Ok(dir) = LayerDir::parse(text) {
            return Ok(Self::Dir(dir));
        }
        if let Some(code) = ProblemCode::parse(text) {
            return Ok(Self::Problem(code));
        }
        if ImageName::parse(text).is_some() {
            return Ok(Self::Image(text.to_owned()));
        }
        match Glob::new(text) {
            Ok(glob) => Ok(Self::Glob(glob.compile_matcher())),
            Err(error) => Err(SelectorError::Unreadable { text: text.to_owned(), reason: error.kind().to_string() }),
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
            Self::Image(name) => row.name.as_str() == name || row.name.without_registry() == name,
            Self::Problem(code) => row.problems.iter().any(|problem| problem.code == *code),
            _ => false,
        });
        selection.images.extend(images.map(|row| row.name.as_str().to_owned()));
        if let Self::Problem(code) = self {
            let leftovers = shown.leftovers.iter().filter(|leftover| leftover.kind.problem() == *code);
            selection.leftovers.extend(leftovers.map(|leftover| leftover.path.clone()));
        }
    }
}

/// Everything the selectors select. A selector that selects nothing is an error of its own; the others still count.
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
