//! The tags of YAML nodes, which decide their types.

use std::borrow::Cow;
use std::rc::Rc;

/// The type of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tag {
    /// A YAML core type: `str`, `int`, `map` …
    Core(Cow<'static, str>),
    /// `!Name`, the short form of a function in `CloudFormation`.
    Short(Rc<str>),
    /// Any other tag.
    Foreign(String),
}
