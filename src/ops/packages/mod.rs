//! Deployment packages: the zips and folders that are imported or published, their size, packing a folder, exporting a
//! cached layer.

mod debug_symbols;
pub mod dockerfile;
pub mod export;
mod folder;
mod jar;
pub mod layout;
mod output_file;
pub mod pack;
mod publish;
pub mod size;
mod source;
mod zip_file;

pub(super) use publish::{client_of, is_unchanged};
pub use publish::{default_region, download_original, look_up_targets, read_publication};
pub use source::{inspect_source, is_same_path};
