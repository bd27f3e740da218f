//! Parses the text of a template into data (`samcli/yamlhelper.py`, `samcli/commands/_utils/template.py`).

use std::borrow::Cow;

use super::node::Node;
use super::sam_error::SamResult;
use super::{json, yaml};

/// Parses a template as JSON, or as YAML if it is not JSON.
pub fn load(text: &str) -> SamResult<Node> {
    let text = unix_lines(text);
    match json::read(&text)? {
        Some(node) => Ok(node),
        // In YAML 1.1 U+0085 also ends a line, and is read as a line break.
        None if text.contains('\u{85}') => yaml::read(&text.replace('\u{85}', "\n")),
        None => yaml::read(&text),
    }
}

/// Replaces all line endings with `
/// `, as Python opens a template as text.
fn unix_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}
