//! One file per command.

pub mod completions;
pub mod dir;
pub mod man;
pub mod tag;
