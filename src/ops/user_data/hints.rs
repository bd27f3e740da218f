//! Which hints of the app somebody has had, remembered in the user's data folder: a name a line, only ever appended to.
//!
//! A missing or unreadable file is somebody who had none; names of a newer version are passed over and stay.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::atomic_file;
use crate::ops::bounded;
use crate::ops::context::Context;

/// The names of the hints somebody has had.
pub fn known_hints(context: &Context) -> BTreeSet<String> {
    let read = context.data_dir.as_ref().and_then(|folder| bounded::read(&file(folder), bounded::BY_HAND).ok());
    let text = read.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// Remembers that somebody has had these. Read-only, nothing is written: they come again the next time.
pub fn remember_hints(context: &Context, names: &[&str]) {
    let Some(folder) = context.data_dir.as_ref().filter(|_| !context.read_only.is_on()) else { return };
    if let Err(error) = atomic_file::append(&file(folder), names) {
        tracing::info!(path = %folder.display(), %error, "cannot remember hints");
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("hints.txt")
}
