//! Searches for the layers of an image by trying ordered selections of known names until one has the 25 digits of the
//! image name.
//!
//! 25 hex digits are 100 bits, so a selection that matches is in practice the one that SAM hashed. The `ADD` steps in
//! the image's history give the number of layers, and their sizes limit which names are possible at each position.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::content::quotas::MAX_LAYERS;
use crate::sam::HashedName;
use crate::sam::image_name::HASH_DIGITS;
use crate::text::count;

/// A name that SAM may have hashed, with the size of its directory if known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownName {
    /// The name.
    pub name: HashedName,
    /// The bytes and the number of files.
    pub size: Option<(u64, u64)>,
}

/// The digits to search for, and the limits of the search.
#[derive(Debug, Clone, Copy)]
pub struct ImageSearchQuery<'a> {
    /// The 25 hex digits.
    pub hash: &'a str,
    /// The sizes of the steps that added a layer, in order, if the image's history contains them.
    pub steps: Option<&'a [u64]>,
    /// The number of selections after which the search gives up.
    pub budget: u64,
}

/// The result of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageSearchResult {
    /// The names in order. More than one answer is possible if a name contains other names.
    pub found: Vec<Vec<HashedName>>,
    /// The number of selections that were tried.
    pub tried: u64,
    /// The number of possible selections.
    pub selections: u64,
}

impl ImageSearchResult {
    /// Returns a phrase on how far a search without result got.
    pub fn describe(&self) -> String {
        let (tried, all) = (count(self.tried), count(self.selections));
        if self.gave_up() {
            format!("tried {tried} of {all} ordered combinations of known layers without a match")
        } else {
            format!("none of the {all} ordered combinations of known layers matches")
        }
    }

    /// Returns whether selections were left untried, because the budget was used up or the search was cancelled.
    pub fn gave_up(&self) -> bool {
        self.found.is_empty() && self.tried < self.selections
    }
}

/// Searches selections of one to five of `names`, in every order, shorter ones first.
///
/// A name may occur twice, because SAM joins the layers of `Globals` and of a function without a check. If the history
/// contains the steps, selections whose sizes fit come first, then all selections of that length, as a directory may
/// have changed since the image was built.
///
/// `progress` is called from time to time with the number of selections tried. Setting `cancel` ends the search.
pub fn search(
    names: &[KnownName],
    wanted: &ImageSearchQuery,
    progress: &(dyn Fn(u64) + Sync),
    cancel: &AtomicBool,
) -> ImageSearchResult {
    let all: Vec<usize> = (0..names.len()).collect();
    let mut rounds: Vec<Vec<Vec<usize>>> = Vec::new();
    match wanted.steps {
        Some(steps) => {
            let fitting = |step: &u64| all.iter().copied().filter(|at| fits(&names[*at], *step)).collect();
            let by_size: Vec<Vec<usize>> = steps.iter().map(fitting).collect();
            let of_number = vec![all; steps.len()];
            if by_size != of_number {
                rounds.push(by_size);
            }
            rounds.push(of_number);
        }
        None => rounds.extend((1..=MAX_LAYERS).map(|length| vec![all.clone(); length])),
    }
    let selections = rounds.iter().map(|round| size_of(round)).fold(0, u64::saturating_add);
    let run = Search { names, wanted, tried: AtomicU64::new(0), progress, cancel };
    let found = rounds.iter().find_map(|round| run.round(round));
    let found = found.map_or_else(Vec::new, |found| run.decompositions(&found));
    ImageSearchResult { found, tried: run.tried.into_inner().min(wanted.budget), selections }
}

/// Returns the number of selections in a round, in which every position takes one of its names.
fn size_of(round: &[Vec<usize>]) -> u64 {
    round.iter().map(|place| place.len() as u64).fold(1, u64::saturating_mul)
}

