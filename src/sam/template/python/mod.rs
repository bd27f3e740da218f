//! Python's own ways with text and numbers, as far as they show in SAM's answers.

mod regex_sub;
mod repr;

pub use regex_sub::{expand_replacement, find_pattern};
pub use repr::{MAX_TEXT, format_float, python_str};
