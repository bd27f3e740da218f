//! Resolves the links of a layer as a function would: the layer is mounted at `/opt` together with the other layers.

use std::collections::VecDeque;
use std::path::{Component, Path};

use super::sys::{Folder, Kind};

/// The maximum length of a chain of links; longer ones are loops.
const MAX_HOPS: usize = 40;

/// The result of following a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LinkDestination {
    /// It leads to an entry of the layer.
    Inside,
    /// It leads out of `/opt`.
    Outside,
    /// Its target does not exist in the layer, or it is a loop.
    Dangling,
}

/// Returns a path with `/` as separator, on every system.
pub(super) fn joined(path: &Path) -> String {
    let mut text = String::with_capacity(path.as_os_str().len());
    for part in path.components() {
        if !text.is_empty() {
            text.push('/');
        }
        text.push_str(&part.as_os_str().to_string_lossy());
    }
    text
}

/// Follows a link at `path` within the layer directory `layer` name by name, without accessing anything outside of the
/// layer.
pub(super) fn follow(root: &Folder, layer: &Path, path: &str, target: &Path) -> LinkDestination {
    let mut at: Vec<String> = path.split('/').map(str::to_owned).collect();
    at.pop();
    let mut remaining = VecDeque::new();
    if !push(&mut remaining, &mut at, target) {
        return LinkDestination::Outside;
    }
    let mut hops = 1;
    while let Some(part) = remaining.pop_front() {
        if part == ".." {
            if at.pop().is_none() {
                return LinkDestination::Outside;
            }
            continue;
        }
        let parent = layer.join(at.join("/"));
        let Ok(folder) = root.below(&parent) else { return LinkDestination::Dangling };
        match folder.meta(part.as_ref()) {
            Err(_) => return LinkDestination::Dangling,
            Ok(meta) if meta.kind == Kind::Link => {
                hops += 1;
                let next = folder.link_target(part.as_ref());
                let (true, Ok(next)) = (hops <= MAX_HOPS, next) else { return LinkDestination::Dangling };
                if !push(&mut remaining, &mut at, &next) {
                    return LinkDestination::Outside;
                }
            }
            Ok(_) => at.push(part),
        }
    }
    LinkDestination::Inside
}

/// Puts the components of a target before those that remain to be followed. Returns `false` if the target is outside of
/// `/opt`.
fn push(remaining: &mut VecDeque<String>, at: &mut Vec<String>, target: &Path) -> bool {
    let text = joined(target);
    let relative = if target.has_root() || matches!(target.components().next(), Some(Component::Prefix(_))) {
        let Ok(inside) = target.strip_prefix("/opt") else { return false };
        at.clear();
        joined(inside)
    } else {
        text
    };
    for part in relative.split('/').rev().filter(|part| !matches!(*part, "" | ".")) {
        remaining.push_front(part.to_owned());
    }
    true
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_are_followed_as_a_function_would() {
        let temp = tempfile::tempdir().unwrap();
        let layer = temp.path().join("a-1-0123456789");
        std::fs::create_dir_all(layer.join("lib/deep")).unwrap();
        std::fs::write(layer.join("lib/real"), "1").unwrap();
        symlink(".", layer.join("here")).unwrap();
        symlink("round", layer.join("round")).unwrap();
        let root = Folder::open(temp.path()).unwrap();
        for (path, target, expected) in [
            ("lib/l", "real", LinkDestination::Inside),
            ("lib/deep/l", "../real", LinkDestination::Inside),
            ("l", "here/here/lib/real", LinkDestination::Inside),
            ("l", "/opt/lib/real", LinkDestination::Inside),
            ("l", ".", LinkDestination::Inside),
            ("l", "/etc/passwd", LinkDestination::Outside),
            ("l", "..", LinkDestination::Outside),
            ("l", "here/../x", LinkDestination::Outside),
            ("lib/l", "gone", LinkDestination::Dangling),
            ("l", "round", LinkDestination::Dangling),
            ("l", "/opt/gone", LinkDestination::Dangling),
        ] {
            let found = follow(&root, Path::new("a-1-0123456789"), path, Path::new(target));
            assert_eq!(found, expected, "{path} -> {target}");
        }
    }
}
