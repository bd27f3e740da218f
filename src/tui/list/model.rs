//! The list of a screen: filtered and sorted rows, a cursor that stays on its item, and marks that filters do not
//! clear.

use std::collections::HashSet;
use std::path::PathBuf;

use super::filter_cache::FilterCache;
use crate::inventory::FunctionRef;
use crate::sam::{ImageName, LayerDir};
use crate::tui::effect::JobId;
use crate::tui::overview::EntryId;

/// A row of a list, as an index into [`crate::inventory::InventoryRows`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A layer.
    Layer(usize),
    /// The versions of a layer, by the index of the first.
    Group(usize),
    /// A leftover.
    Leftover(usize),
    /// A foreign entry.
    Foreign(usize),
    /// An image.
    Image(usize),
    /// A project, by the index of its first template.
    Project(usize),
    /// A template.
    Template(usize),
    /// A function, by the index of its template and its index there.
    Function(usize, usize),
    /// A job.
    Job(usize),
    /// A row of Overview, by its index.
    Overview(usize),
    /// A build folder.
    BuildFolder(usize),
    /// An entry of a build folder, by the index of the folder and its index there.
    Build(usize, usize),
}

/// Identifies the item of a row independently of its index. Selections and marks store this.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// A layer.
    Layer(LayerDir),
    /// The versions of a layer, by its name.
    Group(String),
    /// A leftover or foreign entry, by path.
    Path(PathBuf),
    /// An image, by name.
    Image(ImageName),
    /// A project, by folder.
    Project(PathBuf),
    /// A template, by file.
    Template(PathBuf),
    /// A function.
    Function(FunctionRef),
    /// A job.
    Job(JobId),
    /// A row of Overview.
    Overview(EntryId),
    /// A build folder, by path.
    BuildFolder(PathBuf),
    /// An entry of a build folder, by path.
    Build(PathBuf),
}

/// The list of one screen.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Filter scores for each typed prefix.
    pub(in crate::tui) filter_cache: FilterCache,
    /// The sort order of all items, regardless of the filter: indices of found items.
    pub order: Vec<usize>,
    /// The rows after filtering and sorting.
    pub rows: Vec<Row>,
    /// The cursor, an index into `rows`.
    pub cursor: usize,
    /// The first row on screen.
    pub top: usize,
    /// Whether the cursor stays on its item: once everything was found, or the user has used the list. Until then it stays
    /// on the first row, whichever item is found first.
    pub settled: bool,
    /// The marked items, including those hidden by the filter.
    pub marks: HashSet<Key>,
    /// The start of the range that is being marked.
    pub range_from: Option<Key>,
    /// The filter; empty for none.
    pub filter: String,
    /// Index into the sort orders of the screen.
    pub sort: usize,
    /// Whether the order is reversed.
    pub reversed: bool,
}

impl List {
    /// Returns the number of listed items, without the group and project rows above them.
    pub fn matches(&self) -> usize {
        let is_above =
            |row: &&Row| matches!(row, Row::Group(_) | Row::Project(_) | Row::Template(_) | Row::BuildFolder(_));
        self.rows.iter().filter(|row| !is_above(row)).count()
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<Row> {
        self.rows.get(self.cursor).copied()
    }

    /// Moves the cursor by a number of rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.go_to(self.cursor.saturating_add_signed(by));
    }

    /// Moves the cursor to a row, or to the last one.
    pub fn go_to(&mut self, row: usize) {
        self.cursor = row.min(self.rows.len().saturating_sub(1));
    }

    /// Scrolls by the smallest amount that makes the cursor visible.
    pub fn scroll_to_cursor(&mut self, height: usize) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let height = height.max(1);
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_within_and_on_screen() {
        let mut list = List { rows: (0..10).map(Row::Layer).collect(), ..List::default() };
        list.step(-3);
        assert_eq!(list.cursor, 0);
        list.step(100);
        list.scroll_to_cursor(4);
        assert_eq!((list.cursor, list.top), (9, 6));
        list.step(-1);
        list.scroll_to_cursor(4);
        assert_eq!((list.cursor, list.top), (8, 6));
        list.rows.truncate(2);
        list.scroll_to_cursor(4);
        assert_eq!((list.cursor, list.top), (1, 0));
    }
}
