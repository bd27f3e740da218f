//! Handles Ctrl-C and similar signals: the first one requests a stop at the next safe point, the second one exits at
//! once.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::exit::Exit;

/// Set when the process should stop.
pub type StopFlag = Arc<AtomicBool>;

/// Installs the signal handlers. From then on Ctrl-C does not end the process by itself.
pub fn listen() -> io::Result<StopFlag> {
    let stop = StopFlag::default();
    let stop_requested = Arc::clone(&stop);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let mut signals = {
        let _in_runtime = runtime.enter();
        Signals::new()?
    };
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            while let Some(signal) = signals.next().await {
                crate::cache::stop_waiting();
                // When a connection ends, the shell signals its jobs a second time: only a second Ctrl-C comes from a user
                // who does not want to wait.
                if stop_requested.swap(true, Ordering::SeqCst) && signal == Asked::CtrlC {
                    // Exiting here is safe: layer directories appear and disappear by rename, so none is incomplete.
                    std::process::exit(i32::from(Exit::Interrupted.code()));
                }
            }
        });
    })?;
    Ok(stop)
}

/// How the process was asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    CtrlC,
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix has these signals"))]
    Otherwise,
}

#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 3]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?, signal(SignalKind::hangup())?]))
    }

    async fn next(&mut self) -> Option<Asked> {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            signal = interrupt.recv() => signal.map(|()| Asked::CtrlC),
            signal = terminate.recv() => signal.map(|()| Asked::Otherwise),
            signal = hangup.recv() => signal.map(|()| Asked::Otherwise),
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[expect(clippy::unnecessary_wraps, reason = "one signature on every system")]
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Option<Asked> {
        tokio::signal::ctrl_c().await.ok().map(|()| Asked::CtrlC)
    }
}
