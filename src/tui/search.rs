//! The fuzzy filter: what a row is searched by, and which characters matched.

use std::cell::RefCell;

use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::list::Row;
use crate::inventory::{FunctionRow, ImageRow, LayerRow, Shown, Usage};
use crate::sam::problem::Problem;

/// What rows are searched by beside their names: states, problems, ARNs, functions. Made once a join, not once a key.
#[derive(Debug, Clone, Default)]
pub struct SearchTexts {
    layers: Vec<String>,
    images: Vec<String>,
    functions: Vec<Vec<String>>,
}

impl SearchTexts {
    /// The texts of everything shown.
    pub fn new(shown: &Shown) -> Self {
        Self {
            layers: shown.layers.iter().map(layer).collect(),
            images: shown.images.iter().map(image).collect(),
            functions: shown.templates.iter().map(|row| row.functions.iter().map(function).collect()).collect(),
        }
    }

    /// The text of a row; empty for rows that have a name only.
    pub fn of(&self, row: Row) -> &str {
        let text = match row {
            Row::Layer(at) => self.layers.get(at),
            Row::Image(at) => self.images.get(at),
            Row::Function(template, at) => self.functions.get(template).and_then(|texts| texts.get(at)),
            Row::Group(_) | Row::Leftover(_) | Row::Foreign(_) | Row::Project(_) | Row::Template(_) | Row::Job(_) => {
                None
            }
        };
        text.map_or("", String::as_str)
    }
}

fn layer(row: &LayerRow) -> String {
    let mut words = vec![row.state.as_str()];
    words.extend(row.arn.as_ref().map(|known| known.arn.as_str()));
    words.extend(row.images.iter().map(crate::sam::ImageName::as_str));
    words.extend(usage(&row.usage));
    words.extend(codes(&row.problems));
    words.join(" ")
}

fn image(row: &ImageRow) -> String {
    let mut words: Vec<&str> = row.layers.iter().flat_map(|layers| &layers.names).map(String::as_str).collect();
    words.extend(row.containers.iter().map(|container| container.name.as_str()));
    words.extend(usage(&row.usage));
    words.extend(codes(&row.problems));
    words.join(" ")
}

fn function(row: &FunctionRow) -> String {
    let mut words: Vec<&str> = row.function.layers.iter().map(|layer| layer.written.as_str()).collect();
    words.extend(row.function.runtime.as_ref().map(crate::sam::Runtime::as_str));
    words.extend(row.function.invoke_image.as_ref().map(crate::sam::ImageName::as_str));
    words.extend(codes(&row.problems));
    words.join(" ")
}

fn codes(problems: &[Problem]) -> impl Iterator<Item = &str> {
    problems.iter().map(|problem| problem.code.as_str())
}

fn usage(usage: &Usage) -> Vec<&str> {
    match usage {
        Usage::Referenced(functions) => functions.iter().map(|function| function.function.as_str()).collect(),
        Usage::Unreferenced => vec!["unreferenced"],
        Usage::Loading | Usage::Unknown(_) => Vec::new(),
    }
}

thread_local! {
    /// A matcher brings a hundred kilobytes of working memory along: one has to do for every cell of a frame.
    static MATCHER: RefCell<Matcher> = RefCell::new(Matcher::new(Config::DEFAULT));
}

/// A filter, ready to be asked. Each word has to be found: fuzzily in the name, or as it is in the rest.
/// `^word`, `word$`, `'word` and `!word` mean what they mean in fzf.
pub struct Filter {
    words: Vec<Word>,
    scratch: Vec<char>,
}

struct Word {
    in_name: Atom,
    in_rest: Atom,
}

impl Filter {
    /// Reads what was typed.
    pub fn new(text: &str) -> Self {
        let words = text.split_whitespace().map(|word| {
            let in_name = Atom::parse(word, CaseMatching::Smart, Normalization::Smart);
            let plain = word.trim_start_matches(['!', '\'', '^']).trim_end_matches('$');
            let in_rest = Atom::new(plain, CaseMatching::Smart, Normalization::Smart, AtomKind::Substring, false);
            Word { in_name, in_rest }
        });
        Self { words: words.collect(), scratch: Vec::new() }
    }

    /// Whether every word is found.
    pub fn matches(&mut self, name: &str, rest: &str) -> bool {
        self.score(name, rest).is_some()
    }

    /// How well every word is found; `None` when one is not.
    pub fn score(&mut self, name: &str, rest: &str) -> Option<u32> {
        MATCHER.with_borrow_mut(|matcher| self.score_with(matcher, name, rest))
    }

    fn score_with(&mut self, matcher: &mut Matcher, name: &str, rest: &str) -> Option<u32> {
        let mut sum = 0;
        for word in &self.words {
            let in_name = word.in_name.score(Utf32Str::new(name, &mut self.scratch), matcher);
            // The rest is long: it is searched only where the name does not decide.
            match in_name {
                Some(score) if !word.in_name.negative => sum += u32::from(score),
                // A negative atom "matches" a name that lacks its word; the rest has to lack it too.
                Some(_) if found(&word.in_rest, rest, &mut self.scratch, matcher) => return None,
                Some(_) => {}
                None if word.in_name.negative => return None,
                None if found(&word.in_rest, rest, &mut self.scratch, matcher) => {}
                None => return None,
            }
        }
        Some(sum)
    }

    /// The characters of the name that matched, by index, in order.
    pub fn matched(&mut self, name: &str) -> Vec<usize> {
        MATCHER.with_borrow_mut(|matcher| self.matched_with(matcher, name))
    }

    fn matched_with(&mut self, matcher: &mut Matcher, name: &str) -> Vec<usize> {
        let mut indices = Vec::new();
        for word in self.words.iter().filter(|word| !word.in_name.negative) {
            let mut own = Vec::new();
            if word.in_name.indices(Utf32Str::new(name, &mut self.scratch), matcher, &mut own).is_some() {
                indices.extend(own.into_iter().map(|at| at as usize));
            }
        }
        indices.sort_unstable();
        indices.dedup();
        indices
    }
}

fn found(atom: &Atom, text: &str, scratch: &mut Vec<char>, matcher: &mut Matcher) -> bool {
    !text.is_empty() && atom.score(Utf32Str::new(text, scratch), matcher).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(filter: &str, name: &str, rest: &str) -> bool {
        Filter::new(filter).matches(name, rest)
    }

    #[test]
    fn words_are_fuzzy_in_the_name_and_exact_in_the_rest() {
        assert!(matches("pwt", "AWSLambdaPowertools-3", ""));
        assert!(matches("power empty", "AWSLambdaPowertools-3", "empty layer-empty"));
        assert!(!matches("ept", "numpy-3", "empty"), "the rest is not searched fuzzily");
        assert!(matches("", "anything", ""));
    }

    #[test]
    fn a_bang_excludes_in_both() {
        assert!(!matches("!numpy", "numpy-3", ""));
        assert!(!matches("!empty", "numpy-3", "empty"));
        assert!(matches("!empty", "numpy-3", "ok"));
    }

    #[test]
    fn matched_characters_are_told_for_highlighting() {
        assert_eq!(Filter::new("np 3").matched("numpy-3"), [0, 3, 6]);
    }
}
