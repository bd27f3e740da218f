//! Lists the contents of a layer's directory.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::content::listing::{Listed, ListedKind, Listing};
use crate::ops::Context;
use crate::sam::LayerDir;
use crate::text::{Sentence, sanitize_path, sentence};

/// Lists a cached layer without following links. The error is a sentence. Blocks: call it on its own thread.
pub(in crate::ops) fn contents(context: &Context, dir: &LayerDir) -> Result<Listing, Sentence> {
    let root = context.cache.path.join(dir.as_str());
    let found = fs::symlink_metadata(&root).map_err(|error| unreadable(&root, &error))?;
    if !found.is_dir() {
        return Err(sentence!("contents-no-directory", path = sanitize_path(&root)));
    }
    Ok(list(&root))
}

/// Returns the sentence for a path that cannot be read.
pub(in crate::ops) fn unreadable(path: &Path, error: &std::io::Error) -> Sentence {
    sentence!("inside-unreadable", path = sanitize_path(path), why = error.to_string())
}

fn list(root: &Path) -> Listing {
    let mut listing = Listing::default();
    // The directories from the root to the current one, each as an index into the entries.
    let mut open: Vec<usize> = Vec::new();
    let walk = WalkDir::new(root).min_depth(1).follow_links(false).sort_by(|a, b| order(a).cmp(&order(b)));
    for entry in walk {
        match entry {
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                listing.failures.push((path, reason));
            }
            Ok(entry) => add(&mut listing, &mut open, root, &entry),
        }
    }
    listing
}

/// Returns the sort key: directories first, then by name.
fn order(entry: &DirEntry) -> (bool, &std::ffi::OsStr) {
    (!entry.file_type().is_dir(), entry.file_name())
}

fn add(listing: &mut Listing, open: &mut Vec<usize>, root: &Path, entry: &DirEntry) {
    // Directories deeper than the entry's own level have been left.
    open.truncate(entry.depth() - 1);
    let is_dir = entry.file_type().is_dir();
    let metadata = entry.metadata().ok();
    let bytes = if is_dir { 0 } else { metadata.as_ref().map_or(0, fs::Metadata::len) };
    for above in open.iter() {
        if let Some(folder) = listing.entries.get_mut(*above) {
            folder.bytes += bytes;
        }
    }
    if is_dir {
        // Past the limit the index refers to no entry, and nothing is added to it.
        open.push(if listing.entries.len() < Listing::MAX_ENTRIES { listing.entries.len() } else { usize::MAX });
    }
    if listing.entries.len() >= Listing::MAX_ENTRIES {
        listing.omitted += 1;
        return;
    }
    let path = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_owned();
    listing.entries.push(Listed { path, kind: kind(entry, metadata.as_ref()), bytes });
}

fn kind(entry: &DirEntry, metadata: Option<&fs::Metadata>) -> ListedKind {
    let of = entry.file_type();
    if of.is_dir() {
        ListedKind::Directory
    } else if of.is_symlink() {
        ListedKind::Link(fs::read_link(entry.path()).unwrap_or_else(|_| PathBuf::from("?")))
    } else if of.is_file() {
        ListedKind::File { executable: metadata.is_some_and(is_executable) }
    } else {
        ListedKind::Other
    }
}

/// Returns whether the execute bit is set.
#[cfg(unix)]
pub(super) fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
pub(super) fn is_executable(_metadata: &fs::Metadata) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Located;

    fn context(cache: &Path) -> Context {
        Context::of_cache(Located { path: cache.to_owned(), chosen_by: "test".into(), note: None })
    }

    #[test]
    fn a_directory_comes_before_what_is_in_it_and_counts_all_of_it() {
        let cache = tempfile::tempdir().unwrap();
        let dir = LayerDir::parse("a-1-0123456789").unwrap();
        let root = cache.path().join(dir.as_str());
        fs::create_dir_all(root.join("python/deep")).unwrap();
        fs::write(root.join("a.txt"), "12345").unwrap();
        fs::write(root.join("python/x.py"), "123").unwrap();
        fs::write(root.join("python/deep/y.py"), "1").unwrap();
        let listing = contents(&context(cache.path()), &dir).unwrap();
        let seen: Vec<_> = listing.entries.iter().map(|entry| (entry.name(), entry.depth(), entry.bytes)).collect();
        let expected = [("python", 0, 4), ("deep", 1, 1), ("y.py", 2, 1), ("x.py", 1, 3), ("a.txt", 0, 5)];
        assert_eq!(seen, expected.map(|(name, depth, bytes)| (name.to_owned(), depth, bytes)));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_listed_and_not_followed() {
        let cache = tempfile::tempdir().unwrap();
        let dir = LayerDir::parse("a-1-0123456789").unwrap();
        std::os::unix::fs::symlink("/", cache.path().join(dir.as_str())).unwrap();
        assert!(contents(&context(cache.path()), &dir).unwrap_err().to_string().contains("does not follow links"));
        let real = LayerDir::parse("b-1-0123456789").unwrap();
        fs::create_dir(cache.path().join(real.as_str())).unwrap();
        std::os::unix::fs::symlink("/", cache.path().join(real.as_str()).join("root")).unwrap();
        let listing = contents(&context(cache.path()), &real).unwrap();
        assert_eq!(listing.entries.len(), 1);
        assert_eq!(listing.entries[0].kind, ListedKind::Link("/".into()));
    }
}
