//! Python's conversion of values to text, and its regular expressions, as far as they affect SAM's results.

mod regex_sub;
mod repr;

pub use regex_sub::{expand_replacement, find_pattern};
pub use repr::{MAX_TEXT, format_float, python_str};
