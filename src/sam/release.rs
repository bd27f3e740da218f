//! Release numbers of SAM CLI and of what it is installed with.

use std::cmp::Ordering;
use std::fmt;

/// The number of a release, such as `1.170.0`; they are compared part by part.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Release {
    text: String,
    numbers: Vec<u64>,
}

impl Release {
    /// Reads a release number as Python packages write it. `None` where it does not begin with a number. What follows the
    /// numbers (`rc1`, `.post1`, `+local`) is kept for people and does not count.
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

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is this release or a later one.
    pub fn is_at_least(&self, numbers: &[u64]) -> bool {
        compare(&self.numbers, numbers) != Ordering::Less
    }
}

/// Numbers that are missing count as 0.
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
    fn what_is_no_release_is_none() {
        for text in ["", "nightly", ".1", "1.0 \u{1b}[31m", &"1".repeat(80)] {
            assert_eq!(Release::parse(text), None, "{text:?}");
        }
    }
}
