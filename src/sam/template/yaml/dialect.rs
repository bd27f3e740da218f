//! Refuses what YAML 1.1 as SAM reads it refuses but the YAML 1.2 parser accepts: tabs between tokens, a repeated
//! anchor, `?` and a leading `:` in plain text within brackets, a value without a key, another version than 1.
//!
//! For text that the parser refuses and SAM accepts see [`super::repair`], for other line ends [`separators`].
//!
//! [`separators`]: super::separators

use std::collections::HashSet;

use saphyr_parser::{Event, ScalarStyle, Span};

use super::super::sam_error::{SamError, SamResult};
use super::separators::Separators;
use super::wrong;

/// Follows the events of a text, and checks the text between them.
pub struct Dialect<'a> {
    text: &'a str,
    /// Whether the text is ASCII, so that a character is a byte.
    is_ascii: bool,
    /// The position in bytes and characters.
    at: usize,
    index: usize,
    anchors: HashSet<&'a str>,
    /// For each open list or map: whether it is in brackets.
    brackets: Vec<bool>,
    /// The text between the previous event and the latest.
    gap: &'a str,
    separators: Separators,
}

impl<'a> Dialect<'a> {
    /// Returns a checker at the start of a text.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            is_ascii: text.is_ascii(),
            at: 0,
            index: 0,
            anchors: HashSet::new(),
            brackets: Vec::new(),
            gap: "",
            separators: Separators::new(text),
        }
    }

    /// Checks the next event. Events have to come in the order of the text.
    pub fn check(&mut self, event: &Event<'_>, span: Span) -> SamResult<()> {
        self.gap = self.take_to(span.start.index());
        self.check_gap(self.gap)?;
        let written = self.take_to(span.end.index());
        self.separators.other();
        match event {
            Event::DocumentStart(_) => self.check_gap(written),
            // The end event does not cover the text after the last event.
            Event::StreamEnd => {
                self.check_gap(&self.text[self.at..])?;
                self.separators.check_end()
            }
            Event::Scalar(_, style, ..) => {
                let text = self.after_properties(written)?;
                match style {
                    ScalarStyle::Plain => self.check_plain(text)?,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => self.separators.quoted(text),
                    ScalarStyle::Literal | ScalarStyle::Folded => {}
                }
                Ok(())
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let text = self.after_properties(written)?;
                self.brackets.push(text.starts_with(['[', '{']) || self.is_in_brackets());
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.brackets.pop();
                // The span of a closing bracket includes the rest of its line.
                self.check_gap(written.strip_prefix([']', '}']).unwrap_or_default())
            }
            _ => Ok(()),
        }
    }

    /// Checks a key, which may be empty only after `?`.
    pub fn check_key(&mut self, key: &Event<'_>) -> SamResult<()> {
        self.separators.check_key()?;
        let is_empty = matches!(key, Event::Scalar(text, ScalarStyle::Plain, 0, None) if text.is_empty());
        if is_empty && !self.gap.contains('?') {
            return Err(self.wrong("a key is missing before this `:`"));
        }
        Ok(())
    }

    /// Checks the text before the parser's error, whose own violations are reported first.
    pub fn check_refusal(&self) -> SamResult<()> {
        self.separators.check_end()
    }

    fn is_in_brackets(&self) -> bool {
        self.brackets.last().copied().unwrap_or_default()
    }

    fn wrong(&self, what: &str) -> SamError {
        let before = &self.text[..self.at];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
        wrong(line, column, what)
    }

    /// Returns the text up to a character, counted from the start.
    fn take_to(&mut self, index: usize) -> &'a str {
        let count = index.saturating_sub(self.index);
        let rest = &self.text[self.at..];
        let end = if self.is_ascii {
            count.min(rest.len())
        } else {
            rest.char_indices().nth(count).map_or(rest.len(), |(end, _)| end)
        };
        self.at += end;
        self.index += count;
        &rest[..end]
    }

    /// Checks the text between two tokens: spaces, line breaks, indicators and comments, and directives before a
    /// document.
    fn check_gap(&self, gap: &str) -> SamResult<()> {
        if !gap.bytes().any(|b| matches!(b, b'\t' | b'%')) {
            return Ok(());
        }
        for line in gap.split('\n') {
            let code = line.split('#').next().unwrap_or_default();
            if code.contains('\t') {
                return Err(self.wrong("SAM CLI takes no tab here or before; use spaces"));
            }
            let version = line.strip_prefix("%YAML").map(str::trim_start);
            if version.is_some_and(|version| !version.starts_with("1.")) {
                return Err(self.wrong("SAM CLI reads YAML 1.1 only"));
            }
        }
        Ok(())
    }

    /// Returns the rest of a node after its anchor and tag.
    fn after_properties(&mut self, written: &'a str) -> SamResult<&'a str> {
        let mut left = written;
        loop {
            left = left.trim_start_matches([' ', '\n']);
            if !left.starts_with(['&', '!', '#']) {
                return Ok(left);
            }
            let ends = |c: char| if left.starts_with('#') { c == '\n' } else { c.is_whitespace() };
            let (word, after) = left.split_at(left.find(ends).unwrap_or(left.len()));
            if after.starts_with('\t') {
                return Err(self.wrong("SAM CLI takes no tab after an anchor or tag; use spaces"));
            }
            if let Some(name) = word.strip_prefix('&')
                && !self.anchors.insert(name)
            {
                return Err(self.wrong(&format!("the anchor &{name} is there twice")));
            }
            left = after;
        }
    }

    fn check_plain(&self, text: &str) -> SamResult<()> {
        if text.contains('\t') {
            return Err(self.wrong("SAM CLI takes no tab in a text without quotes; put it in quotes"));
        }
        if self.is_in_brackets() && (text.contains('?') || text.starts_with(':')) {
            return Err(self.wrong("within brackets, a text with `?` in it or `:` before it needs quotes"));
        }
        Ok(())
    }
}
