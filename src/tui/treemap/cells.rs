//! The cells of each level.

use std::cmp::Reverse;
use std::path::Path;

use super::Level;
use crate::content::listing::ListedKind;
use crate::content::packages::breakdown::{Part, PartKind};
use crate::content::packages::package::PackageSize;
use crate::content::tree::Tree;
use crate::inventory::footprint::{is_unused_image, is_unused_layer};
use crate::inventory::{ImageRow, LayerRow, LayerState, Usage};
use crate::sam::problem::Severity;
use crate::sam::{HashedName, ImageName, LayerDir};
use crate::tui::list::groups;
use crate::tui::list::model::Key;
use crate::tui::problems::worst;
use crate::tui::state::{Loadable, State};

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its name.
    pub label: String,
    /// Its bytes.
    pub bytes: u64,
    /// What its colour stands for.
    pub tone: Tone,
    /// The level within it; `None` if it has no parts.
    pub inside: Option<Level>,
    /// The item that it is, on its own screen.
    pub item: Option<Key>,
}

/// What the colour of a cell stands for. Each has its own sign, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// A template uses it.
    Used,
    /// No template uses it.
    Unused,
    /// Whether a template uses it is unknown.
    Unknown,
    /// It works, with a warning.
    Warning,
    /// SAM could not use it, or should not.
    Broken,
    /// It is being downloaded.
    Busy,
    /// A folder.
    Folder,
    /// A file.
    File,
    /// Shared by several images.
    Shared,
    /// In the trash.
    Trash,
    /// What a package manager installed.
    Package,
    /// Files of no package.
    Own,
    /// Tests, caches and debug symbols, which no function needs.
    Spare,
}

impl Tone {
    /// Returns the name in the legend.
    pub fn label(self) -> &'static str {
        match self {
            Self::Used => tr!("treemap-used"),
            Self::Unused => tr!("treemap-unused"),
            Self::Unknown => tr!("treemap-unknown"),
            Self::Warning => tr!("treemap-warning"),
            Self::Broken => tr!("treemap-broken"),
            Self::Busy => tr!("treemap-busy"),
            Self::Folder => tr!("treemap-folder"),
            Self::File => tr!("treemap-file"),
            Self::Shared => tr!("treemap-shared"),
            Self::Trash => tr!("treemap-trash"),
            Self::Package => tr!("treemap-package"),
            Self::Own => tr!("treemap-own"),
            Self::Spare => tr!("treemap-spare"),
        }
    }
}

/// Returns the cells of a level, the largest first.
pub fn of(
    state: &State,
    level: &Level,
    inside: Option<&(LayerDir, Loadable<Tree>)>,
    packages: Option<&(LayerDir, Loadable<PackageSize>)>,
) -> Vec<Cell> {
    let mut cells = match level {
        Level::Everything => everything(state),
        Level::Layers => names(state),
        Level::Versions(name) => versions(state, name),
        Level::Images => images(state),
        Level::Image(name) => layers_of_image(state, name),
        Level::Folder(dir, folder) => match inside {
            Some((read, Loadable::Ready(tree))) if read == dir => files(tree, dir, folder),
            _ => Vec::new(),
        },
        Level::Packages(dir) => match packages {
            Some((read, Loadable::Ready(size))) if read == dir => size.parts.iter().map(part).collect(),
            _ => Vec::new(),
        },
    };
    cells.sort_by_key(|cell| Reverse(cell.bytes));
    cells
}

fn everything(state: &State) -> Vec<Cell> {
    let shown = &state.shown;
    let mut cells = names(state);
    cells.extend(images(state));
    cells.extend(shown.leftovers.iter().map(|left| Cell {
        label: left.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        bytes: left.bytes,
        tone: if left.in_use { Tone::Busy } else { Tone::Unused },
        inside: None,
        item: Some(Key::Path(left.path.clone())),
    }));
    let trash = shown.footprint.trash.so_far();
    if trash > 0 {
        let label = tr!("treemap-trash").to_owned();
        cells.push(Cell { label, bytes: trash, tone: Tone::Trash, inside: None, item: None });
    }
    cells
}

