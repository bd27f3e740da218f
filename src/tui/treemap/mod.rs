//! The treemap: what takes the space, as areas. From the whole cache down to the files of a layer.

pub mod arrange;
mod cells;
mod squarify;

use std::path::PathBuf;

use ratatui::layout::{Margin, Rect};

use super::layout;
use super::state::{Loadable, State};
use crate::content::packages::package::PackageSize;
use crate::content::tree::Tree;
use crate::sam::{ImageName, LayerDir};
use arrange::{Direction, Tile, arrange, neighbour};
pub use cells::{Cell, Tone};

/// What the treemap shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Level {
    /// Everything that takes space: layers, images, leftovers, the trash.
    Everything,
    /// The layers of the cache, by name.
    Layers,
    /// The versions of a layer name.
    Versions(String),
    /// A folder of a layer; the layer itself has an empty path.
    Folder(LayerDir, PathBuf),
    /// The packages of a layer, and what belongs to none.
    Packages(LayerDir),
    /// All images.
    Images,
    /// The layers of an image.
    Image(ImageName),
}

/// The state of the treemap.
#[derive(Debug, Clone)]
pub struct Treemap {
    /// The level on screen and those above it, each with its cursor. Never empty.
    stack: Vec<(Level, usize)>,
    /// The cells of the level on screen, the largest first.
    pub cells: Vec<Cell>,
    /// The files of the layer that was opened last.
    pub inside: Option<(LayerDir, Loadable<Tree>)>,
    /// The packages of the layer that was shown by package last.
    pub packages: Option<(LayerDir, Loadable<PackageSize>)>,
}

/// The result of entering a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// The cell has no parts.
    NoParts,
    /// Its parts are shown.
    Shown,
    /// The files of this layer have to be read first.
    NeedsFiles(LayerDir),
}

impl Treemap {
    /// Opens a level.
    pub fn new(level: Level, state: &State) -> Self {
        let mut treemap = Self { stack: vec![(level, 0)], cells: Vec::new(), inside: None, packages: None };
        treemap.count(state);
        treemap
    }

    /// Returns the level on screen.
    pub fn level(&self) -> &Level {
        self.stack.last().map_or(&Level::Everything, |(level, _)| level)
    }

    /// Returns the levels from the outermost to the one on screen.
    pub fn levels(&self) -> impl Iterator<Item = &Level> {
        self.stack.iter().map(|(level, _)| level)
    }

    /// Returns the index of the cell under the cursor.
    pub fn cursor(&self) -> usize {
        self.stack.last().map_or(0, |(_, cursor)| *cursor)
    }

    /// Moves the cursor to a cell.
    pub fn go_to(&mut self, cell: usize) {
        let last = self.cells.len().saturating_sub(1);
        if let Some((_, cursor)) = self.stack.last_mut() {
            *cursor = cell.min(last);
        }
    }

    /// Recalculates the cells after new findings, keeping the cursor on its cell.
    pub fn count(&mut self, state: &State) {
        let label = self.cells.get(self.cursor()).map(|cell| cell.label.clone());
        self.cells = cells::of(state, self.level(), self.inside.as_ref(), self.packages.as_ref());
        let at = label.and_then(|label| self.cells.iter().position(|cell| cell.label == label));
        self.go_to(at.unwrap_or(self.cursor()));
    }

    /// Returns the tiles on screen.
    pub fn tiles(&self, area: Rect) -> Vec<Tile> {
        let sizes: Vec<u64> = self.cells.iter().map(|cell| cell.bytes).collect();
        arrange(&sizes, area)
    }

    /// Moves the cursor to the neighbour in a direction.
    pub fn step(&mut self, area: Rect, direction: Direction) {
        let tiles = self.tiles(area);
        let Some(from) = tile_of(&tiles, self.cursor()) else { return };
        if let Some(next) = neighbour(&tiles, from, direction) {
            self.go_to(tiles[next].cell);
        }
    }