/// The bytes that an engine may add for each file: the headers and padding of a tar archive, or the rest of the last
/// block in containerd's store.
const MAX_OVERHEAD_PER_FILE: u64 = 4_096;

/// The bytes of an archive beside its files: its end marker and the headers of a few folders.
const MAX_OVERHEAD_PER_ARCHIVE: u64 = 32_768;

/// Returns whether a step of this size may have added this layer.
///
/// Engines count the bytes of files (without links, whose target length a directory's size includes), the bytes of a
/// tar archive of them, or whole blocks. A step may therefore be somewhat smaller than the directory, or larger by a
/// few kilobytes for each file. An unknown size fits everywhere.
fn fits(name: &KnownName, step: u64) -> bool {
    let Some((bytes, files)) = name.size else { return true };
    let least = bytes.saturating_sub(files.saturating_mul(256));
    let most =
        bytes.saturating_add(files.saturating_mul(MAX_OVERHEAD_PER_FILE)).saturating_add(MAX_OVERHEAD_PER_ARCHIVE);
    step == 0 || (least..=most).contains(&step)
}

struct Search<'a> {
    names: &'a [KnownName],
    wanted: &'a ImageSearchQuery<'a>,
    tried: AtomicU64,
    progress: &'a (dyn Fn(u64) + Sync),
    cancel: &'a AtomicBool,
}

/// The number of selections between two calls of `progress`.
const PROGRESS_EVERY: u64 = 65_536;

