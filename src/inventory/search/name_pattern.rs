//! Layer names in which `*` stands for any letters: a glob of the general kind takes as long to compile as a small cache
//! takes to read, and dozens of these come with the program.

/// A layer name with `*` for any letters, none included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

impl NamePattern {
    /// As written.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether the whole name is of this form.
    pub fn matches(&self, name: &str) -> bool {
        match self.0.split_once('*') {
            None => name == self.0,
            Some((head, rest)) => name.strip_prefix(head).is_some_and(|name| ends_as(rest, name)),
        }
    }
}

/// Whether a name ends as the pattern does, whatever stands before. The first place that fits is as good as any.
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
    fn a_star_stands_for_any_letters_and_everything_else_for_itself() {
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
