//! Reads every `build.toml` that may name a UUID of a build folder.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cache::{Cache, read_plain_file};
use crate::sam::build_graph::{BuildDefinition, BuildGraph, BuildId};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// The maximum size of a `build.toml` in bytes: some 400 for each of 5,000 functions. Parsed, it takes fifty times as
/// much memory.
pub(super) const MAX_BYTES: u64 = 2 << 20;

/// The definitions of all files together.
#[derive(Debug, Default)]
pub(super) struct Graphs {
    /// The definitions by UUID, with the build folder that each belongs to.
    pub definitions: BTreeMap<BuildId, BuildDefinition>,
    /// The definitions of each file.
    pub by_file: BTreeMap<PathBuf, BuildGraph>,
    /// When one of the files was last changed.
    pub changed: Option<SystemTime>,
    /// Why the definitions are not complete.
    pub unknown: Option<Sentence>,
}

impl Graphs {
    /// Reads the files. A file may be missing if its build folder is missing too, as long as another one exists.
    pub fn read(paths: &BTreeSet<PathBuf>) -> Self {
        let mut graphs = Self::default();
        let mut missing = Vec::new();
        for path in paths {
            match read(path) {
                Ok((graph, changed)) => {
                    graphs.changed = graphs.changed.max(changed);
                    graphs.definitions.extend(graph.definitions.clone());
                    graphs.by_file.insert(path.clone(), graph);
                }
                Err(Unreadable::Missing) => missing.push(path),
                Err(Unreadable::Because(why)) => {
                    graphs.unknown =
                        Some(sentence!("builds-unknown-unreadable", path = sanitize_path(path), why = why));
                }
            }
        }
        // A build writes its `build.toml` first, so results without one are those of a build that is not known.
        let has_results = |graph: &&PathBuf| graph.parent().is_some_and(|parent| parent.join("build").exists());
        let needed = missing.iter().find(|graph| graphs.by_file.is_empty() || has_results(graph));
        if let Some(path) = needed {
            graphs.unknown.get_or_insert(sentence!("builds-unknown-missing", path = sanitize_path(path)));
        }
        graphs
    }
}

enum Unreadable {
    Missing,
    Because(Sentence),
}

fn read(path: &Path) -> Result<(BuildGraph, Option<SystemTime>), Unreadable> {
    let changed = match path.symlink_metadata() {
        Ok(meta) => meta.modified().ok(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Unreadable::Missing),
        Err(error) => return Err(Unreadable::Because(describe_io_error(&error))),
    };
    let because = |why: &str| Unreadable::Because(Sentence::verbatim(why));
    let bytes = read_plain_file(path, MAX_BYTES).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => {
            Unreadable::Because(sentence!("builds-too-large", most = (MAX_BYTES >> 20).to_string()))
        }
        _ => Unreadable::Because(describe_io_error(&error)),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| because("not UTF-8 text"))?;
    let graph = BuildGraph::parse(&text).map_err(|error| because(&error.to_string()))?;
    Ok((graph, changed))
}

/// Returns why a folder of a build folder is not entered: a link, or another disk. `None` if it is, or does not exist.
pub(super) fn barrier(root: &Cache, name: &str) -> Option<Sentence> {
    let path = root.path().join(name);
    let kind = path.symlink_metadata().ok()?.file_type();
    if kind.is_symlink() {
        return Some(sentence!("builds-unknown-link", path = sanitize_path(&path)));
    }
    let why = root.check_child(name).err().filter(|_| kind.is_dir())?;
    Some(sentence!("builds-unknown-not-entered", path = sanitize_path(&path), why = describe_io_error(&why)))
}
