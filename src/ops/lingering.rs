//! SAM's locks on purged layers, kept for a while where SAM CLI runs beside us.
//!
//! SAM looks whether a layer is there, and packs it for an image later, without a lock (`layer_downloader.py`,
//! `lambda_image.py`). If the layer is purged in between, the first finds nothing and says so. But a second SAM that
//! downloads it again unpacks into the very directory, and the first would build an image of half a layer, which SAM then
//! uses for good. So the second has to wait until the first cannot be between the two any more.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::sam_beside::{self, SamProcess};
use crate::cache::KeptLocks;
use crate::words::{Sentence, sentence};

/// The longest that locks are kept: several times what SAM takes from its look at the layers to its image.
const LONGEST: Duration = Duration::from_secs(10);

/// How often is looked whether SAM still runs.
const LOOK: Duration = Duration::from_millis(250);

/// How soon whoever waits notices the end.
const NOTICE: Duration = Duration::from_millis(20);

/// The locks that are kept; clones are the same ones.
#[derive(Debug, Clone, Default)]
pub struct Lingering(Arc<Mutex<Vec<Kept>>>);

#[derive(Debug)]
struct Kept {
    locks: KeptLocks,
    /// Who ran when the layers went.
    beside: Vec<SamProcess>,
    until: Instant,
}

impl Lingering {
    /// Keeps locks until all of these processes have ended, [`LONGEST`] at most. Returns what a person should know.
    pub(super) fn keep(&self, locks: KeptLocks, beside: Vec<SamProcess>) -> Option<Sentence> {
        if locks.is_empty() {
            return None;
        }
        let mut pids: Vec<u32> = beside.iter().map(|process| process.pid).collect();
        pids.sort_unstable();
        let (count, pids) = (pids.len() as u64, pids.iter().map(u32::to_string).collect::<Vec<_>>().join(", "));
        self.all().push(Kept { locks, beside, until: Instant::now() + LONGEST });
        let lingering = self.clone();
        if thread::Builder::new().name("lingering".to_owned()).spawn(move || lingering.watch()).is_err() {
            // Nobody would give them back in time.
            self.end();
            return None;
        }
        Some(sentence!("report-sam-waits", pids = pids, count = count, seconds = LONGEST.as_secs().to_string()))
    }

    /// Gives back the locks on layers of these names, as something is to be done with them now.
    pub(super) fn give_back(&self, dirs: &HashSet<&str>) {
        let mut all = self.all();
        all.iter_mut().for_each(|kept| kept.locks.give_back(dirs));
        all.retain(|kept| !kept.locks.is_empty());
    }

    /// Waits until no lock is kept, or gives them back when asked to stop.
    pub fn wait(&self, stop: &AtomicBool) {
        while !self.all().is_empty() {
            if stop.load(Ordering::SeqCst) {
                self.end();
            }
            thread::sleep(NOTICE);
        }
    }

    /// Gives all of them back, as nobody is left to do it later.
    pub fn end(&self) {
        self.all().clear();
    }

    fn watch(&self) {
        while !self.all().is_empty() {
            thread::sleep(LOOK);
            let now = Instant::now();
            self.all().retain(|kept| now < kept.until && sam_beside::any_lives(&kept.beside));
        }
    }

    fn all(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
