//! How deep brackets nest in a text.

/// Deeper than anything a person writes, and no trouble for any parser.
const DEEPEST: usize = 500;

/// Whether brackets are nested so deep in a text that a YAML parser would take minutes: it looks through all open ones
/// again for each that comes. Brackets in texts and comments count as well, which come in pairs there too.
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
    fn only_brackets_that_stay_open_nest() {
        assert!(!nests_too_deeply(&"[1, {a: 2}]\n".repeat(10_000)));
        assert!(!nests_too_deeply(&format!("{}{}", "[".repeat(500), "]".repeat(500))));
        assert!(nests_too_deeply(&"[".repeat(200_000)) && nests_too_deeply(&"{a: ".repeat(501)));
    }
}
