//! Makes text from an engine, a service or the system fit for one line of a terminal.

use super::redact::redact;
use super::sanitize::is_harmful;

/// The maximum number of characters.
const LONGEST: usize = 400;

/// The most bytes that are read, as white space may be dropped.
const MAX_READ: usize = 64 * 1024;

/// Returns the text on one line, without secrets ([`redact`]), control characters and marks that change the text
/// direction, cut after 400 characters.
///
/// Line breaks and tabs become a space, and runs of spaces one space. Any other character that could control a terminal
/// becomes the replacement character, so that its presence is visible.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LONGEST));
    let mut count = 0;
    let end = text.floor_char_boundary(MAX_READ);
    for c in redact(&text[..end]).trim().chars() {
        let c = match c {
            c if c.is_whitespace() => ' ',
            c if is_harmful(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        };
        if c == ' ' && line.ends_with(' ') {
            continue;
        }
        if count == LONGEST {
            line.push('…');
            break;
        }
        line.push(c);
        count += 1;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_cannot_control_the_terminal() {
        assert_eq!(
            one_line("  no such\r\n\timage: \x1b[2Jx\u{202e}y \0"),
            "no such image: \u{fffd}[2Jx\u{fffd}y \u{fffd}"
        );
    }

    #[test]
    fn a_long_message_is_cut() {
        let line = one_line(&"é".repeat(100_000));
        assert_eq!(line.chars().count(), LONGEST + 1);
        assert!(line.ends_with('…'));
    }

    #[test]
    fn a_secret_does_not_get_through_by_being_cut() {
        let token = format!("{}&X-Amz-Security-Token={}", "x".repeat(LONGEST - 30), "aB3".repeat(100));
        assert!(!one_line(&token).contains("aB3"), "{}", one_line(&token));
    }

    proptest::proptest! {
        #[test]
        fn no_control_character_remains(text in ".*") {
            let line = one_line(&text);
            proptest::prop_assert!(!line.chars().any(is_harmful));
            proptest::prop_assert_eq!(one_line(&line), line);
        }
    }
}
