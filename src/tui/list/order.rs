//! The sort orders of the lists.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::path::Path;

use super::model::Row;
use super::rows::project_of;
use crate::inventory::facts::builds::FoundBuild;
use crate::inventory::last_use::{self, LastUse, LastUses};
use crate::inventory::{FunctionRow, ImageRow, InventoryRows, LayerRow};
use crate::tui::function_state;
use crate::tui::state::{Screen, State};

/// A sort order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// By name and version.
    Name,
    /// Largest first.
    Size,
    /// Most files first.
    Files,
    /// Newest first.
    Age,
    /// Broken ones first.
    State,
    /// Most used first.
    Uses,
    /// The latest known use first.
    Used,
    /// In the order of the template.
    Written,
    /// Most layers first.
    Layers,
    /// Latest first.
    Latest,
}

impl Sort {
    /// Returns the sort orders of a screen, the default first.
    pub fn of(screen: Screen) -> &'static [Self] {
        match screen {
            Screen::Layers => &[Self::Name, Self::Size, Self::Files, Self::Age, Self::State, Self::Uses, Self::Used],
            Screen::Images => &[Self::Name, Self::Size, Self::Age, Self::State, Self::Uses, Self::Used],
            Screen::Functions => &[Self::Written, Self::Name, Self::Size, Self::Layers, Self::State],
            Screen::Overview => &[Self::Size],
            Screen::Activity => &[Self::Latest],
            Screen::Builds => &[Self::Name, Self::Size, Self::Age],
        }
    }

    /// Returns the letter that chooses the order. Letters that move the cursor are left out.
    pub fn letter(self) -> char {
        match self {
            Self::Name => 'n',
            Self::Size => 's',
            Self::Files => 'f',
            Self::Age => 'a',
            Self::State => 't',
            Self::Uses => 'u',
            Self::Used => 'd',
            Self::Written => 'w',
            Self::Layers => 'y',
            Self::Latest => 'x',
        }
    }

    /// Returns the name under which the order is stored.
    pub fn id(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Size => "size",
            Self::Files => "files",
            Self::Age => "age",
            Self::State => "state",
            Self::Uses => "uses",
            Self::Used => "last-use",
            Self::Written => "written",
            Self::Layers => "layers",
            Self::Latest => "latest",
        }
    }

    /// Returns the localized name of the sort order.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => tr!("sort-name"),
            Self::Size => tr!("sort-size"),
            Self::Files => tr!("sort-files"),
            Self::Age => tr!("sort-age"),
            Self::State => tr!("sort-state"),
            Self::Uses => tr!("sort-uses"),
            Self::Used => tr!("sort-last-use"),
            Self::Written => tr!("sort-template"),
            Self::Layers => tr!("sort-layers"),
            Self::Latest => tr!("sort-latest-first"),
        }
    }
}

/// Returns the sort order of a screen.
pub fn sort(state: &State, screen: Screen) -> Sort {
    let sorts = Sort::of(screen);
    sorts[state.lists[screen as usize].sort % sorts.len()]
}

/// Returns the order of layers or images as indices. Each sort key is computed once, as there may be ten thousand rows.
pub fn positions(rows: &[Row], shown: &InventoryRows, sort: Sort, reversed: bool) -> Vec<usize> {
    let uses = (sort == Sort::Used).then(|| LastUses::of(shown));
    let since = |last: LastUse| (last.time.as_nanosecond(), 0);
    let weight = |at: &usize| match rows[*at] {
        Row::Layer(at) if sort == Sort::Used => {
            uses.as_ref().and_then(|uses| uses.of_layer(&shown.layers[at])).map(since)
        }
        Row::Image(at) if sort == Sort::Used => last_use::of_image(&shown.images[at]).map(since),
        Row::Layer(at) => layer(&shown.layers[at], sort),
        Row::Image(at) => image(&shown.images[at], sort),
        _ => None,
    };
    let mut order: Vec<usize> = (0..rows.len()).collect();
    // Leftovers and foreign entries stay below the layers.
    let is_below = |row: &Row| matches!(row, Row::Leftover(_) | Row::Foreign(_));
    let sorted = &mut order[..rows.iter().take_while(|row| !is_below(row)).count()];
    // The rows are already sorted by name and the sort is stable.
    if sort != Sort::Name {
        sorted.sort_by_cached_key(|at| Reverse(weight(at)));
    }
    if reversed {
        sorted.reverse();
    }
    order
}

