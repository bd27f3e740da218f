//! Turns keys, mouse events, resizes and signals into messages. Sleeps until one arrives.

#[cfg(unix)]
mod events;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use super::signals::{Signal, Signals};
use crate::tui::message::Message;
#[cfg(unix)]
use unix::Reader;
#[cfg(windows)]
use windows::Reader;

/// The threads that read the terminal and handle signals.
pub struct Input {
    reader: Reader,
    /// Set while another program has the terminal. Its Ctrl-C is not for the app.
    away: Arc<AtomicBool>,
}

impl Input {
    /// Starts reading.
    pub fn start(sender: Sender<Message>) -> io::Result<Self> {
        let away = Arc::new(AtomicBool::new(false));
        listen_to_signals(sender.clone(), Arc::clone(&away))?;
        Ok(Self { reader: Reader::start(sender)?, away })
    }

    /// Stops reading, so that another program can.
    pub fn pause(&self) {
        self.away.store(true, Ordering::SeqCst);
        self.reader.pause();
    }

    /// Resumes reading.
    pub fn resume(&self) {
        self.away.store(false, Ordering::SeqCst);
        self.reader.resume();
    }
}

/// Starts the thread that handles signals. It is separate, as reading from a terminal that is gone may block forever.
fn listen_to_signals(sender: Sender<Message>, away: Arc<AtomicBool>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut signals = {
        let _in_runtime = runtime.enter();
        Signals::listen()?
    };
    let work = move || {
        runtime.block_on(async {
            loop {
                let message = match signals.next().await {
                    Signal::Continue => Message::Resumed,
                    Signal::Resize => match crossterm::terminal::size() {
                        Ok((columns, lines)) => Message::Resize(columns, lines),
                        Err(_) => continue,
                    },
                    Signal::Interrupt if away.load(Ordering::SeqCst) => continue,
                    Signal::Interrupt | Signal::Stop => Message::Stop,
                };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
    };
    thread::Builder::new().name("signals".to_owned()).spawn(work).map(drop)
}
