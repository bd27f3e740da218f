//! Local packages: the zips and folders that are imported or published.

mod source;

pub use source::{inspect_source, is_same_path};
