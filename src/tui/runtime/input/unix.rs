//! Reads the terminal on Unix. The bytes go through a parser that knows what terminals answer as well: an answer that
//! comes late, or that nothing asked for, is never taken for typed keys.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use termina::Parser;

use super::events;
use crate::tui::message::Message;

/// How long the rest of a key may take: over a slow connection, the bytes of an arrow key arrive one by one, and the
/// first of them is that of Esc.
const REST_OF_KEY: Timespec = Timespec { tv_sec: 0, tv_nsec: 25_000_000 };

/// How long the rest of an answer may take. Then it is ended, so that it does not swallow the keys after it.
const REST_OF_ANSWER: Timespec = Timespec { tv_sec: 2, tv_nsec: 0 };

/// The byte that begins a sequence, and the one that ends an answer.
const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;

/// The thread that reads the terminal.
pub struct Reader {
    orders: Sender<Order>,
    /// Wakes the thread, which sleeps until the terminal or this pipe has something to read.
    wake: PipeWriter,
}

enum Order {
    Pause(Sender<()>),
    Resume,
}

impl Reader {
    /// Starts the thread.
    pub fn start(sender: Sender<Message>) -> io::Result<Self> {
        let (woken, wake) = io::pipe()?;
        let (orders, received) = mpsc::channel();
        thread::Builder::new().name("input".to_owned()).spawn(move || {
            read(&received, woken, &sender);
            // Without input the user could not quit.
            let _ = sender.send(Message::Stop);
        })?;
        Ok(Self { orders, wake })
    }

    /// Stops reading, so that another program can.
    pub fn pause(&self) {
        let (done, paused) = mpsc::channel();
        if self.order(Order::Pause(done)) {
            let _ = paused.recv_timeout(Duration::from_secs(1));
        }
    }

    /// Resumes reading.
    pub fn resume(&self) {
        self.order(Order::Resume);
    }

    fn order(&self, order: Order) -> bool {
        self.orders.send(order).is_ok() && (&self.wake).write_all(&[0]).is_ok()
    }
}

/// Reads until the terminal is gone or the app has ended.
fn read(orders: &Receiver<Order>, mut woken: PipeReader, sender: &Sender<Message>) {
    let terminal = io::stdin();
    let mut parser = Parser::default();
    let mut bytes = [0; 4096];
    let mut paused = false;
    let mut in_sequence = false;
    loop {
        let (ordered, readable) = {
            let mut both = [PollFd::new(&woken, PollFlags::IN), PollFd::new(&terminal, PollFlags::IN)];
            let watched = if paused { &mut both[..1] } else { &mut both[..] };
            match poll(watched, in_sequence.then_some(&REST_OF_ANSWER)) {
                Err(Errno::INTR) => continue,
                Err(_) => return,
                Ok(0) => {
                    in_sequence = false;
                    end_answer(&mut parser);
                    continue;
                }
                Ok(_) => (!both[0].revents().is_empty(), !paused && !both[1].revents().is_empty()),
            }
        };
        if ordered {
            let _ = woken.read(&mut [0; 1]);
            match orders.try_recv() {
                Ok(Order::Pause(done)) => {
                    paused = true;
                    let _ = done.send(());
                }
                Ok(Order::Resume) => paused = false,
                Err(TryRecvError::Empty) => {}
                Err(TryRecvError::Disconnected) => return,
            }
            continue;
        }
        if !readable {
            continue;
        }
        let count = match rustix::io::read(&terminal, &mut bytes) {
            Err(Errno::INTR | Errno::AGAIN) => continue,
            Ok(0) | Err(_) => return,
            Ok(count) => count,
        };
        let read = &bytes[..count];
        let more = count == bytes.len() || (read.last() == Some(&ESC) && comes_more(&terminal));
        parser.parse(read, more);
        in_sequence = more || read.contains(&ESC) || in_sequence;
        while let Some(event) = parser.pop() {
            if let Some(message) = events::message(event)
                && sender.send(message).is_err()
            {
                return;
            }
        }
    }
}

/// Returns whether more bytes arrive at once, so that an Esc is the beginning of a key and not the key.
fn comes_more(terminal: &io::Stdin) -> bool {
    let mut terminal = [PollFd::new(terminal, PollFlags::IN)];
    matches!(poll(&mut terminal, Some(&REST_OF_KEY)), Ok(1..)) && terminal[0].revents().contains(PollFlags::IN)
}

/// Ends an answer that was cut off. What it was is dropped, as is the byte itself where there was none.
fn end_answer(parser: &mut Parser) {
    parser.parse(&[BEL], false);
    while parser.pop().is_some() {}
}
