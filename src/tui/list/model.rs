//! A list: rows filtered and sorted, a cursor that stays on its thing, marks that outlive filters.

use std::collections::HashSet;
use std::path::PathBuf;

use super::filter_cache::FilterCache;
use crate::inventory::FunctionRef;
use crate::sam::LayerDir;
use crate::tui::effect::JobId;

/// A row: which thing of [`crate::inventory::InventoryRows`] it shows, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A layer.
    Layer(usize),
    /// The versions of a layer, by the index of the first.
    Group(usize),
    /// A leftover.
    Leftover(usize),
    /// A foreign thing.
    Foreign(usize),
    /// An image.
    Image(usize),
    /// The folder of the template with this index, which is the first of its project.
    Project(usize),
    /// A template.
    Template(usize),
    /// A function: its template and its own index there.
    Function(usize, usize),
    /// A job.
    Job(usize),
}

/// What a row is, whatever its index: selections and marks hold on to this.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// A layer.
    Layer(LayerDir),
    /// The versions of a layer, by its name.
    Group(String),
    /// A leftover or foreign thing, by path.
    Path(PathBuf),
    /// An image, by name.
    Image(String),
    /// A project, by folder.
    Project(PathBuf),
    /// A template, by file.
    Template(PathBuf),
    /// A function.
    Function(FunctionRef),
    /// A job.
    Job(JobId),
}

/// The list of one screen.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// What fitted the filter while it was typed.
    pub(in crate::tui) filter_cache: FilterCache,
    /// The order of what could be listed, whatever the filter: positions in what was found.
    pub order: Vec<usize>,
    /// What is listed, after filter and sort.
    pub rows: Vec<Row>,
    /// The cursor, an index into `rows`.
    pub cursor: usize,
    /// The first row on screen.
    pub top: usize,
    /// Marked things, seen or filtered away.
    pub marks: HashSet<Key>,
    /// Where a range of marks begins, while one is being drawn.
    pub range_from: Option<Key>,
    /// What the filter says; empty for none.
    pub filter: String,
    /// Index into the sorts of the screen.
    pub sort: usize,
    /// Whether the order is turned round.
    pub reversed: bool,
}

impl List {
    /// How many things are listed: what they stand below is none of them.
    pub fn matches(&self) -> usize {
        let is_above = |row: &&Row| matches!(row, Row::Group(_) | Row::Project(_) | Row::Template(_));
        self.rows.iter().filter(|row| !is_above(row)).count()
    }

    /// The row under the cursor.
    pub fn current(&self) -> Option<Row> {
        self.rows.get(self.cursor).copied()
    }

    /// Moves the cursor by so many rows, stopping at the ends.
    pub fn step(&mut self, by: isize) {
        self.go_to(self.cursor.saturating_add_signed(by));
    }

    /// Moves the cursor to a row, or the last one.
    pub fn go_to(&mut self, row: usize) {
        self.cursor = row.min(self.rows.len().saturating_sub(1));
    }

    /// Scrolls as little as needed for the cursor to be on screen.
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
