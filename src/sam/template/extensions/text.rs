//! Converts values to text under these rules: `true` and `false` in lower case, lists with commas.

use super::super::node::Node;
use super::super::python::{MAX_TEXT, python_str};

/// Returns the text of a value, with booleans as in `CloudFormation`.
pub fn loop_text(node: &Node) -> String {
    match node {
        Node::Bool(true) => "true".to_owned(),
        Node::Bool(false) => "false".to_owned(),
        other => python_str(other),
    }
}

/// Appends a value as [`loop_text`] returns it, a list as its items with commas, and null as `null`. Stops soon after
/// [`MAX_TEXT`] bytes.
pub fn add_text(node: &Node, null: &str, out: &mut String) {
    match node {
        Node::List(items) => {
            for (index, item) in items.borrow().iter().enumerate() {
                if out.len() > MAX_TEXT {
                    return;
                }
                if index > 0 {
                    out.push(',');
                }
                add_text(item, null, out);
            }
        }
        Node::Null => out.push_str(null),
        Node::Str(text) => out.push_str(text),
        other => out.push_str(&loop_text(other)),
    }
}

/// Splits a comma-separated text into a list.
pub fn split_at_commas(text: &str) -> Node {
    Node::list(text.split(',').map(|part| Node::text(part.trim())).collect())
}

/// Returns only the letters and digits, for the logical IDs that `&{Name}` creates.
pub fn alphanumeric(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Returns whether a text contains a dynamic reference to Parameter Store or Secrets Manager, over which a loop cannot
/// iterate.
pub fn has_dynamic_reference(text: &str) -> bool {
    const OPEN: &str = "{{resolve:";
    let lower = text.to_ascii_lowercase();
    lower.match_indices(OPEN).any(|(at, _)| {
        let rest = &lower[at + OPEN.len()..];
        ["ssm:", "ssm-secure:", "secretsmanager:"].iter().any(|service| {
            let Some(reference) = rest.strip_prefix(service) else { return false };
            reference.find('}').is_some_and(|end| end > 0 && reference[end..].starts_with("}}"))
        })
    })
}

/// Parses an index like Python's `int()`.
pub fn to_index(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let is_plain = digits.split('_').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    // A number that does not fit 64 bits is larger than every list.
    is_plain.then(|| digits.replace('_', "").parse().map_or(i64::MAX, |value: i64| value * sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dynamic_references_are_recognised() {
        assert!(has_dynamic_reference("a {{Resolve:ssm:/x}} b"));
        assert!(has_dynamic_reference("{{resolve:ssm-secure:x}}"));
        assert!(!has_dynamic_reference("{{resolve:ssm:}}"));
        assert!(!has_dynamic_reference("{{resolve:s3:x}}"));
        assert!(!has_dynamic_reference("{{resolve:ssm:x}"));
    }

    #[test]
    fn indexes_are_parsed_like_python() {
        for (text, index) in [("1", Some(1)), (" +1_0 ", Some(10)), ("-1", Some(-1)), ("1.0", None), ("_1", None)] {
            assert_eq!(to_index(text), index, "{text:?}");
        }
    }
}
