//! Opening the cache, or saying in a sentence why that cannot be done.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CacheError;
use super::locate::Located;
use super::sys::{Folder, Identity};
use crate::inventory::facts::{CacheAccess, CacheState};
use crate::text::{describe_io_error, sanitize_path, sentence};

/// The cache directory, held open: the same directory even when its path is renamed or becomes a link.
///
/// Cheap to clone, and safe to use from several threads.
#[derive(Debug, Clone)]
pub struct Cache {
    pub(super) root: Arc<Folder>,
    /// The resolved path.
    pub(super) path: PathBuf,
    pub(super) identity: Identity,
    pub(super) state: CacheState,
}

impl Cache {
    /// Looks at the located path. The cache is there only where the state is [`CacheAccess::Ready`].
    pub fn open(located: &Located) -> (CacheState, Option<Self>) {
        let state = |access| CacheState { path: located.path.clone(), chosen_by: located.chosen_by.clone(), access };
        match resolve(&located.path) {
            Ok((root, path, identity)) => {
                let state = state(CacheAccess::Ready);
                (state.clone(), Some(Self { root: Arc::new(root), path, identity, state }))
            }
            Err(error) => (state(absence(&located.path, &error)), None),
        }
    }

    /// Makes the directory as SAM would (only its owner can enter), and opens it.
    pub fn create(located: &Located) -> Result<Self, CacheError> {
        make_private(&located.path).map_err(CacheError::io(sentence!("doing-make"), &located.path))?;
        match Self::open(located) {
            (_, Some(cache)) => Ok(cache),
            (CacheState { access: CacheAccess::Unusable(reason), .. }, None) => Err(CacheError::Refused(reason)),
            (_, None) => Err(CacheError::Refused(sentence!("cache-vanished", path = sanitize_path(&located.path)))),
        }
    }

    /// The resolved path of the cache.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What [`Cache::open`] found.
    pub fn state(&self) -> &CacheState {
        &self.state
    }

    /// Whether another opening came to the same folder, at the same resolved path.
    pub fn is_same_folder(&self, other: &Self) -> bool {
        self.path == other.path && self.identity == other.identity
    }

    /// Fails when the cache's path has become something else since it was opened: nothing is changed then.
    pub(super) fn check_root(&self) -> Result<(), CacheError> {
        let now = Folder::open(&self.path).and_then(|folder| folder.identity());
        let same = path_is_resolved(&self.path) && now.is_ok_and(|identity| identity == self.identity);
        if same {
            return Ok(());
        }
        Err(CacheError::Refused(sentence!("cache-replaced", path = sanitize_path(&self.path))))
    }
}

fn resolve(path: &Path) -> io::Result<(Folder, PathBuf, Identity)> {
    // SAM resolves links on the way to its cache (`Path(self.layer_cache).resolve()`), the last one included.
    let resolved = path.canonicalize()?;
    let root = Folder::open(&resolved)?;
    root.is_empty()?;
    let identity = root.identity()?;
    Ok((root, resolved, identity))
}

/// Whether no part of a resolved path was made a link since.
fn path_is_resolved(path: &Path) -> bool {
    path.canonicalize().is_ok_and(|now| now == path)
}

fn absence(path: &Path, error: &io::Error) -> CacheAccess {
    let name = || sanitize_path(path);
    let is_link = path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
    let sentence = match error.kind() {
        io::ErrorKind::NotFound if is_link => {
            sentence!("cache-dangling", path = name())
        }
        io::ErrorKind::NotFound => return CacheAccess::Missing,
        io::ErrorKind::NotADirectory if path.symlink_metadata().is_ok_and(|meta| !meta.is_dir()) => {
            sentence!("cache-not-a-folder", path = name())
        }
        io::ErrorKind::NotADirectory => {
            sentence!("cache-part-not-a-folder", path = name())
        }
        io::ErrorKind::PermissionDenied => {
            sentence!("cache-permission-denied", path = name())
        }
        _ if is_link => sentence!("cache-link", path = name(), why = error.to_string()),
        _ => sentence!("cache-unreadable", path = name(), why = describe_io_error(error)),
    };
    CacheAccess::Unusable(sentence)
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}
