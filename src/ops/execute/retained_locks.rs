//! SAM's locks on purged layers, kept for a while where SAM CLI runs beside us.
//!
//! SAM looks whether a layer is there, and packs it for an image later, without a lock (`layer_downloader.py`,
//! `lambda_image.py`). If the layer is purged in between, the first finds nothing and says so. But a second SAM that
//! downloads it again unpacks into the very directory, and the first would build an image of half a layer, which SAM then
//! uses for good. So the second has to wait until the first is past that.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::cache::{HeldLocks, RunningProcess};
use crate::text::{Sentence, sentence};

/// The longest that locks are kept. From its look at the layers to its image SAM takes a second or two, unless it downloads
/// others in between; a `sam local start-api` may run all day.
const LONGEST: Duration = Duration::from_secs(10);

/// The most locks that are kept: each holds a file open, of which some systems allow 256.
pub(in crate::ops) const MOST: usize = 100;

/// How often is looked whether SAM still runs.
const PROCESS_POLL_INTERVAL: Duration = Duration::from_millis(250);

/// How soon whoever waits notices the end.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The locks that are kept; clones are the same ones.
#[derive(Debug, Clone, Default)]
pub struct RetainedLocks(Arc<Mutex<Vec<Retained>>>);

#[derive(Debug)]
struct Retained {
    locks: HeldLocks,
    /// Who ran when the layers had gone.
    beside: Vec<RunningProcess>,
    until: Instant,
}

/// Gives all locks back when it is dropped, however the program ends.
#[derive(Debug)]
pub struct RetainedLocksGuard(RetainedLocks);

impl RetainedLocks {
    /// Keeps locks, of which there are some, until all of these processes have ended, [`LONGEST`] at most; without any
    /// process not at all. Returns what a person should know.
    pub(in crate::ops) fn keep(&self, locks: HeldLocks, beside: Vec<RunningProcess>) -> Option<Sentence> {
        if beside.is_empty() {
            return None;
        }
        let mut pids: Vec<u32> = beside.iter().map(|process| process.pid).collect();
        pids.sort_unstable();
        let (count, pids) = (pids.len() as u64, pids.iter().map(u32::to_string).collect::<Vec<_>>().join(", "));
        let mut all = self.all();
        // Whoever watches goes on as long as there is something.
        let watched = !all.is_empty();
        all.push(Retained { locks, beside, until: Instant::now() + LONGEST });
        while all.len() > 1 && all.iter().map(|kept| kept.locks.count()).sum::<usize>() > MOST {
            all.remove(0);
        }
        drop(all);
        let retained_locks = self.clone();
        if !watched
            && thread::Builder::new().name("retained_locks".to_owned()).spawn(move || retained_locks.watch()).is_err()
        {
            // Nobody would give them back in time.
            self.end();
            return None;
        }
        Some(sentence!("report-sam-waits", pids = pids, count = count, seconds = LONGEST.as_secs().to_string()))
    }

    /// Gives back the lock on the layer directory of this name, as something is to be done with it now.
    pub(in crate::ops) fn give_back(&self, name: &str) {
        let mut all = self.all();
        all.iter_mut().for_each(|kept| kept.locks.give_back(name));
        all.retain(|kept| kept.locks.count() > 0);
    }

    /// Waits until no lock is kept, or gives them back when asked to stop.
    pub fn wait(&self, stop: &AtomicBool) {
        while !self.all().is_empty() {
            if stop.load(Ordering::SeqCst) {
                self.end();
            }
            thread::sleep(POLL_INTERVAL);
        }
    }

    /// For the end of the program, when nobody is left to give them back later.
    pub fn release_on_drop(&self) -> RetainedLocksGuard {
        RetainedLocksGuard(self.clone())
    }

    fn end(&self) {
        self.all().clear();
    }

    fn watch(&self) {
        while !self.all().is_empty() {
            thread::sleep(PROCESS_POLL_INTERVAL);
            let now = Instant::now();
            self.all().retain(|kept| now < kept.until && RunningProcess::any_runs(&kept.beside));
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Retained>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for RetainedLocksGuard {
    fn drop(&mut self) {
        self.0.end();
    }
}
