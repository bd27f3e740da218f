//! Shows the contents of a layer, of the merged layers of a function or of an image, and the changes between two
//! versions.

pub(super) mod changes;
pub(super) mod code_size;
pub(super) mod elf;
pub(super) mod listing;
pub(super) mod preview;

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use super::{Context, image_contents};
use crate::content::difference::{counts, difference};
use crate::content::merge::merge;
use crate::content::tree::{BrowseTarget, Tree, TreeNote};
use crate::sam::LayerDir;
use crate::text::Sentence;

/// Reads the requested contents without following links. The error is a sentence. Blocks: call it on its own thread.
pub fn read_contents(context: &Context, inside: &BrowseTarget) -> Result<Tree, Sentence> {
    match inside {
        BrowseTarget::Layer(dir) => listing::contents(context, dir).map(Tree::of_layer),
        BrowseTarget::Opt { layers, .. } => Ok(opt(context, layers)),
        BrowseTarget::Image(name) => image_contents(context, name.as_str()).map(Tree::of_layer),
        BrowseTarget::Difference { old, new } => changes(context, old, new),
    }
}

fn opt(context: &Context, layers: &[(String, Option<LayerDir>)]) -> Tree {
    let mut listed = Vec::new();
    let mut notes = Vec::new();
    for (name, dir) in layers {
        match dir.as_ref().map(|dir| listing::contents(context, dir)) {
            Some(Ok(listing)) => listed.push((name.clone(), listing)),
            Some(Err(reason)) => notes.push(TreeNote::Unlisted(reason)),
            None => notes.push(TreeNote::NotCached(name.clone())),
        }
    }
    let mut tree = merge(listed);
    let (files, bytes) = tree.overridden();
    if files > 0 {
        notes.push(TreeNote::Overridden { files, bytes });
    }
    tree.notes = notes;
    tree
}

fn changes(context: &Context, old: &LayerDir, new: &LayerDir) -> Result<Tree, Sentence> {
    let (before, after) = (listing::contents(context, old)?, listing::contents(context, new)?);
    let (old_root, new_root) = (context.cache.path.join(old.as_str()), context.cache.path.join(new.as_str()));
    let mut same = |path: &Path| same_content(&old_root.join(path), &new_root.join(path)).ok();
    let mut tree = difference(before, after, &mut same);
    tree.origins = vec![old.to_string(), new.to_string()];
    let (added, removed, changed) = counts(&tree);
    tree.notes = vec![TreeNote::Changes(added, removed, changed)];
    Ok(tree)
}

/// Compares two files of the same size in chunks.
fn same_content(one: &Path, other: &Path) -> std::io::Result<bool> {
    // The file may have been replaced by a pipe since it was listed, and reading a pipe may block for ever.
    if !(fs::symlink_metadata(one)?.is_file() && fs::symlink_metadata(other)?.is_file()) {
        return Ok(false);
    }
    let (mut one, mut other) = (File::open(one)?, File::open(other)?);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    loop {
        left.clear();
        right.clear();
        one.by_ref().take(CHUNK_BYTES).read_to_end(&mut left)?;
        other.by_ref().take(CHUNK_BYTES).read_to_end(&mut right)?;
        if left != right {
            return Ok(false);
        }
        if left.is_empty() {
            return Ok(true);
        }
    }
}

/// The number of bytes compared at a time.
const CHUNK_BYTES: u64 = 1 << 18;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Located;
    use crate::content::tree::Mark;
    use crate::inventory::FunctionRef;

    fn cache(files: &[(&str, &str)]) -> (tempfile::TempDir, Context) {
        let cache = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = cache.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let located = Located { path: cache.path().to_owned(), chosen_by: "test".into(), note: None };
        (cache, Context::of_cache(located))
    }

    fn dir(text: &str) -> LayerDir {
        LayerDir::parse(text).unwrap()
    }

    #[test]
    fn opt_lists_missing_layers_and_the_layer_that_wins() {
        let (_cache, context) = cache(&[("a-1-0123456789/x.py", "one"), ("b-1-0123456789/x.py", "two!")]);
        let layers = vec![
            ("a-1-0123456789".to_owned(), Some(dir("a-1-0123456789"))),
            ("Shared".to_owned(), None),
            ("b-1-0123456789".to_owned(), Some(dir("b-1-0123456789"))),
        ];
        let function = FunctionRef { template: "t.yaml".into(), function: "F".into() };
        let tree = read_contents(&context, &BrowseTarget::Opt { function, layers }).unwrap();
        assert_eq!(tree.leaves[0].mark, Mark::From { winner: 1, losers: vec![0], wasted: 3 });
        assert_eq!(tree.leaves[0].listed.bytes, 4);
        assert_eq!(tree.notes, [TreeNote::NotCached("Shared".to_owned()), TreeNote::Overridden { files: 1, bytes: 3 }]);
    }

    #[test]
    fn files_of_the_same_size_are_compared_by_content() {
        let large = "x".repeat(300_000);
        let touched = format!("{}y", "x".repeat(299_999));
        let (_cache, context) = cache(&[
            ("a-1-0123456789/same", &large),
            ("a-1-0123456789/touched", &large),
            ("a-2-0123456789/same", &large),
            ("a-2-0123456789/touched", &touched),
        ]);
        let inside = BrowseTarget::Difference { old: dir("a-1-0123456789"), new: dir("a-2-0123456789") };
        let tree = read_contents(&context, &inside).unwrap();
        let names: Vec<String> = tree.leaves.iter().map(|leaf| leaf.listed.name()).collect();
        assert_eq!(names, ["touched"]);
        assert_eq!(tree.notes, [TreeNote::Changes(0, 0, 1)]);
    }
}
