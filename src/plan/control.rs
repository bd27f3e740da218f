//! Pauses and stops a running operation.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A handle to pause or stop a running operation. Clones control the same operation.
#[derive(Debug, Clone, Default)]
pub struct RunControl {
    stop: Arc<AtomicBool>,
    pause: Arc<AtomicBool>,
}

impl RunControl {
    /// Returns a control that an existing flag stops, such as the one of Ctrl-C.
    pub fn stopped_by(stop: &Arc<AtomicBool>) -> Self {
        Self { stop: Arc::clone(stop), pause: Arc::default() }
    }

    /// Returns a control with the same stop flag that cannot be paused, for steps that take only a moment and would
    /// time out if they were paused.
    #[must_use]
    pub fn without_pause(&self) -> Self {
        Self { stop: Arc::clone(&self.stop), pause: Arc::default() }
    }

    /// Requests a stop at the next safe point. It cannot be taken back.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// Pauses the operation at the next safe point, or resumes it.
    pub fn pause(&self, on: bool) {
        self.pause.store(on, Ordering::SeqCst);
    }

    /// Returns whether the operation should stop.
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Returns whether the operation should wait. A stopped operation does not wait.
    pub fn is_paused(&self) -> bool {
        self.pause.load(Ordering::Relaxed) && !self.is_stopped()
    }

    /// Returns the stop flag, for work that cannot be paused.
    pub fn stop_switch(&self) -> &AtomicBool {
        &self.stop
    }
}
