//! SAM's lock on a layer's download, taken by us (`samcli/local/common/file_lock.py`).

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use super::error::CacheError;
use super::fault_injection;
use super::locks::read_lock;
use super::open::Cache;
use super::own_folder::{Guard, HELD, OwnFolder, try_lock};
use super::removal::{self, RemovableEntry};
use super::sys::Folder;
use crate::inventory::facts::{FoundLock, LockOwner};
use crate::inventory::lock_owner_unknown;
use crate::sam::LayerDir;
use crate::sam::lock::{LOCK_DIR, LockContent};
use crate::text::{Sentence, is_disk_full, sentence};

/// In `held/`: a lock that is being written. One at a time, as whoever writes it holds the guard.
pub(super) const NEW_LOCK: &str = "new-lock";

/// How often a lock that is held long is touched, so that SAM does not call it stale.
const HEARTBEAT: Duration = Duration::from_mins(1);

/// SAM's lock on one layer, for as long as a change of ours takes.
#[derive(Debug)]
pub(super) struct SamLock {
    dir: LayerDir,
    content: String,
    /// The record of it under `held/`, locked while this process lives.
    record: Option<File>,
    cache: Cache,
}

impl SamLock {
    /// Takes the lock, or says who holds it or may hold it. A stale lock of a dead process is taken over.
    pub fn acquire(cache: &Cache, dir: &LayerDir, _guard: &Guard) -> Result<Self, CacheError> {
        let failed = || {
            CacheError::io(sentence!("doing-lock"), cache.path.join(LOCK_DIR).join(RemovableEntry::lock_of(dir).name()))
        };
        let own = OwnFolder::of(cache)?;
        let held = own.make_child(HELD).map_err(failed())?;
        let record = held.folder().append_to(OsStr::new(dir.as_str())).map_err(failed())?;
        let Some(mut record) = try_lock(record).map_err(failed())? else {
            return Err(locked(dir, sentence!("lock-of-another-samlayers")));
        };
        let locks = cache.root.make_child(OsStr::new(LOCK_DIR)).map_err(failed())?;
        let lock = RemovableEntry::lock_of(dir);
        if let Some(found) = read_lock(&locks, lock.name(), cache.path.join(LOCK_DIR).join(lock.name())) {
            // Its record was free: a samlayers that is dead wrote this very lock, however young it is.
            let is_of_dead_samlayers = !found.owner_alive && is_recorded(&mut record, &locks, lock.name());
            if let Some(holder) = holder(&found).filter(|_| !is_of_dead_samlayers) {
                return Err(locked(dir, holder));
            }
            ignore_missing(removal::remove_lock(&cache.root, &lock)).map_err(failed())?;
        }
        let content = LockContent { pid: std::process::id(), since: unix_seconds() }.file_content();
        // The record comes first: whoever finds it without its process knows which lock to release.
        spare_full_disk(write_anew(&mut record, &content)).map_err(failed())?;
        fault_injection::point();
        // SAM tests and then writes; ours is moved in with its content where nothing is, so that of two who try at once one
        // fails, and no one ever sees a lock of ours that does not say whose it is.
        ignore_missing(removal::discard_file(&held, NEW_LOCK)).map_err(failed())?;
        let written = held.write_new(NEW_LOCK, content.as_bytes());
        let mut lock_of_ours = Self { dir: dir.clone(), content, record: Some(record), cache: cache.clone() };
        if written.as_ref().is_err_and(|error| is_disk_full(error.kind())) {
            // SAM looks no further than that the file is there.
            lock_of_ours.content.clear();
        }
        spare_full_disk(written).map_err(failed())?;
        fault_injection::point();
        match removal::put_new(&held, NEW_LOCK, &cache.root, &lock) {
            Ok(()) => {
                fault_injection::point();
                Ok(lock_of_ours)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(locked(dir, sentence!("lock-just-taken")))
            }
            Err(error) => Err(failed()(error)),
        }
    }

    /// The layer it is on.
    pub fn dir(&self) -> &LayerDir {
        &self.dir
    }

    /// The cache it is in.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Fails when SAM has taken the lock from us: it gives up waiting after 300 seconds and goes ahead.
    pub fn check(&self) -> Result<(), CacheError> {
        if self.is_ours() {
            return Ok(());
        }
        Err(locked(&self.dir, sentence!("lock-taken-over")))
    }

    /// Gives it back, at a moment when the caller holds the guard already.
    pub fn release(mut self, own: &OwnFolder, _guard: &Guard) {
        self.give_back(Some(own));
    }

