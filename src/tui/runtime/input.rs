//! Turns keys, mouse events, resizes and signals into messages. Sleeps until one arrives.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use crossterm::event::{Event, EventStream, MouseEventKind};
use futures_util::StreamExt;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::signals::{Signal, Signals};
use crate::tui::message::Message;

/// The thread that reads the terminal.
pub struct Input {
    control: UnboundedSender<Control>,
    /// Set while another program has the terminal. Its Ctrl-C is not for the app.
    away: Arc<AtomicBool>,
}

enum Control {
    Pause(Sender<()>),
    Resume,
}

impl Input {
    /// Starts reading.
    pub fn start(sender: Sender<Message>) -> io::Result<Self> {
        let (control, orders) = unbounded_channel();
        let away = Arc::new(AtomicBool::new(false));
        listen_to_signals(sender.clone(), Arc::clone(&away))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            runtime.block_on(read(orders, &sender));
            // Without input the user could not quit.
            let _ = sender.send(Message::Stop);
        })?;
        Ok(Self { control, away })
    }

    /// Stops reading, so that another program can.
    pub fn pause(&self) {
        self.away.store(true, Ordering::SeqCst);
        let (done, paused) = mpsc::channel();
        if self.control.send(Control::Pause(done)).is_ok() {
            let _ = paused.recv_timeout(Duration::from_secs(1));
        }
    }

    /// Resumes reading.
    pub fn resume(&self) {
        self.away.store(false, Ordering::SeqCst);
        let _ = self.control.send(Control::Resume);
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

async fn read(mut orders: UnboundedReceiver<Control>, sender: &Sender<Message>) {
    let mut stream = Some(EventStream::new());
    loop {
        tokio::select! {
            order = orders.recv() => match order {
                Some(Control::Pause(done)) => {
                    stream = None;
                    let _ = done.send(());
                }
                Some(Control::Resume) => stream = Some(EventStream::new()),
                None => return,
            },
            event = next(&mut stream) => match event {
                Some(Ok(event)) => {
                    if let Some(message) = message(event) {
                        let _ = sender.send(message);
                    }
                }
                // The terminal is gone.
                Some(Err(_)) | None => return,
            },
        }
    }
}

async fn next(stream: &mut Option<EventStream>) -> Option<io::Result<Event>> {
    match stream {
        Some(stream) => stream.next().await,
        None => std::future::pending().await,
    }
}

fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Some(Message::Key(key)),
        // Movements of the mouse have no meaning in the app, and there are too many of them to process.
        Event::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => None,
        Event::Mouse(mouse) => Some(Message::Mouse(mouse)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(columns, lines) => Some(Message::Resize(columns, lines)),
        Event::FocusGained => Some(Message::Focused(true)),
        Event::FocusLost => Some(Message::Focused(false)),
    }
}
