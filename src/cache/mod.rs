//! The cache directory on disk: locate, scan, lock, swap in, trash; the only door for removal.
//!
//! Everything here blocks: call it from a thread of its own.
//!
//! | step | call |
//! |---|---|
//! | which directory SAM uses | [`locate::locate`] |
//! | open it, or say why not | [`Cache::open`], [`Cache::create`] |
//! | what is in it, as a stream | [`Cache::scan`] |

mod error;
mod leftovers;
pub mod locate;
mod locks;
mod measure;
mod names;
mod open;
mod scan;
mod sys;

pub use error::CacheError;
pub use locate::{Inputs, Located, locate};
pub use open::Cache;
