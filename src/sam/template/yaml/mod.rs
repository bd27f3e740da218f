//! YAML 1.1 as SAM reads it: by PyYAML's safe loader with CloudFormation's short tags on top (`samcli/yamlhelper.py`).
//!
//! Parsers on crates.io follow YAML 1.2, do not say how a scalar was quoted, or refuse keys given twice. What SAM takes,
//! what it refuses and how it types `012` or `yes` all reach its answer, so the loader here follows YAML 1.1 and PyYAML.

mod compose;
mod construct;
mod reader;
mod scalar;
mod scanner;
mod token;

use super::node::Node;
use super::raised::{Outcome, Raised};

/// Nesting beyond which SAM runs into Python's limit, and we would run into ours.
pub(super) const MAX_DEPTH: usize = 480;

/// Reads a whole text; an empty one is `None` in Python's sense.
pub fn read(text: &str) -> Outcome<Node> {
    let graph = compose::compose(text)?;
    construct::construct(graph)
}

/// A text that is no YAML, at a line and column counted from 0.
fn wrong(line: usize, column: usize, what: &str) -> Raised {
    Raised::new(
        "TemplateFailedParsingException",
        format!("line {}, column {}: {what}; correct the template there", line + 1, column + 1),
    )
}
