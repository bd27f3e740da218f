//! `|` and `>`: text by indentation.

use std::borrow::Cow;

use super::super::super::raised::Outcome;
use super::super::reader::{is_blank_or_end, is_break, is_break_or_end};
use super::super::token::Kind;
use super::Scanner;

/// What to do with the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    Strip,
    Clip,
    Keep,
}

impl Scanner<'_> {
    pub(super) fn fetch_block_scalar(&mut self, folded: bool) -> Outcome<()> {
        self.allow_simple_key = true;
        self.remove_simple_key()?;
        let at = self.reader.mark();
        self.reader.forward();
        let (chomping, increment) = self.block_indicators()?;
        self.finish_line()?;

        let least = usize::try_from(self.indent + 1).unwrap_or(0).max(1);
        let mut breaks;
        let indent;
        if let Some(increment) = increment {
            indent = least + increment - 1;
            breaks = self.block_breaks(indent);
        } else {
            let deepest;
            (breaks, deepest) = self.block_indentation();
            indent = least.max(deepest);
        }

        let mut text = String::new();
        let mut line_break = None;
        while self.reader.mark().column == indent && self.reader.peek() != '\0' {
            text.push_str(&breaks);
            let starts_with_text = !matches!(self.reader.peek(), ' ' | '\t');
            text.push_str(self.reader.take_while(|c| !is_break_or_end(c)));
            line_break = self.reader.take_break();
            breaks = self.block_breaks(indent);
            if self.reader.mark().column != indent || self.reader.peek() == '\0' {
                break;
            }
            let text_follows = !matches!(self.reader.peek(), ' ' | '\t');
            if folded && line_break == Some('\n') && starts_with_text && text_follows {
                if breaks.is_empty() {
                    text.push(' ');
                }
            } else {
                text.extend(line_break);
            }
        }
        if chomping != Chomping::Strip {
            text.extend(line_break);
        }
        if chomping == Chomping::Keep {
            text.push_str(&breaks);
        }
        self.push(Kind::Scalar(Cow::Owned(text), false), at);
        Ok(())
    }

    fn block_indicators(&mut self) -> Outcome<(Chomping, Option<usize>)> {
        let mut chomping = None;
        let mut increment = None;
        for _ in 0..2 {
            match self.reader.peek() {
                '+' if chomping.is_none() => chomping = Some(Chomping::Keep),
                '-' if chomping.is_none() => chomping = Some(Chomping::Strip),
                '0' if increment.is_none() => return Err(self.wrong("an indentation of 0 is not allowed here")),
                c if c.is_ascii_digit() && increment.is_none() => increment = c.to_digit(10),
                _ => break,
            }
            self.reader.forward();
        }
        if !is_blank_or_end(self.reader.peek()) {
            return Err(self.wrong("only `+`, `-` and a digit may follow `|` or `>`"));
        }
        let increment = increment.and_then(|digit| usize::try_from(digit).ok());
        Ok((chomping.unwrap_or(Chomping::Clip), increment))
    }

    /// The empty lines before the text, and the deepest column in them.
    fn block_indentation(&mut self) -> (String, usize) {
        let mut breaks = String::new();
        let mut deepest = 0;
        while self.reader.peek() == ' ' || is_break(self.reader.peek()) {
            if let Some(line_break) = self.reader.take_break() {
                breaks.push(line_break);
            } else {
                self.reader.forward();
                deepest = deepest.max(self.reader.mark().column);
            }
        }
        (breaks, deepest)
    }

    fn block_breaks(&mut self, indent: usize) -> String {
        let mut breaks = String::new();
        loop {
            while self.reader.mark().column < indent && self.reader.peek() == ' ' {
                self.reader.forward();
            }
            match self.reader.take_break() {
                Some(line_break) => breaks.push(line_break),
                None => return breaks,
            }
        }
    }
}
