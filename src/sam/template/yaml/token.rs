//! The pieces a YAML text is cut into.

use std::borrow::Cow;

use super::reader::Mark;

/// A piece, and where it starts.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// Where it starts.
    pub at: Mark,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'a> {
    /// The end of the text.
    StreamEnd,
    /// `%YAML`, and the major version it asks for.
    VersionDirective(u64),
    /// `%TAG`: handle and prefix.
    TagDirective(Cow<'a, str>, String),
    /// Any other `%`.
    OtherDirective,
    /// `---`.
    DocumentStart,
    /// `...`.
    DocumentEnd,
    /// A block list begins.
    BlockSequenceStart,
    /// A block map begins.
    BlockMappingStart,
    /// A block list or map ends.
    BlockEnd,
    /// `[`.
    FlowSequenceStart,
    /// `]`.
    FlowSequenceEnd,
    /// `{`.
    FlowMappingStart,
    /// `}`.
    FlowMappingEnd,
    /// `,`.
    FlowEntry,
    /// `-`.
    BlockEntry,
    /// A key follows.
    Key,
    /// A value follows.
    Value,
    /// `*name`.
    Alias(&'a str),
    /// `&name`.
    Anchor(&'a str),
    /// Handle (`None` for a verbatim tag) and suffix.
    Tag(Option<Cow<'a, str>>, String),
    /// Text, and whether it was written plain.
    Scalar(Cow<'a, str>, bool),
}
