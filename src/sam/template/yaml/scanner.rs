//! Cuts a YAML 1.1 text into pieces, refusing what PyYAML's scanner refuses.

mod block;
mod flow;
mod misc;

use std::collections::VecDeque;

use super::super::raised::{Outcome, Raised};
use super::reader::{Mark, Reader, is_space_or_end};
use super::token::{Kind, Token};
use super::wrong;

/// How far back a key on one line may have begun, in characters.
const MAX_SIMPLE_KEY: usize = 1024;

/// The pieces of a text, made as they are asked for.
pub struct Scanner<'a> {
    reader: Reader<'a>,
    tokens: VecDeque<Token<'a>>,
    taken: usize,
    done: bool,
    flow_level: usize,
    /// Column of the block collection we are in; -1 outside any.
    indent: isize,
    indents: Vec<isize>,
    allow_simple_key: bool,
    /// By flow level: where a key may have begun that only a later `:` reveals.
    simple_keys: Vec<Option<SimpleKey>>,
}

#[derive(Clone, Copy)]
struct SimpleKey {
    token_number: usize,
    required: bool,
    at: Mark,
}

impl<'a> Scanner<'a> {
    /// A scanner at the beginning of the text.
    pub fn new(text: &'a str) -> Outcome<Self> {
        Ok(Self {
            reader: Reader::new(text)?,
            tokens: VecDeque::new(),
            taken: 0,
            done: false,
            flow_level: 0,
            indent: -1,
            indents: Vec::new(),
            allow_simple_key: true,
            simple_keys: vec![None],
        })
    }

