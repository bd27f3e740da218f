//! Makes text from disk, templates, the engine or AWS safe for a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

/// Escapes characters that move the cursor, reorder the line or are invisible, so that different names never look the
/// same.
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_harmful(c) {
            let _ = write!(cleaned, "{}", c.escape_default());
        } else {
            cleaned.push(c);
        }
    }
    Cow::Owned(cleaned)
}

pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns a path as safe text. Bytes that are not UTF-8 become the replacement character.
pub fn sanitize_path(path: &Path) -> String {
    sanitize(&path.to_string_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_move_the_cursor_are_escaped() {
        assert_eq!(sanitize("plain 한글 naïve"), "plain 한글 naïve");
        assert_eq!(sanitize("a\nb\x1b[31m\u{7f}\u{85}"), "a\\nb\\u{1b}[31m\\u{7f}\\u{85}");
        assert_eq!(sanitize("gpj\u{202e}exe\u{200b}"), "gpj\\u{202e}exe\\u{200b}");
    }

    proptest::proptest! {
        #[test]
        fn no_control_character_survives(input in ".*") {
            proptest::prop_assert!(!sanitize(&input).chars().any(char::is_control));
        }
    }
}