    fn is_ours(&self) -> bool {
        let locks = self.cache.root.child(OsStr::new(LOCK_DIR));
        let content = locks.and_then(|locks| locks.read(RemovableEntry::lock_of(&self.dir).name(), 4096));
        content.is_ok_and(|content| content == self.content.as_bytes())
    }

    /// Gives it back, if that was not done. Best effort: what remains is the lock of a dead process soon, which every start
    /// of ours clears up.
    pub fn give_back(&mut self, own: Option<&OwnFolder>) {
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
            // Given back already, by someone who holds the guard: asking for it here would only wait in vain.
            return;
        }
        // Not waited for: an error may drop this while its own thread holds the guard.
        let (own, _guard) = OwnFolder::existing_with_guard(&self.cache);
        self.give_back(own.as_ref());
    }
}

/// SAM's lock on a layer for the time of a download. SAM's status is left alone: as long as the old content is whole,
/// SAM may go on using it. Dropping it gives the lock back.
#[derive(Debug)]
pub struct DownloadLock {
    pub(super) lock: SamLock,
    beat: Arc<(Mutex<bool>, Condvar)>,
    heart: Option<JoinHandle<()>>,
}

impl Cache {
    /// Takes SAM's lock on a layer for a download, and keeps it from going stale however long that takes.
    pub fn lock_download(&self, dir: &LayerDir) -> Result<DownloadLock, CacheError> {
        self.check_root()?;
        let own = OwnFolder::of(self)?;
        let guard = own.guard().map_err(CacheError::io(sentence!("doing-lock"), &self.path))?;
        let lock = SamLock::acquire(self, dir, &guard)?;
        let beat = Arc::new((Mutex::new(false), Condvar::new()));
        let (stop, cache, name) = (Arc::clone(&beat), self.clone(), RemovableEntry::lock_of(dir).name().to_owned());
        let content = lock.content.clone();
        let heart = std::thread::spawn(move || keep_fresh(&stop, &cache, &name, &content));
        Ok(DownloadLock { lock, beat, heart: Some(heart) })
    }
}

impl DownloadLock {
    /// The layer it is for.
    pub fn dir(&self) -> &LayerDir {
        self.lock.dir()
    }
}

impl Drop for DownloadLock {
    fn drop(&mut self) {
        *self.beat.0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.beat.1.notify_all();
        if let Some(heart) = self.heart.take() {
            let _ = heart.join();
        }
    }
}

/// Touches the lock file now and then while it is ours.
fn keep_fresh(stop: &(Mutex<bool>, Condvar), cache: &Cache, name: &OsStr, content: &str) {
    let mut stopped = stop.0.lock().unwrap_or_else(PoisonError::into_inner);
    while !*stopped {
        stopped = stop.1.wait_timeout(stopped, HEARTBEAT).unwrap_or_else(PoisonError::into_inner).0;
        let Ok(locks) = cache.root.child(OsStr::new(LOCK_DIR)) else { continue };
        if locks.read(name, 4096).is_ok_and(|now| now == content.as_bytes()) {
            // Where it fails, the check before the swap notices that SAM went ahead.
            let _ = locks.touch(name, SystemTime::now());
        }
    }
}

/// Whether a record names the very lock that is there.
fn is_recorded(record: &mut File, locks: &Folder, name: &OsStr) -> bool {
    let mut recorded = Vec::new();
    let read = record.seek(SeekFrom::Start(0)).and_then(|_| record.take(4096).read_to_end(&mut recorded));
    read.is_ok() && !recorded.is_empty() && locks.read(name, 4096).is_ok_and(|lock| lock == recorded)
}

/// A record left by a dead process is cut off first. Cutting even an empty one makes ext4 write it out when it is closed
/// (its `auto_da_alloc`), which costs a millisecond for each layer.
fn write_anew(record: &mut File, content: &str) -> io::Result<()> {
    if record.metadata()?.len() > 0 {
        record.set_len(0)?;
    }
    record.write_all(content.as_bytes())
}

/// Whether this very process holds a lock: it outlasts a purge, or belongs to a download that goes on beside.
pub(super) fn is_our_own(found: &FoundLock) -> bool {
    found.owner_alive && found.content.is_some_and(|content| content.pid == std::process::id())
}

/// Who holds a lock, or may hold it, in words; `None` for a stale lock of a dead process.
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

/// Now, as SAM writes it.
pub(super) fn unix_seconds() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// On a full disk people come to make room: what is only written for the sake of others may be missing then.
pub(super) fn spare_full_disk(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if is_disk_full(error.kind()) => Ok(()),
        other => other,
    }
}

/// What is not there needs no removing.
pub(super) fn ignore_missing(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
