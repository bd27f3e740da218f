//! Ctrl-Z: the process stops until the shell brings it back. Only Unix has that.

/// Stops; returns when the process goes on.
#[cfg(unix)]
pub fn suspend() {
    use rustix::process::{Signal, kill_current_process_group};
    // The whole group, as the terminal would do it: a wrapper such as `sudo` stops along.
    if let Err(error) = kill_current_process_group(Signal::TSTP) {
        tracing::warn!(%error, "cannot suspend");
    }
}

/// There is nothing to come back from.
#[cfg(not(unix))]
pub fn suspend() {}
