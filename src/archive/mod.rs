//! Zip in: a layer's archive unpacked as SAM would unpack it, or refused with the reason.
//!
//! [`unpack`] looks at every name before it writes anything, and writes only into the empty folder it is given. It
//! blocks, and spreads the files over all processors.

mod central_directory;
mod entry_reader;
mod error;
mod links;
mod plan;
mod reader;
mod system;
mod unpack;
mod zip_structure;

pub use central_directory::{CentralDirectory, read_central_directory};
pub use error::ArchiveError;
pub use unpack::{FileHashes, Limits, Unpacked, unpack};
pub use zip_structure::MAX_END_RECORDS;
