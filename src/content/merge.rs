//! Merges several layers as Lambda unpacks them to `/opt`: in order, files of later layers replace those of earlier
//! ones.

use std::path::Path;

use super::listing::{ListedKind, Listing};
use super::tree::{Branch, Leaf, Mark, Tree, direct};

/// Merges layers given in SAM's order, each with its name.
pub fn merge(layers: Vec<(String, Listing)>) -> Tree {
    let mut tree = Tree::default();
    let mut root = Branch::default();
    for (index, (name, listing)) in layers.into_iter().enumerate() {
        tree.origins.push(name);
        tree.omitted += listing.omitted;
        tree.failures.extend(listing.failures);
        for listed in listing.entries {
            let branch = root.at(&listed.path.clone());
            if listed.kind == ListedKind::Directory {
                lay_directory(branch, listed, index);
            } else {
                let (losers, wasted) = lost(branch);
                // Everything below a directory with this name is hidden as well.
                branch.below.clear();
                branch.leaf = Some(Leaf { listed, mark: Mark::From { winner: index, losers, wasted } });
            }
        }
    }
    tree.leaves = root.flatten(Path::new(""), &|own, inner| {
        own.listed.bytes = direct(own, inner).map(|leaf| leaf.listed.bytes).sum();
    });
    tree
}

fn lay_directory(branch: &mut Branch, listed: super::listing::Listed, index: usize) {
    let is_directory = |leaf: &Leaf| leaf.listed.kind == ListedKind::Directory;
    if branch.leaf.as_ref().is_some_and(is_directory) {
        return;
    }
    let (losers, wasted) = lost(branch);
    let mark = if losers.is_empty() { Mark::Plain } else { Mark::From { winner: index, losers, wasted } };
    branch.leaf = Some(Leaf { listed, mark });
}

/// Returns the layers whose files a branch hides, each once and in order, and the bytes of those files.
fn lost(branch: &Branch) -> (Vec<usize>, u64) {
    let (mut losers, mut bytes) = (Vec::new(), 0);
    lose(branch, &mut losers, &mut bytes);
    (losers, bytes)
}

fn lose(branch: &Branch, losers: &mut Vec<usize>, bytes: &mut u64) {
    if let Some(Leaf { listed, mark: Mark::From { winner, losers: earlier, wasted } }) = &branch.leaf {
        losers.extend(earlier.iter().chain([winner]));
        *bytes += wasted;
        // The bytes of a directory are those of the files in it.
        if listed.kind != ListedKind::Directory {
            *bytes += listed.bytes;
        }
    }
    for below in branch.below.values() {
        lose(below, losers, bytes);
    }
    losers.sort_unstable();
    losers.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn describe(tree: &Tree) -> Vec<String> {
        let line = |leaf: &Leaf| {
            let mark = match &leaf.mark {
                Mark::From { winner, losers, .. } if losers.is_empty() => tree.origins[*winner].clone(),
                Mark::From { winner, losers, wasted } => {
                    let losers: Vec<&str> = losers.iter().map(|at| tree.origins[*at].as_str()).collect();
                    format!("{} over {} wastes {wasted}", tree.origins[*winner], losers.join("+"))
                }
                other => format!("{other:?}"),
            };
            format!("{} {} {mark}", leaf.listed.path.display(), leaf.listed.bytes)
        };
        tree.leaves.iter().map(line).collect()
    }

    #[test]
    fn the_last_layer_with_a_file_wins_and_folders_are_merged() {
        let first =
            Listing::of(&[("python", None), ("python/a.py", Some(1)), ("python/b.py", Some(2)), ("x", Some(1))]);
        let second = Listing::of(&[("python", None), ("python/b.py", Some(5))]);
        let third = Listing::of(&[("lib", None), ("python", None), ("python/b.py", Some(7)), ("python/c.py", Some(1))]);
        let tree = merge(vec![("A".into(), first), ("B".into(), second), ("C".into(), third)]);
        let expected = [
            "lib 0 Plain",
            "python 9 Plain",
            "python/a.py 1 A",
            "python/b.py 7 C over A+B wastes 7",
            "python/c.py 1 C",
            "x 1 A",
        ];
        assert_eq!(describe(&tree), expected);
        assert_eq!(tree.overridden(), (1, 7));
    }

    #[test]
    fn a_file_hides_a_folder_and_a_folder_hides_a_file() {
        let folder = Listing::of(&[("x", None), ("x/deep", None), ("x/deep/y", Some(3))]);
        let file = Listing::of(&[("x", Some(4))]);
        let tree = merge(vec![("A".into(), folder.clone()), ("B".into(), file.clone())]);
        assert_eq!(describe(&tree), ["x 4 B over A wastes 3"]);
        let tree = merge(vec![("A".into(), file), ("B".into(), folder)]);
        assert_eq!(describe(&tree), ["x 3 B over A wastes 4", "x/deep 3 Plain", "x/deep/y 3 B"]);
    }

    #[test]
    fn what_was_hidden_before_stays_wasted() {
        let [file, folder] = [Listing::of(&[("x", Some(4))]), Listing::of(&[("x", None), ("x/y", Some(3))])];
        let tree = merge(vec![("A".into(), file.clone()), ("B".into(), folder), ("C".into(), file)]);
        assert_eq!(describe(&tree), ["x 4 C over A+B wastes 7"]);
    }

    #[test]
    fn a_layer_listed_twice_hides_itself() {
        let layer = Listing::of(&[("a", Some(1))]);
        let tree = merge(vec![("A".into(), layer.clone()), ("A".into(), layer)]);
        assert_eq!(describe(&tree), ["a 1 A over A wastes 1"]);
    }
}
