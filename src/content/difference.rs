//! The differences between two versions of a layer.

use std::collections::BTreeMap;
use std::path::Path;

use super::listing::{Listed, ListedKind, Listing};
use super::tree::{Branch, Leaf, Mark, Tree, direct};

/// Returns the entries that differ, with the directories that contain them.
///
/// `same` compares the content of two files of the same kind and size. It returns `None` if a file could not be read,
/// which counts as changed.
pub fn difference(old: Listing, new: Listing, same: &mut dyn FnMut(&Path) -> Option<bool>) -> Tree {
    let mut tree = Tree { omitted: old.omitted + new.omitted, ..Tree::default() };
    let mut both: BTreeMap<_, (Option<Listed>, Option<Listed>)> = BTreeMap::new();
    for listed in old.entries {
        let path = listed.path.clone();
        both.entry(path).or_default().0 = Some(listed);
    }
    for listed in new.entries {
        let path = listed.path.clone();
        both.entry(path).or_default().1 = Some(listed);
    }
    let mut root = Branch::default();
    for (path, pair) in both {
        let leaf = match pair {
            (Some(listed), None) => Leaf { listed, mark: Mark::Removed },
            (None, Some(listed)) => Leaf { listed, mark: Mark::Added },
            (Some(old), Some(new)) if !is_same(&old, &new, same) => {
                Leaf { mark: Mark::Changed { was: old.bytes }, listed: new }
            }
            _ => continue,
        };
        root.at(&path).leaf = Some(leaf);
    }
    tree.failures = old.failures.into_iter().chain(new.failures).collect();
    tree.leaves = root.flatten(Path::new(""), &close);
    tree
}

/// Directories are compared by their entries, which are listed one by one.
fn is_same(old: &Listed, new: &Listed, same: &mut dyn FnMut(&Path) -> Option<bool>) -> bool {
    match (&old.kind, &new.kind) {
        (ListedKind::Directory, ListedKind::Directory) => true,
        (ListedKind::File { .. }, ListedKind::File { .. }) => {
            old.kind == new.kind && old.bytes == new.bytes && same(&new.path) == Some(true)
        }
        (old, new) => old == new,
    }
}

/// Returns the bytes of an entry before and after.
pub fn sizes(leaf: &Leaf) -> (u64, u64) {
    match leaf.mark {
        Mark::Added => (0, leaf.listed.bytes),
        Mark::Removed => (leaf.listed.bytes, 0),
        Mark::Changed { was } => (was, leaf.listed.bytes),
        Mark::Plain | Mark::From { .. } => (leaf.listed.bytes, leaf.listed.bytes),
    }
}

/// Sets the size of a directory. An added or removed directory counts its entries; any other directory is marked as
/// changed.
fn close(own: &mut Leaf, inner: &[Leaf]) {
    if own.listed.kind != ListedKind::Directory {
        // A file replaced a directory: the entries below it are listed as removed, with their own sizes.
        return;
    }
    let (was, is) = direct(own, inner).map(sizes).fold((0, 0), |total, one| (total.0 + one.0, total.1 + one.1));
    match own.mark {
        Mark::Added => own.listed.bytes = is,
        Mark::Removed => own.listed.bytes = was,
        _ => {
            own.listed.bytes = is;
            own.mark = Mark::Changed { was };
        }
    }
}

/// Returns the number of files added, removed and changed.
pub fn counts(tree: &Tree) -> (usize, usize, usize) {
    let mut counts = (0, 0, 0);
    for leaf in tree.leaves.iter().filter(|leaf| leaf.listed.kind != ListedKind::Directory) {
        match leaf.mark {
            Mark::Added => counts.0 += 1,
            Mark::Removed => counts.1 += 1,
            Mark::Changed { .. } => counts.2 += 1,
            Mark::Plain | Mark::From { .. } => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_differing_entries_are_listed_with_their_folders() {
        let old = Listing::of(&[
            ("lib", None),
            ("lib/gone.so", Some(10)),
            ("python", None),
            ("python/a.py", Some(4)),
            ("python/same.py", Some(4)),
            ("python/touched.py", Some(4)),
        ]);
        let new = Listing::of(&[
            ("fresh", None),
            ("fresh/x", Some(3)),
            ("python", None),
            ("python/a.py", Some(9)),
            ("python/same.py", Some(4)),
            ("python/touched.py", Some(4)),
        ]);
        let tree = difference(old, new, &mut |path| Some(!path.ends_with("touched.py")));
        let actual: Vec<_> = tree
            .leaves
            .iter()
            .map(|leaf| (leaf.listed.path.to_string_lossy().into_owned(), leaf.mark.clone(), leaf.listed.bytes))
            .collect();
        let expected = [
            ("fresh", Mark::Added, 3),
            ("fresh/x", Mark::Added, 3),
            ("lib", Mark::Removed, 10),
            ("lib/gone.so", Mark::Removed, 10),
            ("python", Mark::Changed { was: 8 }, 13),
            ("python/a.py", Mark::Changed { was: 4 }, 9),
            ("python/touched.py", Mark::Changed { was: 4 }, 4),
        ];
        assert_eq!(actual, expected.map(|(path, mark, bytes)| (path.to_owned(), mark, bytes)));
        assert_eq!(counts(&tree), (1, 1, 2));
    }

    #[test]
    fn a_file_that_cannot_be_compared_counts_as_changed() {
        let one = Listing::of(&[("a", Some(1))]);
        assert_eq!(difference(one.clone(), one.clone(), &mut |_| Some(true)).leaves, []);
        assert_eq!(counts(&difference(one.clone(), one, &mut |_| None)), (0, 0, 1));
    }
}
