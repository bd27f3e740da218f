//! Groups of layers: the versions of a layer below a row of their own, folded at first.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use jiff::Timestamp;

use super::model::Row;
use super::order::{self, Sort};
use crate::inventory::last_use::LastUses;
use crate::inventory::{FunctionRef, InventoryRows, LayerRow};
use crate::tui::state::{Screen, State};

/// Whether layers are grouped, and which groups are unfolded. Kept until the app is closed.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// Whether layers are grouped.
    pub on: bool,
    /// The names of the unfolded groups.
    pub unfolded: HashSet<String>,
}

impl Groups {
    /// Returns whether the versions of a name are listed. With a filter, all matching versions are.
    pub fn is_open(&self, name: &str, filtered: bool) -> bool {
        filtered || self.unfolded.contains(name)
    }
}

/// Returns the index range of the group that starts at `first`. Rows are sorted by name and version.
pub fn versions(shown: &InventoryRows, first: usize) -> Range<usize> {
    let Some(name) = shown.layers.get(first).map(|row| row.dir.layer_name()) else { return 0..0 };
    let same = shown.layers[first..].iter().take_while(|row| row.dir.layer_name() == name).count();
    first..first + same
}

/// Returns the index of the first version of the layer at `at`.
pub fn first_of(shown: &InventoryRows, at: usize) -> usize {
    let Some(name) = shown.layers.get(at).map(|row| row.dir.layer_name()) else { return at };
    at - shown.layers[..at].iter().rev().take_while(|row| row.dir.layer_name() == name).count()
}

/// Returns the index of the first version of a layer name, if it has several.
pub fn find(shown: &InventoryRows, name: &str) -> Option<usize> {
    let at = shown.layers.partition_point(|row| row.dir.layer_name() < name);
    shown.layers.get(at).filter(|row| row.dir.layer_name() == name).map(|_| at)
}

/// How far the names of other layers are searched for before and after a layer with many versions.
const NEIGHBOURS: usize = 64;

/// Returns where the name of a layer differs from the names before and after it: the index of the first byte that
/// differs, and the number of bytes at the end that are the same.
pub fn differences(shown: &InventoryRows, at: usize) -> Vec<(usize, usize)> {
    let Some(name) = shown.layers.get(at).map(|row| row.dir.layer_name()) else { return Vec::new() };
    let other = |row: &&std::sync::Arc<LayerRow>| row.dir.layer_name() != name;
    let before = shown.layers[..at].iter().rev().take(NEIGHBOURS).find(other);
    let after = shown.layers[at..].iter().take(NEIGHBOURS).find(other);
    let difference = |row: &std::sync::Arc<LayerRow>| {
        let other = row.dir.layer_name();
        let prefix = name.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
        let suffix = name.bytes().rev().zip(other.bytes().rev()).take_while(|(a, b)| a == b).count();
        (prefix, suffix.min(name.len() - prefix.min(name.len())))
    };
    before.into_iter().chain(after).map(difference).collect()
}

/// The totals of a group of versions.
#[derive(Debug, Clone)]
pub struct Summary<'a> {
    /// The version in the worst state.
    pub worst: &'a LayerRow,
    /// Bytes of all measured versions.
    pub bytes: u64,
    /// Files of all measured versions.
    pub files: u64,
    /// Whether all versions have been measured.
    pub measured: bool,
    /// The latest modification time.
    pub modified: Option<Timestamp>,
    /// Number of functions that use any of the versions; `None` while that is unknown.
    pub functions: Option<usize>,
}

/// Returns the totals of the group that starts at `first`.
pub fn summary(shown: &InventoryRows, first: usize) -> Option<Summary<'_>> {
    let rows = &shown.layers[versions(shown, first)];
    let measures = || rows.iter().filter_map(|row| row.measure.as_ref());
    let functions: BTreeSet<&FunctionRef> = rows.iter().flat_map(|row| row.usage.functions()).collect();
    let known = rows.iter().all(|row| row.usage.is_known());
    Some(Summary {
        worst: rows.iter().min_by_key(|row| Reverse(order::layer(row, Sort::State)))?,
        bytes: measures().map(|measure| measure.bytes).sum(),
        files: measures().map(|measure| measure.files).sum(),
        measured: measures().count() == rows.len(),
        modified: rows.iter().filter_map(|row| row.modified).max(),
        functions: (known || !functions.is_empty()).then_some(functions.len()),
    })
}

