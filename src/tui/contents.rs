//! The state of the contents dialog: a tree with a cursor and folded directories, and a preview of the file under the
//! cursor.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::keys::table::UserAction;
use super::state::Loadable;
use crate::content::file_changes::{FileChanges, LineChanges};
use crate::content::listing::ListedKind;
use crate::content::preview::Preview;
use crate::content::tree::{BrowseTarget, Leaf, Mark, Tree};
use crate::sam::LayerDir;

/// Trees with up to this many entries start unfolded.
const FEW: usize = 40;

/// With more differences or hidden files than this, the tree stays folded.
const MANY_MARKED: usize = 300;

/// Lines of context above a change that is visited.
const LINES_ABOVE_CHANGE: usize = 3;

/// What the preview shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewTarget {
    /// The start of a file in a cached layer.
    File(LayerDir, PathBuf),
    /// The changes of a file between two versions of a layer.
    Changes {
        /// The older version.
        old: LayerDir,
        /// The newer version.
        new: LayerDir,
        /// The path in both.
        path: PathBuf,
    },
}

/// The content of the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewContent {
    /// The start of a file.
    File(Preview),
    /// The changes of a file.
    Changes(FileChanges),
}

/// From this width of the terminal on, the versions of a file stand side by side while it is read.
const SIDE_BY_SIDE: u16 = 140;

/// The state of the dialog.
#[derive(Debug, Clone)]
pub struct Contents {
    /// The layer, image or function whose contents are shown.
    pub inside: BrowseTarget,
    /// The tree, once it has been read.
    pub tree: Loadable<Tree>,
    /// Folded directories.
    pub folded: BTreeSet<PathBuf>,
    /// Indices of the leaves that are not inside a folded directory.
    pub visible: Vec<usize>,
    /// The cursor, an index into `visible`.
    pub cursor: usize,
    /// The first visible row on screen.
    pub top: usize,
    /// What is previewed, and its content.
    pub preview: Option<(PreviewTarget, Loadable<PreviewContent>)>,
    /// Whether the keys scroll the file instead of moving in the tree.
    pub reading: bool,
    /// First line of the preview on screen.
    pub scroll: usize,
    /// The change of the file that was visited last, starting at 0.
    pub change: usize,
    /// Whether a preview is being read. Only one file is read at a time, however fast the cursor moves.
    is_reading: bool,
}

impl Contents {
    /// Creates the dialog before its tree has been read.
    pub fn new(inside: BrowseTarget) -> Self {
        Self {
            inside,
            tree: Loadable::Loading,
            folded: BTreeSet::new(),
            visible: Vec::new(),
            cursor: 0,
            top: 0,
            preview: None,
            reading: false,
            scroll: 0,
            change: 0,
            is_reading: false,
        }
    }

    /// Returns the leaf on a visible row.
    pub fn leaf(&self, row: usize) -> Option<&Leaf> {
        let Loadable::Ready(tree) = &self.tree else { return None };
        tree.leaves.get(*self.visible.get(row)?)
    }

    /// Stores the tree. Large trees start folded, so that the sizes of the top-level directories are visible at once;
    /// directories that contain differences or overridden files stay open. The cursor begins on the first difference.
    pub fn set_tree(&mut self, result: Result<Tree, String>) {
        self.tree = match result {
            Ok(tree) => {
                if tree.leaves.len() > FEW {
                    let is_directory = |leaf: &&Leaf| leaf.listed.kind == ListedKind::Directory;
                    let open = ancestors_of_marked(&tree);
                    let folders = tree.leaves.iter().filter(is_directory).map(|leaf| &leaf.listed.path);
                    self.folded = folders.filter(|path| !open.contains(path.as_path())).cloned().collect();
                }
                Loadable::Ready(tree)
            }
            Err(reason) => Loadable::Unavailable(reason),
        };
        self.unfold();
        if matches!(self.inside, BrowseTarget::Difference { .. })
            && let Loadable::Ready(tree) = &self.tree
        {
            let is_changed = |leaf: &Leaf| is_marked(leaf) && matches!(leaf.mark, Mark::Changed { .. });
            let first = tree.leaves.iter().position(is_changed).or_else(|| tree.leaves.iter().position(is_marked));
            if let Some(first) = first {
                self.show(first);
            }
        }
    }

    /// Recalculates the visible rows.
    fn unfold(&mut self) {
        self.visible.clear();
        let Loadable::Ready(tree) = &self.tree else { return };
        let mut hidden_below: Option<&Path> = None;
        for (at, leaf) in tree.leaves.iter().enumerate() {
            if hidden_below.is_some_and(|folder| leaf.listed.is_below(folder)) {
                continue;
            }
            hidden_below = None;
            self.visible.push(at);
            if leaf.listed.kind == ListedKind::Directory && self.folded.contains(&leaf.listed.path) {
                hidden_below = Some(&leaf.listed.path);
            }
        }
        self.cursor = self.cursor.min(self.visible.len().saturating_sub(1));
    }

