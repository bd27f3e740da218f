//! The signals of the system to the process, for each platform.

/// The meaning of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C, sent from outside or while another program has the terminal.
    Interrupt,
    /// A request to end, or the terminal was closed.
    Stop,
    /// The size of the terminal changed.
    #[cfg_attr(not(unix), expect(dead_code, reason = "Windows reports it with the keys"))]
    Resize,
    /// The process was resumed after it was stopped.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix stops and resumes processes"))]
    Continue,
}

pub use system::Signals;

#[cfg(unix)]
mod system {
    use std::io;

    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    use super::Signal;

    /// Streams of the signals that end or resume a terminal app.
    pub struct Signals {
        interrupt: Stream,
        terminate: Stream,
        hang_up: Stream,
        quit: Stream,
        resume: Stream,
        resize: Stream,
    }

    impl Signals {
        /// Listens for the signals. They no longer have their default effect.
        pub fn listen() -> io::Result<Self> {
            Ok(Self {
                interrupt: signal(SignalKind::interrupt())?,
                terminate: signal(SignalKind::terminate())?,
                hang_up: signal(SignalKind::hangup())?,
                quit: signal(SignalKind::quit())?,
                resume: signal(SignalKind::from_raw(rustix::process::Signal::CONT.as_raw()))?,
                resize: signal(SignalKind::window_change())?,
            })
        }

        /// Waits for the next signal.
        pub async fn next(&mut self) -> Signal {
            tokio::select! {
                _ = self.interrupt.recv() => Signal::Interrupt,
                _ = self.terminate.recv() => Signal::Stop,
                _ = self.hang_up.recv() => Signal::Stop,
                _ = self.quit.recv() => Signal::Stop,
                _ = self.resume.recv() => Signal::Continue,
                _ = self.resize.recv() => Signal::Resize,
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

    /// Streams of the events that end a console app.
    pub struct Signals {
        interrupt: CtrlC,
        quit: CtrlBreak,
        close: CtrlClose,
        shutdown: CtrlShutdown,
    }

    impl Signals {
        /// Listens for the events. They no longer have their default effect.
        pub fn listen() -> io::Result<Self> {
            Ok(Self { interrupt: ctrl_c()?, quit: ctrl_break()?, close: ctrl_close()?, shutdown: ctrl_shutdown()? })
        }

        /// Waits for the next event.
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
