//! From an image's 25 digits back to the layers: try ordered selections of the known names.
//!
//! 25 hex digits are 100 bits: a selection that makes them is the one SAM hashed, for all practical purposes.

use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};

use super::quotas::MAX_LAYERS;
use crate::sam::image_name::HASH_DIGITS;

/// What came of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Searched {
    /// The names in order.
    Found(Vec<String>),
    /// No selection makes the digits.
    Nothing,
    /// There are too many selections, or the search was cancelled.
    GaveUp,
}

/// Searches selections of one to five of `names`, in every order, shorter ones first, for those that make the 25
/// digits of `hash`. `count` narrows it to selections of that many, where the image's history tells how many.
/// Tries at most `budget` selections.
pub fn search(names: &[&str], hash: &str, count: Option<usize>, budget: u64, cancel: &AtomicBool) -> Searched {
    let mut search = Search { names, wanted: hash, left: budget, cancel, chosen: Vec::new() };
    let lengths = count.map_or(1..=MAX_LAYERS.min(names.len()), |count| count..=count.min(names.len()));
    for length in lengths {
        match search.extend(&Sha256::new(), length) {
            Step::Found => {
                return Searched::Found(search.chosen.iter().map(|at| names[*at].to_owned()).collect());
            }
            Step::GaveUp => return Searched::GaveUp,
            Step::Nothing => {}
        }
    }
    Searched::Nothing
}

struct Search<'a> {
    names: &'a [&'a str],
    wanted: &'a str,
    left: u64,
    cancel: &'a AtomicBool,
    chosen: Vec<usize>,
}

enum Step {
    Found,
    Nothing,
    GaveUp,
}

impl Search<'_> {
    /// Appends every name not yet chosen to the text hashed so far, until `more` are chosen.
    fn extend(&mut self, so_far: &Sha256, more: usize) -> Step {
        for at in 0..self.names.len() {
            if self.chosen.contains(&at) {
                continue;
            }
            let mut hasher = so_far.clone();
            if !self.chosen.is_empty() {
                hasher.update(b"-");
            }
            hasher.update(self.names[at].as_bytes());
            self.chosen.push(at);
            let step = if more > 1 { self.extend(&hasher, more - 1) } else { self.compare(hasher) };
            match step {
                Step::Nothing => drop(self.chosen.pop()),
                found_or_gave_up => return found_or_gave_up,
            }
        }
        Step::Nothing
    }

    fn compare(&mut self, hasher: Sha256) -> Step {
        if self.left == 0 || self.cancel.load(Ordering::Relaxed) {
            return Step::GaveUp;
        }
        self.left -= 1;
        let made = hex::encode(hasher.finalize());
        if made[..HASH_DIGITS] == *self.wanted { Step::Found } else { Step::Nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sam::image_name::layers_sha256;

    const NAMES: [&str; 4] = ["a-1-0123456789", "b-1-0123456789", "c-1-0123456789", "d-1-0123456789"];

    fn find(wanted: &[&str], count: Option<usize>, budget: u64) -> Searched {
        let hash = &layers_sha256(wanted)[..HASH_DIGITS];
        search(&NAMES, hash, count, budget, &AtomicBool::new(false))
    }

    #[test]
    fn order_counts_and_is_found() {
        for wanted in [vec![NAMES[2]], vec![NAMES[3], NAMES[0]], vec![NAMES[1], NAMES[0], NAMES[3], NAMES[2]]] {
            let names = wanted.iter().map(ToString::to_string).collect();
            assert_eq!(find(&wanted, None, 1000), Searched::Found(names));
        }
    }

    #[test]
    fn what_is_not_there_is_not_made_up() {
        assert_eq!(find(&["gone-1-0123456789"], None, 1000), Searched::Nothing);
        assert_eq!(find(&[NAMES[0], NAMES[1]], Some(1), 1000), Searched::Nothing);
        assert_eq!(find(&["gone-1-0123456789"], None, 10), Searched::GaveUp);
    }
}
