//! SAM's locks on removed layers, which are kept after the removal.

use super::own_folder::OwnFolder;
use super::sam_lock::SamLock;

/// SAM's locks on removed layers. While they are held, no SAM process starts to download one of these layers again.
/// Dropping this value releases them.
#[derive(Debug, Default)]
pub struct HeldLocks(Vec<SamLock>);

impl HeldLocks {
    /// Returns the number of locks that are still held.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Releases the lock of the layer directory with this name, if it is held.
    pub fn give_back(&mut self, name: &str) {
        self.0.retain(|lock| lock.dir().as_str() != name);
    }

    pub(super) fn keep(&mut self, lock: SamLock) {
        self.0.push(lock);
    }
}

impl Drop for HeldLocks {
    fn drop(&mut self) {
        let Some(first) = self.0.first() else { return };
        // One guard for all locks.
        let (own, _guard) = OwnFolder::existing_with_guard(first.cache());
        self.0.iter_mut().for_each(|lock| lock.release_once(own.as_ref()));
    }
}
