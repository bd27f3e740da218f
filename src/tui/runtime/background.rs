//! Asks the terminal for its background, and to report when that changes (OSC 11, and mode 2031 of Contour, kitty, Ghostty
//! and others). Nothing waits for the answer: it comes with the keys, whenever it comes, or never.

use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whether to ask.
static FOLLOW: AtomicBool = AtomicBool::new(false);

/// When the terminal was asked, until it has answered.
static ASKED: Mutex<Option<Instant>> = Mutex::new(None);

/// Asks for the colour, and for reports.
const ASK: &str = "\x1b]11;?\x1b\\\x1b[?2031h";

/// Ends the reports.
const END: &str = "\x1b[?2031l";

/// A terminal that has not answered after this time does not answer.
const LATEST: Duration = Duration::from_secs(1);

/// How long the end of the app waits for an answer that is under way, so that the shell does not take it for keys.
#[cfg(unix)]
const LAST_WAIT: Duration = Duration::from_millis(120);

/// Returns whether a terminal of this kind may answer. Old consoles would show the question.
pub fn is_reported() -> bool {
    let old = ["dumb", "linux", "vt", "unknown", "cons", "sun"];
    cfg!(unix)
        && std::env::var("TERM").is_ok_and(|term| !term.is_empty() && !old.iter().any(|old| term.starts_with(old)))
}

/// Sets whether [`ask`] asks.
pub fn follow(on: bool) {
    FOLLOW.store(on, Ordering::SeqCst);
}

/// Asks the terminal.
pub fn ask(terminal: &mut impl Write) -> io::Result<()> {
    if !FOLLOW.load(Ordering::SeqCst) {
        return Ok(());
    }
    if let Ok(mut asked) = ASKED.lock() {
        *asked = Some(Instant::now());
    }
    terminal.write_all(ASK.as_bytes())?;
    terminal.flush()
}

/// Notes that the terminal has answered.
#[cfg(unix)]
pub fn answered() {
    if let Ok(mut asked) = ASKED.lock() {
        *asked = None;
    }
}

/// Ends the reports, and drops an answer that is under way. Nothing else may read the terminal meanwhile.
pub fn end(terminal: &mut impl Write) {
    if !FOLLOW.load(Ordering::SeqCst) {
        return;
    }
    let _ = terminal.write_all(END.as_bytes());
    let _ = terminal.flush();
    let asked = ASKED.lock().ok().and_then(|mut asked| asked.take());
    if asked.is_some_and(|asked| asked.elapsed() < LATEST) {
        drop_answer();
    }
}

/// Reads and drops what arrives within a short time.
#[cfg(unix)]
fn drop_answer() {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};

    let terminal = io::stdin();
    let until = Instant::now() + LAST_WAIT;
    let mut bytes = [0; 256];
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(left) = Timespec::try_from(left) else { return };
        let mut watched = [PollFd::new(&terminal, PollFlags::IN)];
        if !matches!(poll(&mut watched, Some(&left)), Ok(1..)) || !watched[0].revents().contains(PollFlags::IN) {
            return;
        }
        // An answer ends with BEL or with a backslash.
        match rustix::io::read(&terminal, &mut bytes) {
            Ok(0) | Err(_) => return,
            Ok(count) if matches!(bytes[count - 1], 0x07 | b'\\') => return,
            Ok(_) => {}
        }
    }
}

#[cfg(not(unix))]
fn drop_answer() {}