    /// Handles Enter, Left and Right: folds, unfolds, moves to the parent, or starts reading the file under the cursor.
    pub fn open(&mut self, action: UserAction) {
        if self.reading {
            self.reading &= action == UserAction::Right;
            return;
        }
        let Some(leaf) = self.leaf(self.cursor).map(|leaf| leaf.listed.clone()) else { return };
        let folded = self.folded.contains(&leaf.path);
        match (leaf.kind, action) {
            (ListedKind::Directory, _) if folded && action != UserAction::Left => drop(self.folded.remove(&leaf.path)),
            (ListedKind::Directory, UserAction::Open) => drop(self.folded.insert(leaf.path)),
            (ListedKind::Directory, UserAction::Left) if !folded => drop(self.folded.insert(leaf.path)),
            (_, UserAction::Left) => {
                let parent = leaf.path.parent();
                let row = (0..self.visible.len())
                    .find(|row| self.leaf(*row).map(|leaf| leaf.listed.path.as_path()) == parent);
                self.cursor = row.unwrap_or(self.cursor);
                return;
            }
            (ListedKind::File { .. }, _) => {
                self.reading = self.preview_target().is_some();
                return;
            }
            _ => return,
        }
        self.unfold();
    }

    /// Returns whether Enter has an effect: directories fold, and readable files open.
    pub fn can_open(&self) -> bool {
        let kind = self.leaf(self.cursor).map(|leaf| &leaf.listed.kind);
        kind == Some(&ListedKind::Directory) || self.preview_target().is_some()
    }

    /// Returns all entries below the directory under the cursor.
    pub fn below_cursor(&self) -> &[Leaf] {
        let (Loadable::Ready(tree), Some(at)) = (&self.tree, self.visible.get(self.cursor)) else { return &[] };
        let Some((folder, rest)) = tree.leaves.get(*at..).and_then(<[Leaf]>::split_first) else { return &[] };
        let end = rest.iter().position(|leaf| !leaf.listed.is_below(&folder.listed.path)).unwrap_or(rest.len());
        &rest[..end]
    }

    /// Returns what to preview of the entry under the cursor.
    fn preview_target(&self) -> Option<PreviewTarget> {
        let leaf = self.leaf(self.cursor)?;
        let Loadable::Ready(tree) = &self.tree else { return None };
        if !matches!(leaf.listed.kind, ListedKind::File { .. }) {
            return None;
        }
        let path = leaf.listed.path.clone();
        let dir = match &self.inside {
            BrowseTarget::Layer(dir) => dir.clone(),
            // Image contents are stored by the engine and cannot be read as files.
            BrowseTarget::Image(_) => return None,
            BrowseTarget::Opt { layers, .. } => {
                let origin = tree.origins.get(tree.origin_of(leaf)?)?;
                layers.iter().find(|(name, _)| name == origin)?.1.clone()?
            }
            BrowseTarget::Difference { old, new } => match leaf.mark {
                Mark::Changed { .. } => return Some(PreviewTarget::Changes { old: old.clone(), new: new.clone(), path }),
                Mark::Removed => old.clone(),
                _ => new.clone(),
            },
        };
        Some(PreviewTarget::File(dir, path))
    }

    /// Returns the next preview to read, or `None` while another one is being read.
    pub fn next_preview(&mut self) -> Option<PreviewTarget> {
        let current = self.preview_target();
        if self.preview.as_ref().map(|(target, _)| target) != current.as_ref() {
            self.preview = current.clone().map(|target| (target, Loadable::Loading));
            (self.scroll, self.change) = (0, 0);
        }
        let is_loading = matches!(&self.preview, Some((_, Loadable::Loading)));
        if self.is_reading || !is_loading {
            return None;
        }
        self.is_reading = true;
        current
    }

    /// Stores a preview. It is dropped if the cursor has moved on.
    pub fn set_preview(&mut self, target: &PreviewTarget, result: Result<PreviewContent, String>) {
        self.is_reading = false;
        if let Some((shown, preview)) = &mut self.preview
            && shown == target
        {
            *preview = result.map_or_else(Loadable::Unavailable, Loadable::Ready);
        }
    }

    /// Returns the lines of the previewed file that differ, once they are known.
    pub fn line_changes(&self) -> Option<&LineChanges> {
        match &self.preview {
            Some((_, Loadable::Ready(PreviewContent::Changes(FileChanges::Lines(lines))))) => Some(lines),
            _ => None,
        }
    }

    /// Returns whether the changes of a file are read. They then take the whole dialog.
    pub fn reads_changes(&self) -> bool {
        self.reading && matches!(&self.preview, Some((PreviewTarget::Changes { .. }, _)))
    }

    /// Returns whether the versions of the file stand side by side.
    pub fn is_side_by_side(&self, columns: u16) -> bool {
        self.reads_changes() && columns >= SIDE_BY_SIDE
    }

