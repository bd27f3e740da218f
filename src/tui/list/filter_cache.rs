//! A cache of the filter scores for each typed prefix. A longer filter tests only the rows that matched the shorter
//! one; deleting characters needs no test at all.

use std::cmp::Reverse;

/// The score of a row, or `None` if it does not match. The smallest score is the best match.
pub type Score = Option<Reverse<u32>>;

/// The scores for each prefix of the current filter. The rows must be the same for all of them.
#[derive(Debug, Clone, Default)]
pub struct FilterCache {
    steps: Vec<(String, Vec<Score>)>,
}

/// Longest chain of prefixes; each one stores a number for every row.
const STEPS: usize = 40;

impl FilterCache {
    /// Returns the scores for a filter. `ask` calculates them, given the scores of a less strict filter where one is
    /// cached.
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

/// Returns whether everything that matches the second filter also matches the first. This holds for added characters
/// and words, but not where an operator changes the meaning of its neighbours.
fn narrows(first: &str, second: &str) -> bool {
    second.starts_with(first) && !second.contains(['!', '$', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::list::search::Filter;

    /// Filters the names and returns the scores and the number of names that were tested.
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
    fn typing_tests_only_matches_and_deleting_tests_nothing() {
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
        fn cached_scores_equal_those_of_a_new_filter(
            filters in proptest::collection::vec("[abAé!^'$\\\\ ]{0,4}", 1..12),
            names in proptest::collection::vec("[abAé-]{0,8}", 1..6),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let mut filter_cache = FilterCache::default();
            for filter in &filters {
                // Simulates typing: deletes back to the common prefix and types on from there.
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
