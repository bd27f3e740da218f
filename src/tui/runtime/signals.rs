//! What the system tells a process, on each kind of system.

/// What it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C, from outside or while another program has the terminal.
    Interrupt,
    /// End: someone asked for it, or the terminal was closed.
    Stop,
    /// The process goes on after it was stopped.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix stops and resumes processes"))]
    Continue,
}

pub use system::Signals;

#[cfg(unix)]
mod system {
    use std::io;

    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    use super::Signal;

    /// Streams of those signals that end or resume a terminal app.
    pub struct Signals {
        interrupt: Stream,
        terminate: Stream,
        hang_up: Stream,
        quit: Stream,
        resume: Stream,
    }

    impl Signals {
        /// Listens from now on, in place of the system's defaults.
        pub fn listen() -> io::Result<Self> {
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
                hang_up: signal(SignalKind::hangup())?,
                quit: signal(SignalKind::quit())?,
                resume: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
            })
        }

        /// The next one.
        pub async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::Interrupt,
                _ = self.terminate.recv() => Signal::Stop,
                _ = self.hang_up.recv() => Signal::Stop,
                _ = self.quit.recv() => Signal::Stop,
                _ = self.resume.recv() => Signal::Continue,
            }
        }
    }
}

#[cfg(windows)]
mod system {
    use std::io;

    use tokio::signal::windows::{
        CtrlBreak, CtrlC, CtrlClose, CtrlShutdown, ctrl_break, ctrl_c, ctrl_close, ctrl_shutdown,
    };

    use super::Signal;

    /// Streams of those events that end a console app.
    pub struct Signals {
        interrupt: CtrlC,
        quit: CtrlBreak,
        close: CtrlClose,
        shutdown: CtrlShutdown,
    }

    impl Signals {
        /// Listens from now on, in place of the system's defaults.
        pub fn listen() -> io::Result<Self> {
            Ok(Self { interrupt: ctrl_c()?, quit: ctrl_break()?, close: ctrl_close()?, shutdown: ctrl_shutdown()? })
        }

        /// The next one.
        pub async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::Interrupt,
                _ = self.quit.recv() => Signal::Stop,
                _ = self.close.recv() => Signal::Stop,
                _ = self.shutdown.recv() => Signal::Stop,
            }
        }
    }
}
