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
    /// Files override files of earlier layers.
    Overridden {
        /// The number of files that do.
        files: usize,
        /// The bytes of the files that are overridden.
        bytes: u64,
    },
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
        /// The bytes of their files, which no function can read.
        wasted: u64,
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

    /// Returns the number of files that override files of other layers, and the bytes of those.
    pub fn overridden(&self) -> (usize, u64) {
        overridden(&self.leaves)
    }

    /// Returns the order in which the entries of each directory are sorted by a weight, the largest first. The result is
    /// indexes into the leaves, each directory directly before its entries.
    pub fn order_by(&self, weight: &dyn Fn(&Leaf) -> u64) -> Vec<usize> {
        self.order_by_index(&|at| weight(&self.leaves[at]))
    }

    /// Like [`Tree::order_by`], with a weight for the index of a leaf.
    pub fn order_by_index(&self, weight: &dyn Fn(usize) -> u64) -> Vec<usize> {
        // The entries of each directory; the first list is that of the tree itself.
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); self.leaves.len() + 1];
        let mut open: Vec<usize> = Vec::new();
        for (at, leaf) in self.leaves.iter().enumerate() {
            open.truncate(leaf.listed.depth());
            below[open.last().map_or(0, |folder| folder + 1)].push(at);
            open.push(at);
        }
        for entries in &mut below {
            entries.sort_by_key(|at| std::cmp::Reverse(weight(*at)));
        }
        let mut order = Vec::with_capacity(self.leaves.len());
        let mut left: Vec<usize> = below[0].iter().rev().copied().collect();
        while let Some(at) = left.pop() {
            order.push(at);
            left.extend(below[at + 1].iter().rev());
        }
        order
    }
}

/// Returns how many of these entries override others, and the bytes of those.
pub fn overridden(leaves: &[Leaf]) -> (usize, u64) {
    let wasted = leaves.iter().filter_map(|leaf| match &leaf.mark {
        Mark::From { losers, wasted, .. } if !losers.is_empty() => Some(*wasted),
        _ => None,
    });
    wasted.fold((0, 0), |(files, bytes), wasted| (files + 1, bytes + wasted))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_sorted_within_their_directory() {
        let tree = Tree::of_layer(Listing {
            entries: [
                ("a", None, 30),
                ("a/x", Some(()), 10),
                ("a/y", Some(()), 20),
                ("b", None, 0),
                ("c", Some(()), 50),
            ]
            .into_iter()
            .map(|(path, is_file, bytes)| {
                let kind = is_file.map_or(ListedKind::Directory, |()| ListedKind::File { executable: false });
                Listed { path: path.into(), kind, bytes }
            })
            .collect(),
            ..Listing::default()
        });
        assert_eq!(tree.order_by(&|leaf| leaf.listed.bytes), [4, 0, 2, 1, 3]);
        assert_eq!(tree.order_by(&|_| 0), [0, 1, 2, 3, 4], "entries of the same weight stay in order");
    }
}
