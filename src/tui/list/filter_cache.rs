//! What fitted a filter, letter by letter: whoever types on asks only what fitted so far, and whoever goes back asks
//! nothing at all.

use std::cmp::Reverse;

/// How well a thing fits, if it does: the smallest fits best.
pub type Score = Option<Reverse<u32>>;

/// The scores of things for each filter on the way to the present one; the things are the same in all of them.
#[derive(Debug, Clone, Default)]
pub struct FilterCache {
    steps: Vec<(String, Vec<Score>)>,
}

/// Filters typed longer than this are begun anew: each step keeps a number for each thing.
const STEPS: usize = 40;

impl FilterCache {
    /// The scores for a filter. `ask` gets those of a filter that lets through at least as much, where one is known.
    pub fn scores(&mut self, filter: &str, ask: impl FnOnce(Option<&[Score]>) -> Vec<Score>) -> &[Score] {
        while self.steps.last().is_some_and(|(before, _)| before != filter && !narrows(before, filter)) {
            self.steps.pop();
        }
        if self.steps.last().is_none_or(|(before, _)| before != filter) {
            let scores = ask(self.steps.last().map(|(_, scores)| scores.as_slice()));
            if self.steps.len() == STEPS {
                self.steps.clear();
            }
            self.steps.push((filter.to_owned(), scores));
        }
        self.steps.last().map(|(_, scores)| scores.as_slice()).unwrap_or_default()
    }
}

/// Whether everything that fits the second filter fits the first: more letters, more words. Not where a sign turns the
/// meaning of what follows or precedes it.
fn narrows(first: &str, second: &str) -> bool {
    second.starts_with(first) && !second.contains(['!', '$', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::list::search::Filter;

    /// Asks each of some names, and tells how many were asked.
    fn asked(filter_cache: &mut FilterCache, filter: &str, names: &[&str]) -> (Vec<Score>, usize) {
        let mut count = 0;
        let ask = |before: Option<&[Score]>| {
            let one = |(at, name): (usize, &&str)| {
                if before.is_some_and(|before| before[at].is_none()) {
                    return None;
                }
                count += 1;
                Filter::new(filter).score(name, &|_| false).map(Reverse)
            };
            names.iter().enumerate().map(one).collect()
        };
        let scores = filter_cache.scores(filter, ask).to_vec();
        (scores, count)
    }

    #[test]
    fn typing_on_asks_what_fitted_and_going_back_asks_nothing() {
        let names = ["numpy-1", "pandas-1", "numba-2"];
        let mut filter_cache = FilterCache::default();
        assert_eq!(asked(&mut filter_cache, "nu", &names).1, 3);
        assert_eq!(asked(&mut filter_cache, "num", &names).1, 2);
        assert_eq!(asked(&mut filter_cache, "nump", &names).1, 2);
        assert_eq!(asked(&mut filter_cache, "num", &names).1, 0);
        assert_eq!(asked(&mut filter_cache, "numb", &names).1, 2);
        assert_eq!(asked(&mut filter_cache, "p", &names).1, 3, "another filter");
        assert_eq!(asked(&mut filter_cache, "p !a", &names).1, 3, "a sign turns the meaning");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_fits_as_if_it_were_typed_at_once(
            filters in proptest::collection::vec("[abAé!^'$\\\\ ]{0,4}", 1..12),
            names in proptest::collection::vec("[abAé-]{0,8}", 1..6),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut filter_cache = FilterCache::default();
            for filter in &filters {
                // As fingers do it: from the last text, back to what they share and on from there.
                let ends = filter.char_indices().map(|(at, c)| at + c.len_utf8());
                for end in ends {
                    let typed = &filter[..end];
                    let fresh = asked(&mut FilterCache::default(), typed, &names).0;
                    proptest::prop_assert_eq!(asked(&mut filter_cache, typed, &names).0, fresh, "{}", typed);
                }
            }
        }
    }
}