/// Returns a cell for each layer name.
fn names(state: &State) -> Vec<Cell> {
    let versions = state.shown.layers.chunk_by(|a, b| a.dir.layer_name() == b.dir.layer_name());
    let cell = |rows: &[std::sync::Arc<LayerRow>]| {
        let only = rows.first().filter(|_| rows.len() == 1);
        let name = rows.first().map_or("", |row| row.dir.layer_name());
        Cell {
            label: only.map_or_else(|| name.to_owned(), |row| name_and_version(row)),
            bytes: rows.iter().filter_map(|row| row.measure.as_ref()).map(|measure| measure.bytes).sum(),
            tone: rows.iter().map(|row| layer_tone(row)).max_by_key(|tone| urgency(*tone)).unwrap_or(Tone::Unknown),
            inside: Some(match only {
                Some(row) => Level::Folder(row.dir.clone(), "".into()),
                None => Level::Versions(name.to_owned()),
            }),
            item: rows.first().map(|row| Key::Layer(row.dir.clone())),
        }
    };
    versions.map(cell).collect()
}

fn versions(state: &State, name: &str) -> Vec<Cell> {
    let first = groups::find(&state.shown, name);
    let rows = first.map(|first| &state.shown.layers[groups::versions(&state.shown, first)]);
    let cell = |row: &std::sync::Arc<LayerRow>| Cell {
        label: name_and_version(row),
        bytes: row.measure.as_ref().map_or(0, |measure| measure.bytes),
        tone: layer_tone(row),
        inside: Some(Level::Folder(row.dir.clone(), "".into())),
        item: Some(Key::Layer(row.dir.clone())),
    };
    rows.into_iter().flatten().map(cell).collect()
}

fn name_and_version(row: &LayerRow) -> String {
    format!("{}-{}", row.dir.layer_name(), row.dir.version())
}

fn layer_tone(row: &LayerRow) -> Tone {
    match (row.state, worst(&row.problems)) {
        (LayerState::Downloading, _) => Tone::Busy,
        (LayerState::Empty | LayerState::Partial | LayerState::Failed, _) | (_, Some(Severity::Error)) => Tone::Broken,
        (_, Some(Severity::Warning)) => Tone::Warning,
        _ if is_unused_layer(row) => Tone::Unused,
        _ => tone_of(&row.usage),
    }
}

fn tone_of(usage: &Usage) -> Tone {
    match usage {
        Usage::Referenced(_) => Tone::Used,
        Usage::Unreferenced => Tone::Unused,
        Usage::Unknown(_) | Usage::Loading => Tone::Unknown,
    }
}

/// Returns which tone a group of several shows.
fn urgency(tone: Tone) -> u8 {
    match tone {
        Tone::Broken => 5,
        Tone::Warning => 4,
        Tone::Busy => 3,
        Tone::Used => 2,
        Tone::Unknown => 1,
        _ => 0,
    }
}

/// Returns a cell for the own part of each image, and one for what they share.
fn images(state: &State) -> Vec<Cell> {
    let mut cells: Vec<Cell> = state.shown.images.iter().map(image).collect();
    let shared = state.shown.footprint.images_shared.so_far();
    if shared > 0 {
        let label = tr!("treemap-shared").to_owned();
        cells.push(Cell { label, bytes: shared, tone: Tone::Shared, inside: None, item: None });
    }
    cells
}

fn image(row: &ImageRow) -> Cell {
    let tone = match worst(&row.problems) {
        Some(Severity::Error) => Tone::Broken,
        Some(Severity::Warning) => Tone::Warning,
        _ if is_unused_image(row) => Tone::Unused,
        _ => tone_of(&row.usage),
    };
    Cell {
        label: short_name(row.name.as_str()).to_owned(),
        bytes: row.unique_bytes.unwrap_or(row.size_bytes),
        tone,
        inside: Some(Level::Image(row.name.clone())),
        item: Some(Key::Image(row.name.clone())),
    }
}

