//! The fuzzy filter: the texts a row is searched by, and the characters that matched.

use std::cell::RefCell;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::model::Row;
use crate::inventory::facts::builds::FoundBuild;
use crate::inventory::{FunctionRow, ImageRow, InventoryRows, LayerRow, Usage};
use crate::sam::problem::{Problem, ProblemCode};

/// The names of all layers in one contiguous string. Each typed character reads ten thousand of them, and the rows
/// themselves are scattered in memory.
#[derive(Debug, Clone, Default)]
pub struct LayerNames {
    text: String,
    ends: Vec<usize>,
}

impl LayerNames {
    /// Collects the names of these layers.
    pub fn of(shown: &InventoryRows) -> Self {
        let mut names = Self::default();
        for row in &shown.layers {
            names.text.push_str(row.dir.as_str());
            names.ends.push(names.text.len());
        }
        names
    }

    /// Returns the name of the layer with this index.
    pub fn get(&self, at: usize) -> Option<&str> {
        let begin = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(begin..*self.ends.get(at)?)
    }
}

/// Tests a single word.
pub type WordTest<'a> = &'a mut dyn FnMut(&str) -> bool;

/// Calls a test with each word of a row besides its name, until one passes.
pub type OtherWords<'a> = &'a dyn Fn(WordTest) -> bool;

/// Calls `is` with the words of a row besides its name: states, problems, ARNs, functions. It builds no strings and
/// allocates nothing, as ten thousand rows are searched for each typed character.
pub fn any_word(shown: &InventoryRows, row: Row, is: WordTest) -> bool {
    match row {
        Row::Layer(at) => shown.layers.get(at).into_iter().flat_map(|row| layer(row)).any(is),
        Row::Image(at) => shown.images.get(at).into_iter().flat_map(image).any(is),
        Row::Function(template, at) => {
            let row = shown.templates.get(template).and_then(|template| template.functions.get(at));
            row.into_iter().flat_map(function).any(is)
        }
        Row::Build(folder, at) => {
            let entry = shown.builds.get(folder).and_then(|folder| folder.entries.get(at));
            let words = |entry: &'_ FoundBuild| {
                let names = entry.functions.iter().chain(&entry.layers).chain(&entry.runtime);
                names.map(String::as_str).any(is)
            };
            entry.is_some_and(words)
        }
        Row::Group(_)
        | Row::Leftover(_)
        | Row::Foreign(_)
        | Row::Project(_)
        | Row::Template(_)
        | Row::Job(_)
        | Row::BuildFolder(_)
        | Row::Overview(_) => false,
    }
}

fn layer(row: &LayerRow) -> impl Iterator<Item = &str> {
    let unused = matches!(row.usage, Usage::Unreferenced).then_some("unused");
    let state = std::iter::once(row.state.as_str()).chain(unused);
    let arn = row.arn.as_ref().map(|known| known.arn.as_str());
    let images = row.images.iter().map(crate::sam::ImageName::as_str);
    state.chain(arn).chain(images).chain(usage(&row.usage)).chain(codes(&row.problems))
}

fn image(row: &ImageRow) -> impl Iterator<Item = &str> {
    let layers = row.layers.iter().flat_map(|layers| &layers.names).map(crate::sam::HashedName::as_str);
    let containers = row.containers.iter().flat_map(|container| [container.name.as_str(), container.state.as_str()]);
    // The words of the state column, as a user types what is on screen.
    let state = match &row.usage {
        Usage::Referenced(_) => Some(["used", tr!("images-in-use")]),
        Usage::Unreferenced => Some(["unused", tr!("images-unused")]),
        Usage::Loading | Usage::Unknown(_) => None,
    };
    let outdated = row.problems.iter().any(|problem| problem.code == ProblemCode::ImageOutdated);
    let outdated = outdated.then(|| tr!("images-outdated"));
    layers
        .chain(containers)
        .chain(state.into_iter().flatten())
        .chain(outdated)
        .chain(usage(&row.usage))
        .chain(codes(&row.problems))
}

