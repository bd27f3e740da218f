//! The hand of whoever started something: let it go on, hold it, stop it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Held by whoever started the work and by the work itself; clones are the same hand.
#[derive(Debug, Clone, Default)]
pub struct RunControl {
    stop: Arc<AtomicBool>,
    pause: Arc<AtomicBool>,
}

impl RunControl {
    /// Stopped by a switch that exists already: Ctrl-C's.
    pub fn stopped_by(stop: &Arc<AtomicBool>) -> Self {
        Self { stop: Arc::clone(stop), pause: Arc::default() }
    }

    /// The same hand, but one that cannot hold: for what is over in a moment, and would be called late if it were held.
    #[must_use]
    pub fn without_pause(&self) -> Self {
        Self { stop: Arc::clone(&self.stop), pause: Arc::default() }
    }

    /// Asks the work to stop at the next safe point. It cannot be taken back.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// Holds the work at the next safe point, or lets it go on.
    pub fn pause(&self, on: bool) {
        self.pause.store(on, Ordering::SeqCst);
    }

    /// Whether it should stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Whether it should wait. What is stopped does not wait.
    pub fn is_paused(&self) -> bool {
        self.pause.load(Ordering::Relaxed) && !self.is_stopped()
    }

    /// The switch that stops it, for work that cannot be held.
    pub fn stop_switch(&self) -> &AtomicBool {
        &self.stop
    }
}
