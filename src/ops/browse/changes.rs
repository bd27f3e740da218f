//! Compares a file in two versions of a layer, line by line. Only files up to a limit are read, and links are not followed.

use std::path::Path;
use std::time::{Duration, Instant};

use super::listing::is_executable;
use super::preview::{LayerFile, open};
use crate::content::file_changes::{FileChanges, MAX_BYTES, Version, compare};
use crate::ops::Context;
use crate::sam::LayerDir;
use crate::text::Sentence;

/// The longest time to search for the fewest changes.
const LONGEST: Duration = Duration::from_secs(2);

/// Compares a file in two versions of a layer. The error is a sentence. Blocks: call it on its own thread.
pub fn file_changes(context: &Context, old: &LayerDir, new: &LayerDir, path: &Path) -> Result<FileChanges, Sentence> {
    let (old, new) = (open(context, old, path, MAX_BYTES + 1)?, open(context, new, path, MAX_BYTES + 1)?);
    Ok(compare(version(&old), version(&new), Some(Instant::now() + LONGEST)))
}

fn version(file: &LayerFile) -> Version<'_> {
    Version { head: &file.head, total: file.found.len(), is_executable: is_executable(&file.found) }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;
    use crate::cache::Located;

    #[test]
    fn text_is_compared_and_a_huge_file_is_not_read() {
        let cache = tempfile::tempdir().unwrap();
        let located = Located { path: cache.path().to_owned(), chosen_by: "test".into(), note: None };
        let context = Context::of_cache(located);
        let [old, new] = ["a-1-0123456789", "a-2-0123456789"].map(|dir| LayerDir::parse(dir).unwrap());
        for (dir, text) in [(&old, "one\ntwo\n"), (&new, "one\nthree\n")] {
            let root = cache.path().join(dir.as_str());
            fs::create_dir(&root).unwrap();
            fs::write(root.join("a.py"), text).unwrap();
            File::create(root.join("huge")).unwrap().set_len(1 << 40).unwrap();
        }
        let FileChanges::Lines(changes) = file_changes(&context, &old, &new, Path::new("a.py")).unwrap() else {
            panic!("text")
        };
        assert_eq!((changes.added, changes.removed, changes.lines.len()), (1, 1, 3));
        let FileChanges::NoLines(why) = file_changes(&context, &old, &new, Path::new("huge")).unwrap() else {
            panic!("too large")
        };
        assert!(why.to_string().contains("1.10 TB"), "{why}");
        assert!(file_changes(&context, &old, &new, Path::new("../a-1-0123456789/a.py")).is_err());
    }
}
