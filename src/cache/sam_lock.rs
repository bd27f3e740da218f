//! Takes SAM's lock on a layer (`samcli/local/common/file_lock.py`).

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use super::error::CacheError;
use super::fault_injection;
use super::locks::{Locks, read_lock};
use super::open::Cache;
use super::own_folder::{Guard, HELD, OwnFolder, try_lock};
use super::removal::{self, RemovableEntry};
use super::sys::Folder;
use crate::inventory::facts::{FoundLock, LockOwner};
use crate::inventory::lock_owner_unknown;
use crate::sam::LayerDir;
use crate::sam::lock::{LOCK_DIR, LockContent};
use crate::text::{Sentence, is_disk_full, sentence};

/// The name of a lock in `held/` while it is written. There is only one, as its writer holds the guard.
pub(super) const NEW_LOCK: &str = "new-lock";

/// How often the modification time of a lock is updated, so that SAM does not treat it as stale.
const REFRESH_INTERVAL: Duration = Duration::from_mins(1);

/// SAM's lock on one layer, held during a change.
#[derive(Debug)]
pub(super) struct SamLock {
    dir: LayerDir,
    content: String,
    /// The record of the lock in `held/`, which is locked while this process runs.
    record: Option<File>,
    /// Whether there was no room for a lock file, so that none was taken.
    is_without_file: bool,
    cache: Cache,
}

impl SamLock {
    /// Takes the lock, or returns an error that names the process that holds or may hold it. A stale lock of a process
    /// that no longer runs is replaced.
    pub fn acquire(cache: &Cache, dir: &LayerDir, _guard: &Guard) -> Result<Self, CacheError> {
        let failed = || {
            CacheError::io(sentence!("doing-lock"), cache.path.join(LOCK_DIR).join(RemovableEntry::lock_of(dir).name()))
        };
        let own = OwnFolder::of(cache)?;
        let held = match own.make_child(HELD) {
            Err(error) if is_disk_full(error.kind()) => return Self::without_file(cache, dir),
            held => held.map_err(failed())?,
        };
        let record = match held.folder().append_to(OsStr::new(dir.as_str())) {
            Err(error) if is_disk_full(error.kind()) => return Self::without_file(cache, dir),
            record => record.map_err(failed())?,
        };
        let Some(mut record) = try_lock(record).map_err(failed())? else {
            return Err(locked(dir, sentence!("lock-of-another-samlayers")));
        };
        let locks = cache.root.make_child(OsStr::new(LOCK_DIR)).map_err(failed())?;
        let lock = RemovableEntry::lock_of(dir);
        if let Some(found) = read_lock(&locks, lock.name(), cache.path.join(LOCK_DIR).join(lock.name())) {
            // Its record was not locked, so a samlayers process that no longer runs wrote this lock, however new it is.
            let left_by_dead_samlayers = !found.owner_alive && is_recorded(&mut record, &locks, lock.name());
            if let Some(holder) = holder(&found).filter(|_| !left_by_dead_samlayers) {
                return Err(locked(dir, holder));
            }
            ignore_missing(removal::remove_lock(&cache.root, &lock)).map_err(failed())?;
        }
        let content = LockContent { pid: std::process::id(), since: unix_seconds() }.file_content();
        // The record is written first, so that a later start can release the lock if this process is killed.
        ignore_full_disk(replace_content(&mut record, &content)).map_err(failed())?;
        fault_injection::point();
        // SAM checks for a lock and then writes one. This lock is moved in with its content and replaces no file, so
        // that only one of two concurrent attempts succeeds and no process sees a lock without its owner.
        ignore_missing(removal::discard_file(&held, NEW_LOCK)).map_err(failed())?;
        let written = held.write_new(NEW_LOCK, content.as_bytes());
        let mut new_lock =
            Self { dir: dir.clone(), content, record: Some(record), is_without_file: false, cache: cache.clone() };
        let is_full = written.as_ref().is_err_and(|error| is_disk_full(error.kind()));
        if is_full && !held.has(OsStr::new(NEW_LOCK)) {
            let _ = removal::discard_file(&held, dir.as_str());
            return Self::without_file(cache, dir);
        }
        if is_full {
            // SAM only checks whether the file exists, so an empty lock works on a full disk.
            new_lock.content.clear();
        }
        ignore_full_disk(written).map_err(failed())?;
        fault_injection::point();
        match removal::put_new(&held, NEW_LOCK, &cache.root, &lock) {
            Ok(()) => {
                fault_injection::point();
                Ok(new_lock)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(locked(dir, sentence!("lock-just-taken")))
            }
            Err(error) => Err(failed()(error)),
        }
    }

