//! From an image's 25 digits back to the layers: try ordered selections of the known names.
//!
//! 25 hex digits are 100 bits: a selection that makes them is the one SAM hashed, for all practical purposes. The steps of
//! an image's history that add a layer tell how many there are, and their sizes tell which names can stand where.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::content::quotas::MAX_LAYERS;
use crate::sam::image_name::HASH_DIGITS;
use crate::text::count;

/// A name SAM may have hashed, and what its directory holds where that was counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KnownName {
    /// A directory's name, or the logical ID of a layer of a template.
    pub name: String,
    /// Bytes and files.
    pub size: Option<(u64, u64)>,
}

/// What is searched for, how, and how long.
#[derive(Debug, Clone, Copy)]
pub struct ImageSearchQuery<'a> {
    /// The 25 digits.
    pub hash: &'a str,
    /// The sizes of the steps that added a layer, in order, where the image's history tells them.
    pub steps: Option<&'a [u64]>,
    /// Selections tried before giving up.
    pub budget: u64,
}

/// What came of a search.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImageSearchResult {
    /// The names in order. More than one answer is possible where a name contains others.
    pub found: Vec<Vec<String>>,
    /// How many selections were tried.
    pub tried: u64,
    /// How many there are.
    pub selections: u64,
}

impl ImageSearchResult {
    /// One phrase on how far the search came, where it found nothing.
    pub fn describe(&self) -> String {
        let (tried, all) = (count(self.tried), count(self.selections));
        if self.gave_up() {
            format!("{tried} of {all} ordered selections of known names were tried, and none makes these digits")
        } else {
            format!("none of the {all} ordered selections of known names makes these digits")
        }
    }

    /// Whether selections were left untried: the budget was spent, or the search was stopped.
    pub fn gave_up(&self) -> bool {
        self.found.is_empty() && self.tried < self.selections
    }
}

/// Searches selections of one to five of `names`, in every order, shorter ones first. A name may come twice: SAM joins
/// the layers of `Globals` and of a function without looking. Where the history tells the steps, those selections come
/// first whose sizes fit, then all of that number: a directory may have changed since the image was built.
///
/// `progress` is told now and then how many were tried; setting `cancel` ends it.
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

/// Selections of a round: every place takes one of its names.
fn size_of(round: &[Vec<usize>]) -> u64 {
    round.iter().map(|place| place.len() as u64).fold(1, u64::saturating_mul)
}

/// Bytes that engines may add for each file: the headers and padding of a tar archive, which some count along, or the
/// rest of its last block, which containerd's store does.
const MAX_OVERHEAD_PER_FILE: u64 = 4_096;

/// Bytes an archive has beside its files: its own end, and the headers of a few folders.
const MAX_OVERHEAD_PER_ARCHIVE: u64 = 32_768;

/// Whether a step of this size may have added this layer. Engines count the bytes of files (links none, where a
/// directory's own count has the length of their target) or those of a tar archive of them, or whole blocks; so a step may be somewhat
/// smaller than the directory, or larger by a few kilobytes for each file. A size that is not known fits anywhere.
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

/// How often the search says how far it is.
const PROGRESS_EVERY: u64 = 65_536;

