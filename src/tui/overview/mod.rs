//! The rows of Overview: what can be reclaimed, the problems by weight, and the largest entries.

pub mod legend;
pub mod places;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::clean_up::{Criterion, CriterionSettings, CriterionTotal, planned, safe_criteria};
use super::list::model::Key;
use super::problems;
use super::state::State;
use crate::inventory::InventoryRows;
use crate::inventory::footprint::Amount;
use crate::sam::problem::ProblemCode;

/// Number of largest entries listed.
const LARGEST: usize = 50;

/// A part of the screen with rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Section {
    /// What can be reclaimed, and with which key.
    Reclaim,
    /// The problems by weight.
    Problems,
    /// The largest entries.
    Largest,
}

impl Section {
    /// All sections from top to bottom.
    pub const ALL: [Self; 3] = [Self::Reclaim, Self::Problems, Self::Largest];

    /// Returns the title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Reclaim => tr!("overview-reclaim"),
            Self::Problems => tr!("overview-problems"),
            Self::Largest => tr!("overview-largest"),
        }
    }
}

/// Something that can be reclaimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reclaimable {
    /// Everything that no template uses and that is undoable or rebuilt by SAM.
    Safe,
    /// Layers that no template uses.
    UnusedLayers,
    /// UUIDs of build folders that nothing names.
    Builds,
    /// Images that no template uses.
    UnusedImages,
    /// Images without a name.
    Dangling,
    /// Files of interrupted runs of SAM.
    Leftovers,
    /// Images built from replaced content.
    OutdatedImages,
    /// The trash.
    Trash,
}

impl Reclaimable {
    /// All of them, in the order of the rows.
    pub const ALL: [Self; 8] = [
        Self::Safe,
        Self::UnusedLayers,
        Self::Builds,
        Self::UnusedImages,
        Self::Dangling,
        Self::Leftovers,
        Self::OutdatedImages,
        Self::Trash,
    ];

    /// Returns the name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Safe => tr!("overview-safe"),
            Self::UnusedLayers => tr!("overview-unused-layers"),
            Self::Builds => tr!("overview-unused-builds"),
            Self::UnusedImages => tr!("overview-unused-images"),
            Self::Dangling => tr!("overview-dangling"),
            Self::Leftovers => tr!("overview-leftovers"),
            Self::OutdatedImages => tr!("overview-outdated-images"),
            Self::Trash => tr!("overview-trash"),
        }
    }

    /// Returns the criterion of the clean-up dialog; `None` for the trash.
    pub fn criterion(self) -> Option<Criterion> {
        match self {
            Self::Safe => Some(Criterion::Safe),
            Self::UnusedLayers => Some(Criterion::Unreferenced),
            Self::Builds => Some(Criterion::Builds),
            Self::UnusedImages => Some(Criterion::UnusedImages),
            Self::Dangling => Some(Criterion::Dangling),
            Self::Leftovers => Some(Criterion::Leftovers),
            Self::OutdatedImages => Some(Criterion::OutdatedImages),
            Self::Trash => None,
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Something that can be reclaimed, or the reason why that is unknown.
    Reclaim(Reclaimable, Result<CriterionTotal, String>),
    /// The problems with one code.
    Problems {
        /// The code.
        code: ProblemCode,
        /// Their number.
        count: usize,
        /// The first entry that has it.
        target: String,
    },
    /// A large entry, and the bytes that removing it alone would free.
    Large(Key, Amount),
}

/// Identifies a row after figures have changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EntryId {
    /// Something that can be reclaimed.
    Reclaim(Reclaimable),
    /// The problems with one code.
    Problems(ProblemCode),
    /// A large entry.
    Large(Box<Key>),
}

impl Entry {
    /// Returns the identity.
    pub fn id(&self) -> EntryId {
        match self {
            Self::Reclaim(what, _) => EntryId::Reclaim(*what),
            Self::Problems { code, .. } => EntryId::Problems(*code),
            Self::Large(key, _) => EntryId::Large(Box::new(key.clone())),
        }
    }

    /// Returns the section.
    pub fn section(&self) -> Section {
        match self {
            Self::Reclaim(..) => Section::Reclaim,
            Self::Problems { .. } => Section::Problems,
            Self::Large(..) => Section::Largest,
        }
    }

