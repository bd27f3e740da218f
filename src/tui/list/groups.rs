//! Layers grouped by name: the versions of a layer below a line of their own, folded until somebody looks.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use jiff::Timestamp;

use super::model::Row;
use super::order::{self, Sort};
use crate::inventory::{FunctionRef, InventoryRows, LayerRow};
use crate::tui::state::{Screen, State};

/// Whether layers are grouped, and which groups are unfolded; as long as the app runs.
#[derive(Debug, Clone, Default)]
pub struct Groups {
    /// Whether they are.
    pub on: bool,
    /// The names of the unfolded ones.
    pub unfolded: HashSet<String>,
}

impl Groups {
    /// Whether the versions of a name are shown. A filter shows what matches it, whatever is folded.
    pub fn is_open(&self, name: &str, filtered: bool) -> bool {
        filtered || self.unfolded.contains(name)
    }
}

/// The versions of the group that begins at an index: what is shown is sorted by name and version.
pub fn versions(shown: &InventoryRows, first: usize) -> Range<usize> {
    let Some(name) = shown.layers.get(first).map(|row| row.dir.layer_name()) else { return 0..0 };
    let same = shown.layers[first..].iter().take_while(|row| row.dir.layer_name() == name).count();
    first..first + same
}

/// Where the versions of a layer's name begin.
pub fn first_of(shown: &InventoryRows, at: usize) -> usize {
    let Some(name) = shown.layers.get(at).map(|row| row.dir.layer_name()) else { return at };
    at - shown.layers[..at].iter().rev().take_while(|row| row.dir.layer_name() == name).count()
}

/// Where the group of a name begins, if it has versions.
pub fn find(shown: &InventoryRows, name: &str) -> Option<usize> {
    let at = shown.layers.partition_point(|row| row.dir.layer_name() < name);
    shown.layers.get(at).filter(|row| row.dir.layer_name() == name).map(|_| at)
}

/// What several versions come to.
#[derive(Debug, Clone)]
pub struct Summary<'a> {
    /// The one that is worst off.
    pub worst: &'a LayerRow,
    /// Bytes of those that were measured.
    pub bytes: u64,
    /// Files of those that were measured.
    pub files: u64,
    /// Whether all of them were.
    pub measured: bool,
    /// When the last of them came.
    pub modified: Option<Timestamp>,
    /// Functions that use any of them; `None` while that is not known.
    pub functions: Option<usize>,
}

/// What the group that begins at an index comes to.
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

/// Puts sorted and filtered layers below the lines of their groups. A name with one version needs no group.
pub fn grouped(state: &State, rows: Vec<Row>) -> Vec<Row> {
    let shown = &state.shown;
    let list = &state.lists[Screen::Layers as usize];
    // Each layer's group, found in one pass: there may be ten thousand of them.
    let mut firsts: Vec<usize> = Vec::with_capacity(shown.layers.len());
    for (at, row) in shown.layers.iter().enumerate() {
        let same = at > 0 && shown.layers[at - 1].dir.layer_name() == row.dir.layer_name();
        firsts.push(if same { firsts[at - 1] } else { at });
    }
    let mut places: Vec<Option<usize>> = vec![None; firsts.len()];
    let mut groups: Vec<(usize, Vec<Row>)> = Vec::new();
    // Leftovers and what is not SAM's stay below.
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

/// Groups stand where what they come to puts them; by name, and by how well a filter fits, where their first version
/// stands.
fn sort(state: &State, groups: &mut [(usize, Vec<Row>)]) {
    let sort = order::sort(state, Screen::Layers);
    if sort == Sort::Name {
        return;
    }
    let shown = &state.shown;
    let worth = |first: usize| -> (u64, i128) {
        let Some(summary) = summary(shown, first) else { return (0, 0) };
        match sort {
            Sort::Size => (summary.bytes, 0),
            Sort::Files => (summary.files, 0),
            Sort::Age => (0, summary.modified.map_or(i128::MIN, Timestamp::as_nanosecond)),
            Sort::State => (u64::from(!summary.worst.problems.is_empty()), i128::from(summary.worst.state as u8)),
            _ => (summary.functions.unwrap_or(0) as u64, 0),
        }
    };
    // Equals stay in the order of their first versions, which was turned round already if it had to be.
    if state.lists[Screen::Layers as usize].reversed {
        groups.sort_by_cached_key(|(first, _)| worth(*first));
    } else {
        groups.sort_by_cached_key(|(first, _)| Reverse(worth(*first)));
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
