//! Where a link of a layer leads, as a function sees it: the layer lies at `/opt`, beside the other layers.

use std::collections::VecDeque;
use std::path::{Component, Path};

use super::sys::{Folder, Kind};

/// Chains longer than this are loops.
const MOST_HOPS: usize = 40;

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// To something in the layer.
    Inside,
    /// Out of `/opt`.
    Outside,
    /// To nothing in the layer, or round in circles.
    Nowhere,
}

/// A path's parts joined by `/`, on every system.
pub(super) fn joined(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Follows a link at `path` within the layer directory `layer`, by names alone: nothing outside is looked at.
pub(super) fn lead(root: &Folder, layer: &Path, path: &str, target: &Path) -> Lead {
    let mut at: Vec<String> = path.split('/').map(str::to_owned).collect();
    at.pop();
    let mut to_walk = VecDeque::new();
    if !push(&mut to_walk, &mut at, target) {
        return Lead::Outside;
    }
    let mut hops = 1;
    while let Some(part) = to_walk.pop_front() {
        if part == ".." {
            if at.pop().is_none() {
                return Lead::Outside;
            }
            continue;
        }
        let parent = layer.join(at.join("/"));
        let Ok(folder) = root.below(&parent) else { return Lead::Nowhere };
        match folder.meta(part.as_ref()) {
            Err(_) => return Lead::Nowhere,
            Ok(meta) if meta.kind == Kind::Link => {
                hops += 1;
                let next = folder.link_target(part.as_ref());
                let (true, Ok(next)) = (hops <= MOST_HOPS, next) else { return Lead::Nowhere };
                if !push(&mut to_walk, &mut at, &next) {
                    return Lead::Outside;
                }
            }
            Ok(_) => at.push(part),
        }
    }
    Lead::Inside
}

/// Puts a target's parts in front of what is left to walk. `false` for one that begins outside of `/opt`.
fn push(to_walk: &mut VecDeque<String>, at: &mut Vec<String>, target: &Path) -> bool {
    let text = joined(target);
    let relative = if target.has_root() || matches!(target.components().next(), Some(Component::Prefix(_))) {
        let Ok(inside) = target.strip_prefix("/opt") else { return false };
        at.clear();
        joined(inside)
    } else {
        text
    };
    for part in relative.split('/').rev().filter(|part| !matches!(*part, "" | ".")) {
        to_walk.push_front(part.to_owned());
    }
    true
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_as_a_function_would() {
        let place = tempfile::tempdir().unwrap();
        let layer = place.path().join("a-1-0123456789");
        std::fs::create_dir_all(layer.join("lib/deep")).unwrap();
        std::fs::write(layer.join("lib/real"), "1").unwrap();
        symlink(".", layer.join("here")).unwrap();
        symlink("round", layer.join("round")).unwrap();
        let root = Folder::open(place.path()).unwrap();
        for (path, target, expected) in [
            ("lib/l", "real", Lead::Inside),
            ("lib/deep/l", "../real", Lead::Inside),
            ("l", "here/here/lib/real", Lead::Inside),
            ("l", "/opt/lib/real", Lead::Inside),
            ("l", ".", Lead::Inside),
            ("l", "/etc/passwd", Lead::Outside),
            ("l", "..", Lead::Outside),
            ("l", "here/../x", Lead::Outside),
            ("lib/l", "gone", Lead::Nowhere),
            ("l", "round", Lead::Nowhere),
            ("l", "/opt/gone", Lead::Nowhere),
        ] {
            let found = lead(&root, Path::new("a-1-0123456789"), path, Path::new(target));
            assert_eq!(found, expected, "{path} -> {target}");
        }
    }
}
