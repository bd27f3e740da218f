//! YAML as SAM reads it: by `PyYAML`'s safe loader with `CloudFormation`'s short tags on top (`samcli/yamlhelper.py`).
//!
//! `saphyr-parser` cuts the text into events; it says how a text was quoted and leaves tags and keys given twice to us.
//! What SAM types `012` or `yes` as is YAML 1.1 and reaches its answer, so typing and merging follow `PyYAML`.

mod compose;
mod construct;
mod dialect;
mod merge;
mod repair;
mod scalar;
mod separators;

use super::node::Node;
use super::sam_error::{SamError, SamResult};
pub use merge::{MergeOrder, Merging};

/// Nesting beyond which SAM runs into Python's limit, and we would run into ours.
pub(super) const MAX_DEPTH: usize = 480;

/// Reads a whole text; an empty one is `None` in Python's sense.
pub fn read(text: &str, merging: &Merging) -> SamResult<Node> {
    let mut repairs = repair::Repairs::new(text);
    loop {
        let broken = match compose::compose(repairs.text(), repairs.byte_order_mark()) {
            Ok(graph) => return construct::construct(graph, merging),
            Err(broken) => broken,
        };
        // What SAM CLI takes is written in a way the parser takes as well, and read again.
        if !repairs.repair(&broken) {
            return Err(broken.raised);
        }
    }
}

/// A text that is no YAML, at a line and column counted from 0.
fn wrong(line: usize, column: usize, what: &str) -> SamError {
    SamError::new(
        "TemplateFailedParsingException",
        format!("line {}, column {}: {what}; correct the template there", line + 1, column + 1),
    )
}