/// Returns the sort key of a layer; the largest comes first.
pub fn layer(row: &LayerRow, sort: Sort) -> Option<(i128, u64)> {
    let measure = row.measure.as_ref();
    match sort {
        Sort::Size => measure.map(|measure| (measure.bytes.into(), measure.files)),
        Sort::Files => measure.map(|measure| (measure.files.into(), 0)),
        Sort::Age => row.modified.map(|time| (time.as_nanosecond(), 0)),
        Sort::State => Some((i128::from(!row.problems.is_empty()), row.state as u64)),
        Sort::Uses => Some((0, row.usage.functions().len() as u64)),
        _ => None,
    }
}

fn image(row: &ImageRow, sort: Sort) -> Option<(i128, u64)> {
    match sort {
        Sort::Size => Some((0, row.size_bytes)),
        Sort::Age => row.created.map(|time| (time.as_nanosecond(), 0)),
        Sort::State => Some((0, row.problems.len() as u64)),
        Sort::Uses => Some((0, row.usage.functions().len() as u64)),
        _ => None,
    }
}

/// Returns the order of the templates as indices. Templates of a project stay together.
pub fn templates(state: &State, sort: Sort, reversed: bool) -> Vec<usize> {
    let shown = &state.shown;
    let of_template =
        |at: usize| shown.templates[at].functions.iter().map(|row| weight(state, row, sort)).max().unwrap_or(0);
    let mut of_project: HashMap<&Path, u64> = HashMap::new();
    for (at, template) in shown.templates.iter().enumerate() {
        let largest = of_project.entry(project_of(&template.path)).or_default();
        *largest = (*largest).max(of_template(at));
    }
    let directed = |weight: u64| if reversed { weight } else { u64::MAX - weight };
    let mut order: Vec<usize> = (0..shown.templates.len()).collect();
    order.sort_by_cached_key(|at| {
        let project = project_of(&shown.templates[*at].path);
        (directed(of_project.get(project).copied().unwrap_or(0)), project, directed(of_template(*at)))
    });
    order
}

/// Returns the order of the entries of a build folder as indices.
pub fn builds(entries: &[FoundBuild], sort: Sort, reversed: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    match sort {
        Sort::Size => order.sort_by_key(|at| Reverse(entries[*at].bytes())),
        Sort::Age => order.sort_by_key(|at| Reverse(entries[*at].modified)),
        _ => {}
    }
    if reversed {
        order.reverse();
    }
    order
}

/// Returns the order of the functions of a template as indices.
pub fn functions(state: &State, rows: &[FunctionRow], sort: Sort, reversed: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    match sort {
        Sort::Name => order.sort_by_cached_key(|at| rows[*at].function.full_path.to_lowercase()),
        _ => order.sort_by_key(|at| Reverse(weight(state, &rows[*at], sort))),
    }
    if reversed {
        order.reverse();
    }
    order
}

/// Returns the sort key of a function; the same for all where the order is not by an amount.
fn weight(state: &State, row: &FunctionRow, sort: Sort) -> u64 {
    match sort {
        Sort::Size => row.layer_bytes.iter().flatten().sum(),
        Sort::Layers => row.function.layers.len() as u64,
        Sort::State => {
            // Functions with layers that still have to be downloaded come first.
            let is_missing = function_state::has_missing_layer(state, row);
            function_state::worst(state, row).map_or(u64::from(is_missing), |severity| severity as u64 + 2)
        }
        _ => 0,
    }
}
