//! `<<`, which adds the pairs of other maps, and which of them win (`yaml/constructor.py` of `PyYAML`).

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use super::compose::{Content, Id, Raw};
use crate::sam::release::Release;

/// The map of `<<: [*a, *b]` that wins if both have a key. It depends on the `PyYAML` that SAM CLI uses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum MergeOrder {
    /// The first, as in the YAML specification: `PyYAML` up to 6.0.3.
    #[default]
    FirstWins,
    /// The last: `PyYAML` from 6.0.4 on.
    LastWins,
}

impl MergeOrder {
    /// Returns the order of a release of `PyYAML`.
    pub fn of(pyyaml: &Release) -> Self {
        if pyyaml.is_at_least(&[6, 0, 4]) { Self::LastWins } else { Self::FirstWins }
    }

    /// Returns the other order.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::FirstWins => Self::LastWins,
            Self::LastWins => Self::FirstWins,
        }
    }

    /// Returns a description, for display.
    pub fn describe(self) -> &'static str {
        match self {
            Self::FirstWins => "the first with a key wins",
            Self::LastWins => "the last with a key wins",
        }
    }

    /// Returns the releases of `PyYAML` with this order, for display.
    pub fn releases(self) -> &'static str {
        match self {
            Self::FirstWins => "PyYAML up to 6.0.3",
            Self::LastWins => "PyYAML from 6.0.4 on",
        }
    }
}

/// The merge order for one template, and whether it matters there.
#[derive(Debug, Clone, Default)]
pub struct Merging {
    order: MergeOrder,
    took_several: Rc<Cell<bool>>,
}

impl Merging {
    /// Returns a merge in this order.
    pub fn new(order: MergeOrder) -> Self {
        Self { order, took_several: Rc::default() }
    }

    /// Returns whether any map merged more than one other: only then can the order make a difference.
    pub fn took_several(&self) -> bool {
        self.took_several.get()
    }

    /// Returns the merged pairs of these maps: the last pair with a key wins. There is one list for each `<<`, with the
    /// maps in the order in which they are written.
    pub(super) fn merged(&self, nodes: &[Raw], sources: Vec<Vec<Vec<(Id, Id)>>>) -> Vec<(Id, Id)> {
        if sources.iter().map(Vec::len).sum::<usize>() > 1 {
            self.took_several.set(true);
        }
        match self.order {
            MergeOrder::FirstWins => sources.into_iter().flat_map(|maps| maps.into_iter().rev().flatten()).collect(),
            MergeOrder::LastWins => {
                let mut known = HashSet::new();
                let pairs = sources.into_iter().flatten().flatten();
                pairs.filter(|(key, _)| known.insert(Identity::of(nodes, *key))).collect()
            }
        }
    }
}

/// The identity of a key as a Python *object*. `PyYAML` 6.0.4 skips a key with an `id()` that it has seen: that of a
/// map merged twice, and of texts that Python interns, which are empty or one Latin-1 character.
#[derive(PartialEq, Eq, Hash)]
enum Identity {
    Node(Id),
    Shared(Option<char>),
}

impl Identity {
    fn of(nodes: &[Raw], key: Id) -> Self {
        let Content::Scalar(text) = &nodes[key].content else { return Self::Node(key) };
        let mut letters = text.chars();
        match (letters.next(), letters.next()) {
            (None, _) => Self::Shared(None),
            (Some(letter @ ..='\u{ff}'), None) => Self::Shared(Some(letter)),
            _ => Self::Node(key),
        }
    }
}
