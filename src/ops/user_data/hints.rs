//! Stores which hints of the app the user has seen in the user's data folder: one name per line, and lines are only
//! appended.
//!
//! A missing or unreadable file counts as empty. Names from a newer version are ignored and kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::atomic_file;
use crate::ops::bounded;
use crate::ops::context::Context;

/// Returns the names of the hints the user has seen.
pub fn known_hints(context: &Context) -> BTreeSet<String> {
    let read = context.data_dir.as_ref().and_then(|folder| bounded::read(&file(folder), bounded::BY_HAND).ok());
    let text = read.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Stores that the user has seen these hints. In read-only mode nothing is written, so they appear again.
pub fn remember_hints(context: &Context, names: &[&str]) {
    let Some(folder) = context.data_dir.as_ref().filter(|_| !context.read_only.is_on()) else { return };
    if let Err(error) = atomic_file::append(&file(folder), names) {
        tracing::info!(path = %folder.display(), %error, "cannot remember hints");
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("hints.txt")
}