fn function(row: &FunctionRow) -> impl Iterator<Item = &str> {
    let layers = row.function.layers.iter().map(crate::sam::template::FunctionLayer::written);
    let runtime = row.function.runtime.as_ref().map(crate::sam::Runtime::as_str);
    let image = row.function.invoke_image.as_ref().map(crate::sam::ImageName::as_str);
    layers.chain(runtime).chain(image).chain(codes(&row.problems))
}

fn codes(problems: &[Problem]) -> impl Iterator<Item = &str> {
    problems.iter().map(|problem| problem.code.as_str())
}

fn usage(usage: &Usage) -> impl Iterator<Item = &str> {
    let unreferenced = matches!(usage, Usage::Unreferenced).then_some("unreferenced");
    usage.functions().iter().map(|function| function.function.as_str()).chain(unreferenced)
}

thread_local! {
    /// A matcher allocates a hundred kilobytes, so all cells of a frame share one.
    static MATCHER: RefCell<Matcher> = RefCell::new(Matcher::new(Config::DEFAULT));
}

/// A parsed filter. Every word has to match: fuzzily in the name, or exactly in the other words. `^word`, `word$`,
/// `'word` and `!word` have the meaning they have in fzf.
pub struct Filter {
    words: Vec<Word>,
    scratch: Vec<char>,
}

struct Word {
    in_name: Needle,
    /// Whether the name may match with gaps. Most input matches without gaps, and testing that first is ten times as
    /// fast.
    is_fuzzy: bool,
    in_rest: Needle,
}

/// A word to search for, and the text representation the matcher needs for it.
struct Needle {
    atom: Atom,
    /// Whether the first letter comes after two digits or more, as in the middle of a hash.
    has_late_letter: bool,
}

impl Filter {
    /// Parses a filter.
    pub fn new(text: &str) -> Self {
        let words = text.split_whitespace().map(|word| {
            let in_name = Atom::parse(word, CaseMatching::Smart, Normalization::Smart);
            let plain = word.trim_start_matches(['!', '\'', '^']).trim_end_matches('$');
            let in_rest = Atom::new(plain, CaseMatching::Smart, Normalization::Smart, AtomKind::Substring, false);
            Word { is_fuzzy: plain == word, in_name: Needle::new(in_name), in_rest: Needle::new(in_rest) }
        });
        Self { words: words.collect(), scratch: Vec::new() }
    }

    /// Returns whether every word matches.
    pub fn matches(&mut self, name: &str, rest: OtherWords) -> bool {
        self.score(name, rest).is_some()
    }

    /// Returns the score of the match; `None` if a word does not match.
    pub fn score(&mut self, name: &str, rest: OtherWords) -> Option<u32> {
        MATCHER.with_borrow_mut(|matcher| self.score_with(matcher, name, rest))
    }

    fn score_with(&mut self, matcher: &mut Matcher, name: &str, rest: OtherWords) -> Option<u32> {
        let mut sum = 0;
        for word in &self.words {
            let in_name = if word.is_fuzzy {
                // The exact test sets the case sensitivity of the matcher. Scattered matches are scored greedily:
                // finding the best alignment takes five times as long.
                let exact = word.in_rest.score(name, &mut self.scratch, matcher);
                exact.or_else(|| {
                    let name = word.in_name.read(name, &mut self.scratch);
                    matcher.fuzzy_match_greedy(name, word.in_name.atom.needle_text())
                })
            } else {
                word.in_name.score(name, &mut self.scratch, matcher)
            };
            // The other words are searched only where the name does not decide, as there are many.
            match in_name {
                Some(score) if !word.in_name.atom.negative => sum += u32::from(score),
                // A negated word "matches" a name that does not contain it; the other words must not contain it either.
                Some(_) if found(&word.in_rest, rest, &mut self.scratch, matcher) => return None,
                Some(_) => {}
                None if word.in_name.atom.negative => return None,
                None if found(&word.in_rest, rest, &mut self.scratch, matcher) => {}
                None => return None,
            }
        }
        Some(sum)
    }

    /// Returns the indices of the characters of the name that matched, in order.
    pub fn matched(&mut self, name: &str) -> Vec<usize> {
        MATCHER.with_borrow_mut(|matcher| self.matched_with(matcher, name))
    }

