//! Parses JSON like Python's `json.loads`, which SAM tries first.
//!
//! It accepts more than JSON: `NaN`, `Infinity`, and repeated keys, of which the last value counts at the position of
//! the first.

use std::rc::Rc;

use super::node::{Map, Node};
use super::sam_error::{SamError, SamResult};
use super::yaml::{MAX_VALUES, too_many_values};

/// The nesting depth at which Python raises a `RecursionError`.
const MAX_DEPTH: usize = 480;

/// Parses a whole text as JSON; returns `None` if it is not JSON.
pub fn read(text: &str) -> SamResult<Option<Node>> {
    let mut reader = JsonReader { text, at: 0, nodes: 0 };
    reader.skip_space();
    if !reader.peek().is_some_and(|b| b"{[\"-0123456789tfnNI".contains(&b)) {
        return Ok(None);
    }
    let value = match reader.value(0) {
        Ok(value) => value,
        Err(Stop::NoJson) => return Ok(None),
        Err(Stop::TooLarge) => return Err(too_many_values()),
        Err(Stop::TooDeep) => {
            return Err(SamError::new("RecursionError", "the template is nested deeper than SAM CLI can read"));
        }
    };
    reader.skip_space();
    Ok((reader.at == text.len()).then_some(value))
}

enum Stop {
    NoJson,
    TooDeep,
    TooLarge,
}

struct JsonReader<'a> {
    text: &'a str,
    at: usize,
    nodes: usize,
}

impl JsonReader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Result<(), Stop> {
        if self.peek() == Some(byte) {
            self.at += 1;
            return Ok(());
        }
        Err(Stop::NoJson)
    }

    fn value(&mut self, depth: usize) -> Result<Node, Stop> {
        if depth > MAX_DEPTH {
            return Err(Stop::TooDeep);
        }
        self.nodes += 1;
        if self.nodes > MAX_VALUES {
            return Err(Stop::TooLarge);
        }
        match self.peek().ok_or(Stop::NoJson)? {
            b'{' => self.map(depth),
            b'[' => self.list(depth),
            b'"' => Ok(Node::text(self.string()?)),
            _ => self.word().map_or_else(|| self.number(), Ok),
        }
    }

    fn word(&mut self) -> Option<Node> {
        for (word, node) in [
            ("null", Node::Null),
            ("true", Node::Bool(true)),
            ("false", Node::Bool(false)),
            ("NaN", Node::Float(f64::NAN)),
            ("Infinity", Node::Float(f64::INFINITY)),
            ("-Infinity", Node::Float(f64::NEG_INFINITY)),
        ] {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Some(node);
            }
        }
        None
    }

    fn map(&mut self, depth: usize) -> Result<Node, Stop> {
        let map = Map::ordered();
        self.at += 1;
        self.skip_space();
        if self.take(b'}').is_ok() {
            return Ok(Node::Map(map));
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            self.skip_space();
            self.take(b':')?;
            self.skip_space();
            let value = self.value(depth + 1)?;
            map.insert(Node::text(key), value);
            self.skip_space();
            if self.take(b',').is_err() {
                self.take(b'}')?;
                return Ok(Node::Map(map));
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Node, Stop> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.take(b']').is_ok() {
            return Ok(Node::list(items));
        }
        loop {
            self.skip_space();
            items.push(self.value(depth + 1)?);
            self.skip_space();
            if self.take(b',').is_err() {
                self.take(b']')?;
                return Ok(Node::list(items));
            }
        }
    }

    fn string(&mut self) -> Result<String, Stop> {
        self.take(b'"')?;
        let mut out = String::new();
        loop {
            let start = self.at;
            while self.peek().is_some_and(|b| b != b'"' && b != b'\\' && b >= 0x20) {
                self.at += 1;
            }
            out.push_str(&self.text[start..self.at]);
            match self.peek().ok_or(Stop::NoJson)? {
                b'"' => {
                    self.at += 1;
                    return Ok(out);
                }
                b'\\' => self.escape(&mut out)?,
                _ => return Err(Stop::NoJson),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Result<(), Stop> {
        self.at += 1;
        let kind = self.peek().ok_or(Stop::NoJson)?;
        self.at += 1;
        out.push(match kind {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let high = self.hex4()?;
                let low_follows = (0xd800..0xdc00).contains(&high) && self.text[self.at..].starts_with("\\u");
                if low_follows {
                    let back = self.at;
                    self.at += 2;
                    let low = self.hex4()?;
                    if (0xdc00..0xe000).contains(&low) {
                        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                        out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
                        return Ok(());
                    }
                    self.at = back;
                }
                // Python keeps half of a surrogate pair; a Rust string cannot, and no name that SAM creates can contain
                // one either.
                char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => return Err(Stop::NoJson),
        });
        Ok(())
    }

    fn hex4(&mut self) -> Result<u32, Stop> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(Stop::NoJson)?;
        let mut code = 0;
        for digit in digits {
            code = code * 16 + char::from(*digit).to_digit(16).ok_or(Stop::NoJson)?;
        }
        self.at += 4;
        Ok(code)
    }

    fn number(&mut self) -> Result<Node, Stop> {
        let start = self.at;
        let _ = self.take(b'-');
        match self.peek() {
            Some(b'0') => self.at += 1,
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(Stop::NoJson),
        }
        let mut whole = true;
        if self.peek() == Some(b'.') && self.text.as_bytes().get(self.at + 1).is_some_and(u8::is_ascii_digit) {
            whole = false;
            self.at += 1;
            self.digits();
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(self.text.as_bytes().get(self.at + 1), Some(b'+' | b'-')));
            if self.text.as_bytes().get(self.at + 1 + sign).is_some_and(u8::is_ascii_digit) {
                whole = false;
                self.at += 1 + sign;
                self.digits();
            }
        }
        let text = &self.text[start..self.at];
        if whole {
            return Ok(text.parse().map_or_else(|_| Node::Big(Rc::from(text)), Node::Int));
        }
        text.parse().map(Node::Float).map_err(|_| Stop::NoJson)
    }

    fn digits(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_parsed_like_python() {
        let node =
            read(" {\"a\": [1, -2.5e3, null, true], \"b\": \"\\u00e9\\ud83d\\ude00\", \"a\": NaN} ").unwrap().unwrap();
        let map = node.as_map().unwrap();
        assert_eq!(map.first().unwrap().0, Node::text("a"));
        assert!(matches!(map.get("a"), Some(Node::Float(value)) if value.is_nan()));
        assert_eq!(map.get("b"), Some(Node::text("é😀")));
    }

    #[test]
    fn other_text_is_not_json() {
        for text in ["", "a: 1", "{a: 1}", "{\"a\": 1,}", "[1 2]", "\"tab\there\"", "01", "1 x", "{\"a\": 'b'}", "-"] {
            assert!(read(text).unwrap().is_none(), "{text:?}");
        }
    }

    #[test]
    fn the_depth_is_limited() {
        assert_eq!(read(&"[".repeat(100_000)).unwrap_err().class, "RecursionError");
    }
}
