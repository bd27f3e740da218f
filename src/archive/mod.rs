//! Unpacks the zip of a layer like SAM, or refuses it with the reason, and writes zips ([`pack`]).
//!
//! [`copy_source`] does the same for a local zip or folder, and reports whether it was changed meanwhile.
//!
//! [`unpack`] checks every name before it writes anything, and writes only into the empty folder it is given. It
//! blocks, and uses all processors.

mod central_directory;
mod contents;
mod entry_reader;
mod error;
mod folder;
mod folding;
mod links;
pub mod pack;
mod plan;
mod reader;
mod source;
mod system;
mod unpack;
mod zip_structure;

pub use central_directory::{CentralDirectory, ZipListing, list_zip, read_central_directory};
pub use contents::{ZipContents, ZipEntry};
pub use error::ArchiveError;
pub use folder::sha256;
pub use source::{Copied, copy_source, inspect};
pub use unpack::{FileHashes, Limits, MAX_HASHED, Unpacked, unpack};
pub use zip_structure::MAX_END_RECORDS;
