//! Opens the cache, or returns a message why that is not possible.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::CacheError;
use super::locate::Located;
use super::sys::{Folder, Identity};
use crate::inventory::facts::{CacheAccess, CacheState};
use crate::text::{describe_io_error, sanitize_path, sentence};

/// An open cache directory. It stays the same directory even if its path is renamed or becomes a link.
///
/// Cheap to clone, and safe to use from several threads.
#[derive(Debug, Clone)]
pub struct Cache {
    pub(super) root: Arc<Folder>,
    /// The resolved path.
    pub(super) path: PathBuf,
    pub(super) identity: Identity,
    pub(super) state: CacheState,
    pub(super) contents: Contents,
}

/// What a directory holds, which decides the names that may be moved or removed in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// The layer cache.
    Layers,
    /// `.aws-sam`, the build folder of a project.
    Builds,
}

impl Cache {
    /// Opens the cache at the located path. A cache is returned only if the state is [`CacheAccess::Ready`].
    pub fn open(located: &Located) -> (CacheState, Option<Self>) {
        let state = |access| CacheState { path: located.path.clone(), chosen_by: located.chosen_by.clone(), access };
        match resolve(&located.path) {
            Ok((root, path, identity)) => {
                let state = state(CacheAccess::Ready);
                (state.clone(), Some(Self { root: Arc::new(root), path, identity, state, contents: Contents::Layers }))
            }
            Err(error) => (state(access_error(&located.path, &error)), None),
        }
    }

    /// Opens `.aws-sam`, the build folder of a project, for its trash. Only UUIDs below `cache` and `deps` can be moved in
    /// it. A link is refused: its target belongs to another project.
    pub fn open_build_folder(path: &Path) -> Result<Self, CacheError> {
        let failed = || CacheError::io(sentence!("doing-open"), path);
        if path.symlink_metadata().map_err(failed())?.is_symlink() {
            return Err(CacheError::Refused(sentence!("builds-link", path = sanitize_path(path))));
        }
        let (root, resolved, identity) = resolve(path).map_err(failed())?;
        let state = CacheState { path: path.to_owned(), chosen_by: String::new(), access: CacheAccess::Ready };
        Ok(Self { root: Arc::new(root), path: resolved, identity, state, contents: Contents::Builds })
    }

    /// Creates the directory like SAM, with access for its owner only, and opens it.
    pub fn create(located: &Located) -> Result<Self, CacheError> {
        create_private(&located.path).map_err(CacheError::io(sentence!("doing-make"), &located.path))?;
        match Self::open(located) {
            (_, Some(cache)) => Ok(cache),
            (CacheState { access: CacheAccess::Unusable(reason), .. }, None) => Err(CacheError::Refused(reason)),
            (_, None) => Err(CacheError::Refused(sentence!("cache-vanished", path = sanitize_path(&located.path)))),
        }
    }

    /// Returns the resolved path of the cache.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the state that [`Cache::open`] found.
    pub fn state(&self) -> &CacheState {
        &self.state
    }

    /// Returns whether both are the same directory at the same resolved path.
    pub fn is_same_folder(&self, other: &Self) -> bool {
        self.path == other.path && self.identity == other.identity
    }

    /// Returns an error if a folder in this directory cannot be entered: a link, a mount, or one without permission.
    pub fn check_child(&self, name: &str) -> io::Result<()> {
        self.root.child(OsStr::new(name))?.is_empty().map(drop)
    }

    /// Returns an error if the cache's path has become another directory since it was opened, so that nothing is
    /// changed in it.
    pub(super) fn check_root(&self) -> Result<(), CacheError> {
        let now = Folder::open(&self.path).and_then(|folder| folder.identity());
        let same = path_is_resolved(&self.path) && now.is_ok_and(|identity| identity == self.identity);
        if same {
            return Ok(());
        }
        Err(CacheError::Refused(sentence!("cache-replaced", path = sanitize_path(&self.path))))
    }
}

/// Reads a regular file of at most `limit` bytes by its path. The file itself must not be a link, and the error for a
/// larger one is [`FileTooLarge`](io::ErrorKind::FileTooLarge).
pub fn read_plain_file(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::InvalidFilename.into());
    };
    let content = Folder::open(parent)?.read(name, limit + 1)?;
    if content.len() as u64 > limit { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(content) }
}

fn resolve(path: &Path) -> io::Result<(Folder, PathBuf, Identity)> {
    // SAM resolves all links in the path of its cache (`Path(self.layer_cache).resolve()`), including the last one.
    let resolved = dunce::canonicalize(path)?;
    let root = Folder::open(&resolved)?;
    root.is_empty()?;
    let identity = root.identity()?;
    Ok((root, resolved, identity))
}

/// Returns whether no component of a resolved path has become a link since.
fn path_is_resolved(path: &Path) -> bool {
    dunce::canonicalize(path).is_ok_and(|now| now == path)
}

fn access_error(path: &Path, error: &io::Error) -> CacheAccess {
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
fn create_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}