impl Search<'_> {
    /// One selection of a round that makes the digits; those that begin differently are tried side by side.
    fn round(&self, places: &[Vec<usize>]) -> Option<Vec<usize>> {
        let (first, rest) = places.split_first()?;
        first.par_iter().find_map_any(|at| {
            let mut chosen = vec![*at];
            let hasher = Sha256::new().chain_update(self.names[*at].name.as_bytes());
            self.extend(&hasher, rest, &mut chosen).then_some(chosen)
        })
    }

    /// Appends a name for every place that is left; true once the digits are made.
    fn extend(&self, so_far: &Sha256, places: &[Vec<usize>], chosen: &mut Vec<usize>) -> bool {
        let Some((place, rest)) = places.split_first() else { return self.compare(so_far) };
        for at in place {
            if self.is_over() {
                return false;
            }
            let hasher = so_far.clone().chain_update(b"-").chain_update(self.names[*at].name.as_bytes());
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

    /// Every way to write the found text with known names: `a-1-…-b-1-…` may be two layers, or one of an odd name.
    fn decompositions(&self, found: &[usize]) -> Vec<Vec<String>> {
        let text = found.iter().map(|at| &*self.names[*at].name).collect::<Vec<_>>().join("-");
        let mut all = Vec::new();
        self.decompose(&text, &mut Vec::new(), &mut all);
        // The number of steps tells, where the history does.
        let of_number = |names: &Vec<String>| self.wanted.steps.is_none_or(|steps| steps.len() == names.len());
        if all.iter().any(of_number) {
            all.retain(of_number);
        }
        all
    }

    fn decompose(&self, text: &str, so_far: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
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
            .map(|(name, bytes)| KnownName { name: (*name).into(), size: Some((bytes, 1)) })
            .collect()
    }

    fn find(names: &[KnownName], wanted: &[&str], steps: Option<&[u64]>, budget: u64) -> ImageSearchResult {
        let hash = &layers_sha256(wanted)[..HASH_DIGITS];
        search(names, &ImageSearchQuery { hash, steps, budget }, &|_| (), &AtomicBool::new(false))
    }

    #[test]
    fn order_counts_and_is_found_and_so_is_a_layer_that_comes_twice() {
        for wanted in [
            vec![NAMES[2]],
            vec![NAMES[3], NAMES[0]],
            vec![NAMES[1], NAMES[0], NAMES[3], NAMES[2]],
            vec![NAMES[1], NAMES[0], NAMES[1]],
        ] {
            let names: Vec<String> = wanted.iter().map(ToString::to_string).collect();
            assert_eq!(find(&known([1; 4]), &wanted, None, 10_000).found, [names]);
        }
    }

    #[test]
    fn what_is_not_there_is_not_made_up() {
        let gone = find(&known([1; 4]), &["gone-1-0123456789"], None, 10_000);
        assert_eq!((gone.found.len(), gone.tried, gone.selections, gone.gave_up()), (0, 1364, 1364, false));
        let cut = find(&known([1; 4]), &["gone-1-0123456789"], None, 10);
        assert!(cut.gave_up() && cut.tried == 10, "{cut:?}");
        assert!(find(&known([1; 4]), &[NAMES[0], NAMES[1]], Some(&[1]), 1000).found.is_empty());
    }

    #[test]
    fn sizes_narrow_the_search_and_a_changed_directory_is_found_all_the_same() {
        let names = known([10_000_000, 20_000_000, 30_000_000, 40_000_000]);
        let wanted = [NAMES[3], NAMES[1], NAMES[2]];
        let narrowed = find(&names, &wanted, Some(&[40_000_100, 20_000_500, 29_999_900]), 1000);
        assert_eq!((narrowed.found.len(), narrowed.tried), (1, 1));
        let changed = find(&names, &wanted, Some(&[1_000_000, 20_000_500, 29_999_900]), 1000);
        assert_eq!(changed.found.len(), 1);
    }

    #[test]
    fn a_name_that_contains_others_gives_two_answers() {
        let mut names = known([1; 4]);
        names.push(KnownName { name: format!("{}-{}", NAMES[0], NAMES[1]), size: None });
        assert_eq!(find(&names, &[NAMES[0], NAMES[1]], None, 10_000).found.len(), 2);
        assert_eq!(find(&names, &[NAMES[0], NAMES[1]], Some(&[1, 1]), 10_000).found.len(), 1);
    }

    #[test]
    fn it_ends_when_it_is_asked_to() {
        let hash = "0".repeat(HASH_DIGITS);
        let wanted = ImageSearchQuery { hash: &hash, steps: None, budget: u64::MAX };
        let ended = search(&known([1; 4]), &wanted, &|_| (), &AtomicBool::new(true));
        assert!(ended.gave_up());
    }
}
