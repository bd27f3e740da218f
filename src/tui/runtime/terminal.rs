//! The terminal: taken on entering, given back on leaving, whatever the way out is.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use anyhow::{Context as _, bail};
use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use super::Notify;

/// The terminal is ours. One for the process, as there is one terminal.
static OURS: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is asked to say when it gets and loses the keys: only where somebody wants to be told of it.
static ASK_FOR_FOCUS: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours.
pub struct Screen {
    /// Never dropped: its own way out writes to the standard error and panics where that went away. [`give_back`] does what
    /// there is to do.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<Stdout>>>>,
    size: (u16, u16),
}

impl Screen {
    /// Takes the terminal.
    pub fn enter(notify: Notify) -> anyhow::Result<Self> {
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            bail!("the app needs a terminal; `samlayers ls` and the other commands do without (`samlayers --help`)");
        }
        restore_on_panic();
        ASK_FOR_FOCUS.store(notify != Notify::Off, Ordering::SeqCst);
        take().context("the terminal cannot be used")?;
        let size = crossterm::terminal::size().unwrap_or((80, 24));
        let terminal = terminal(size);
        if terminal.is_err() {
            give_back();
        }
        Ok(Self { terminal: ManuallyDrop::new(terminal.context("the terminal cannot be used")?), size })
    }

    /// Columns and rows now.
    pub fn size(&self) -> (u16, u16) {
        crossterm::terminal::size().unwrap_or(self.size)
    }

    /// Draws a frame of this size, all at once where the terminal can.
    pub fn draw(&mut self, size: (u16, u16), frame: impl FnOnce(&mut Frame)) -> io::Result<()> {
        if size != self.size {
            self.size = size;
            self.terminal.resize(Rect::new(0, 0, size.0, size.1))?;
        }
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(frame)?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// Hands a text to the terminal's clipboard. Nobody hears whether it took it.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Tells whoever looks elsewhere that something is done.
    pub fn notify(&mut self, how: Notify, text: &str) -> io::Result<()> {
        let clean: String = crate::text::sanitize(text).chars().filter(|c| *c != ';').collect();
        let sequence = match how {
            Notify::Off => return Ok(()),
            Notify::Bell => "\u{7}".to_owned(),
            Notify::Osc9 => format!("\u{1b}]9;samlayers: {clean}\u{1b}\\"),
            Notify::Osc777 => format!("\u{1b}]777;notify;samlayers;{clean}\u{1b}\\"),
        };
        let backend = self.terminal.backend_mut();
        backend.write_all(sequence.as_bytes())?;
        Write::flush(backend)
    }

    /// Takes the terminal again and draws it anew, whoever had it meanwhile.
    pub fn come_back(&mut self) {
        let whole = Rect::new(0, 0, self.size.0, self.size.1);
        // Not `clear`: that asks the terminal where its cursor is, and the answer goes to whoever reads the keys.
        if let Err(error) = take().and_then(|()| self.terminal.resize(whole)) {
            tracing::error!(%error, "the terminal does not come back");
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn terminal(size: (u16, u16)) -> io::Result<Terminal<CrosstermBackend<BufWriter<Stdout>>>> {
    // The size is the state's, never one the terminal took on in between: what is drawn and what was laid out agree.
    let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
    let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 16, io::stdout()));
    Terminal::with_options(backend, TerminalOptions { viewport })
}

fn take() -> io::Result<()> {
    OURS.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste)?;
    if ASK_FOR_FOCUS.load(Ordering::SeqCst) {
        execute!(io::stdout(), EnableFocusChange)?;
    }
    Ok(())
}

/// Gives the terminal back as it was, for a while or for good. The way out must not fail: what cannot be written any
/// more is left.
pub fn give_back() {
    if OURS.swap(false, Ordering::SeqCst) {
        let mut stdout = io::stdout();
        if ASK_FOR_FOCUS.load(Ordering::SeqCst) {
            let _ = execute!(stdout, DisableFocusChange);
        }
        let _ = execute!(
            stdout,
            EndSynchronizedUpdate,
            DisableBracketedPaste,
            DisableMouseCapture,
            LeaveAlternateScreen,
            Show
        );
        let _ = stdout.flush();
        let _ = disable_raw_mode();
    }
}

/// Whether an error says that the terminal went away.
pub fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_gone = error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error());
    #[cfg(not(unix))]
    let is_gone = false;
    is_gone || error.kind() == io::ErrorKind::BrokenPipe
}

/// Writes a line to the standard error of a terminal that was given back. Where it cannot be written, no one is there to
/// read it: unlike `eprintln!` this does not panic.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "samlayers: {text}");
}

/// Writes a line to a terminal that was given back, as [`complain`] does.
pub fn write_line(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// A panic of the thread that draws ends the app: the terminal goes back first, so that the message can be read. One
/// of any other thread ends its job only, and goes to the log.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let drawing = thread::current().id();
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == drawing {
                give_back();
                usual(info);
            } else if OURS.load(Ordering::SeqCst) {
                crate::ops::report_panic(info);
            } else {
                usual(info);
            }
        }));
    });
}
