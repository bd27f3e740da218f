//! Text from disk, templates, the engine or AWS, made harmless for a terminal.

use std::borrow::Cow;
use std::path::Path;

/// The text with every character that a terminal would act on, or that would reorder or hide what follows,
/// written as an escape.
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_unsafe(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A path, harmless; bytes that are no text show as the replacement character.
pub fn path(path: &Path) -> String {
    text(&path.to_string_lossy()).into_owned()
}

fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{61c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_terminal_acts_on_gets_through() {
        assert_eq!(text("plain 레이어"), "plain 레이어");
        assert_eq!(text("a\nb\u{1b}[2J\u{9b}c"), "a\\nb\\u{1b}[2J\\u{9b}c");
        assert_eq!(text("evil\u{202e}gnp"), "evil\\u{202e}gnp");
    }

    proptest::proptest! {
        #[test]
        fn no_control_character_survives(input in ".*") {
            proptest::prop_assert!(!text(&input).chars().any(char::is_control));
        }
    }
}
