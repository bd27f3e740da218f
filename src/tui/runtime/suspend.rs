//! Ctrl-Z: stops the process until the shell resumes it. Only Unix supports this.

/// Stops the process, and returns when it is resumed.
#[cfg(unix)]
pub fn suspend() {
    use rustix::process::{Signal, kill_current_process_group};
    // The whole process group is stopped, as a terminal does it, so that a wrapper such as `sudo` stops as well.
    if let Err(error) = kill_current_process_group(Signal::TSTP) {
        tracing::warn!(%error, "cannot suspend");
    }
}

/// Does nothing on other systems.
#[cfg(not(unix))]
pub fn suspend() {}
