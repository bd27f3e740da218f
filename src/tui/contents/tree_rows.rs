//! The rows of a tree on screen: which entries are visible, in which order, and the cursor among them.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use crate::content::difference;
use crate::content::listing::ListedKind;
use crate::content::tree::{Leaf, Mark, Tree};
use crate::tui::list::search::Filter;

/// Trees with up to this many entries start unfolded.
const FEW: usize = 40;

/// With more differences or overridden files than this, the tree stays folded.
const MANY_MARKED: usize = 300;

/// The orders of the entries in each directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TreeSort {
    /// Directories first, then by name.
    #[default]
    Name,
    /// The largest first; of differences, those that changed most.
    Size,
    /// Those with the most bytes of overridden files first.
    Wasted,
}

impl TreeSort {
    /// Returns the name in the title of the dialog.
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => tr!("contents-by-name"),
            Self::Size => tr!("contents-by-size"),
            Self::Wasted => tr!("contents-by-wasted"),
        }
    }
}

/// The visible rows, and the cursor.
#[derive(Debug, Clone, Default)]
pub struct TreeRows {
    /// Folded directories.
    pub folded: BTreeSet<PathBuf>,
    /// Indices of the leaves on screen, in their order.
    pub visible: Vec<usize>,
    /// The cursor, an index into `visible`.
    pub cursor: usize,
    /// The first visible row on screen.
    pub top: usize,
    /// The order of the entries in each directory.
    pub sort: TreeSort,
    /// The filter, of which every word has to match; empty for none.
    pub filter: String,
    /// All leaves in the order of `sort`.
    order: Vec<usize>,
    /// The leaves that match the filter, and the directories that contain them.
    matching: Option<Matching>,
    /// The bytes of overridden files of each leaf; of a directory, of all files in it. Empty where none are.
    wasted: Vec<u64>,
}

/// The leaves that match a filter.
#[derive(Debug, Clone, Default)]
struct Matching {
    /// Whether each leaf matches, or contains one that does.
    shown: Vec<bool>,
    /// The leaves that match themselves.
    hits: Vec<usize>,
}

impl TreeRows {
    /// Begins with a tree. Large trees start folded, so that the sizes of the top-level directories are visible at once;
    /// directories that contain differences or overridden files stay open.
    pub fn begin(&mut self, tree: &Tree) {
        if tree.leaves.len() > FEW {
            let open = ancestors_of_marked(tree);
            let folders = tree.leaves.iter().filter(|leaf| is_directory(leaf)).map(|leaf| &leaf.listed.path);
            self.folded = folders.filter(|path| !open.contains(path.as_path())).cloned().collect();
        }
        self.wasted = wasted(tree);
        self.order = (0..tree.leaves.len()).collect();
        self.rebuild(tree);
    }

    /// Recalculates the visible rows. The cursor stays on its entry, or moves to the directory that hides it.
    pub fn rebuild(&mut self, tree: &Tree) {
        let current = self.visible.get(self.cursor).copied();
        self.visible.clear();
        let mut hidden_below: Option<&Path> = None;
        for at in self.order.iter().copied() {
            let leaf = &tree.leaves[at];
            if let Some(matching) = &self.matching {
                if matching.shown.get(at) == Some(&true) {
                    self.visible.push(at);
                }
                continue;
            }
            if hidden_below.is_some_and(|folder| leaf.listed.is_below(folder)) {
                continue;
            }
            hidden_below = None;
            self.visible.push(at);
            if is_directory(leaf) && self.folded.contains(&leaf.listed.path) {
                hidden_below = Some(&leaf.listed.path);
            }
        }
        self.cursor = current.and_then(|current| self.row_of(tree, current)).unwrap_or(self.cursor);
        self.cursor = self.cursor.min(self.visible.len().saturating_sub(1));
    }

    /// Returns the row of a leaf, or of the nearest directory that contains it.
    fn row_of(&self, tree: &Tree, leaf: usize) -> Option<usize> {
        let path = &tree.leaves.get(leaf)?.listed.path;
        path.ancestors().find_map(|path| self.visible.iter().position(|at| tree.leaves[*at].listed.path == path))
    }

    /// Moves the cursor to a leaf, and unfolds the directories above it.
    pub fn show(&mut self, tree: &Tree, at: usize) {
        let Some(leaf) = tree.leaves.get(at) else { return };
        for folder in leaf.listed.path.ancestors().skip(1) {
            self.folded.remove(folder);
        }
        self.rebuild(tree);
        self.cursor = self.row_of(tree, at).unwrap_or(self.cursor);
    }

