//! SAM's locks on layers that a purge took, kept when it is over.

use std::collections::HashSet;

use super::sam_lock::SamLock;

/// SAM's locks on layers that are gone: until they are given back, no SAM begins to download one of them again.
/// Dropping it gives them back.
#[derive(Debug, Default)]
pub struct KeptLocks(Vec<SamLock>);

impl KeptLocks {
    /// Whether none is kept (any more).
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Gives back those on layer directories of these names.
    pub fn give_back(&mut self, dirs: &HashSet<&str>) {
        self.0.retain(|lock| !dirs.contains(lock.dir().as_str()));
    }

    pub(super) fn keep(&mut self, lock: SamLock) {
        self.0.push(lock);
    }
}