    fn matched_with(&mut self, matcher: &mut Matcher, name: &str) -> Vec<usize> {
        let mut indices = Vec::new();
        for word in self.words.iter().filter(|word| !word.in_name.atom.negative) {
            let mut own = Vec::new();
            if word.in_name.atom.indices(word.in_name.read(name, &mut self.scratch), matcher, &mut own).is_some() {
                indices.extend(own.into_iter().map(|at| at as usize));
            }
        }
        indices.sort_unstable();
        indices.dedup();
        indices
    }
}

impl Needle {
    fn new(atom: Atom) -> Self {
        let first = atom.needle_text().chars().position(|c| c.is_ascii_alphabetic());
        Self { has_late_letter: first.is_some_and(|at| at > 1), atom }
    }

    fn score(&self, text: &str, scratch: &mut Vec<char>, matcher: &mut Matcher) -> Option<u16> {
        self.atom.score(self.read(text, scratch), matcher)
    }

    /// Converts a text to the representation in which the matcher (0.3.1) works correctly. For plain ASCII, which is
    /// faster, it treats `^A` and `A$` as the whole text (helix-editor/nucleo#71), and misses matches at the end whose
    /// first letter comes late (#104); for other texts it misses matches at the very end, so a character is appended
    /// here.
    fn read<'a>(&self, text: &'a str, scratch: &'a mut Vec<char>) -> Utf32Str<'a> {
        let end = match self.atom.kind {
            AtomKind::Fuzzy if text.is_ascii() => return Utf32Str::Ascii(text.as_bytes()),
            AtomKind::Fuzzy => return Utf32Str::new(text, scratch),
            AtomKind::Substring if text.is_ascii() && !self.has_late_letter => {
                return Utf32Str::Ascii(text.as_bytes());
            }
            AtomKind::Substring => Some(' '),
            _ => None,
        };
        scratch.clear();
        scratch.extend(text.chars().chain(end));
        Utf32Str::Unicode(scratch)
    }
}

fn found(needle: &Needle, rest: OtherWords, scratch: &mut Vec<char>, matcher: &mut Matcher) -> bool {
    rest(&mut |word| needle.score(word, scratch, matcher).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(filter: &str, name: &str, rest: &str) -> bool {
        let rest: Vec<&str> = rest.split_whitespace().collect();
        Filter::new(filter).matches(name, &|is| rest.iter().copied().any(is))
    }

    #[test]
    fn words_are_fuzzy_in_the_name_and_exact_in_the_rest() {
        assert!(matches("pwt", "AWSLambdaPowertools-3", ""));
        assert!(matches("power empty", "AWSLambdaPowertools-3", "empty layer-empty"));
        assert!(!matches("ept", "numpy-3", "empty"), "the rest is not searched fuzzily");
        assert!(matches("", "anything", ""));
        assert!(matches("refresh", "이름", "다시다운로드refresh"), "at the end of a text in Korean");
    }

    #[test]
    fn an_exclamation_mark_excludes_in_name_and_other_words() {
        assert!(!matches("!numpy", "numpy-3", ""));
        assert!(!matches("!empty", "numpy-3", "empty"));
        assert!(matches("!empty", "numpy-3", "ok"));
    }

    proptest::proptest! {
        /// Compares exact and anchored words with a plain string search.
        #[test]
        fn exact_matches_are_found(name in "[aB1-3이-]{0,9}", word in "[aB1-3이-]{1,4}", other in "[aB1-3이-]{0,9}") {
            // Lower-case letters match both cases, upper-case letters only themselves.
            let is_small = !word.contains('B');
            let folded = |text: &str| if is_small { text.to_lowercase() } else { text.to_owned() };
            let (name, other) = (folded(&name), folded(&other));
            proptest::prop_assert_eq!(matches(&format!("^{word}"), &name, ""), name.starts_with(&word));
            proptest::prop_assert_eq!(matches(&format!("{word}$"), &name, ""), name.ends_with(&word));
            proptest::prop_assert_eq!(matches(&format!("'{word}"), &name, ""), name.contains(&word));
            proptest::prop_assert_eq!(matches(&format!("'{word}"), "", &other), other.contains(&word));
        }
    }

    #[test]
    fn matched_characters_are_returned_for_highlighting() {
        assert_eq!(Filter::new("np 3").matched("numpy-3"), [0, 3, 6]);
    }
}
