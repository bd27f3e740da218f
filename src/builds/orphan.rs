//! Removes one UUID that nothing names, after checking everything again.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;

use super::graphs::Graphs;
use super::scan::recent;
use crate::cache::{CacheError, Freed, Moved, Operation};
use crate::inventory::facts::Measure;
use crate::inventory::facts::builds::{BuildInUse, BuildKind};
use crate::sam::build_graph::BuildId;
use crate::text::{sanitize_path, sentence};

/// A UUID to remove, and what has to be true at the moment of its removal.
#[derive(Clone, Copy)]
pub struct OrphanRemoval<'a> {
    /// Every `build.toml` that may name it.
    pub graphs: &'a [PathBuf],
    /// `cache` or `deps`.
    pub kind: BuildKind,
    /// The UUID.
    pub id: &'a BuildId,
    /// Returns the process that builds in the folder now, if one is visible.
    pub running: &'a dyn Fn() -> Option<u32>,
}

impl OrphanRemoval<'_> {
    /// Moves it to the trash of its build folder.
    pub fn trash(&self, operation: &mut Operation, known: Option<&Measure>) -> Result<Moved, CacheError> {
        operation.trash_build(self.kind, self.id, known, || self.check())
    }

    /// Removes it permanently.
    pub fn delete(&self, operation: &mut Operation, cancel: &AtomicBool) -> Result<Freed, CacheError> {
        operation.delete_build(self.kind, self.id, || self.check(), cancel)
    }

    /// Returns an error if something uses it by now, or if that cannot be determined.
    fn check(&self) -> Result<(), CacheError> {
        let paths: BTreeSet<PathBuf> = self.graphs.iter().cloned().collect();
        let graphs = Graphs::read(&paths);
        if let Some(why) = graphs.unknown {
            return Err(CacheError::Refused(sentence!("builds-refused-unknown", why = why)));
        }
        if graphs.definitions.contains_key(self.id) {
            let path = self.graphs.first().map(|path| sanitize_path(path)).unwrap_or_default();
            return Err(CacheError::Refused(sentence!("builds-refused-named", path = path)));
        }
        let changed = graphs.changed.and_then(|time| Timestamp::try_from(time).ok());
        let in_use = (self.running)().map(BuildInUse::Process).or_else(|| recent(changed).map(BuildInUse::Recent));
        in_use.map_or(Ok(()), |in_use| Err(CacheError::Refused(in_use.message())))
    }
}
