//! Release numbers of SAM CLI and of the packages it is installed with.

use std::cmp::Ordering;
use std::fmt;

/// A release number, such as `1.170.0`, compared part by part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Release {
    text: String,
    numbers: Vec<u64>,
}

impl Release {
    /// Parses a release number as Python packages write it; `None` if it does not start with a number. A suffix (`rc1`,
    /// `.post1`, `+local`) is kept for display but not compared.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let mut numbers = Vec::new();
        let mut rest = text;
        loop {
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let Ok(number) = rest[..end].parse() else { break };
            numbers.push(number);
            match rest[end..].strip_prefix('.') {
                Some(next) => rest = next,
                None => break,
            }
        }
        let is_plain = text.len() <= 64 && text.chars().all(|c| c.is_ascii_graphic());
        (!numbers.is_empty() && is_plain).then(|| Self { text: text.to_owned(), numbers })
    }

    /// Returns the text as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether it is not an earlier release than another, and not the same.
    pub fn is_later_than(&self, other: &Self) -> bool {
        self.is_at_least(&other.numbers) && self != other
    }

    /// Returns whether it is this release or a later one.
    pub fn is_at_least(&self, numbers: &[u64]) -> bool {
        compare(&self.numbers, numbers) != Ordering::Less
    }
}

/// Compares two releases; missing numbers count as 0.
fn compare(one: &[u64], other: &[u64]) -> Ordering {
    let at = |numbers: &[u64], index: usize| numbers.get(index).copied().unwrap_or(0);
    let count = one.len().max(other.len());
    (0..count).map(|index| at(one, index).cmp(&at(other, index))).find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_as_numbers() {
        let release = |text| Release::parse(text).unwrap();
        assert!(release("1.145.0").is_at_least(&[1, 145]));
        assert!(release("1.170").is_at_least(&[1, 145, 0]));
        assert!(!release("1.99.0").is_at_least(&[1, 145]));
        assert!(release("2.0.0").is_at_least(&[1, 145]));
        assert!(release("6.0.4.post1").is_at_least(&[6, 0, 4]));
        assert!(!release("6.0.3").is_at_least(&[6, 0, 4]));
        assert_eq!(release(" 1.2.3rc1\n").as_str(), "1.2.3rc1");
    }

    #[test]
    fn other_texts_are_not_releases() {
        for text in ["", "nightly", ".1", "1.0 \u{1b}[31m", &"1".repeat(80)] {
            assert_eq!(Release::parse(text), None, "{text:?}");
        }
    }
}