    /// Enters the cell under the cursor.
    pub fn enter(&mut self, state: &State) -> Entered {
        let Some(level) = self.cells.get(self.cursor()).and_then(|cell| cell.inside.clone()) else {
            return Entered::NoParts;
        };
        let needed = match &level {
            Level::Folder(dir, _) if self.inside.as_ref().is_none_or(|(read, _)| read != dir) => Some(dir.clone()),
            _ => None,
        };
        if let Some(dir) = &needed {
            self.inside = Some((dir.clone(), Loadable::Loading));
        }
        self.stack.push((level, 0));
        self.cells.clear();
        self.count(state);
        needed.map_or(Entered::Shown, Entered::NeedsFiles)
    }

    /// Returns whether the cell under the cursor is a layer.
    pub fn is_layer_under_cursor(&self) -> bool {
        let inside = self.cells.get(self.cursor()).and_then(|cell| cell.inside.as_ref());
        matches!(inside, Some(Level::Folder(..)))
    }

    /// Switches the inside of a layer between its folders and its packages. Returns the layer whose packages or files have
    /// to be read first; the error means that the level is another one.
    pub fn switch_inside(&mut self, state: &State) -> Result<Option<Needed>, NotALayer> {
        let (level, needed) = match self.level().clone() {
            Level::Folder(dir, _) => {
                let is_read = self.packages.as_ref().is_some_and(|(read, _)| *read == dir);
                if !is_read {
                    self.packages = Some((dir.clone(), Loadable::Loading));
                }
                (Level::Packages(dir.clone()), (!is_read).then_some(Needed::Packages(dir)))
            }
            Level::Packages(dir) => {
                let is_read = self.inside.as_ref().is_some_and(|(read, _)| *read == dir);
                if !is_read {
                    self.inside = Some((dir.clone(), Loadable::Loading));
                }
                (Level::Folder(dir.clone(), PathBuf::new()), (!is_read).then_some(Needed::Files(dir)))
            }
            _ => return Err(NotALayer),
        };
        // Folders of the layer are one level in the other view.
        while self.stack.len() > 1 && matches!(self.level(), Level::Folder(_, path) if !path.as_os_str().is_empty()) {
            self.stack.pop();
        }
        if let Some(last) = self.stack.last_mut() {
            *last = (level, 0);
        }
        self.cells.clear();
        self.count(state);
        Ok(needed)
    }

    /// Leaves the level; returns `false` if it is the outermost one.
    pub fn leave(&mut self, state: &State) -> bool {
        if self.stack.len() < 2 {
            return false;
        }
        self.stack.pop();
        self.cells.clear();
        let cursor = self.cursor();
        self.count(state);
        self.go_to(cursor);
        true
    }

    /// Stores the files of a layer.
    pub fn set_tree(&mut self, state: &State, dir: &LayerDir, result: Result<Tree, String>) {
        if let Some((wanted, tree)) = &mut self.inside
            && wanted == dir
        {
            *tree = result.map_or_else(Loadable::Unavailable, Loadable::Ready);
            self.count(state);
        }
    }

    /// Stores the packages of a layer.
    pub fn set_packages(&mut self, state: &State, dir: &LayerDir, result: Result<PackageSize, String>) {
        if let Some((wanted, packages)) = &mut self.packages
            && wanted == dir
        {
            *packages = result.map_or_else(Loadable::Unavailable, Loadable::Ready);
            self.count(state);
        }
    }
}

/// What has to be read before a level can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Needed {
    /// The files of a layer.
    Files(LayerDir),
    /// The packages of a layer.
    Packages(LayerDir),
}

/// The level is not the inside of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotALayer;

/// Returns the tile that shows a cell.
pub fn tile_of(tiles: &[Tile], cell: usize) -> Option<usize> {
    tiles.iter().position(|tile| (tile.cell..tile.cell + tile.count).contains(&cell))
}

/// Lines below the tiles: the cell under the cursor, and the legend.
pub const FOOT: u16 = 2;

/// Returns the area of the dialog and the area of the tiles.
pub fn areas(size: (u16, u16)) -> (Rect, Rect) {
    let dialog = layout::full_dialog(size);
    let inner = dialog.inner(Margin::new(1, 1));
    (dialog, Rect { height: inner.height.saturating_sub(FOOT), ..inner })
}