/// Inserts a group row above the versions of each name that has several. The rows must be sorted and filtered.
pub fn grouped(state: &State, rows: Vec<Row>) -> Vec<Row> {
    let shown = &state.shown;
    let list = &state.lists[Screen::Layers as usize];
    // Finds the group of every layer in one pass, as there may be ten thousand layers.
    let mut firsts: Vec<usize> = Vec::with_capacity(shown.layers.len());
    for (at, row) in shown.layers.iter().enumerate() {
        let same = at > 0 && shown.layers[at - 1].dir.layer_name() == row.dir.layer_name();
        firsts.push(if same { firsts[at - 1] } else { at });
    }
    let mut places: Vec<Option<usize>> = vec![None; firsts.len()];
    let mut groups: Vec<(usize, Vec<Row>)> = Vec::new();
    // Leftovers and foreign entries stay below the layers.
    let mut others = Vec::new();
    for row in rows {
        let Row::Layer(at) = row else {
            others.push(row);
            continue;
        };
        let first = firsts[at];
        let place = *places[first].get_or_insert_with(|| {
            groups.push((first, Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(row);
    }
    sort(state, &mut groups);
    let filtered = !list.filter.is_empty();
    let mut listed = Vec::with_capacity(groups.len() + others.len());
    for (first, mut own) in groups {
        let is_group = firsts.get(first + 1) == Some(&first);
        if is_group {
            listed.push(Row::Group(first));
        }
        if !is_group || state.groups.is_open(shown.layers[first].dir.layer_name(), filtered) {
            listed.append(&mut own);
        }
    }
    listed.append(&mut others);
    listed
}

/// Sorts groups by their totals. When sorted by name or filter score, a group is placed at its first version.
fn sort(state: &State, groups: &mut [(usize, Vec<Row>)]) {
    let sort = order::sort(state, Screen::Layers);
    if sort == Sort::Name {
        return;
    }
    let shown = &state.shown;
    let uses = (sort == Sort::Used).then(|| LastUses::of(shown));
    let sort_key = |first: usize| -> (u64, i128) {
        if let Some(uses) = &uses {
            let rows = &shown.layers[versions(shown, first)];
            let last = rows.iter().filter_map(|row| uses.of_layer(row)).max();
            return (0, last.map_or(i128::MIN, |last| last.time.as_nanosecond()));
        }
        let Some(summary) = summary(shown, first) else { return (0, 0) };
        match sort {
            Sort::Size => (summary.bytes, 0),
            Sort::Files => (summary.files, 0),
            Sort::Age => (0, summary.modified.map_or(i128::MIN, Timestamp::as_nanosecond)),
            Sort::State => (u64::from(!summary.worst.problems.is_empty()), i128::from(summary.worst.state as u8)),
            _ => (summary.functions.unwrap_or(0) as u64, 0),
        }
    };
    // Equal groups keep the order of their first versions, which already includes a reversed order.
    if state.lists[Screen::Layers as usize].reversed {
        groups.sort_by_cached_key(|(first, _)| sort_key(*first));
    } else {
        groups.sort_by_cached_key(|(first, _)| Reverse(sort_key(*first)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inventory::Inventory;
    use crate::inventory::facts::{CacheEntryKind, Finding, FoundLayer, Measure};
    use crate::sam::LayerDir;

    fn shown(layers: &[(&str, u64)]) -> InventoryRows {
        let mut inventory = Inventory::default();
        for (text, bytes) in layers {
            let dir = LayerDir::parse(text).unwrap();
            let path = format!("/cache/{text}").into();
            let kind = CacheEntryKind::Directory;
            inventory.apply(Finding::Layer(FoundLayer {
                dir: dir.clone(),
                path,
                kind,
                modified: None,
                lock: None,
                status: None,
                origin: None,
            }));
            inventory.apply(Finding::Measured(
                dir,
                Measure { bytes: *bytes, files: u64::from(*bytes > 0), ..Measure::default() },
            ));
        }
        inventory.join()
    }

    #[test]
    fn a_group_is_every_version_of_exactly_its_name() {
        let shown = shown(&[
            ("a-1-0123456789", 1),
            ("ab-1-0123456789", 2),
            ("ab-2-0123456789", 0),
            ("ab-10-0123456789", 4),
            ("b-1-0123456789", 5),
        ]);
        assert_eq!(find(&shown, "ab"), Some(1));
        assert_eq!(find(&shown, "aa"), None);
        assert_eq!(versions(&shown, 1), 1..4);
        assert_eq!((first_of(&shown, 3), first_of(&shown, 0), first_of(&shown, 4)), (1, 0, 4));
        let summary = summary(&shown, 1).unwrap();
        assert_eq!((summary.bytes, summary.files, summary.measured), (6, 2, true));
        assert_eq!(summary.worst.dir.as_str(), "ab-2-0123456789", "the empty one");
        assert_eq!(versions(&shown, 99), 0..0);
    }
}
