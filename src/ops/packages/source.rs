//! Reads what a local zip or folder holds before a plan is made from it.

use std::path::Path;

use crate::archive;
use crate::content::source::{LocalSource, SourceKind};
use crate::ops::Context;
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// Reads the names and sizes of a zip or folder. Blocks.
///
/// Returns an error if it cannot be read, if it breaks a rule of [`crate::archive`], or if the cache is within it.
pub fn inspect_source(context: &Context, path: &Path) -> Result<LocalSource, Sentence> {
    let cannot = |why: Sentence| sentence!("source-unusable", path = sanitize_path(path), why = why);
    let whole = std::path::absolute(path).map_err(|error| cannot(describe_io_error(&error)))?;
    let resolved = dunce::canonicalize(&whole).map_err(|error| cannot(describe_io_error(&error)))?;
    let cache = dunce::canonicalize(&context.cache.path).unwrap_or_else(|_| context.cache.path.clone());
    // The staging folder of the copy would be part of the source.
    if cache.starts_with(&resolved) {
        return Err(cannot(sentence!("source-holds-cache")));
    }
    let source = archive::inspect(&resolved).map_err(|error| cannot(error.message()))?;
    // A zip that was reached through a link is remembered by the name the user gave.
    Ok(LocalSource { path: if source.kind == SourceKind::Zip { whole } else { resolved }, ..source })
}

/// Returns whether two paths lead to the same place.
pub fn is_same_path(one: &Path, other: &Path) -> bool {
    one == other || matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
