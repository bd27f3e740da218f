//! Text for users: safe names, redacted secrets, sizes, counts, ages, parsing of sizes and ages, and messages in each
//! language.

mod format;
mod io_error;
mod lang;
pub mod locale;
mod nesting;
mod one_line;
mod parse;
mod redact;
mod sanitize;
mod sentence;

pub use format::{age, bytes, count, counted, format_duration, percent, quota_bytes};
pub(crate) use io_error::{describe_io_error, is_disk_full};
pub use lang::{Lang, Values};
pub use nesting::nests_too_deeply;
pub use one_line::one_line;
pub use parse::{parse_bytes, parse_duration};
pub use redact::{hide, redact};
pub(crate) use sanitize::is_harmful;
pub use sanitize::{sanitize, sanitize_path};
pub use sentence::{Sentence, Value};
pub(crate) use sentence::{localized, sentence};
