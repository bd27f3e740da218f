//! The content of layers, archives and images. Pure: no I/O.

pub mod checks;
pub mod difference;
pub mod entries;
pub mod facts;
pub mod file_changes;
pub mod image;
pub mod listing;
pub mod measure;
pub mod merge;
pub mod packages;
pub mod preview;
pub mod quotas;
pub mod sha256;
pub mod source;
pub mod tree;
pub mod verify;