    /// Returns the item that the row shows, if it is a single one.
    pub fn item(&self) -> Option<&Key> {
        match self {
            Self::Large(key, _) => Some(key),
            Self::Reclaim(..) | Self::Problems { .. } => None,
        }
    }
}

/// Returns all rows, section by section.
pub fn entries(state: &State) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Reclaimable::ALL.into_iter().filter_map(|what| reclaim(state, what)).collect();
    entries.extend(grouped_problems(&state.shown));
    entries.extend(largest(&state.shown));
    entries
}

/// Returns the row of something that can be reclaimed; none where there certainly is nothing.
fn reclaim(state: &State, what: Reclaimable) -> Option<Entry> {
    let shown = &state.shown;
    let total = match what.criterion() {
        None => {
            let count = usize::try_from(state.trash().entries).unwrap_or(usize::MAX);
            Ok(CriterionTotal { count, bytes: shown.footprint.trash })
        }
        Some(criterion) => {
            let on = match criterion {
                Criterion::Safe => safe_criteria(shown, state.now),
                one => [one].into(),
            };
            planned(&CriterionSettings::default(), &on, shown, state.now).map(|planned| planned.total(shown))
        }
    };
    // Build folders are not always searched for.
    if what == Reclaimable::Builds && !shown.builds_known && !state.survey.running {
        return None;
    }
    let is_nothing = matches!(total, Ok(CriterionTotal { count: 0, bytes: Amount::Known(_) }));
    (what == Reclaimable::Safe || !is_nothing).then_some(Entry::Reclaim(what, total))
}

/// Returns a row for each code, the most severe and then the most frequent first.
fn grouped_problems(shown: &InventoryRows) -> Vec<Entry> {
    let mut groups: BTreeMap<ProblemCode, (usize, String)> = BTreeMap::new();
    for problem in problems::all(shown) {
        groups.entry(problem.problem.code).or_insert_with(|| (0, problem.target)).0 += 1;
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.sort_by_key(|(code, (count, _))| Reverse((code.severity(), *count)));
    groups.into_iter().map(|(code, (count, target))| Entry::Problems { code, count, target }).collect()
}

/// Returns the layers, images, leftovers and build folders that take most, the largest first.
fn largest(shown: &InventoryRows) -> Vec<Entry> {
    let layers = shown.layers.iter().enumerate();
    let layers = layers.filter_map(|(at, row)| Some((row.measure.as_ref()?.bytes, Large::Layer(at))));
    let images = shown.images.iter().enumerate();
    let images = images.map(|(at, row)| (row.unique_bytes.unwrap_or(row.size_bytes), Large::Image(at)));
    let leftovers = shown.leftovers.iter().enumerate().map(|(at, left)| (left.bytes, Large::Leftover(at)));
    let builds = shown.builds.iter().enumerate();
    let builds = builds.filter_map(|(at, folder)| Some((folder.bytes()?, Large::Builds(at))));
    let all = layers.chain(images).chain(leftovers).chain(builds);
    let mut all: Vec<(u64, Large)> = all.filter(|(bytes, _)| *bytes > 0).collect();
    // Only the largest have to be in order, of perhaps ten thousand.
    if all.len() > LARGEST {
        all.select_nth_unstable_by_key(LARGEST, |one| Reverse(*one));
        all.truncate(LARGEST);
    }
    all.sort_unstable_by_key(|one| (Reverse(one.0), one.1));
    all.into_iter().map(|(bytes, large)| large.entry(shown, bytes)).collect()
}

/// A large entry, by its index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Large {
    Layer(usize),
    Image(usize),
    Leftover(usize),
    Builds(usize),
}

impl Large {
    fn entry(self, shown: &InventoryRows, bytes: u64) -> Entry {
        match self {
            Self::Layer(at) => Entry::Large(Key::Layer(shown.layers[at].dir.clone()), Amount::Known(bytes)),
            Self::Leftover(at) => Entry::Large(Key::Path(shown.leftovers[at].path.clone()), Amount::Known(bytes)),
            Self::Builds(at) => Entry::Large(Key::BuildFolder(shown.builds[at].path.clone()), Amount::Known(bytes)),
            Self::Image(at) => {
                let row = &shown.images[at];
                let amount = if row.unique_bytes.is_some() { Amount::Known(bytes) } else { Amount::Unknown };
                Entry::Large(Key::Image(row.name.clone()), amount)
            }
        }
    }
}
