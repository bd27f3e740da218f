//! Temporary files that a plan needs until it was executed: a folder that was packed, or a zip that was copied from AWS.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tempfile::TempDir;

use crate::text::{Sentence, sentence};

/// The temporary files of this process; clones share them. They are removed when the program ends
/// ([`Scratch::remove_on_drop`]).
#[derive(Debug, Clone, Default)]
pub struct Scratch(Arc<Mutex<Vec<TempDir>>>);

/// Removes the temporary files when it is dropped, however the program ends. Threads that still run have clones of the
/// [`Scratch`], so that dropping it is not enough.
#[derive(Debug)]
pub struct ScratchGuard(Scratch);

impl Scratch {
    /// Returns the path of a new file, which only the user can read.
    pub(super) fn new_file(&self, name: &str) -> Result<PathBuf, Sentence> {
        let folder = tempfile::Builder::new().prefix("samlayers-").tempdir();
        let folder = folder.map_err(|error| sentence!("failed-zip-kept", why = error))?;
        let path = folder.path().join(name);
        self.all().push(folder);
        Ok(path)
    }

    /// Returns a guard that removes the files at the end of the program.
    pub fn remove_on_drop(&self) -> ScratchGuard {
        ScratchGuard(self.clone())
    }

    fn all(&self) -> MutexGuard<'_, Vec<TempDir>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for ScratchGuard {
    fn drop(&mut self) {
        self.0.all().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_removed_with_the_guard_whoever_still_has_a_clone() {
        let scratch = Scratch::default();
        let guard = scratch.remove_on_drop();
        let clone = scratch.clone();
        let path = clone.new_file("layer.zip").unwrap();
        std::fs::write(&path, "zip").unwrap();
        drop(guard);
        assert!(!path.exists() && !path.parent().unwrap().exists());
        drop((scratch, clone));
    }
}