    /// Returns the next or the previous marked leaf in the order on screen.
    pub fn marked_beside(&self, tree: &Tree, forward: bool) -> Option<usize> {
        let here = *self.visible.get(self.cursor)?;
        let at = self.order.iter().position(|other| *other == here)?;
        let is_shown = |leaf: usize| self.matching.as_ref().is_none_or(|matching| matching.shown[leaf]);
        let is_next = |leaf: &&usize| is_marked(&tree.leaves[**leaf]) && is_shown(**leaf);
        let found =
            if forward { self.order[at + 1..].iter().find(is_next) } else { self.order[..at].iter().rfind(is_next) };
        found.copied()
    }

    /// Folds every directory.
    pub fn fold_all(&mut self, tree: &Tree) {
        let folders = tree.leaves.iter().filter(|leaf| is_directory(leaf));
        self.folded = folders.map(|leaf| leaf.listed.path.clone()).collect();
        self.rebuild(tree);
    }

    /// Unfolds every directory.
    pub fn unfold_all(&mut self, tree: &Tree) {
        self.folded.clear();
        self.rebuild(tree);
    }

    /// Changes to the next order.
    pub fn sort_next(&mut self, tree: &Tree) {
        self.sort = match self.sort {
            TreeSort::Name => TreeSort::Size,
            TreeSort::Size if !self.wasted.is_empty() => TreeSort::Wasted,
            TreeSort::Size | TreeSort::Wasted => TreeSort::Name,
        };
        self.order = match self.sort {
            TreeSort::Name => (0..tree.leaves.len()).collect(),
            TreeSort::Size => tree.order_by(&weight),
            TreeSort::Wasted => tree.order_by_index(&|at| self.wasted_at(at)),
        };
        self.rebuild(tree);
    }

    /// Changes the filter, and moves the cursor to the first entry that matches.
    pub fn set_filter(&mut self, tree: &Tree, filter: &str) {
        filter.clone_into(&mut self.filter);
        self.matching = (!filter.trim().is_empty()).then(|| matching(tree, filter));
        self.rebuild(tree);
        if let Some(matching) = &self.matching {
            let hits: HashSet<usize> = matching.hits.iter().copied().collect();
            self.cursor = self.visible.iter().position(|at| hits.contains(at)).unwrap_or(0);
        }
    }

    /// Returns the number of entries that match the filter.
    pub fn matches(&self) -> usize {
        self.matching.as_ref().map_or(self.order.len(), |matching| matching.hits.len())
    }

    /// Returns whether folded directories are shown open, as a filter is in use.
    pub fn is_filtered(&self) -> bool {
        self.matching.is_some()
    }

    /// Returns the bytes of overridden files of a leaf; of a directory, of all files in it.
    pub fn wasted_at(&self, leaf: usize) -> u64 {
        self.wasted.get(leaf).copied().unwrap_or_default()
    }

    /// Limits cursor and scroll position to the rows, of which this many fit.
    pub fn clamp_scroll(&mut self, fit: usize) {
        let fit = fit.max(1);
        self.cursor = self.cursor.min(self.visible.len().saturating_sub(1));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + fit {
            self.top = self.cursor + 1 - fit;
        }
    }
}

fn is_directory(leaf: &Leaf) -> bool {
    leaf.listed.kind == ListedKind::Directory
}

/// Returns whether an entry is a difference, or overrides others.
pub fn is_marked(leaf: &Leaf) -> bool {
    match &leaf.mark {
        Mark::From { losers, .. } => !losers.is_empty(),
        Mark::Plain => false,
        Mark::Added | Mark::Removed | Mark::Changed { .. } => !is_directory(leaf),
    }
}

/// Returns the bytes that count in an order by size and in bars: the size of an entry, or by how much it changed.
pub fn weight(leaf: &Leaf) -> u64 {
    match leaf.mark {
        Mark::Plain | Mark::From { .. } => leaf.listed.bytes,
        Mark::Added | Mark::Removed | Mark::Changed { .. } => {
            let (was, is) = difference::sizes(leaf);
            was.abs_diff(is)
        }
    }
}

/// Returns the directories that must be open to show every marked entry, or none if there are too many entries.
fn ancestors_of_marked(tree: &Tree) -> HashSet<&Path> {
    let marked: Vec<&Leaf> = tree.leaves.iter().filter(|leaf| is_marked(leaf)).collect();
    if marked.len() > MANY_MARKED {
        return HashSet::new();
    }
    marked.into_iter().flat_map(|leaf| leaf.listed.path.ancestors().skip(1)).collect()
}

