//! Reads the console on Windows.

use std::io;
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::Duration;

use crossterm::event::{Event, EventStream, MouseEventKind};
use futures_util::StreamExt;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::tui::message::Message;

/// The thread that reads the console.
pub struct Reader {
    control: UnboundedSender<Control>,
}

enum Control {
    Pause(Sender<()>),
    Resume,
}

impl Reader {
    /// Starts the thread.
    pub fn start(sender: Sender<Message>) -> io::Result<Self> {
        let (control, orders) = unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            runtime.block_on(read(orders, &sender));
            // Without input the user could not quit.
            let _ = sender.send(Message::Stop);
        })?;
        Ok(Self { control })
    }

    /// Stops reading, so that another program can.
    pub fn pause(&self) {
        let (done, paused) = mpsc::channel();
        if self.control.send(Control::Pause(done)).is_ok() {
            let _ = paused.recv_timeout(Duration::from_secs(1));
        }
    }

    /// Resumes reading.
    pub fn resume(&self) {
        let _ = self.control.send(Control::Resume);
    }
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
                // The console is gone.
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
