//! Detects that the terminal is gone: its window was closed, or the connection to it dropped.

#[cfg(unix)]
pub use system::watch;

#[cfg(unix)]
mod system {
    use std::io;
    use std::thread;

    use rustix::event::{PollFd, PollFlags, poll};

    /// Calls `gone` once the terminal is gone. The thread requests no other events, so it sleeps until then.
    ///
    /// The signal alone is not enough: the system sends it only if the terminal is the controlling one, and the thread
    /// that reads keys may be blocked on a terminal that is gone.
    pub fn watch(gone: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let work = move || {
            let stdin = io::stdin();
            loop {
                let mut terminal = [PollFd::new(&stdin, PollFlags::empty())];
                match poll(&mut terminal, None) {
                    Err(rustix::io::Errno::INTR) => {}
                    Ok(_) if terminal[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => return gone(),
                    // Some systems do not report this for a terminal. There, only the signal is left.
                    Ok(_) | Err(_) => return,
                }
            }
        };
        thread::Builder::new().name("hang-up".to_owned()).spawn(work).map(drop)
    }
}

/// Does nothing: closing a console is reported as an event, which `signals` handles.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
pub fn watch(_gone: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    Ok(())
}
