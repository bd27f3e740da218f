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
pub mod size;
mod source;
mod zip_file;

pub use source::{inspect_source, is_same_path};