/// Returns the name without what all images of SAM have in common.
fn short_name(name: &str) -> &str {
    let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
    name.strip_prefix("lambda-").or_else(|| name.strip_prefix("lambda:")).unwrap_or(name)
}

/// Returns a cell for each layer of an image, as far as its history contains their sizes, and one for what is below.
fn layers_of_image(state: &State, name: &ImageName) -> Vec<Cell> {
    let Some(row) = state.shown.images.iter().find(|row| row.name == *name) else { return Vec::new() };
    let sizes = state.inventory.add_step_sizes(name).unwrap_or_default();
    let names = row.layers.as_ref().map(|layers| layers.names.as_slice()).unwrap_or_default();
    let mut cells: Vec<Cell> = sizes
        .iter()
        .enumerate()
        // A builder may report no size for a step.
        .filter(|(_, bytes)| **bytes > 0)
        .map(|(at, bytes)| {
            let layer = names.get(at);
            let dir = layer.and_then(HashedName::dir).filter(|dir| state.shown.layer(dir).is_some());
            let found = dir.and_then(|dir| state.shown.layer(dir));
            Cell {
                label: layer.map_or_else(|| tr!("treemap-layer", number = at + 1), ToString::to_string),
                bytes: *bytes,
                tone: found.map_or(Tone::Unknown, layer_tone),
                inside: dir.map(|dir| Level::Folder(dir.clone(), "".into())),
                item: dir.cloned().map(Key::Layer),
            }
        })
        .collect();
    let rest = row.size_bytes.saturating_sub(sizes.iter().sum());
    if rest > 0 {
        let label = tr!("treemap-base").to_owned();
        cells.push(Cell { label, bytes: rest, tone: Tone::Shared, inside: None, item: None });
    }
    cells
}

/// Returns the cell of a part of a layer: a package, its tests, files of no package.
fn part(part: &Part) -> Cell {
    let name = part.name.as_deref().unwrap_or_default();
    let of =
        |kind: &str| if name.is_empty() { kind.to_owned() } else { tr!("treemap-kind-of", kind = kind, name = name) };
    let (label, tone) = match part.kind {
        PartKind::Distribution => {
            let version = part.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
            let manager = part.ecosystem.map(|ecosystem| format!(" ({})", ecosystem.as_str())).unwrap_or_default();
            (format!("{name}{version}{manager}"), Tone::Package)
        }
        PartKind::Own => (tr!("treemap-own").to_owned(), Tone::Own),
        PartKind::Tests => (of(tr!("treemap-tests")), Tone::Spare),
        PartKind::Cache => (of(tr!("treemap-cache")), Tone::Spare),
        PartKind::Debug => (of(tr!("treemap-debug")), Tone::Spare),
        PartKind::Other => (name.to_owned(), Tone::Spare),
    };
    Cell { label, bytes: part.bytes, tone, inside: None, item: None }
}

/// Returns a cell for each entry of a folder.
fn files(tree: &Tree, dir: &LayerDir, folder: &Path) -> Vec<Cell> {
    let leaves = tree.leaves.iter().filter(|leaf| leaf.listed.path.parent() == Some(folder));
    let cell = |listed: &crate::content::listing::Listed| {
        let is_folder = listed.kind == ListedKind::Directory;
        Cell {
            label: if is_folder { format!("{}/", listed.name()) } else { listed.name() },
            bytes: listed.bytes,
            tone: if is_folder { Tone::Folder } else { Tone::File },
            inside: is_folder.then(|| Level::Folder(dir.clone(), listed.path.clone())),
            item: None,
        }
    };
    leaves.map(|leaf| cell(&leaf.listed)).collect()
}
