//! `.samlayers`, our own folder in the cache.
//!
//! ```text
//! .samlayers/                 only its owner can enter
//!     lock                    held for the moment of each change, by one samlayers at a time
//!     held/<layer>            who of us holds SAM's lock on a layer, and what was written into it
//!     trash/<operation>/      journal, alive, files/ (a mirror of the cache: what was moved here, under its own name)
//!     staging/<id>/           alive, layer.zip, content/
//!     doomed/<id>/            being removed for good
//! ```
//! A file `alive` is locked by the process at work; the system releases that lock however the process ends.

use std::ffi::OsStr;
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::error::CacheError;
use super::names::OWN_DIR;
use super::open::Cache;
use super::sys::Folder;
use crate::text::sentence;

pub(super) const TRASH: &str = "trash";
pub(super) const STAGING: &str = "staging";
pub(super) const DOOMED: &str = "doomed";
/// In an operation's folder: the mirror of the cache.
pub(super) const OWN_FILES: &str = "files";
pub(super) const HELD: &str = "held";
const LOCK: &str = "lock";
const ALIVE: &str = "alive";

/// A folder of ours: `.samlayers` or one below it. The only place the door removes things from.
#[derive(Debug)]
pub(super) struct OwnFolder(Folder);

/// Held while something is changed: no other samlayers changes anything meanwhile.
#[derive(Debug)]
pub(super) struct Guard {
    _file: File,
}

impl OwnFolder {
    /// `.samlayers` of a cache; `None` when there is none.
    pub fn existing(cache: &Cache) -> Result<Option<Self>, CacheError> {
        match cache.root.child(OsStr::new(OWN_DIR)) {
            Ok(folder) => Ok(Some(Self(folder))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(CacheError::io(sentence!("doing-open"), cache.path.join(OWN_DIR))(error)),
        }
    }

    /// `.samlayers` of a cache, made when there is none.
    pub fn of(cache: &Cache) -> Result<Self, CacheError> {
        let made = cache.root.make_child(OsStr::new(OWN_DIR)).and_then(|folder| {
            folder.make_private()?;
            Ok(Self(folder))
        });
        made.map_err(CacheError::io(sentence!("doing-make"), cache.path.join(OWN_DIR)))
    }

    /// Waits until no other samlayers changes anything, which is a moment each; one that was stopped in the middle of it is
    /// waited for a while, and then named.
    pub fn guard(&self) -> io::Result<Guard> {
        let file = self.0.append_to(OsStr::new(LOCK))?;
        let began = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Guard { _file: file }),
                Err(TryLockError::Error(error)) => return Err(error),
                Err(TryLockError::WouldBlock) if began.elapsed() < longest_wait() => {
                    std::thread::sleep(BETWEEN_LOOKS);
                }
                Err(TryLockError::WouldBlock) => {
                    let who = holder_of(&file).map_or_else(String::new, |pid| format!(" (process {pid})"));
                    let text = format!("another samlayers{who} is changing this cache; let it finish, or end it");
                    return Err(io::Error::new(io::ErrorKind::WouldBlock, text));
                }
            }
        }
    }

    /// [`OwnFolder::guard`], or `None` when another changes something right now.
    pub fn try_guard(&self) -> Option<Guard> {
        let file = self.0.append_to(OsStr::new(LOCK)).and_then(try_lock).ok()??;
        Some(Guard { _file: file })
    }

    /// [`OwnFolder::guard`], or `None` when another changes something right now; an error where it cannot be asked for at all.
    pub fn guard_if_free(&self) -> io::Result<Option<Guard>> {
        let file = self.0.append_to(OsStr::new(LOCK)).and_then(try_lock)?;
        Ok(file.map(|file| Guard { _file: file }))
    }

    /// `.samlayers` of a cache and the guard, as far as either can be had: for what is given back whatever happens.
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

    /// A child that may not be there.
    pub fn child_if_there(&self, name: &str) -> io::Result<Option<Self>> {
        match self.child(name) {
            Ok(own) => Ok(Some(own)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn has(&self, name: &OsStr) -> bool {
        self.0.meta(name).is_ok()
    }

    /// The names in it that are text, sorted; we give no others.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names: Vec<String> =
            self.0.entries()?.into_iter().filter_map(|entry| entry.name.into_string().ok()).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// Marks this folder as being worked in by this process, until the file is dropped.
    /// `None`: a living process, perhaps this one, works in it.
    pub fn claim(&self) -> io::Result<Option<File>> {
        try_lock(self.0.append_to(OsStr::new(ALIVE))?)
    }

    /// A new file with this content.
    pub fn write_new(&self, name: &str, content: &[u8]) -> io::Result<()> {
        self.0.create_new(OsStr::new(name))?.write_all(content)
    }
}

/// How long another samlayers is waited for: each of its changes takes milliseconds.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// How long by a process that was asked to end: it still has to put away what it holds.
const WAIT_WHILE_ENDING: Duration = Duration::from_millis(300);
const BETWEEN_LOOKS: Duration = Duration::from_millis(2);

/// This process was asked to end.
static ENDING: AtomicBool = AtomicBool::new(false);

/// From now on this process waits for no other samlayers: the user wants it to end.
pub fn stop_waiting() {
    ENDING.store(true, Ordering::Relaxed);
}

fn longest_wait() -> Duration {
    if ENDING.load(Ordering::Relaxed) { WAIT_WHILE_ENDING } else { LONGEST_WAIT }
}

/// The process that holds the lock on a file, where the system tells (`man 5 proc_locks`).
#[cfg(any(target_os = "linux", target_os = "android"))]
fn holder_of(file: &File) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    let inode = file.metadata().ok()?.ino().to_string();
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    // `1: FLOCK  ADVISORY  WRITE 4711 08:01:1234 0 EOF`
    let held = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let of_it = words.get(1) == Some(&"FLOCK") && words.get(5)?.rsplit(':').next() == Some(&inode);
        of_it.then(|| words.get(4)?.parse().ok()).flatten()
    };
    locks.lines().find_map(held)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn holder_of(_file: &File) -> Option<u32> {
    None
}

/// How often a lock is tried, and how long is waited in between. A process that starts a child holds its locks twice for
/// the moment until the child runs its own program; that moment is no sign of life.
const TRIES: u32 = 10;
const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// `None` when another holds it.
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

/// A name for an operation or staging folder: sorts by time, and no two are equal.
pub(super) fn new_id() -> String {
    let random = uuid::Uuid::new_v4().simple().to_string();
    format!("{}-{}", Timestamp::now().strftime("%Y%m%dT%H%M%S%6f"), &random[..8])
}

/// [`new_id`], but behind all those that are there: a clock that was set back must not put the newest operation before
/// older ones, since undo takes the last.
pub(super) fn new_id_after(names: &[String]) -> String {
    let new = new_id();
    let Some(last) = names.iter().filter(|name| is_id(name)).max().filter(|last| **last >= new) else { return new };
    let (time, _) = last.split_at(TIME);
    let (_, random) = new.split_at(TIME);
    format!("{}{random}", one_more(time))
}

/// Columns of the time in an id: `20260101T000000000000`.
const TIME: usize = 21;

fn is_id(name: &str) -> bool {
    name.len() == TIME + 9 && name.is_ascii() && name.as_bytes()[8] == b'T'
}

/// The next higher number in the same columns; what is no digit stays. Such a time may not exist, but it sorts.
fn one_more(time: &str) -> String {
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
    fn a_new_operation_comes_last_whatever_the_clock_says() {
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
