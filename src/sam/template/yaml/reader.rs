//! The characters of a text, one by one, with line and column.

use super::super::raised::Outcome;
use super::wrong;

/// Where something is: characters from the start, line and column from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// Characters from the start.
    pub index: usize,
    /// Line, from 0.
    pub line: usize,
    /// Column in characters, from 0.
    pub column: usize,
}

/// A text and a place in it. Beyond the end there is nothing but `\0`.
pub struct Reader<'a> {
    rest: &'a str,
    mark: Mark,
}

/// The characters YAML 1.1 ends a line with.
pub fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A line's end or the text's.
pub fn is_break_or_end(c: char) -> bool {
    c == '\0' || is_break(c)
}

/// A space, a line's end or the text's. A tab is none of these.
pub fn is_blank_or_end(c: char) -> bool {
    c == ' ' || is_break_or_end(c)
}

/// White space of any kind, or the end.
pub fn is_space_or_end(c: char) -> bool {
    c == '\t' || is_blank_or_end(c)
}

impl<'a> Reader<'a> {
    /// Starts at the beginning; refuses what YAML calls unprintable.
    pub fn new(text: &'a str) -> Outcome<Self> {
        let mut reader = Self { rest: text, mark: Mark::default() };
        if let Some((at, bad)) = text.char_indices().find(|(_, c)| !is_printable(*c)) {
            while reader.rest.len() > text.len() - at {
                reader.forward();
            }
            return Err(wrong(
                reader.mark.line,
                reader.mark.column,
                &format!("the character U+{:04X} is not allowed in a template", bad as u32),
            ));
        }
        Ok(reader)
    }

    /// Where the reader stands.
    pub fn mark(&self) -> Mark {
        self.mark
    }

    /// All that is left.
    pub fn rest(&self) -> &'a str {
        self.rest
    }

    /// The next character.
    pub fn peek(&self) -> char {
        match self.rest.as_bytes().first() {
            None => '\0',
            Some(byte) if byte.is_ascii() => char::from(*byte),
            Some(_) => self.rest.chars().next().unwrap_or_default(),
        }
    }

    /// The character after the next `n`.
    pub fn peek_at(&self, n: usize) -> char {
        self.rest.chars().nth(n).unwrap_or_default()
    }

    /// Goes on by one character.
    pub fn forward(&mut self) {
        let c = self.peek();
        if self.rest.is_empty() {
            return;
        }
        self.rest = &self.rest[c.len_utf8()..];
        self.mark.index += 1;
        if matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}') || (c == '\r' && self.peek() != '\n') {
            self.mark.line += 1;
            self.mark.column = 0;
        } else if c != '\u{feff}' {
            self.mark.column += 1;
        }
    }

    /// Goes on by some characters.
    pub fn forward_by(&mut self, n: usize) {
        for _ in 0..n {
            self.forward();
        }
    }

    /// Takes a piece of the line that is known to hold no line break.
    pub fn take_bytes(&mut self, bytes: usize) -> &'a str {
        let (piece, rest) = self.rest.split_at(bytes);
        let chars = if piece.is_ascii() { piece.len() } else { piece.chars().count() };
        let marks = piece.matches('\u{feff}').count();
        self.mark.index += chars;
        self.mark.column += chars - marks;
        self.rest = rest;
        piece
    }

    /// Takes all characters that fit; none of them may be a line break.
    pub fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !fits(c)).unwrap_or(self.rest.len());
        self.take_bytes(end)
    }

    /// Takes a line break, giving what it stands for.
    pub fn take_break(&mut self) -> Option<char> {
        match self.peek() {
            '\r' if self.peek_at(1) == '\n' => {
                self.forward_by(2);
                Some('\n')
            }
            '\r' | '\n' | '\u{85}' => {
                self.forward();
                Some('\n')
            }
            c @ ('\u{2028}' | '\u{2029}') => {
                self.forward();
                Some(c)
            }
            _ => None,
        }
    }

    /// Whether a line starts here with `---` or `...` on its own.
    pub fn at_document_mark(&self) -> bool {
        (self.rest.starts_with("---") || self.rest.starts_with("...")) && is_space_or_end(self.peek_at(3))
    }
}

fn is_printable(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
