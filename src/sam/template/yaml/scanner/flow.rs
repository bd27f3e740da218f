//! Quoted and plain text.

use std::borrow::Cow;

use super::super::super::raised::Outcome;
use super::super::reader::{Mark, is_break, is_space_or_end};
use super::super::token::Kind;
use super::super::wrong;
use super::Scanner;

impl<'a> Scanner<'a> {
    pub(super) fn fetch_quoted(&mut self, double: bool) -> Outcome<()> {
        self.save_simple_key()?;
        self.allow_simple_key = false;
        let at = self.reader.mark();
        let quote = if double { '"' } else { '\'' };
        self.reader.forward();
        let first = self.reader.take_while(|c| !(is_space_or_end(c) || matches!(c, '\'' | '"' | '\\')));
        let mut text = Cow::Borrowed(first);
        if self.reader.peek() != quote || (!double && self.reader.peek_at(1) == '\'') {
            let mut owned = text.into_owned();
            self.quoted_text(double, &mut owned)?;
            while self.reader.peek() != quote {
                self.quoted_space(at, double, &mut owned)?;
                self.quoted_text(double, &mut owned)?;
            }
            text = Cow::Owned(owned);
        }
        self.reader.forward();
        self.push(Kind::Scalar(text, false), at);
        Ok(())
    }

    fn quoted_text(&mut self, double: bool, out: &mut String) -> Outcome<()> {
        loop {
            out.push_str(self.reader.take_while(|c| !(is_space_or_end(c) || matches!(c, '\'' | '"' | '\\'))));
            match self.reader.peek() {
                '\'' if !double && self.reader.peek_at(1) == '\'' => {
                    out.push('\'');
                    self.reader.forward_by(2);
                }
                c @ '\'' if double => {
                    out.push(c);
                    self.reader.forward();
                }
                c @ ('"' | '\\') if !double => {
                    out.push(c);
                    self.reader.forward();
                }
                '\\' => self.escape(out)?,
                _ => return Ok(()),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Outcome<()> {
        self.reader.forward();
        let c = self.reader.peek();
        let plain = match c {
            '0' => '\0',
            'a' => '\x07',
            'b' => '\x08',
            't' | '\t' => '\t',
            'n' => '\n',
            'v' => '\x0b',
            'f' => '\x0c',
            'r' => '\r',
            'e' => '\x1b',
            ' ' | '"' | '\\' | '/' => c,
            'N' => '\u{85}',
            '_' => '\u{a0}',
            'L' => '\u{2028}',
            'P' => '\u{2029}',
            'x' => return self.escape_code(2, out),
            'u' => return self.escape_code(4, out),
            'U' => return self.escape_code(8, out),
            _ if is_break(c) => {
                self.reader.take_break();
                return self.quoted_breaks(out);
            }
            _ => return Err(self.wrong("this is no escape a double-quoted text knows")),
        };
        out.push(plain);
        self.reader.forward();
        Ok(())
    }

    fn escape_code(&mut self, digits: usize, out: &mut String) -> Outcome<()> {
        self.reader.forward();
        let mut code: u32 = 0;
        for n in 0..digits {
            let digit = self.reader.peek_at(n).to_digit(16);
            let digit = digit.ok_or_else(|| self.wrong(&format!("this escape takes {digits} hexadecimal digits")))?;
            code = code.wrapping_mul(16) | digit;
        }
        if code > 0x0010_ffff {
            return Err(self.wrong("there is no such character"));
        }
        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
        self.reader.forward_by(digits);
        Ok(())
    }

    fn quoted_space(&mut self, start: Mark, double: bool, out: &mut String) -> Outcome<()> {
        let spaces = self.reader.take_while(|c| matches!(c, ' ' | '\t'));
        let c = self.reader.peek();
        if c == '\0' {
            let quote = if double { '"' } else { '\'' };
            return Err(wrong(start.line, start.column, &format!("this text has no closing {quote}")));
        }
        if !is_break(c) {
            out.push_str(spaces);
            return Ok(());
        }
        let line_break = self.reader.take_break();
        let before = out.len();
        if line_break != Some('\n') {
            out.extend(line_break);
        }
        let breaks_from = out.len();
        self.quoted_breaks(out)?;
        if line_break == Some('\n') && out.len() == breaks_from {
            out.insert(before, ' ');
        }
        Ok(())
    }

    fn quoted_breaks(&mut self, out: &mut String) -> Outcome<()> {
        loop {
            if self.reader.at_document_mark() {
                return Err(self.wrong("the document ends within a quoted text"));
            }
            self.reader.take_while(|c| matches!(c, ' ' | '\t'));
            match self.reader.take_break() {
                Some(line_break) => out.push(line_break),
                None => return Ok(()),
            }
        }
    }

    pub(super) fn fetch_plain(&mut self) -> Outcome<()> {
        self.save_simple_key()?;
        self.allow_simple_key = false;
        let at = self.reader.mark();
        let indent = self.indent + 1;
        let mut text: Cow<'a, str> = Cow::Borrowed("");
        let mut spaces = String::new();
        loop {
            if self.reader.peek() == '#' {
                break;
            }
            let length = self.plain_length();
            if length == 0 {
                break;
            }
            self.allow_simple_key = false;
            let piece = self.reader.take_bytes(length);
            if text.is_empty() && spaces.is_empty() {
                text = Cow::Borrowed(piece);
            } else {
                let owned = text.to_mut();
                owned.push_str(&spaces);
                owned.push_str(piece);
            }
            spaces.clear();
            self.plain_space(&mut spaces);
            if spaces.is_empty() || self.reader.peek() == '#' || (self.flow_level == 0 && self.column() < indent) {
                break;
            }
        }
        self.push(Kind::Scalar(text, true), at);
        Ok(())
    }

    /// How many bytes of plain text stand here.
    fn plain_length(&self) -> usize {
        let rest = self.reader.rest();
        let flow = self.flow_level > 0;
        let ends = |(at, c): (usize, char)| {
            if is_space_or_end(c) || (flow && matches!(c, ',' | '?' | '[' | ']' | '{' | '}')) {
                return true;
            }
            c == ':' && {
                let next = rest[at + 1..].chars().next().unwrap_or_default();
                is_space_or_end(next) || (flow && matches!(next, ',' | '[' | ']' | '{' | '}'))
            }
        };
        rest.char_indices().find(|found| ends(*found)).map_or(rest.len(), |(at, _)| at)
    }

    /// Spaces and line breaks between two pieces of plain text; nothing at the end of it.
    fn plain_space(&mut self, out: &mut String) {
        let spaces = self.reader.take_while(|c| c == ' ');
        let Some(line_break) = self.reader.take_break() else {
            out.push_str(spaces);
            return;
        };
        self.allow_simple_key = true;
        if self.reader.at_document_mark() {
            return;
        }
        let mut breaks = String::new();
        loop {
            if self.reader.peek() == ' ' {
                self.reader.forward();
            } else if let Some(next) = self.reader.take_break() {
                breaks.push(next);
                if self.reader.at_document_mark() {
                    return;
                }
            } else {
                break;
            }
        }
        if line_break != '\n' {
            out.push(line_break);
        } else if breaks.is_empty() {
            out.push(' ');
        }
        out.push_str(&breaks);
    }
}