    /// On a disk without a free inode there is no room for a lock file, neither for samlayers nor for SAM. So it is
    /// enough that none exists, immediately before the layer is moved.
    fn without_file(cache: &Cache, dir: &LayerDir) -> Result<Self, CacheError> {
        let lock = Self {
            dir: dir.clone(),
            content: String::new(),
            record: None,
            is_without_file: true,
            cache: cache.clone(),
        };
        lock.check().map(|()| lock)
    }

    /// Returns the locked layer.
    pub fn dir(&self) -> &LayerDir {
        &self.dir
    }

    /// Returns the cache.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Returns an error if SAM has taken over the lock, which it does after waiting for 300 seconds.
    pub fn check(&self) -> Result<(), CacheError> {
        if self.is_without_file {
            let locks = Locks::read(&self.cache.root, &self.cache.path);
            if let Some(error) = locks.failure {
                return Err(CacheError::io(sentence!("doing-lock"), self.cache.path.join(LOCK_DIR))(error));
            }
            let holder = locks.lock_of(&self.dir).as_ref().and_then(holder);
            return holder.map_or(Ok(()), |holder| Err(locked(&self.dir, holder)));
        }
        if self.is_ours() {
            return Ok(());
        }
        Err(locked(&self.dir, sentence!("lock-taken-over")))
    }

    /// Releases the lock; the caller holds the guard.
    pub fn release(mut self, own: &OwnFolder, _guard: &Guard) {
        self.release_once(Some(own));
    }

    fn is_ours(&self) -> bool {
        let locks = self.cache.root.child(OsStr::new(LOCK_DIR));
        let content = locks.and_then(|locks| locks.read(RemovableEntry::lock_of(&self.dir).name(), 4096));
        content.is_ok_and(|content| content == self.content.as_bytes())
    }

    /// Releases the lock unless that was done before. Errors are ignored: the next start of samlayers releases the
    /// locks of ended processes.
    pub fn release_once(&mut self, own: Option<&OwnFolder>) {
        if self.record.is_none() {
            return;
        }
        fault_injection::point();
        if self.is_ours() {
            let _ = removal::remove_lock(&self.cache.root, &RemovableEntry::lock_of(&self.dir));
        }
        fault_injection::point();
        if let Some(held) = own.and_then(|own| own.child(HELD).ok()) {
            let _ = removal::discard_file(&held, self.dir.as_str());
        }
        self.record = None;
    }
}

impl Drop for SamLock {
    fn drop(&mut self) {
        if self.record.is_none() {
            // Already released by a caller that holds the guard, which is therefore not available here.
            return;
        }
        // Do not wait for the guard: after an error, this thread may still hold it.
        let (own, _guard) = OwnFolder::existing_with_guard(&self.cache);
        self.release_once(own.as_ref());
    }
}

