//! Writes zips. The same tree becomes the same bytes on every machine.
//!
//! [`list`] lists a folder, [`write_zip`] compresses it with all processors. Names are sorted by their bytes, every date is
//! 1980-01-01, modes are 0755 or 0644, links stay links, and only empty folders have entries of their own. Large files
//! are compressed in blocks of a fixed size, so that the number of processors makes no difference.

mod deflate;
mod error;
mod list;
mod program;
mod records;
mod write;

pub use error::PackError;
pub use list::{ExecutableBy, PackItem, check_unchanged, list};
pub use write::{Packed, write_zip};
