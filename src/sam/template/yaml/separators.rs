//! U+2028 and U+2029 end a line for `PyYAML` and are ordinary characters for `saphyr-parser`.
//!
//! Within a quoted value, without a space or line break beside them, both give the same text. Elsewhere SAM may read
//! another template than the parser (a comment ends there, a key starts), so the template is refused.

use super::super::sam_error::{SamError, SamResult};

/// The separators of a text outside of the quoted values read so far.
pub struct Separators {
    left: usize,
    /// Whether the latest quoted scalar contained any.
    latest: bool,
}

fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

impl Separators {
    /// Counts the separators of a text.
    pub fn new(text: &str) -> Self {
        // Searching for each is much faster than checking every character.
        let left = text.matches('\u{2028}').count() + text.matches('\u{2029}').count();
        Self { left, latest: false }
    }

    /// Handles a quoted scalar, as written and with its quotes.
    pub fn quoted(&mut self, written: &str) {
        self.latest = false;
        if self.left == 0 || !written.starts_with(['"', '\'']) {
            return;
        }
        let found = written.matches(is_separator).count();
        let harmless = written.match_indices(is_separator).all(|(at, separator)| {
            let (before, after) = (&written[..at], &written[at + separator.len()..]);
            let is_lone = !before.ends_with([' ', '\t', '\n', '\\']) && !after.starts_with([' ', '\t', '\n']);
            // At the beginning of a line these end the document, even within quotes.
            is_lone && !after.starts_with("---") && !after.starts_with("...")
        });
        self.latest = found > 0;
        if harmless {
            self.left = self.left.saturating_sub(found);
        }
    }

    /// Checks the latest scalar as a key, which has to end on its line.
    pub fn check_key(&mut self) -> SamResult<()> {
        if std::mem::take(&mut self.latest) { Err(refusal()) } else { Ok(()) }
    }

    /// Handles an event other than a quoted scalar.
    pub fn other(&mut self) {
        self.latest = false;
    }

    /// Checks the separators at the end of the text.
    pub fn check_end(&self) -> SamResult<()> {
        if self.left > 0 { Err(refusal()) } else { Ok(()) }
    }
}

fn refusal() -> SamError {
    SamError::limit(
        "the template holds a line separator (U+2028 or U+2029), which samlayers reads only within a quoted value and \
         with no space beside it: put a usual line break or a space in its place",
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Merging, Node, SamResult};

    fn read(text: &str) -> SamResult<Node> {
        super::super::read(text, &Merging::default())
    }

    #[test]
    fn a_separator_in_a_quoted_value_is_kept() {
        for quote in ['"', '\''] {
            let text = format!("a: !x &y {quote}b\u{2028}\u{2029}c{quote}\nd: [{quote}\u{2029}e\u{2028}{quote}]\n");
            let node = read(&text).unwrap();
            let a = node.as_map().unwrap().get("a").unwrap();
            assert!(format!("{a:?}").contains(r"b\u{2028}\u{2029}c"), "{a:?}");
        }
    }

    #[test]
    fn a_separator_that_ends_a_line_is_refused_and_never_read_as_text() {
        for text in [
            "a: b # c\u{2028}d: e\n",
            "a: b\u{2028}c: d\n",
            "a: b\u{2029}c\n",
            "[a\u{2028}b]\n",
            "a: |\n  b\u{2028}  c\n",
            "a: \"b \u{2028}c\"\n",
            "a: \"b\u{2028} c\"\n",
            "a: \"b\\\u{2028}c\"\n",
            "a: \"b\u{2028}--- c\"\n",
            "a: 'b\n\u{2028}c'\n",
            "\"a\u{2028}b\": c\n",
            "{\"a\u{2028}b\": c}\n",
            "a: &b\u{2028}\"c\"\n",
            "\u{2028}a: b\n",
            "a: b\n\u{2029}",
            "a: [b\u{2028}",
        ] {
            let raised = read(text).unwrap_err();
            assert!(raised.fatal && raised.message.contains("U+2028"), "{text:?}: {}", raised.message);
        }
    }
}
