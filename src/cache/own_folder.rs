//! Manages `.samlayers`, the folder of samlayers in the cache.
//!
//! ```text
//! .samlayers/                 accessible to its owner only
//!     lock                    locked during each change, by one samlayers process at a time
//!     held/<layer>            locked by the process that holds SAM's lock on the layer; the content of that lock
//!     trash/<operation>/      journal, alive, files/ (a mirror of the cache with the moved entries under their names)
//!     staging/<id>/           alive, layer.zip, content/
//!     doomed/<id>/            being removed permanently
//! ```
//! The file `alive` is locked by the process that works in the folder. The system releases this lock however the
//! process ends.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::error::CacheError;
use super::names::OWN_DIR;
use super::open::Cache;
use super::sys::Folder;
use crate::clock;
use crate::text::sentence;

pub(super) const TRASH: &str = "trash";
pub(super) const STAGING: &str = "staging";
pub(super) const DOOMED: &str = "doomed";
/// The mirror of the cache in an operation's folder.
pub(super) const OWN_FILES: &str = "files";
pub(super) const HELD: &str = "held";
const LOCK: &str = "lock";
const ALIVE: &str = "alive";

/// A folder of samlayers: `.samlayers` or one below it. [`super::removal`] removes entries only from these.
#[derive(Debug)]
pub(super) struct OwnFolder(Folder);

/// A guard that keeps other samlayers processes from changing the cache.
#[derive(Debug)]
pub(super) struct Guard {
    _file: File,
}

