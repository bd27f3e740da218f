//! Layer name patterns in which `*` stands for any characters.
//!
//! Compiling a general glob takes as long as reading a small cache, and samlayers ships with dozens of these patterns.

/// A layer name in which `*` stands for any characters, including none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

impl NamePattern {
    /// Returns a pattern.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns whether the whole name matches.
    pub fn matches(&self, name: &str) -> bool {
        match self.0.split_once('*') {
            None => name == self.0,
            Some((head, rest)) => name.strip_prefix(head).is_some_and(|name| ends_as(rest, name)),
        }
    }
}

/// Returns whether a suffix of the name matches the pattern. The first position of each part is sufficient.
fn ends_as(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => name.ends_with(pattern),
        Some((part, rest)) => name.find(part).is_some_and(|at| ends_as(rest, &name[at + part.len()..])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_matches_any_characters() {
        let cases = [
            ("console", "console", true),
            ("console", "console2", false),
            ("Datadog-*", "Datadog-Python312", true),
            ("Datadog-*", "Datadog-", true),
            ("Datadog-*", "MyDatadog-Python312", false),
            ("*-php-*", "arm-php-83", true),
            ("*-php-*", "php-83", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "acb", false),
            ("a*a", "a", false),
            ("*", "", true),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(NamePattern::new(pattern).matches(name), expected, "{pattern} on {name}");
        }
    }
}
