//! Words for people, the same on every screen and in every sentence: names made harmless, sizes, counts, ages; sizes and
//! ages as people type them; and sentences in each language.

mod clean;
mod disk;
mod figures;
mod lang;
mod one_line;
mod sentence;
mod units;

pub use clean::{clean, clean_path};
pub(crate) use disk::{is_full, why};
pub use figures::{age, bytes, count, counted, lasting, plural};
pub use lang::{Lang, Values};
pub use one_line::one_line;
pub use sentence::{Sentence, Value};
pub(crate) use sentence::{sentence, tells};
pub use units::{parse_bytes, parse_duration};
