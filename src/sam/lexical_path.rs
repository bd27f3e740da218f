//! Paths as SAM resolves them before it looks at the disk (`os.path.normpath`): links are not followed.

use std::path::{Component, Path, PathBuf};

/// Returns a path without `.` and `..`, whether it exists or not. A `..` at the root of the path is dropped.
pub(crate) fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_resolved_without_the_disk() {
        for (path, expected) in [("/a/./b/../c", "/a/c"), ("/../x", "/x"), ("a/..", ""), ("./a//b/", "a/b")] {
            assert_eq!(without_dots(Path::new(path)), Path::new(expected), "{path}");
        }
    }
}
