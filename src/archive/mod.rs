//! Zip in: a layer's archive unpacked as SAM would unpack it, or refused with the reason.
//!
//! [`unpack`] looks at every name before it writes anything, and writes only into the empty folder it is given. It
//! blocks, and spreads the files over all processors.

mod content;
mod error;
mod links;
mod listing;
mod plan;
mod reader;
mod shape;
mod system;
mod unpack;

pub use error::ArchiveError;
pub use listing::{Tail, list_tail};
pub use shape::LONGEST_END;
pub use unpack::{Limits, Sums, Unpacked, unpack};
