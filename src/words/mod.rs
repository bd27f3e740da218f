//! Words for people, the same on every screen and in every sentence: names made harmless, sizes, counts, ages; and sizes
//! and ages as people type them.

mod clean;
mod figures;
mod one_line;
mod units;

pub use clean::{clean, clean_path};
pub use figures::{age, bytes, count, counted, lasting, plural};
pub use one_line::one_line;
pub use units::{parse_bytes, parse_duration};