/// SAM's lock on a layer during a download. SAM's status file is not changed: SAM may use the old content while it is
/// complete. Dropping this value releases the lock.
#[derive(Debug)]
pub struct DownloadLock {
    pub(super) lock: SamLock,
    stop: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Cache {
    /// Takes SAM's lock on a layer for a download, and keeps it from becoming stale however long the download takes.
    pub fn lock_download(&self, dir: &LayerDir) -> Result<DownloadLock, CacheError> {
        self.check_root()?;
        let own = OwnFolder::of(self)?;
        let guard = own.guard().map_err(CacheError::io(sentence!("doing-lock"), &self.path))?;
        let lock = SamLock::acquire(self, dir, &guard)?;
        if lock.is_without_file {
            return Err(CacheError::no_room(&self.path));
        }
        let stop = Arc::new((Mutex::new(false), Condvar::new()));
        let (thread_stop, cache, name) =
            (Arc::clone(&stop), self.clone(), RemovableEntry::lock_of(dir).name().to_owned());
        let content = lock.content.clone();
        let thread = std::thread::spawn(move || keep_fresh(&thread_stop, &cache, &name, &content));
        Ok(DownloadLock { lock, stop, thread: Some(thread) })
    }
}

impl DownloadLock {
    /// Returns the locked layer.
    pub fn dir(&self) -> &LayerDir {
        self.lock.dir()
    }
}

impl Drop for DownloadLock {
    fn drop(&mut self) {
        *self.stop.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stop.1.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Updates the modification time of the lock file regularly while it is this process's lock.
fn keep_fresh(stop: &(Mutex<bool>, Condvar), cache: &Cache, name: &OsStr, content: &str) {
    let mut stopped = stop.0.lock().unwrap_or_else(PoisonError::into_inner);
    while !*stopped {
        stopped = stop.1.wait_timeout(stopped, REFRESH_INTERVAL).unwrap_or_else(PoisonError::into_inner).0;
        let Ok(locks) = cache.root.child(OsStr::new(LOCK_DIR)) else { continue };
        if locks.read(name, 4096).is_ok_and(|now| now == content.as_bytes()) {
            // If this fails, the check before the swap detects that SAM has taken over the lock.
            let _ = locks.touch(name, SystemTime::now());
        }
    }
}

/// Returns whether the record contains the content of the existing lock.
fn is_recorded(record: &mut File, locks: &Folder, name: &OsStr) -> bool {
    let mut recorded = Vec::new();
    let read = record.seek(SeekFrom::Start(0)).and_then(|_| record.take(4096).read_to_end(&mut recorded));
    read.is_ok() && !recorded.is_empty() && locks.read(name, 4096).is_ok_and(|lock| lock == recorded)
}

/// Replaces the content of a record. An empty record is not truncated: truncation makes ext4 write the file when it is
/// closed (`auto_da_alloc`), which costs a millisecond for each layer.
fn replace_content(record: &mut File, content: &str) -> io::Result<()> {
    if record.metadata()?.len() > 0 {
        record.set_len(0)?;
    }
    record.write_all(content.as_bytes())
}

/// Returns whether this process holds the lock: after a purge, or for a download that runs at the same time.
pub(super) fn is_our_own(found: &FoundLock) -> bool {
    found.owner_alive && found.content.is_some_and(|content| content.pid == std::process::id())
}

/// Returns a description of the process that holds or may hold a lock; `None` for a stale lock of a process that no
/// longer runs.
pub(super) fn holder(found: &FoundLock) -> Option<Sentence> {
    match found.owner() {
        LockOwner::Alive => {
            let pid = found.content.map(|content| content.pid.to_string()).unwrap_or_default();
            Some(sentence!("lock-held", pid = pid))
        }
        LockOwner::Unknown(owner) => Some(lock_owner_unknown(&owner)),
        LockOwner::Gone => None,
    }
}

pub(super) fn locked(dir: &LayerDir, holder: Sentence) -> CacheError {
    CacheError::Locked { dir: dir.clone(), holder }
}

/// Returns the current time as SAM writes it.
pub(super) fn unix_seconds() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// Ignores a full disk. It must not prevent the user from freeing space, so files that only inform other processes may
/// be missing.
pub(super) fn ignore_full_disk(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if is_disk_full(error.kind()) => Ok(()),
        other => other,
    }
}

/// Ignores that a file to remove does not exist.
pub(super) fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
