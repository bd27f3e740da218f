//! Comments, directives, anchors and tags.

use std::borrow::Cow;

use super::super::super::raised::Outcome;
use super::super::reader::{is_blank_or_end, is_break_or_end, is_space_or_end};
use super::super::token::Kind;
use super::Scanner;

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

impl<'a> Scanner<'a> {
    pub(super) fn skip_comment(&mut self) {
        if self.reader.peek() == '#' {
            self.reader.take_while(|c| !is_break_or_end(c));
        }
    }

    /// Nothing but a comment may follow on this line.
    pub(super) fn finish_line(&mut self) -> Outcome<()> {
        self.skip_spaces();
        self.skip_comment();
        if !is_break_or_end(self.reader.peek()) {
            return Err(self.wrong("only a comment may follow on this line"));
        }
        self.reader.take_break();
        Ok(())
    }

    pub(super) fn fetch_directive(&mut self) -> Outcome<()> {
        self.unwind(-1);
        self.remove_simple_key()?;
        self.allow_simple_key = false;
        let at = self.reader.mark();
        self.reader.forward();
        let name = self.reader.take_while(is_word);
        if name.is_empty() || !is_blank_or_end(self.reader.peek()) {
            return Err(self.wrong("this is no directive's name"));
        }
        let kind = match name {
            "YAML" => self.version()?,
            "TAG" => self.tag_directive()?,
            _ => {
                self.reader.take_while(|c| !is_break_or_end(c));
                Kind::OtherDirective
            }
        };
        self.finish_line()?;
        self.push(kind, at);
        Ok(())
    }

    fn version(&mut self) -> Outcome<Kind<'a>> {
        self.skip_spaces();
        let major = self.version_number()?;
        if self.reader.peek() != '.' {
            return Err(self.wrong("a version looks like 1.1"));
        }
        self.reader.forward();
        self.version_number()?;
        if !is_blank_or_end(self.reader.peek()) {
            return Err(self.wrong("a version looks like 1.1"));
        }
        Ok(Kind::VersionDirective(major))
    }

    fn version_number(&mut self) -> Outcome<u64> {
        let digits = self.reader.take_while(|c| c.is_ascii_digit());
        digits.parse().map_err(|_| self.wrong("a version looks like 1.1"))
    }

    fn tag_directive(&mut self) -> Outcome<Kind<'a>> {
        self.skip_spaces();
        let handle = self.tag_handle()?;
        if self.reader.peek() != ' ' {
            return Err(self.wrong("a space belongs after the handle"));
        }
        self.skip_spaces();
        let prefix = self.tag_uri()?;
        if !is_blank_or_end(self.reader.peek()) {
            return Err(self.wrong("a space belongs after the prefix"));
        }
        Ok(Kind::TagDirective(Cow::Borrowed(handle), prefix))
    }

    pub(super) fn fetch_anchor(&mut self) -> Outcome<()> {
        self.save_simple_key()?;
        self.allow_simple_key = false;
        let at = self.reader.mark();
        let alias = self.reader.peek() == '*';
        self.reader.forward();
        let name = self.reader.take_while(is_word);
        let next = self.reader.peek();
        if name.is_empty() || !(is_space_or_end(next) || "?:,]}%@`".contains(next)) {
            return Err(self.wrong("the name of an anchor is letters, digits, `-` and `_`"));
        }
        self.push(if alias { Kind::Alias(name) } else { Kind::Anchor(name) }, at);
        Ok(())
    }

    pub(super) fn fetch_tag(&mut self) -> Outcome<()> {
        self.save_simple_key()?;
        self.allow_simple_key = false;
        let at = self.reader.mark();
        let kind = match self.reader.peek_at(1) {
            '<' => {
                self.reader.forward_by(2);
                let suffix = self.tag_uri()?;
                if self.reader.peek() != '>' {
                    return Err(self.wrong("`>` is missing after this tag"));
                }
                self.reader.forward();
                Kind::Tag(None, suffix)
            }
            c if is_space_or_end(c) => {
                self.reader.forward();
                Kind::Tag(None, "!".to_owned())
            }
            _ => {
                let mut ahead = self.reader.rest().chars().skip(1).take_while(|c| !is_blank_or_end(*c));
                let handle = if ahead.any(|c| c == '!') {
                    self.tag_handle()?
                } else {
                    self.reader.forward();
                    "!"
                };
                Kind::Tag(Some(Cow::Borrowed(handle)), self.tag_uri()?)
            }
        };
        if !is_blank_or_end(self.reader.peek()) {
            return Err(self.wrong("a space belongs after a tag"));
        }
        self.push(kind, at);
        Ok(())
    }

    fn tag_handle(&mut self) -> Outcome<&'a str> {
        let rest = self.reader.rest();
        let Some(after) = rest.strip_prefix('!') else {
            return Err(self.wrong("a tag's handle starts with `!`"));
        };
        if after.starts_with(' ') {
            return Ok(self.reader.take_bytes(1));
        }
        let word = after.find(|c| !is_word(c)).unwrap_or(after.len());
        if !after[word..].starts_with('!') {
            return Err(self.wrong("a tag's handle ends with `!`"));
        }
        Ok(self.reader.take_bytes(word + 2))
    }

    fn tag_uri(&mut self) -> Outcome<String> {
        let mut uri = String::new();
        loop {
            uri.push_str(self.reader.take_while(|c| c.is_ascii_alphanumeric() || "-;/?:@&=+$,_.!~*'()[]".contains(c)));
            if self.reader.peek() != '%' {
                break;
            }
            let mut bytes = Vec::new();
            while self.reader.peek() == '%' {
                let high = self.reader.peek_at(1).to_digit(16);
                let low = self.reader.peek_at(2).to_digit(16);
                let code = high.zip(low).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
                bytes.push(code.ok_or_else(|| self.wrong("`%` in a tag takes two hexadecimal digits"))?);
                self.reader.forward_by(3);
            }
            uri.push_str(&String::from_utf8(bytes).map_err(|_| self.wrong("this tag is no UTF-8"))?);
        }
        if uri.is_empty() {
            return Err(self.wrong("a tag's name is missing"));
        }
        Ok(uri)
    }
}
