//! Notices that the terminal went away: its window was closed, or the connection to it dropped.

#[cfg(unix)]
pub use system::watch;

#[cfg(unix)]
mod system {
    use std::io;
    use std::thread;

    use rustix::event::{PollFd, PollFlags, poll};

    /// Calls `gone` once the terminal has gone. Asks for nothing but that, so it sleeps until then.
    ///
    /// The system sends a signal as well, but only where the terminal is the controlling one; and whoever reads keys may be
    /// busy reading a terminal that is not there.
    pub fn watch(gone: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let work = move || {
            let stdin = io::stdin();
            loop {
                let mut terminal = [PollFd::new(&stdin, PollFlags::empty())];
                match poll(&mut terminal, None) {
                    Err(rustix::io::Errno::INTR) => {}
                    Ok(_) if terminal[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => return gone(),
                    // Some systems cannot be asked this of a terminal: the signal has to do there.
                    Ok(_) | Err(_) => return,
                }
            }
        };
        thread::Builder::new().name("hang-up".to_owned()).spawn(work).map(drop)
    }
}

/// A console that is closed says so by an event (`signals`).
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
pub fn watch(_gone: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    Ok(())
}
