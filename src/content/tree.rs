//! A tree of files as it is shown: one layer, several merged as `/opt` is, or what changed between two.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use super::listing::{Listed, ListedKind, Listing};
use crate::sam::template::FunctionRef;
use crate::sam::{ImageName, LayerDir};
use crate::text::Sentence;

/// What is looked into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrowseTarget {
    /// One cached layer.
    Layer(LayerDir),
    /// What a function sees below `/opt`: its layers one over the other.
    Opt {
        /// The function.
        function: FunctionRef,
        /// The names of its layers in SAM's order; those that are cached with their directory.
        layers: Vec<(String, Option<LayerDir>)>,
    },
    /// What an image holds below `/opt`.
    Image(ImageName),
    /// What changed from one version of a layer to another.
    Difference {
        /// Before.
        old: LayerDir,
        /// After.
        new: LayerDir,
    },
}

/// A flat tree: directories first, then by name; a directory comes right before what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The entries.
    pub leaves: Vec<Leaf>,
    /// How many entries more there are than are listed.
    pub omitted: u64,
    /// What could not be read, with the system's words.
    pub failures: Vec<(PathBuf, String)>,
    /// The layers the tree was made of, in order.
    pub origins: Vec<String>,
    /// What else has to be said about it.
    pub notes: Vec<TreeNote>,
}

/// What has to be said about a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeNote {
    /// A layer cannot be listed, for a reason told in a sentence.
    Unlisted(Sentence),
    /// A layer of this name is not in the cache: its files are not listed.
    NotCached(String),
    /// So many files hide files of earlier layers.
    Hidden(usize),
    /// How many files were added, removed and changed; the same ones are left out.
    Changes(usize, usize, usize),
}

/// An entry of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Path, kind and bytes.
    pub listed: Listed,
    /// What sets it apart.
    pub mark: Mark,
}

/// What sets an entry of a tree apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Mark {
    /// Nothing.
    #[default]
    Plain,
    /// In a merged tree: the layer whose file it is, and those whose file it hides, by index into [`Tree::origins`].
    From {
        /// The one that wins: the last that has it.
        winner: usize,
        /// Those that lose, in order.
        losers: Vec<usize>,
    },
    /// Only after.
    Added,
    /// Only before.
    Removed,
    /// Before and after, and not the same; of a directory, something below it.
    Changed {
        /// Bytes before.
        was: u64,
    },
}

impl Tree {
    /// A layer as it lies there.
    pub fn of_layer(listing: Listing) -> Self {
        let leaves = listing.entries.into_iter().map(|listed| Leaf { listed, mark: Mark::Plain }).collect();
        Self { leaves, omitted: listing.omitted, failures: listing.failures, ..Self::default() }
    }

    /// The layer a file's content is in, by index into [`Tree::origins`], where there are several.
    pub fn origin_of(&self, leaf: &Leaf) -> Option<usize> {
        match &leaf.mark {
            Mark::From { winner, .. } => Some(*winner),
            Mark::Removed => Some(0),
            Mark::Added | Mark::Changed { .. } => Some(1),
            Mark::Plain => None,
        }
    }

    /// Files of one layer that another hides.
    pub fn hidden(&self) -> usize {
        self.leaves.iter().filter(|leaf| matches!(&leaf.mark, Mark::From { losers, .. } if !losers.is_empty())).count()
    }
}

/// A tree under construction: what is in each directory, by name.
#[derive(Debug, Default)]
pub(crate) struct Branch {
    pub(super) leaf: Option<Leaf>,
    pub(super) below: BTreeMap<OsString, Branch>,
}

impl Branch {
    /// The branch at a path, made where it is missing.
    pub(crate) fn at(&mut self, path: &Path) -> &mut Self {
        let mut branch = self;
        for part in path.components() {
            if let Component::Normal(name) = part {
                branch = branch.below.entry(name.to_owned()).or_default();
            }
        }
        branch
    }

    fn is_directory(&self) -> bool {
        !self.below.is_empty() || self.leaf.as_ref().is_none_or(|leaf| leaf.listed.kind == ListedKind::Directory)
    }

    /// Flattens it. `close` makes the leaf of a directory of what lies directly in it, which comes after it in the list.
    pub(crate) fn flatten(self, path: &Path, close: &dyn Fn(&mut Leaf, &[Leaf])) -> Vec<Leaf> {
        let mut below: Vec<(OsString, Self)> = self.below.into_iter().collect();
        below.sort_by(|a, b| match (a.1.is_directory(), b.1.is_directory()) {
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            _ => a.0.cmp(&b.0),
        });
        let mut leaves = Vec::new();
        for (name, branch) in below {
            let path = path.join(&name);
            if !branch.is_directory() {
                leaves.extend(branch.leaf);
                continue;
            }
            let mut own = branch.leaf.clone().unwrap_or_else(|| Leaf {
                listed: Listed { path: path.clone(), kind: ListedKind::Directory, bytes: 0 },
                mark: Mark::Plain,
            });
            let inner = branch.flatten(&path, close);
            close(&mut own, &inner);
            leaves.push(own);
            leaves.extend(inner);
        }
        leaves
    }
}

/// Those of a directory's leaves that lie directly in it: sizes of directories hold what is deeper already.
pub(crate) fn direct<'a>(directory: &Leaf, inner: &'a [Leaf]) -> impl Iterator<Item = &'a Leaf> {
    let depth = directory.listed.depth() + 1;
    inner.iter().filter(move |leaf| leaf.listed.depth() == depth)
}
