//! The nesting depth of brackets in a text.

/// The limit: deeper than any real file, and fast for every parser.
const DEEPEST: usize = 500;

/// Returns whether brackets are nested so deeply that a YAML parser would take minutes, as it checks all open ones for
/// each new one. Brackets in strings and comments count as well; they usually come in pairs.
pub fn nests_too_deeply(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unclosed_brackets_count() {
        assert!(!nests_too_deeply(&"[1, {a: 2}]\n".repeat(10_000)));
        assert!(!nests_too_deeply(&format!("{}{}", "[".repeat(500), "]".repeat(500))));
        assert!(nests_too_deeply(&"[".repeat(200_000)) && nests_too_deeply(&"{a: ".repeat(501)));
    }
}
