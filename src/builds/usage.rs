//! Finds links of built results into `cache` and `deps`: with some features SAM links a result instead of copying it
//! (`samcli/lib/build/build_strategy.py`, `create_symlink_or_copy`), and the UUID behind such a link is in use whatever
//! `build.toml` names.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::sam::build_graph::BuildId;

/// The number of entries that are searched for links in the build folders of one project.
const MAX_SEARCHED: usize = 200_000;

/// Returns the UUIDs that links in these folders lead to, up to three levels deep; `None` if there is too much to search.
pub(super) fn linked(build_dirs: &BTreeSet<PathBuf>) -> Option<BTreeSet<BuildId>> {
    let mut ids = BTreeSet::new();
    let mut left = MAX_SEARCHED;
    let mut folders: Vec<(PathBuf, u8)> = build_dirs.iter().map(|dir| (dir.clone(), 0)).collect();
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            left = left.checked_sub(1)?;
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() => ids.extend(fs::read_link(entry.path()).ok().and_then(|to| id_in(&to))),
                Ok(kind) if kind.is_dir() && depth < 2 => folders.push((entry.path(), depth + 1)),
                _ => {}
            }
        }
    }
    Some(ids)
}

fn id_in(target: &Path) -> Option<BuildId> {
    target.iter().find_map(|part| BuildId::parse(part.to_str()?))
}
