//! The rules of SAM CLI as pure functions: text in, names out, no I/O.
//!
//! Every rule here is SAM CLI's own; the docs of each item name the file of SAM CLI that holds it.
//! What a release of SAM CLI knows is data (`assets/sam/tables.json`, written by `tests/support/sam_tables.py`).

pub mod account;
pub mod arn;
pub mod build_graph;
pub mod command_line;
pub mod hashed_name;
pub mod image_name;
pub mod installed;
pub mod layer_dir;
pub(crate) mod lexical_path;
pub mod lock;
pub mod overrides;
pub mod problem;
pub mod region;
pub mod release;
pub mod runtime;
pub mod s3_object;
pub mod samconfig;
mod tables;
pub mod template;
mod typed_name;

pub use account::AccountId;
pub use arn::LayerArn;
pub use hashed_name::{HashedName, LogicalId};
pub use image_name::ImageName;
pub use layer_dir::LayerDir;
pub use region::Region;
pub use runtime::{Architecture, Runtime};
pub use s3_object::S3Object;
pub use tables::{known_sam_cli, known_translator};
pub use typed_name::TypedName;

use sha2::{Digest, Sha256};

/// Returns the 64 lower-case hex digits of the sha256 of a text.
pub(crate) fn sha256_hex(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}
