//! The state of the contents dialog: a tree with a cursor and folded directories, and a preview of the file under the
//! cursor.

pub mod tree_rows;

use std::path::PathBuf;

use super::dialog::FilterLine;
use super::keys::table::UserAction;
use super::state::Loadable;
use crate::content::file_changes::{FileChanges, LineChanges};
use crate::content::listing::ListedKind;
use crate::content::preview::Preview;
use crate::content::tree::{BrowseTarget, Leaf, Mark, Tree};
use crate::sam::LayerDir;
use tree_rows::{TreeRows, is_marked};

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
    /// The rows of the tree.
    pub rows: TreeRows,
    /// The filter while it is typed.
    pub typing: Option<FilterLine>,
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
            rows: TreeRows::default(),
            typing: None,
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
        tree.leaves.get(*self.rows.visible.get(row)?)
    }

    /// Stores the tree. The cursor begins on the first difference.
    pub fn set_tree(&mut self, result: Result<Tree, String>) {
        self.tree = result.map_or_else(Loadable::Unavailable, Loadable::Ready);
        let Loadable::Ready(tree) = &self.tree else { return };
        self.rows.begin(tree);
        if matches!(self.inside, BrowseTarget::Difference { .. }) {
            let is_changed = |leaf: &Leaf| is_marked(leaf) && matches!(leaf.mark, Mark::Changed { .. });
            let first = tree.leaves.iter().position(is_changed).or_else(|| tree.leaves.iter().position(is_marked));
            if let Some(first) = first {
                self.rows.show(tree, first);
            }
        }
    }

    /// Goes one step back: ends typing, reading or the filter; `false` if there is nothing to go back from.
    pub fn leave(&mut self) -> bool {
        if let Some(typed) = self.typing.take() {
            self.change_rows(|rows, tree| rows.set_filter(tree, &typed.before));
            return true;
        }
        if std::mem::take(&mut self.reading) {
            return true;
        }
        let filtered = self.rows.is_filtered();
        if filtered {
            self.change_rows(|rows, tree| rows.set_filter(tree, ""));
        }
        filtered
    }

    /// Changes the rows, once there is a tree.
    pub fn change_rows(&mut self, change: impl FnOnce(&mut TreeRows, &Tree)) {
        if let Loadable::Ready(tree) = &self.tree {
            change(&mut self.rows, tree);
        }
    }

    /// Returns the entry under the cursor.
    pub fn current(&self) -> Option<&Leaf> {
        self.leaf(self.rows.cursor)
    }

    /// Handles Enter, Left and Right: folds, unfolds, moves to the parent, or starts reading the file under the cursor.
    pub fn open(&mut self, action: UserAction) {
        if self.reading {
            self.reading &= action == UserAction::Right;
            return;
        }
        let Some(leaf) = self.current().map(|leaf| leaf.listed.clone()) else { return };
        let filtered = self.rows.is_filtered();
        let folded = self.rows.folded.contains(&leaf.path) && !filtered;
        match (leaf.kind, action) {
            (ListedKind::Directory, UserAction::Open | UserAction::Right) if filtered => return,
            (ListedKind::Directory, _) if folded && action != UserAction::Left => {
                self.rows.folded.remove(&leaf.path);
            }
            (ListedKind::Directory, UserAction::Open) => drop(self.rows.folded.insert(leaf.path)),
            (ListedKind::Directory, UserAction::Left) if !folded && !filtered => {
                self.rows.folded.insert(leaf.path);
            }
            (_, UserAction::Left) => {
                let parent = leaf.path.parent();
                let row = (0..self.rows.visible.len())
                    .find(|row| self.leaf(*row).map(|leaf| leaf.listed.path.as_path()) == parent);
                self.rows.cursor = row.unwrap_or(self.rows.cursor);
                return;
            }
            (ListedKind::File { .. }, _) => {
                self.reading = self.preview_target().is_some();
                return;
            }
            _ => return,
        }
        self.change_rows(TreeRows::rebuild);
    }

    /// Returns whether Enter has an effect: directories fold, and readable files open.
    pub fn can_open(&self) -> bool {
        let kind = self.current().map(|leaf| &leaf.listed.kind);
        kind == Some(&ListedKind::Directory) || self.preview_target().is_some()
    }

    /// Returns all entries below the directory under the cursor.
    pub fn below_cursor(&self) -> &[Leaf] {
        let (Loadable::Ready(tree), Some(at)) = (&self.tree, self.rows.visible.get(self.rows.cursor)) else {
            return &[];
        };
        let Some((folder, rest)) = tree.leaves.get(*at..).and_then(<[Leaf]>::split_first) else { return &[] };
        let end = rest.iter().position(|leaf| !leaf.listed.is_below(&folder.listed.path)).unwrap_or(rest.len());
        &rest[..end]
    }

    /// Returns the cached layer that the entry under the cursor belongs to, if it is on disk.
    pub fn dir_under_cursor(&self) -> Option<LayerDir> {
        let leaf = self.current()?;
        let Loadable::Ready(tree) = &self.tree else { return None };
        match &self.inside {
            BrowseTarget::Layer(dir) => Some(dir.clone()),
            // Image contents are stored by the engine and cannot be read as files.
            BrowseTarget::Image(_) => None,
            BrowseTarget::Opt { layers, .. } => {
                let origin = tree.origins.get(tree.origin_of(leaf)?)?;
                layers.iter().find(|(name, _)| name == origin)?.1.clone()
            }
            BrowseTarget::Difference { old, new } => Some(if leaf.mark == Mark::Removed { old } else { new }.clone()),
        }
    }

    /// Returns what to preview of the entry under the cursor.
    fn preview_target(&self) -> Option<PreviewTarget> {
        let leaf = self.current()?;
        if !matches!(leaf.listed.kind, ListedKind::File { .. }) {
            return None;
        }
        let path = leaf.listed.path.clone();
        match (&self.inside, &leaf.mark) {
            (BrowseTarget::Difference { old, new }, Mark::Changed { .. }) => {
                Some(PreviewTarget::Changes { old: old.clone(), new: new.clone(), path })
            }
            _ => Some(PreviewTarget::File(self.dir_under_cursor()?, path)),
        }
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
        let Loadable::Ready(tree) = &self.tree else { return false };
        let Some(next) = self.rows.marked_beside(tree, forward) else { return false };
        self.rows.show(tree, next);
        true
    }

    /// Limits cursor and scroll positions to the content. `rows` is the height of the tree; `lines` is the length of
    /// the preview and the height of its pane.
    pub fn clamp_scroll(&mut self, rows: usize, lines: (usize, usize)) {
        self.rows.clamp_scroll(rows);
        self.scroll = self.scroll.min(lines.0.saturating_sub(lines.1));
    }
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
        assert_eq!(contents.rows.visible.len(), 4);
        contents.open(UserAction::Left);
        let left: Vec<String> = (0..2).filter_map(|row| contents.leaf(row)).map(|leaf| leaf.listed.name()).collect();
        assert_eq!((left, contents.rows.visible.len()), (vec!["python".to_owned(), "python.txt".to_owned()], 2));
    }

    #[test]
    fn one_file_is_read_at_a_time_and_late_previews_are_dropped() {
        let mut contents = contents();
        assert_eq!(contents.next_preview(), None, "directories have no content");
        contents.rows.cursor = 2;
        let first = contents.next_preview().unwrap();
        contents.rows.cursor = 3;
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
