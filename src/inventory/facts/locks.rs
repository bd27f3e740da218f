//! SAM's lock and status files, and who holds a lock.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::sam::lock::{DownloadStatus, LockContent};
use crate::text::Sentence;

/// SAM's lock file for a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundLock {
    /// The path of the file.
    pub path: PathBuf,
    /// The content; `None` if the file contains nothing that SAM would write.
    pub content: Option<LockContent>,
    /// Whether the process that wrote it lives, and can be seen from here.
    pub owner_alive: bool,
    /// The modification time. SAM treats the lock as stale 300 seconds after it.
    pub modified: Option<Timestamp>,
    /// How long SAM would still wait for it; `None` once it is stale.
    pub sam_waits: Option<Duration>,
    /// Why the file could not be read; its content is unknown then.
    pub failure: Option<Sentence>,
}

/// The owner of a lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockOwner {
    /// A process that can be seen from here.
    Alive,
    /// Perhaps a process that cannot be seen from here, such as one in a container. SAM judges a lock by its age alone,
    /// and this one is recent enough.
    Unknown(UnknownOwner),
    /// None: the process has ended and SAM treats the lock as stale.
    Gone,
}

/// A lock that may be held by a process that cannot be seen from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownOwner {
    /// The process ID in the lock; `None` if SAM would not write such a content.
    pub pid: Option<u32>,
    /// The modification time of the lock.
    pub modified: Option<Timestamp>,
    /// How long SAM would still wait for it.
    pub sam_waits: Duration,
}

impl FoundLock {
    /// Returns the owner, as far as it can be seen from here.
    pub fn owner(&self) -> LockOwner {
        match self.sam_waits {
            _ if self.owner_alive => LockOwner::Alive,
            // Its process may run, however old the lock is.
            None if self.failure.is_some() => {
                LockOwner::Unknown(UnknownOwner { pid: None, modified: self.modified, sam_waits: Duration::ZERO })
            }
            Some(sam_waits) => LockOwner::Unknown(UnknownOwner {
                pid: self.content.map(|content| content.pid),
                modified: self.modified,
                sam_waits,
            }),
            None => LockOwner::Gone,
        }
    }

    /// Returns the owner that cannot be seen from here.
    pub fn unknown_owner(&self) -> Option<UnknownOwner> {
        match self.owner() {
            LockOwner::Unknown(owner) => Some(owner),
            LockOwner::Alive | LockOwner::Gone => None,
        }
    }
}

impl UnknownOwner {
    /// Returns whether this is the lock of an earlier survey, whatever time is left of SAM's wait.
    pub fn is_same_lock(&self, other: &Self) -> bool {
        (self.pid, self.modified) == (other.pid, other.modified)
    }
}

/// SAM's status file for a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundStatus {
    /// The path of the file.
    pub path: PathBuf,
    /// The status; `None` if the file contains nothing that SAM would write.
    pub status: Option<DownloadStatus>,
    /// Why the file could not be read; the status is unknown then.
    pub failure: Option<Sentence>,
}