impl Search<'_> {
    /// Returns one selection of a round that matches. Selections with different first names are tried in parallel.
    fn round(&self, places: &[Vec<usize>]) -> Option<Vec<usize>> {
        let (first, rest) = places.split_first()?;
        first.par_iter().find_map_any(|at| {
            let mut chosen = vec![*at];
            let hasher = Sha256::new().chain_update(self.names[*at].name.as_str().as_bytes());
            self.extend(&hasher, rest, &mut chosen).then_some(chosen)
        })
    }

    /// Adds a name for every remaining position; returns true once the digits match.
    fn extend(&self, so_far: &Sha256, places: &[Vec<usize>], chosen: &mut Vec<usize>) -> bool {
        let Some((place, rest)) = places.split_first() else { return self.compare(so_far) };
        for at in place {
            if self.is_over() {
                return false;
            }
            let hasher = so_far.clone().chain_update(b"-").chain_update(self.names[*at].name.as_str().as_bytes());
            chosen.push(*at);
            if self.extend(&hasher, rest, chosen) {
                return true;
            }
            chosen.pop();
        }
        false
    }

    fn is_over(&self) -> bool {
        self.tried.load(Ordering::Relaxed) >= self.wanted.budget || self.cancel.load(Ordering::Relaxed)
    }

    fn compare(&self, hasher: &Sha256) -> bool {
        let tried = self.tried.fetch_add(1, Ordering::Relaxed) + 1;
        if tried.is_multiple_of(PROGRESS_EVERY) {
            (self.progress)(tried);
        }
        let made = hex::encode(hasher.clone().finalize());
        made[..HASH_DIGITS] == *self.wanted.hash
    }

    /// Returns every way to split the matching text into known names: `a-1-…-b-1-…` may be two layers, or one with an
    /// unusual name.
    fn decompositions(&self, found: &[usize]) -> Vec<Vec<HashedName>> {
        let text = found.iter().map(|at| self.names[*at].name.as_str()).collect::<Vec<_>>().join("-");
        let mut all = Vec::new();
        self.decompose(&text, &mut Vec::new(), &mut all);
        // The history decides by its number of steps, if it is known.
        let of_number = |names: &Vec<HashedName>| self.wanted.steps.is_none_or(|steps| steps.len() == names.len());
        if all.iter().any(of_number) {
            all.retain(of_number);
        }
        all
    }

    fn decompose(&self, text: &str, so_far: &mut Vec<HashedName>, all: &mut Vec<Vec<HashedName>>) {
        for KnownName { name, .. } in self.names {
            let Some(rest) = text.strip_prefix(name.as_str()) else { continue };
            so_far.push(name.clone());
            if rest.is_empty() {
                all.push(so_far.clone());
            } else if let (Some(rest), true) = (rest.strip_prefix('-'), so_far.len() < 2 * MAX_LAYERS) {
                self.decompose(rest, so_far, all);
            }
            so_far.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sam::image_name::layers_sha256;

    const NAMES: [&str; 4] = ["a-1-0123456789", "b-1-0123456789", "c-1-0123456789", "d-1-0123456789"];

    fn known(sizes: [u64; 4]) -> Vec<KnownName> {
        NAMES
            .iter()
            .zip(sizes)
            .map(|(name, bytes)| KnownName { name: HashedName::parse(name), size: Some((bytes, 1)) })
            .collect()
    }

    fn names_of(texts: &[&str]) -> Vec<HashedName> {
        texts.iter().map(|text| HashedName::parse(text)).collect()
    }

    fn find(names: &[KnownName], wanted: &[&str], steps: Option<&[u64]>, budget: u64) -> ImageSearchResult {
        let hash = &layers_sha256(&names_of(wanted))[..HASH_DIGITS];
        search(names, &ImageSearchQuery { hash, steps, budget }, &|_| (), &AtomicBool::new(false))
    }

    #[test]
    fn the_order_is_found_also_with_a_repeated_layer() {
        for wanted in [
            vec![NAMES[2]],
            vec![NAMES[3], NAMES[0]],
            vec![NAMES[1], NAMES[0], NAMES[3], NAMES[2]],
            vec![NAMES[1], NAMES[0], NAMES[1]],
        ] {
            assert_eq!(find(&known([1; 4]), &wanted, None, 10_000).found, [names_of(&wanted)]);
        }
    }

    #[test]
    fn unknown_layers_give_no_result() {
        let gone = find(&known([1; 4]), &["gone-1-0123456789"], None, 10_000);
        assert_eq!((gone.found.len(), gone.tried, gone.selections, gone.gave_up()), (0, 1364, 1364, false));
        let cut = find(&known([1; 4]), &["gone-1-0123456789"], None, 10);
        assert!(cut.gave_up() && cut.tried == 10, "{cut:?}");
        assert!(find(&known([1; 4]), &[NAMES[0], NAMES[1]], Some(&[1]), 1000).found.is_empty());
    }

    #[test]
    fn sizes_narrow_the_search_but_a_changed_directory_is_still_found() {
        let names = known([10_000_000, 20_000_000, 30_000_000, 40_000_000]);
        let wanted = [NAMES[3], NAMES[1], NAMES[2]];
        let narrowed = find(&names, &wanted, Some(&[40_000_100, 20_000_500, 29_999_900]), 1000);
        assert_eq!((narrowed.found.len(), narrowed.tried), (1, 1));
        let changed = find(&names, &wanted, Some(&[1_000_000, 20_000_500, 29_999_900]), 1000);
        assert_eq!(changed.found.len(), 1);
    }

    #[test]
    fn a_name_that_contains_other_names_gives_two_answers() {
        let mut names = known([1; 4]);
        names.push(KnownName { name: HashedName::parse(&format!("{}-{}", NAMES[0], NAMES[1])), size: None });
        assert_eq!(find(&names, &[NAMES[0], NAMES[1]], None, 10_000).found.len(), 2);
        assert_eq!(find(&names, &[NAMES[0], NAMES[1]], Some(&[1, 1]), 10_000).found.len(), 1);
    }

    #[test]
    fn a_cancelled_search_ends() {
        let hash = "0".repeat(HASH_DIGITS);
        let wanted = ImageSearchQuery { hash: &hash, steps: None, budget: u64::MAX };
        let ended = search(&known([1; 4]), &wanted, &|_| (), &AtomicBool::new(true));
        assert!(ended.gave_up());
    }
}
