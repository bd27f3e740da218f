//! Reads SAM's lock and status files.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use super::process::lock_owner_runs;
use super::sys::Folder;
use crate::clock;
use crate::inventory::facts::{FoundLock, FoundStatus};
use crate::sam::LayerDir;
use crate::sam::lock::{DownloadStatus, LOCK_DIR, LockContent, download_lock, download_status, still_waits};
use crate::text::{Sentence, describe_io_error};

/// The maximum number of bytes read of a lock or status file, which has two short lines.
const LIMIT: u64 = 4096;

/// A listing of SAM's lock folder.
#[derive(Debug)]
pub(super) struct Locks {
    folder: Option<Folder>,
    path: PathBuf,
    /// Every name in the folder.
    pub names: HashSet<OsString>,
    /// The error if the folder exists and could not be read.
    pub failure: Option<io::Error>,
}

impl Locks {
    /// Lists the folder `.locks` of a cache. A missing folder is not an error.
    pub fn read(root: &Folder, root_path: &Path) -> Self {
        let path = root_path.join(LOCK_DIR);
        let mut names = HashSet::new();
        let opened = root.child(OsStr::new(LOCK_DIR)).and_then(|folder| {
            folder.for_each(|name, _| {
                names.insert(name.to_owned());
            })?;
            Ok(folder)
        });
        match opened {
            Ok(folder) => Self { folder: Some(folder), path, names, failure: None },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self { folder: None, path, names, failure: None },
            Err(error) => Self { folder: None, path, names, failure: Some(error) },
        }
    }

    /// Returns the path of a file in the folder.
    pub fn path_of(&self, name: &OsStr) -> PathBuf {
        self.path.join(name)
    }

    /// Returns the folder if it could be opened.
    pub fn folder(&self) -> Option<&Folder> {
        self.folder.as_ref()
    }

    /// Returns SAM's lock of a layer.
    pub fn lock_of(&self, dir: &LayerDir) -> Option<FoundLock> {
        let folder = self.folder.as_ref()?;
        let name = OsString::from(download_lock(dir.as_str()));
        self.names.contains(&name).then_some(())?;
        read_lock(folder, &name, self.path_of(&name))
    }

    /// Returns SAM's status of the last download of a layer.
    pub fn status_of(&self, dir: &LayerDir) -> Option<FoundStatus> {
        let folder = self.folder.as_ref()?;
        let name = OsString::from(download_status(dir.as_str()));
        self.names.contains(&name).then_some(())?;
        let (content, failure) = read(folder, &name);
        let status = DownloadStatus::parse(&String::from_utf8_lossy(&content));
        Some(FoundStatus { path: self.path_of(&name), status, failure })
    }
}

/// Reads one lock file; `None` if it no longer exists.
pub(super) fn read_lock(folder: &Folder, name: &OsStr, path: PathBuf) -> Option<FoundLock> {
    let modified = match folder.meta(name) {
        Ok(meta) => meta.modified,
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            // The folder can be listed but not entered.
            let failure = Some(describe_io_error(&error));
            return Some(FoundLock {
                path,
                content: None,
                owner_alive: false,
                modified: None,
                sam_waits: None,
                failure,
            });
        }
        Err(_) => return None,
    };
    let (content, failure) = read(folder, name);
    let content = LockContent::parse(&String::from_utf8_lossy(&content));
    let owner_alive = content.is_some_and(|content| lock_owner_runs(content, modified));
    let sam_waits = still_waits(modified.map_or(Duration::ZERO, age));
    Some(FoundLock { path, content, owner_alive, modified, sam_waits, failure })
}

/// Returns the content of a file, and why it could not be read. A file of another kind is one that SAM does not write.
fn read(folder: &Folder, name: &OsStr) -> (Vec<u8>, Option<Sentence>) {
    match folder.read(name, LIMIT) {
        Ok(content) => (content, None),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => (Vec::new(), Some(describe_io_error(&error))),
        Err(_) => (Vec::new(), None),
    }
}

/// Returns the time since `modified`. A time in the future, from another clock, counts as now, as in SAM.
fn age(modified: Timestamp) -> Duration {
    Duration::try_from(clock::now().duration_since(modified)).unwrap_or_default()
}
