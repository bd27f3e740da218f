//! The state of the contents dialog: a tree with a cursor and folded directories, and a preview of the file under the
//! cursor.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::keys::table::UserAction;
use super::state::Loadable;
use crate::content::listing::ListedKind;
use crate::content::preview::Preview;
use crate::content::tree::{BrowseTarget, Leaf, Mark, Tree};
use crate::sam::LayerDir;

/// Trees with up to this many entries start unfolded.
const FEW: usize = 40;

/// With more differences or hidden files than this, the tree stays folded.
const MANY_MARKED: usize = 300;

/// A file in a cached layer.
pub type LayerFile = (LayerDir, PathBuf);

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
    /// The previewed file and the start of its content.
    pub preview: Option<(LayerFile, Loadable<Preview>)>,
    /// Whether the keys scroll the file instead of moving in the tree.
    pub reading: bool,
    /// First line of the preview on screen.
    pub scroll: usize,
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
            is_reading: false,
        }
    }

    /// Returns the leaf on a visible row.
    pub fn leaf(&self, row: usize) -> Option<&Leaf> {
        let Loadable::Ready(tree) = &self.tree else { return None };
        tree.leaves.get(*self.visible.get(row)?)
    }

    /// Stores the tree. Large trees start folded, so that the sizes of the top-level directories are visible at once;
    /// directories that contain differences or overridden files stay open.
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
                self.reading = self.file_under_cursor().is_some();
                return;
            }
            _ => return,
        }
        self.unfold();
    }

    /// Returns whether Enter has an effect: directories fold, and readable files open.
    pub fn can_open(&self) -> bool {
        let kind = self.leaf(self.cursor).map(|leaf| &leaf.listed.kind);
        kind == Some(&ListedKind::Directory) || self.file_under_cursor().is_some()
    }

    /// Returns all entries below the directory under the cursor.
    pub fn below_cursor(&self) -> &[Leaf] {
        let (Loadable::Ready(tree), Some(at)) = (&self.tree, self.visible.get(self.cursor)) else { return &[] };
        let Some((folder, rest)) = tree.leaves.get(*at..).and_then(<[Leaf]>::split_first) else { return &[] };
        let end = rest.iter().position(|leaf| !leaf.listed.is_below(&folder.listed.path)).unwrap_or(rest.len());
        &rest[..end]
    }

    /// Returns the file under the cursor and the layer it belongs to.
    fn file_under_cursor(&self) -> Option<LayerFile> {
        let leaf = self.leaf(self.cursor)?;
        let Loadable::Ready(tree) = &self.tree else { return None };
        if !matches!(leaf.listed.kind, ListedKind::File { .. }) {
            return None;
        }
        let dir = match &self.inside {
            BrowseTarget::Layer(dir) => dir.clone(),
            // Image contents are stored by the engine and cannot be read as files.
            BrowseTarget::Image(_) => return None,
            BrowseTarget::Opt { layers, .. } => {
                let origin = tree.origins.get(tree.origin_of(leaf)?)?;
                layers.iter().find(|(name, _)| name == origin)?.1.clone()?
            }
            BrowseTarget::Difference { old, new } => if leaf.mark == Mark::Removed { old } else { new }.clone(),
        };
        Some((dir, leaf.listed.path.clone()))
    }

    /// Returns the next file to preview, or `None` while another one is being read.
    pub fn next_preview(&mut self) -> Option<LayerFile> {
        let current = self.file_under_cursor();
        if self.preview.as_ref().map(|(file, _)| file) != current.as_ref() {
            self.preview = current.clone().map(|file| (file, Loadable::Loading));
            self.scroll = 0;
        }
        let is_loading = matches!(&self.preview, Some((_, Loadable::Loading)));
        if self.is_reading || !is_loading {
            return None;
        }
        self.is_reading = true;
        current
    }

    /// Stores the preview of a file. It is dropped if the cursor has moved on.
    pub fn set_preview(&mut self, file: &LayerFile, result: Result<Preview, String>) {
        self.is_reading = false;
        if let Some((shown, preview)) = &mut self.preview
            && shown == file
        {
            *preview = result.map_or_else(Loadable::Unavailable, Loadable::Ready);
        }
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

/// Returns the directories that must be open to show every marked entry, or none if there are too many entries.
fn ancestors_of_marked(tree: &Tree) -> HashSet<&Path> {
    let is_marked = |leaf: &&Leaf| match &leaf.mark {
        Mark::From { losers, .. } => !losers.is_empty(),
        Mark::Plain => false,
        Mark::Added | Mark::Removed | Mark::Changed { .. } => leaf.listed.kind != ListedKind::Directory,
    };
    let marked: Vec<&Leaf> = tree.leaves.iter().filter(is_marked).collect();
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
        contents.set_preview(&first, Ok(Preview::of(b"x", 1)));
        assert!(matches!(&contents.preview, Some((_, Loadable::Loading))), "it was about another file");
        let second = contents.next_preview().unwrap();
        assert_eq!(second.1, Path::new("python.txt"));
        contents.set_preview(&second, Ok(Preview::of(b"x", 1)));
        assert!(matches!(&contents.preview, Some((_, Loadable::Ready(_)))));
        assert_eq!(contents.next_preview(), None);
    }
}
