//! A tree of files for display: one layer, several layers merged as in `/opt`, or the differences between two.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};

use super::listing::{Listed, ListedKind, Listing};
use crate::sam::template::FunctionRef;
use crate::sam::{ImageName, LayerDir};
use crate::text::Sentence;

/// The content that a tree shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BrowseTarget {
    /// One cached layer.
    Layer(LayerDir),
    /// The layers of a function, merged as it sees them below `/opt`.
    Opt {
        /// The function.
        function: FunctionRef,
        /// The names of its layers in SAM's order, with the directory of those that are cached.
        layers: Vec<(String, Option<LayerDir>)>,
    },
    /// The content of an image below `/opt`.
    Image(ImageName),
    /// The differences between two versions of a layer.
    Difference {
        /// The older version.
        old: LayerDir,
        /// The newer version.
        new: LayerDir,
    },
}

/// A flat tree: directories first, then by name, each directory directly before its entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    /// The entries.
    pub leaves: Vec<Leaf>,
    /// The number of entries that were left out.
    pub omitted: u64,
    /// Paths that could not be read, with the system's error message.
    pub failures: Vec<(PathBuf, String)>,
    /// The names of the layers that the tree was built from, in order.
    pub origins: Vec<String>,
    /// Notes shown with the tree.
    pub notes: Vec<TreeNote>,
}

/// A note shown with a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TreeNote {
    /// A layer cannot be listed, with the reason.
    Unlisted(Sentence),
    /// The layer with this name is not cached, so its files are not listed.
    NotCached(String),
    /// This many files hide files of earlier layers.
    Hidden(usize),
    /// The numbers of files added, removed and changed. Unchanged files are left out.
    Changes(usize, usize, usize),
}

/// An entry of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Path, kind and bytes.
    pub listed: Listed,
    /// How the entry differs from a plain one.
    pub mark: Mark,
}

/// How an entry of a tree differs from a plain one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Mark {
    /// It does not differ.
    #[default]
    Plain,
    /// In a merged tree: the layer that the file comes from, and those whose file it hides, as indexes into
    /// [`Tree::origins`].
    From {
        /// The last layer that contains the file.
        winner: usize,
        /// The earlier layers that contain it, in order.
        losers: Vec<usize>,
    },
    /// Present only in the newer version.
    Added,
    /// Present only in the older version.
    Removed,
    /// Present in both and different; for a directory, something below it differs.
    Changed {
        /// The bytes in the older version.
        was: u64,
    },
}

impl Tree {
    /// Returns the tree of one layer.
    pub fn of_layer(listing: Listing) -> Self {
        let leaves = listing.entries.into_iter().map(|listed| Leaf { listed, mark: Mark::Plain }).collect();
        Self { leaves, omitted: listing.omitted, failures: listing.failures, ..Self::default() }
    }

    /// Returns the layer that contains a file, as an index into [`Tree::origins`], if the tree shows several.
    pub fn origin_of(&self, leaf: &Leaf) -> Option<usize> {
        match &leaf.mark {
            Mark::From { winner, .. } => Some(*winner),
            Mark::Removed => Some(0),
            Mark::Added | Mark::Changed { .. } => Some(1),
            Mark::Plain => None,
        }
    }

    /// Returns the number of files that hide files of other layers.
    pub fn hidden(&self) -> usize {
        self.leaves.iter().filter(|leaf| matches!(&leaf.mark, Mark::From { losers, .. } if !losers.is_empty())).count()
    }
}

/// A tree under construction: the entries of each directory, by name.
#[derive(Debug, Default)]
pub(crate) struct Branch {
    pub(super) leaf: Option<Leaf>,
    pub(super) below: BTreeMap<OsString, Branch>,
}

impl Branch {
    /// Returns the branch at a path, creating it if it is missing.
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

    /// Flattens the tree. `close` completes the entry of a directory, given the entries below it.
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

/// Returns the entries directly in a directory; the sizes of its subdirectories already include everything deeper.
pub(crate) fn direct<'a>(directory: &Leaf, inner: &'a [Leaf]) -> impl Iterator<Item = &'a Leaf> {
    let depth = directory.listed.depth() + 1;
    inner.iter().filter(move |leaf| leaf.listed.depth() == depth)
}
