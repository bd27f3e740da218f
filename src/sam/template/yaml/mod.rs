//! Parses YAML like SAM: `PyYAML`'s safe loader with `CloudFormation`'s short tags (`samcli/yamlhelper.py`).
//!
//! `saphyr-parser` produces the events; it keeps the quoting of scalars, tags and repeated keys. The types of `012` or
//! `yes` follow YAML 1.1 and affect SAM's result, so typing and merging follow `PyYAML`.

mod compose;
mod construct;
mod dialect;
mod merge;
mod repair;
mod scalar;
mod separators;
mod tag;

use super::node::Node;
use super::sam_error::{SamError, SamResult};
pub use merge::{MergeOrder, Merging};

/// The nesting depth beyond which SAM reaches Python's limit.
pub(super) const MAX_DEPTH: usize = 480;

/// The most values of a template. The largest that `CloudFormation` accepts has 1 MB and some 100,000; each takes about 150
/// bytes here.
pub(in crate::sam::template) const MAX_VALUES: usize = 150_000;

/// Returns the error for a template with more values.
pub(in crate::sam::template) fn too_many_values() -> SamError {
    SamError::limit(format!(
        "the template has more than {} values, and is not read",
        crate::text::count(MAX_VALUES as u64)
    ))
}

/// Parses a whole text; an empty one is null (Python's `None`).
pub fn read(text: &str, merging: &Merging) -> SamResult<Node> {
    let mut repairs = repair::Repairs::new(text);
    loop {
        let broken = match compose::compose(repairs.text(), repairs.byte_order_mark()) {
            Ok(graph) => return construct::construct(graph, merging),
            Err(broken) => broken,
        };
        // Text that SAM accepts is rewritten so that the parser accepts it, and parsed again.
        if !repairs.repair(&broken) {
            return Err(broken.raised);
        }
    }
}

/// Returns the error for invalid YAML at a line and column counted from 0.
fn wrong(line: usize, column: usize, what: &str) -> SamError {
    SamError::new(
        "TemplateFailedParsingException",
        format!("line {}, column {}: {what}; correct the template there", line + 1, column + 1),
    )
}
