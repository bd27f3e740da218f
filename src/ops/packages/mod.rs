//! Deployment packages: the zips and folders that are imported or published, their size, packing a folder, exporting a
//! cached layer.

mod debug_symbols;
pub mod dockerfile;
pub mod export;
mod folder;
mod jar;
pub mod layout;
mod original;
mod output_file;
pub mod pack;
mod publish;
mod publish_source;
pub mod size;
mod source;
mod zip_file;

pub use publish::{PublicationRequest, default_region, look_up_targets, read_publication};
pub(super) use publish::{client_of, is_unchanged};
pub use publish_source::PublishSource;
pub use source::{inspect_source, is_same_path};