    /// Returns whether there are differences or overridden files to visit.
    pub fn has_marked(&self) -> bool {
        matches!(&self.tree, Loadable::Ready(tree) if tree.leaves.iter().any(is_marked))
    }

    /// Moves to the next change of the file that is read, or to the next file that is marked; `false` if there is none.
    pub fn step_change(&mut self, forward: bool, columns: u16) -> bool {
        if self.reading {
            let side_by_side = self.is_side_by_side(columns);
            let starts = self.line_changes().map(|lines| lines.starts(side_by_side)).unwrap_or_default();
            let next = if forward { self.change.checked_add(1) } else { self.change.checked_sub(1) };
            if let Some((next, start)) = next.and_then(|next| Some((next, *starts.get(next)?))) {
                (self.change, self.scroll) = (next, start.saturating_sub(LINES_ABOVE_CHANGE));
                return true;
            }
        }
        let (Loadable::Ready(tree), Some(at)) = (&self.tree, self.visible.get(self.cursor).copied()) else {
            return false;
        };
        let mut all = 0..tree.leaves.len();
        let marked = |at: &usize| is_marked(&tree.leaves[*at]);
        let next = if forward { all.find(|next| *next > at && marked(next)) } else { all.rfind(|next| *next < at && marked(next)) };
        next.is_some_and(|next| {
            self.show(next);
            true
        })
    }

    /// Moves the cursor to a leaf, and unfolds the directories above it.
    fn show(&mut self, at: usize) {
        let Loadable::Ready(tree) = &self.tree else { return };
        let Some(path) = tree.leaves.get(at).map(|leaf| leaf.listed.path.clone()) else { return };
        for folder in path.ancestors().skip(1) {
            self.folded.remove(folder);
        }
        self.unfold();
        self.cursor = self.visible.iter().position(|shown| *shown == at).unwrap_or(self.cursor);
    }

    /// Limits cursor and scroll positions to the content. `rows` is the height of the tree; `lines` is the length of
    /// the preview and the height of its pane.
    pub fn clamp_scroll(&mut self, rows: usize, lines: (usize, usize)) {
        let rows = rows.max(1);
        self.cursor = self.cursor.min(self.visible.len().saturating_sub(1));
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + rows {
            self.top = self.cursor + 1 - rows;
        }
        self.scroll = self.scroll.min(lines.0.saturating_sub(lines.1));
    }
}

/// Returns whether an entry is a difference, or a file that overrides others.
fn is_marked(leaf: &Leaf) -> bool {
    match &leaf.mark {
        Mark::From { losers, .. } => !losers.is_empty(),
        Mark::Plain => false,
        Mark::Added | Mark::Removed | Mark::Changed { .. } => leaf.listed.kind != ListedKind::Directory,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::listing::{Listed, Listing};

    fn dir() -> LayerDir {
        LayerDir::parse("a-1-0123456789").unwrap()
    }

    fn contents() -> Contents {
        let entry = |path: &str, kind| Listed { path: path.into(), kind, bytes: 1 };
        let file = ListedKind::File { executable: false };
        let mut contents = Contents::new(BrowseTarget::Layer(dir()));
        contents.set_tree(Ok(Tree::of_layer(Listing {
            entries: vec![
                entry("python", ListedKind::Directory),
                entry("python/x", ListedKind::Directory),
                entry("python/x/y.py", file.clone()),
                entry("python.txt", file),
            ],
            ..Listing::default()
        })));
        contents
    }

    #[test]
    fn a_folded_directory_hides_what_is_below_it_and_nothing_else() {
        let mut contents = contents();
        assert_eq!(contents.visible.len(), 4);
        contents.open(UserAction::Left);
        let left: Vec<String> = (0..2).filter_map(|row| contents.leaf(row)).map(|leaf| leaf.listed.name()).collect();
        assert_eq!((left, contents.visible.len()), (vec!["python".to_owned(), "python.txt".to_owned()], 2));
    }

    #[test]
    fn one_file_is_read_at_a_time_and_late_previews_are_dropped() {
        let mut contents = contents();
        assert_eq!(contents.next_preview(), None, "directories have no content");
        contents.cursor = 2;
        let first = contents.next_preview().unwrap();
        contents.cursor = 3;
        assert_eq!(contents.next_preview(), None, "one is under way");
        contents.set_preview(&first, Ok(PreviewContent::File(Preview::of(b"x", 1))));
        assert!(matches!(&contents.preview, Some((_, Loadable::Loading))), "it was about another file");
        let second = contents.next_preview().unwrap();
        assert_eq!(second, PreviewTarget::File(dir(), "python.txt".into()));
        contents.set_preview(&second, Ok(PreviewContent::File(Preview::of(b"x", 1))));
        assert!(matches!(&contents.preview, Some((_, Loadable::Ready(_)))));
        assert_eq!(contents.next_preview(), None);
    }
}
