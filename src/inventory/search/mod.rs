//! Searches: for the ARN of a directory, for the layers of an image, and for entries with similar names.

pub mod arns;
pub mod image_layers;
pub mod name_pattern;
pub mod near_matches;