    /// The next piece, left where it is.
    pub fn peek(&mut self) -> Outcome<&Token<'a>> {
        while self.needs_more()? {
            self.fetch()?;
        }
        let here = self.reader.mark();
        self.tokens.front().ok_or_else(|| wrong(here.line, here.column, "the template ends too early"))
    }

    /// The next piece, taken.
    pub fn next(&mut self) -> Outcome<Token<'a>> {
        self.peek()?;
        self.taken += 1;
        let here = self.reader.mark();
        self.tokens.pop_front().ok_or_else(|| wrong(here.line, here.column, "the template ends too early"))
    }

    fn needs_more(&mut self) -> Outcome<bool> {
        if self.done {
            return Ok(false);
        }
        if self.tokens.is_empty() {
            return Ok(true);
        }
        self.drop_stale_keys()?;
        let earliest = self.simple_keys.iter().flatten().map(|key| key.token_number).min();
        Ok(earliest == Some(self.taken))
    }

    fn fetch(&mut self) -> Outcome<()> {
        self.skip_to_token();
        self.drop_stale_keys()?;
        self.unwind(self.column());
        let c = self.reader.peek();
        let at_line_start = self.reader.mark().column == 0;
        match c {
            '\0' => self.fetch_end(),
            '%' if at_line_start => self.fetch_directive(),
            '-' if at_line_start && self.reader.at_document_mark() => self.fetch_document_mark(Kind::DocumentStart),
            '.' if at_line_start && self.reader.at_document_mark() => self.fetch_document_mark(Kind::DocumentEnd),
            '[' => self.fetch_flow_start(Kind::FlowSequenceStart),
            '{' => self.fetch_flow_start(Kind::FlowMappingStart),
            ']' => self.fetch_flow_end(Kind::FlowSequenceEnd),
            '}' => self.fetch_flow_end(Kind::FlowMappingEnd),
            ',' => self.fetch_flow_entry(),
            '-' if self.space_follows() => self.fetch_block_entry(),
            '?' if self.flow_level > 0 || self.space_follows() => self.fetch_key(),
            ':' if self.flow_level > 0 || self.space_follows() => self.fetch_value(),
            '*' | '&' => self.fetch_anchor(),
            '!' => self.fetch_tag(),
            '|' | '>' if self.flow_level == 0 => self.fetch_block_scalar(c == '>'),
            '\'' | '"' => self.fetch_quoted(c == '"'),
            _ if self.starts_plain(c) => self.fetch_plain(),
            _ => Err(self.wrong(&format!("{c:?} cannot start anything here"))),
        }
    }

    fn space_follows(&self) -> bool {
        is_space_or_end(self.reader.peek_at(1))
    }

    fn starts_plain(&self, c: char) -> bool {
        if !is_space_or_end(c) && !"-?:,[]{}#&*!|>'\"%@`".contains(c) {
            return true;
        }
        !self.space_follows() && (c == '-' || (self.flow_level == 0 && matches!(c, '?' | ':')))
    }

    fn wrong(&self, what: &str) -> Raised {
        let here = self.reader.mark();
        wrong(here.line, here.column, what)
    }

    fn column(&self) -> isize {
        isize::try_from(self.reader.mark().column).unwrap_or(isize::MAX)
    }

    fn push(&mut self, kind: Kind<'a>, at: Mark) {
        self.tokens.push_back(Token { kind, at });
    }

    /// Takes `length` characters as one piece.
    fn push_indicator(&mut self, kind: Kind<'a>, length: usize) {
        let at = self.reader.mark();
        self.reader.forward_by(length);
        self.push(kind, at);
    }

    fn drop_stale_keys(&mut self) -> Outcome<()> {
        let here = self.reader.mark();
        for slot in &mut self.simple_keys {
            let Some(key) = slot else { continue };
            if key.at.line != here.line || here.index - key.at.index > MAX_SIMPLE_KEY {
                if key.required {
                    return Err(missing_colon(key.at));
                }
                *slot = None;
            }
        }
        Ok(())
    }

    fn save_simple_key(&mut self) -> Outcome<()> {
        if !self.allow_simple_key {
            return Ok(());
        }
        let required = self.flow_level == 0 && self.indent == self.column();
        self.remove_simple_key()?;
        let token_number = self.taken + self.tokens.len();
        self.simple_keys[self.flow_level] = Some(SimpleKey { token_number, required, at: self.reader.mark() });
        Ok(())
    }

    fn remove_simple_key(&mut self) -> Outcome<()> {
        match self.simple_keys[self.flow_level].take() {
            Some(key) if key.required => Err(missing_colon(key.at)),
            _ => Ok(()),
        }
    }

    fn unwind(&mut self, column: isize) {
        if self.flow_level > 0 {
            return;
        }
        while self.indent > column {
            self.indent = self.indents.pop().unwrap_or(-1);
            self.push(Kind::BlockEnd, self.reader.mark());
        }
    }

    fn add_indent(&mut self, column: isize) -> bool {
        if self.indent < column {
            self.indents.push(self.indent);
            self.indent = column;
            return true;
        }
        false
    }

    fn fetch_end(&mut self) -> Outcome<()> {
        self.unwind(-1);
        self.remove_simple_key()?;
        self.allow_simple_key = false;
        self.simple_keys.fill(None);
        self.push(Kind::StreamEnd, self.reader.mark());
        self.done = true;
        Ok(())
    }

    fn fetch_document_mark(&mut self, kind: Kind<'a>) -> Outcome<()> {
        self.unwind(-1);
        self.remove_simple_key()?;
        self.allow_simple_key = false;
        self.push_indicator(kind, 3);
        Ok(())
    }

    fn fetch_flow_start(&mut self, kind: Kind<'a>) -> Outcome<()> {
        self.save_simple_key()?;
        self.flow_level += 1;
        if self.simple_keys.len() <= self.flow_level {
            self.simple_keys.push(None);
        }
        self.allow_simple_key = true;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_end(&mut self, kind: Kind<'a>) -> Outcome<()> {
        self.remove_simple_key()?;
        if self.flow_level == 0 {
            return Err(self.wrong("this bracket closes nothing"));
        }
        self.flow_level -= 1;
        self.allow_simple_key = false;
        self.push_indicator(kind, 1);
        Ok(())
    }

    fn fetch_flow_entry(&mut self) -> Outcome<()> {
        self.allow_simple_key = true;
        self.remove_simple_key()?;
        self.push_indicator(Kind::FlowEntry, 1);
        Ok(())
    }

    fn fetch_block_entry(&mut self) -> Outcome<()> {
        if self.flow_level == 0 {
            if !self.allow_simple_key {
                return Err(self.wrong("a list entry cannot start here"));
            }
            if self.add_indent(self.column()) {
                self.push(Kind::BlockSequenceStart, self.reader.mark());
            }
        }
        self.allow_simple_key = true;
        self.remove_simple_key()?;
        self.push_indicator(Kind::BlockEntry, 1);
        Ok(())
    }

    fn fetch_key(&mut self) -> Outcome<()> {
        if self.flow_level == 0 {
            if !self.allow_simple_key {
                return Err(self.wrong("a key cannot start here"));
            }
            if self.add_indent(self.column()) {
                self.push(Kind::BlockMappingStart, self.reader.mark());
            }
        }
        self.allow_simple_key = self.flow_level == 0;
        self.remove_simple_key()?;
        self.push_indicator(Kind::Key, 1);
        Ok(())
    }

    fn fetch_value(&mut self) -> Outcome<()> {
        if let Some(key) = self.simple_keys[self.flow_level].take() {
            let place = key.token_number - self.taken;
            self.tokens.insert(place, Token { kind: Kind::Key, at: key.at });
            let column = isize::try_from(key.at.column).unwrap_or(isize::MAX);
            if self.flow_level == 0 && self.add_indent(column) {
                self.tokens.insert(place, Token { kind: Kind::BlockMappingStart, at: key.at });
            }
            self.allow_simple_key = false;
        } else {
            if self.flow_level == 0 {
                if !self.allow_simple_key {
                    return Err(self.wrong("a value cannot start here"));
                }
                if self.add_indent(self.column()) {
                    self.push(Kind::BlockMappingStart, self.reader.mark());
                }
            }
            self.allow_simple_key = self.flow_level == 0;
            self.remove_simple_key()?;
        }
        self.push_indicator(Kind::Value, 1);
        Ok(())
    }

    fn skip_to_token(&mut self) {
        if self.reader.mark().index == 0 && self.reader.peek() == '\u{feff}' {
            self.reader.forward();
        }
        loop {
            self.skip_spaces();
            self.skip_comment();
            if self.reader.take_break().is_none() {
                return;
            }
            if self.flow_level == 0 {
                self.allow_simple_key = true;
            }
        }
    }

    fn skip_spaces(&mut self) {
        self.reader.take_while(|c| c == ' ');
    }
}

fn missing_colon(at: Mark) -> Raised {
    wrong(at.line, at.column, "a `:` is missing after this key")
}
