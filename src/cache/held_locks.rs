//! SAM's locks on layers that went, held a while longer.

use super::own_folder::OwnFolder;
use super::sam_lock::SamLock;

/// SAM's locks on layers that are gone: until they are given back, no SAM begins to download one of them again.
/// Dropping it gives them back.
#[derive(Debug, Default)]
pub struct HeldLocks(Vec<SamLock>);

impl HeldLocks {
    /// How many there are (still).
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Gives back the one on the layer directory of this name, if it is among them.
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
        // Once for all of them.
        let (own, _guard) = OwnFolder::existing_with_guard(first.cache());
        self.0.iter_mut().for_each(|lock| lock.give_back(own.as_ref()));
    }
}
