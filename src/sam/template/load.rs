//! Parses the text of a template into data (`samcli/yamlhelper.py`, `samcli/commands/_utils/template.py`).

use std::borrow::Cow;

use super::node::Node;
use super::sam_error::SamResult;
use super::yaml::Merging;
use super::{json, yaml};

/// Reads a template's text: as JSON if it is JSON, else as YAML.
pub fn load(text: &str, merging: &Merging) -> SamResult<Node> {
    let text = unix_lines(text);
    match json::read(&text)? {
        Some(node) => Ok(node),
        // YAML 1.1 also ends a line with U+0085, which `PyYAML` turns into a line feed.
        None if text.contains('\u{85}') => yaml::read(&text.replace('\u{85}', "\n"), merging),
        None => yaml::read(&text, merging),
    }
}

/// Replaces all line endings with `\n`, as Python opens a template as text.
fn unix_lines(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(text) }
}
