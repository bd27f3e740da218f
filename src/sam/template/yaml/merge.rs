//! `<<`, which takes the pairs of other maps, and which of them win (`yaml/constructor.py` of `PyYAML`).

use std::cell::Cell;
use std::collections::HashSet;
use std::rc::Rc;

use super::compose::{Content, Id, Raw};
use crate::sam::release::Release;

/// Which map of `<<: [*a, *b]` wins where both have a key. It depends on the `PyYAML` that SAM CLI is installed with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum MergeOrder {
    /// The first, as YAML has it: `PyYAML` up to 6.0.3.
    #[default]
    FirstWins,
    /// The last: `PyYAML` from 6.0.4 on.
    LastWins,
}

impl MergeOrder {
    /// How a release of `PyYAML` does it.
    pub fn of(pyyaml: &Release) -> Self {
        if pyyaml.is_at_least(&[6, 0, 4]) { Self::LastWins } else { Self::FirstWins }
    }

    /// The other of the two.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::FirstWins => Self::LastWins,
            Self::LastWins => Self::FirstWins,
        }
    }

    /// What it does, for people.
    pub fn describe(self) -> &'static str {
        match self {
            Self::FirstWins => "the first with a key wins",
            Self::LastWins => "the last with a key wins",
        }
    }

    /// The releases of `PyYAML` that have it, for people.
    pub fn releases(self) -> &'static str {
        match self {
            Self::FirstWins => "PyYAML up to 6.0.3",
            Self::LastWins => "PyYAML from 6.0.4 on",
        }
    }
}

/// How maps are merged while one template is read, and whether it matters there.
#[derive(Debug, Clone, Default)]
pub struct Merging {
    order: MergeOrder,
    took_several: Rc<Cell<bool>>,
}

impl Merging {
    /// Merges in this order.
    pub fn new(order: MergeOrder) -> Self {
        Self { order, took_several: Rc::default() }
    }

    /// Whether any map took the pairs of more than one other: only then the order can make a difference.
    pub fn took_several(&self) -> bool {
        self.took_several.get()
    }

    /// The pairs that come of these maps: of pairs with the same key the last one counts. One list for each `<<`, with the
    /// maps in the order they are written.
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

/// What makes a key the same *object* to Python. `PyYAML` 6.0.4 leaves out a key it had already and goes by `id()` for
/// that: it finds a map that is merged twice, and the texts of which Python has only one each, those without a letter or
/// with one of Latin-1.
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
