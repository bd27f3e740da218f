//! Words of others (an engine, a service, the system) made fit for one line of a terminal.

use super::sanitize::is_harmful;

/// How many characters of somebody else's words are worth showing.
const LONGEST: usize = 400;

/// The text on one line, without control characters and without the marks that change the direction of writing,
/// cut after 400 characters.
///
/// Line breaks and tabs become a space, runs of spaces one space; anything else that could steer a terminal becomes
/// the replacement character, so that a reader sees that something was there.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LONGEST));
    let mut count = 0;
    for c in text.trim().chars() {
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
    fn an_engine_cannot_steer_the_terminal() {
        assert_eq!(
            one_line("  no such\r\n\timage: \x1b[2Jx\u{202e}y \0"),
            "no such image: \u{fffd}[2Jx\u{fffd}y \u{fffd}"
        );
    }

    #[test]
    fn an_endless_message_ends() {
        let line = one_line(&"é".repeat(100_000));
        assert_eq!(line.chars().count(), LONGEST + 1);
        assert!(line.ends_with('…'));
    }

    proptest::proptest! {
        #[test]
        fn nothing_gets_through(text in ".*") {
            let line = one_line(&text);
            proptest::prop_assert!(!line.chars().any(is_harmful));
            proptest::prop_assert_eq!(one_line(&line), line);
        }
    }
}
