//! SAM's locks on purged layers, retained for a while if SAM CLI is running.
//!
//! SAM checks for a layer and later packs it into an image, without a lock (`layer_downloader.py`, `lambda_image.py`).
//! If the layer is purged in between, the first SAM finds nothing and reports an error. But a second SAM that downloads
//! the layer again unpacks into the same directory, and the first one would build an image of an incomplete layer,
//! which SAM would then use permanently. So the second one has to wait until the first one is done.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::cache::{HeldLocks, RunningProcess};
use crate::text::{Sentence, sentence};

/// The longest time that locks are retained. SAM takes a second or two from its check of the layers to the image,
/// unless it downloads others in between. A `sam local start-api` may run all day.
const LONGEST: Duration = Duration::from_secs(10);

/// The maximum number of retained locks. Each is an open file, and some systems allow only 256 of these.
pub(in crate::ops) const MAX_LOCKS: usize = 100;

/// The interval at which SAM's processes are checked.
const PROCESS_POLL_INTERVAL: Duration = Duration::from_millis(250);

/// The interval at which a waiting thread checks for the end.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// The retained locks, shared by clones.
#[derive(Debug, Clone, Default)]
pub struct RetainedLocks(Arc<Mutex<Vec<Retained>>>);

#[derive(Debug)]
struct Retained {
    locks: HeldLocks,
    /// The SAM processes that were running after the layers were removed.
    processes: Vec<RunningProcess>,
    until: Instant,
}

/// Releases all locks when it is dropped, however the program ends.
#[derive(Debug)]
pub struct RetainedLocksGuard(RetainedLocks);

impl RetainedLocks {
    /// Retains locks until all of these processes have ended, but at most for [`LONGEST`]. Without processes, the locks
    /// are released at once. Returns a sentence for the user if locks are retained.
    pub(in crate::ops) fn keep(&self, locks: HeldLocks, processes: Vec<RunningProcess>) -> Option<Sentence> {
        if processes.is_empty() {
            return None;
        }
        let mut pids: Vec<u32> = processes.iter().map(|process| process.pid).collect();
        pids.sort_unstable();
        let (count, pids) = (pids.len() as u64, pids.iter().map(u32::to_string).collect::<Vec<_>>().join(", "));
        let mut all = self.all();
        // A thread that is already watching continues while there are locks.
        let watched = !all.is_empty();
        all.push(Retained { locks, processes, until: Instant::now() + LONGEST });
        while all.len() > 1 && all.iter().map(|kept| kept.locks.count()).sum::<usize>() > MAX_LOCKS {
            all.remove(0);
        }
        drop(all);
        let retained_locks = self.clone();
        if !watched
            && thread::Builder::new().name("retained_locks".to_owned()).spawn(move || retained_locks.watch()).is_err()
        {
            // Without the thread the locks would be retained for too long.
            self.end();
            return None;
        }
        Some(sentence!("report-sam-waits", pids = pids, count = count, seconds = LONGEST.as_secs().to_string()))
    }

    /// Releases the lock on the layer directory with this name, because a step needs it.
    pub(in crate::ops) fn give_back(&self, name: &str) {
        let mut all = self.all();
        all.iter_mut().for_each(|kept| kept.locks.give_back(name));
        all.retain(|kept| kept.locks.count() > 0);
    }

    /// Waits until no locks are retained, or releases them if `stop` is set.
    pub fn wait(&self, stop: &AtomicBool) {
        while !self.all().is_empty() {
            if stop.load(Ordering::SeqCst) {
                self.end();
            }
            thread::sleep(POLL_INTERVAL);
        }
    }

    /// Returns a guard that releases the locks at the end of the program.
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
            self.all().retain(|kept| now < kept.until && RunningProcess::any_runs(&kept.processes));
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