impl OwnFolder {
    /// Returns `.samlayers` of a cache; `None` if it does not exist.
    pub fn existing(cache: &Cache) -> Result<Option<Self>, CacheError> {
        match cache.root.child(OsStr::new(OWN_DIR)) {
            Ok(folder) => Ok(Some(Self(folder))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(CacheError::io(sentence!("doing-open"), cache.path.join(OWN_DIR))(error)),
        }
    }

    /// Returns `.samlayers` of a cache, and creates it if it does not exist.
    pub fn of(cache: &Cache) -> Result<Self, CacheError> {
        let made = cache.root.make_child(OsStr::new(OWN_DIR)).and_then(|folder| {
            folder.make_private()?;
            Ok(Self(folder))
        });
        made.map_err(CacheError::io(sentence!("doing-make"), cache.path.join(OWN_DIR)))
    }

    /// Waits until no other samlayers changes the cache, and keeps others from changing it. The error after a timeout
    /// names the process that holds the guard, which may have been stopped.
    pub fn guard(&self) -> io::Result<Guard> {
        let file = self.0.append_to(OsStr::new(LOCK))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Guard { _file: file }),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if began.elapsed() < longest_wait() => {
                    std::thread::sleep(POLL_INTERVAL);
                }
                Err(TryLockError::WouldBlock) => {
                    let who = holder_of(&file).map_or_else(String::new, |pid| format!(" (process {pid})"));
                    let text = format!(
                        "another samlayers{who} is changing this cache. Wait until it has finished, or stop it"
                    );
                    return Err(io::Error::new(io::ErrorKind::WouldBlock, text));
                }
            }
        }
    }

    /// Returns the guard; `None` if another process holds it, or on an error.
    pub fn try_guard(&self) -> Option<Guard> {
        let file = self.0.append_to(OsStr::new(LOCK)).and_then(try_lock).ok()??;
        Some(Guard { _file: file })
    }

    /// Returns the guard; `None` if another process holds it.
    pub fn guard_if_free(&self) -> io::Result<Option<Guard>> {
        let file = self.0.append_to(OsStr::new(LOCK)).and_then(try_lock)?;
        Ok(file.map(|file| Guard { _file: file }))
    }

    /// Returns `.samlayers` of a cache and the guard, each if available, to release locks in any case.
    pub fn existing_with_guard(cache: &Cache) -> (Option<Self>, Option<Guard>) {
        let own = Self::existing(cache).ok().flatten();
        let guard = own.as_ref().and_then(Self::try_guard);
        (own, guard)
    }

    pub fn folder(&self) -> &Folder {
        &self.0
    }

    pub fn child(&self, name: &str) -> io::Result<Self> {
        self.0.child(OsStr::new(name)).map(Self)
    }

    pub fn make_child(&self, name: &str) -> io::Result<Self> {
        self.0.make_child(OsStr::new(name)).map(Self)
    }

    /// Returns a child folder; `None` if it does not exist.
    pub fn child_if_exists(&self, name: &str) -> io::Result<Option<Self>> {
        match self.child(name) {
            Ok(own) => Ok(Some(own)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn has(&self, name: &OsStr) -> bool {
        self.0.meta(name).is_ok()
    }

    /// Returns the names in the folder, sorted. Names that are not UTF-8 are not from samlayers and are ignored.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names: Vec<String> =
            self.0.entries()?.into_iter().filter_map(|entry| entry.name.into_string().ok()).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Marks this folder as used by this process until the returned file is dropped. Returns `None` if a running
    /// process, possibly this one, uses it.
    pub fn claim(&self) -> io::Result<Option<File>> {
        try_lock(self.0.append_to(OsStr::new(ALIVE))?)
    }

    /// Creates a file with this content.
    pub fn write_new(&self, name: &str, content: &[u8]) -> io::Result<()> {
        self.0.create_new(OsStr::new(name))?.write_all(content)
    }
}

/// The maximum wait for another samlayers; each of its changes takes milliseconds.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// The maximum wait of a process that was asked to end and still has to clean up.
const WAIT_WHILE_ENDING: Duration = Duration::from_millis(300);
const POLL_INTERVAL: Duration = Duration::from_millis(2);

/// Whether this process was asked to end.
static ENDING: AtomicBool = AtomicBool::new(false);

/// Makes this process stop waiting for other samlayers processes, because the user wants it to end.
pub fn stop_waiting() {
    ENDING.store(true, Ordering::Relaxed);
}

fn longest_wait() -> Duration {
    if ENDING.load(Ordering::Relaxed) { WAIT_WHILE_ENDING } else { LONGEST_WAIT }
}

/// Returns the process that holds the lock on a file, where the system reports it (`man 5 proc_locks`).
#[cfg(any(target_os = "linux", target_os = "android"))]
fn holder_of(file: &File) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    let inode = file.metadata().ok()?.ino().to_string();
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    // `1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF`
    let held = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_this_file = words.get(1) == Some(&"FLOCK") && words.get(5)?.rsplit(':').next() == Some(&inode);
        is_this_file.then(|| words.get(4)?.parse().ok()).flatten()
    };
    locks.lines().find_map(held)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn holder_of(_file: &File) -> Option<u32> {
    None
}

/// The number of attempts to take a lock, and the time between them. A process that starts a child holds its locks
/// twice until the child executes its own program; such a lock does not mean that the process still works.
const TRIES: u32 = 10;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Takes the lock of a file; `None` if another process holds it.
pub(super) fn try_lock(file: File) -> io::Result<Option<File>> {
    for _ in 1..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(Some(file)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN_TRIES),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
}

/// Returns a unique ID for an operation or staging folder. IDs sort by time.
pub(super) fn new_id() -> String {
    let random = uuid::Uuid::new_v4().simple().to_string();
    format!("{}-{}", clock::now().strftime("%Y%m%dT%H%M%S%6f"), &random[..8])
}

/// Returns a new ID that sorts after `names`: undo takes the last operation, also after the clock was set back.
pub(super) fn new_id_after(names: &[String]) -> String {
    let new = new_id();
    let Some(last) = names.iter().filter(|name| is_id(name)).max().filter(|last| **last >= new) else { return new };
    let (time, _) = last.split_at(TIME_LENGTH);
    let (_, random) = new.split_at(TIME_LENGTH);
    format!("{}{random}", increment(time))
}

/// The length of the time in an ID: `20260101T000000000000`.
const TIME_LENGTH: usize = 21;

fn is_id(name: &str) -> bool {
    name.len() == TIME_LENGTH + 9 && name.is_ascii() && name.as_bytes()[8] == b'T'
}

/// Increments the digits of a time and keeps all other characters. The result may not be a valid time, but it sorts.
fn increment(time: &str) -> String {
    let mut digits: Vec<u8> = time.bytes().collect();
    for digit in digits.iter_mut().rev().filter(|digit| digit.is_ascii_digit()) {
        if *digit < b'9' {
            *digit += 1;
            break;
        }
        *digit = b'0';
    }
    String::from_utf8(digits).unwrap_or_else(|_| time.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_operation_sorts_last_whatever_the_clock() {
        let future = "29991231T235959999999-0a1b2c3d".to_owned();
        let names = [new_id(), future.clone(), "notes".to_owned()];
        let new = new_id_after(&names);
        assert!(new > future && is_id(&new), "{new}");
        assert!(new.starts_with("29991231T235960000000-"), "{new}");
        assert!(new_id_after(std::slice::from_ref(&new)) > new);
        let past = "20200101T000000000000-0a1b2c3d".to_owned();
        assert!(!new_id_after(&[past]).starts_with("2020"));
    }
}