/// Adds up the bytes of overridden files; empty if there are none.
fn wasted(tree: &Tree) -> Vec<u64> {
    if tree.overridden().0 == 0 {
        return Vec::new();
    }
    let mut sums = vec![0; tree.leaves.len()];
    let mut open: Vec<usize> = Vec::new();
    for (at, leaf) in tree.leaves.iter().enumerate() {
        open.truncate(leaf.listed.depth());
        open.push(at);
        if let Mark::From { wasted, .. } = leaf.mark {
            for above in &open {
                sums[*above] += wasted;
            }
        }
    }
    sums
}

/// Returns the leaves that match: fuzzily by their name, or exactly by their path.
fn matching(tree: &Tree, filter: &str) -> Matching {
    let mut filter = Filter::new(filter);
    let mut matching = Matching { shown: vec![false; tree.leaves.len()], hits: Vec::new() };
    let mut open: Vec<usize> = Vec::new();
    for (at, leaf) in tree.leaves.iter().enumerate() {
        open.truncate(leaf.listed.depth());
        open.push(at);
        let path = leaf.listed.path.to_string_lossy();
        if filter.matches(&leaf.listed.name(), &|is| is(&path)) {
            for above in &open {
                matching.shown[*above] = true;
            }
            matching.hits.push(at);
        }
    }
    matching
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::listing::Listing;
    use crate::content::merge::merge;

    fn names(rows: &TreeRows, tree: &Tree) -> Vec<String> {
        rows.visible.iter().map(|at| tree.leaves[*at].listed.path.to_string_lossy().replace('\\', "/")).collect()
    }

    fn tree() -> Tree {
        let first =
            Listing::of(&[("a", None), ("a/big", Some(90)), ("b", None), ("b/x.py", Some(10)), ("c.txt", Some(50))]);
        let second = Listing::of(&[("b", None), ("b/x.py", Some(20))]);
        merge(vec![("A".into(), first), ("B".into(), second)])
    }

    #[test]
    fn the_cursor_stays_on_its_entry_in_another_order() {
        let (tree, mut rows) = (tree(), TreeRows::default());
        rows.begin(&tree);
        assert_eq!(names(&rows, &tree), ["a", "a/big", "b", "b/x.py", "c.txt"]);
        rows.cursor = 4;
        rows.sort_next(&tree);
        assert_eq!(names(&rows, &tree), ["a", "a/big", "c.txt", "b", "b/x.py"]);
        assert_eq!((rows.sort, rows.cursor), (TreeSort::Size, 2));
        rows.sort_next(&tree);
        assert_eq!(names(&rows, &tree), ["b", "b/x.py", "a", "a/big", "c.txt"]);
        assert_eq!((rows.sort, rows.wasted_at(2), rows.wasted_at(3)), (TreeSort::Wasted, 10, 10));
        rows.sort_next(&tree);
        assert_eq!(rows.sort, TreeSort::Name);
    }

    #[test]
    fn all_directories_fold_and_unfold_and_the_cursor_moves_to_what_hides_it() {
        let (tree, mut rows) = (tree(), TreeRows::default());
        rows.begin(&tree);
        rows.cursor = 3;
        rows.fold_all(&tree);
        assert_eq!((names(&rows, &tree), rows.cursor), (["a", "b", "c.txt"].map(str::to_owned).to_vec(), 1));
        rows.unfold_all(&tree);
        assert_eq!((rows.visible.len(), rows.cursor), (5, 2));
    }

    #[test]
    fn a_filter_shows_what_matches_with_its_directories_even_where_they_are_folded() {
        let (tree, mut rows) = (tree(), TreeRows::default());
        rows.begin(&tree);
        rows.fold_all(&tree);
        rows.set_filter(&tree, "x.py");
        assert_eq!(names(&rows, &tree), ["b", "b/x.py"]);
        assert_eq!((rows.cursor, rows.matches()), (1, 1), "on the entry, not on its directory");
        rows.set_filter(&tree, "a/b");
        assert_eq!(names(&rows, &tree), ["a", "a/big"], "the path counts as well");
        rows.set_filter(&tree, "nothing");
        assert_eq!(names(&rows, &tree), Vec::<String>::new());
        rows.set_filter(&tree, "");
        assert_eq!(names(&rows, &tree), ["a", "b", "c.txt"]);
    }

    #[test]
    fn marked_entries_are_visited_in_the_order_on_screen() {
        let (tree, mut rows) = (tree(), TreeRows::default());
        rows.begin(&tree);
        assert_eq!((rows.marked_beside(&tree, true), rows.marked_beside(&tree, false)), (Some(3), None));
        rows.cursor = 4;
        assert_eq!((rows.marked_beside(&tree, true), rows.marked_beside(&tree, false)), (None, Some(3)));
    }
}
