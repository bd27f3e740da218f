//! Python's own ways with text and numbers, as far as they show in SAM's answers.

mod repr;
mod resub;

pub use repr::{MAX_TEXT, float_text, str_of};
pub use resub::{expand_replacement, find_pattern};
