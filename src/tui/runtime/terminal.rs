//! The terminal, which is prepared when the app opens and restored on every way out.

use std::io::{self, IsTerminal, Stdout, Write};
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

use super::frame_writer::{FrameBuffer, FrameWriter};
use super::{Notify, background};
use crate::tui::colour_depth::ColourDepth;

/// Whether the app has the terminal. Global, as the process has only one terminal.
static IS_ACTIVE: AtomicBool = AtomicBool::new(false);

/// Whether the terminal reports changes of focus. Only needed if the user wants notifications.
static ASK_FOR_FOCUS: AtomicBool = AtomicBool::new(false);

/// The terminal while the app has it.
pub struct Screen {
    /// Never dropped: its `Drop` writes to standard error and panics if that is gone. [`restore`] restores the
    /// terminal instead.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<FrameBuffer>>>,
    frames: FrameWriter<Stdout>,
    /// Whether frames are marked as synchronized updates.
    synchronized: bool,
    size: (u16, u16),
}

impl Screen {
    /// Prepares the terminal for the app.
    pub fn enter(notify: Notify, colours: ColourDepth) -> anyhow::Result<Self> {
        if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
            bail!("the app needs a terminal. `samlayers ls` and the other commands do not (`samlayers --help`)");
        }
        restore_on_panic();
        ASK_FOR_FOCUS.store(notify != Notify::Off, Ordering::SeqCst);
        prepare().context("the terminal cannot be used")?;
        let size = crossterm::terminal::size().unwrap_or((80, 24));
        let has_palette = colours > ColourDepth::Sixteen;
        let frames = FrameWriter::new(io::stdout(), !has_palette);
        let terminal = terminal(size, frames.buffer());
        if terminal.is_err() {
            restore();
        }
        let terminal = ManuallyDrop::new(terminal.context("the terminal cannot be used")?);
        // A terminal with few colours is too old for synchronized updates, or a slow line.
        Ok(Self { terminal, frames, synchronized: has_palette, size })
    }

    /// Returns the current columns and rows.
    pub fn size(&self) -> (u16, u16) {
        crossterm::terminal::size().unwrap_or(self.size)
    }

    /// Draws a frame of this size, as a synchronized update if the terminal supports it.
    pub fn draw(&mut self, size: (u16, u16), frame: impl FnOnce(&mut Frame)) -> io::Result<()> {
        if size != self.size {
            self.size = size;
            self.terminal.resize(Rect::new(0, 0, size.0, size.1))?;
        }
        if self.synchronized {
            queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        }
        self.terminal.draw(frame)?;
        if self.synchronized {
            queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        }
        self.frames.send()
    }

    /// Copies text with the terminal's clipboard sequence. The terminal does not report whether it did so.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        queue!(self.terminal.backend_mut(), CopyToClipboard::to_clipboard_from(text))?;
        self.frames.send()
    }

    /// Sends a notification that a job has ended.
    pub fn notify(&mut self, how: Notify, text: &str) -> io::Result<()> {
        let clean: String = crate::text::sanitize(text).chars().filter(|c| *c != ';').collect();
        let sequence = match how {
            Notify::Off => return Ok(()),
            Notify::Bell => "\u{7}".to_owned(),
            Notify::Osc9 => format!("\u{1b}]9;samlayers: {clean}\u{1b}\\"),
            Notify::Osc777 => format!("\u{1b}]777;notify;samlayers;{clean}\u{1b}\\"),
        };
        self.terminal.backend_mut().write_all(sequence.as_bytes())?;
        self.frames.send()
    }

    /// Prepares the terminal again and redraws the whole screen.
    pub fn resume(&mut self) {
        let whole = Rect::new(0, 0, self.size.0, self.size.1);
        // Not `clear`: it asks the terminal for the cursor position, and the answer would go to the thread that reads
        // the keys.
        if let Err(error) = prepare().and_then(|()| self.terminal.resize(whole)) {
            tracing::error!(%error, "cannot restore the terminal");
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

fn terminal(size: (u16, u16), buffer: FrameBuffer) -> io::Result<Terminal<CrosstermBackend<FrameBuffer>>> {
    // The size comes from the state and is not queried here, so that drawing and layout agree.
    let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
    Terminal::with_options(CrosstermBackend::new(buffer), TerminalOptions { viewport })
}

fn prepare() -> io::Result<()> {
    IS_ACTIVE.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    execute!(io::stdout(), EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste)?;
    if ASK_FOR_FOCUS.load(Ordering::SeqCst) {
        execute!(io::stdout(), EnableFocusChange)?;
    }
    background::ask(&mut io::stdout())
}

/// Restores the terminal, for a while or for good. Errors are ignored, as leaving must not fail.
pub fn restore() {
    if IS_ACTIVE.swap(false, Ordering::SeqCst) {
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
        background::end(&mut stdout);
        let _ = disable_raw_mode();
    }
}

/// Returns whether an error means that the terminal is gone.
pub fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    let is_gone = error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error());
    #[cfg(not(unix))]
    let is_gone = false;
    is_gone || error.kind() == io::ErrorKind::BrokenPipe
}

/// Writes a line to standard error after the terminal was restored. Unlike `eprintln!`, this does not panic if standard
/// error is gone.
pub fn print_error(text: &str) {
    let _ = writeln!(io::stderr(), "samlayers: {text}");
}

/// Writes a line to standard output after the terminal was restored, and ignores errors like [`print_error`].
pub fn write_line(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Installs the panic hook. A panic of the drawing thread ends the app, so the terminal is restored before the message
/// is printed. A panic of any other thread only ends its job and is logged.
fn restore_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let drawing = thread::current().id();
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == drawing {
                restore();
                usual(info);
            } else if IS_ACTIVE.load(Ordering::SeqCst) {
                crate::ops::report_panic(info);
            } else {
                usual(info);
            }
        }));
    });
}
