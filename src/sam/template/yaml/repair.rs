//! Rewrites YAML that `PyYAML` accepts and `saphyr-parser` refuses, so that both accept it.
//!
//! Within brackets and quotes `PyYAML` ignores indentation, so a line there may start at any column; `saphyr-parser`
//! expects it to be indented further than its key. A lone `-` within brackets is text to `PyYAML`, and a byte order
//! mark inside a text is an ordinary character.

use std::borrow::Cow;
use std::collections::HashSet;

use super::compose::Broken;

/// The limit of bytes that are read repeatedly before a text is refused as invalid.
const BUDGET: usize = 16 << 20;

/// A text, and the repairs in it so far.
pub struct Repairs<'a> {
    text: Cow<'a, str>,
    byte_order_mark: Option<char>,
    /// Lines that were already indented.
    moved: HashSet<usize>,
    spent: usize,
}

impl<'a> Repairs<'a> {
    /// Repairs only byte order marks, each replaced by a character that the text does not contain.
    pub fn new(text: &'a str) -> Self {
        let inner = text.match_indices('\u{feff}').any(|(at, _)| at > 0);
        let byte_order_mark = inner.then(|| ('\u{e000}'..='\u{f8ff}').find(|c| !text.contains(*c))).flatten();
        let text = match byte_order_mark {
            Some(stand_in) => {
                let first = text.chars().next().map_or(0, char::len_utf8);
                Cow::Owned(
                    text[..first].to_owned() + &text[first..].replace('\u{feff}', stand_in.encode_utf8(&mut [0; 4])),
                )
            }
            None => Cow::Borrowed(text),
        };
        Self { text, byte_order_mark, moved: HashSet::new(), spent: 0 }
    }

    /// Returns the current text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the character that replaces a byte order mark in it.
    pub fn byte_order_mark(&self) -> Option<char> {
        self.byte_order_mark
    }

    /// Repairs the position at which the parser stopped; false if SAM would stop there too.
    pub fn repair(&mut self, broken: &Broken) -> bool {
        let Some(error) = &broken.error else { return false };
        self.spent = self.spent.saturating_add(self.text.len());
        if self.spent > BUDGET {
            return false;
        }
        let line = error.marker().line().saturating_sub(1);
        match error.info() {
            "invalid indentation" | "invalid indentation in flow construct" => self.indent(line),
            "invalid indentation in quoted scalar" => {
                // The parser reports the start of the scalar, not which of its lines is wrong.
                let mut next = line + 1;
                while self.moved.contains(&next) {
                    next += 1;
                }
                self.indent(next)
            }
            info if info.starts_with("plain scalar cannot start with '-'") => self.quote_dash(error.marker().index()),
            _ => false,
        }
    }

    /// Indents a line with spaces, which have no meaning within brackets and quotes.
    fn indent(&mut self, line: usize) -> bool {
        if !self.moved.insert(line) {
            return false;
        }
        let Some(start) = start_of(&self.text, line) else { return false };
        // Further than the indentation of every line before.
        let widest = self.text[..start].lines().map(str::len).max().unwrap_or_default().min(4_096);
        self.text.to_mut().insert_str(start, &" ".repeat(widest + 1));
        true
    }

    fn quote_dash(&mut self, index: usize) -> bool {
        let Some((at, '-')) = self.text.char_indices().nth(index) else { return false };
        // In the middle of a scalar, quotes would become part of it.
        let before = self.text[..at].trim_end();
        let is_whole = before.ends_with(['[', '{', ',']) || (before.ends_with(':') && before.len() < at);
        if !is_whole || !self.text[at + 1..].starts_with([',', ']', '}']) {
            return false;
        }
        self.text.to_mut().replace_range(at..=at, "\"-\"");
        true
    }
}

/// Returns the offset of a line's start; `None` after the last line.
fn start_of(text: &str, line: usize) -> Option<usize> {
    if line == 0 {
        return Some(0);
    }
    text.match_indices('\n').nth(line - 1).map(|(at, _)| at + 1).filter(|start| *start < text.len())
}

#[cfg(test)]
mod tests {
    use super::super::{Merging, Node, SamResult};

    fn read(text: &str) -> SamResult<Node> {
        super::super::read(text, &Merging::default())
    }

    #[test]
    fn lines_within_brackets_may_start_at_any_column() {
        let odd = "a:\n    b: [\n  x,\ny\n]\n    c: 'one\ntwo\n\n three'\n    d: [-, \"\n-\", -]\n";
        let usual = "a:\n    b: [x, y]\n    c: \"one two\\nthree\"\n    d: [\"-\", \" -\", \"-\"]\n";
        assert_eq!(read(odd).unwrap(), read(usual).unwrap());
    }

    #[test]
    fn invalid_yaml_stays_invalid() {
        for text in ["a:\n  b: [\n x", "a: [- b]", "a: 'x\n---\n'", "a:\n    b: c\n  d: e", "a: [-[]]"] {
            assert!(read(text).is_err(), "{text:?}");
        }
    }
}
