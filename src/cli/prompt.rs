//! Questions to a person, on a terminal only.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::exit::Interrupted;

/// How often a pending question looks whether Ctrl-C was pressed.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Asks on standard error; anything but `y` or `yes` is no, and so is the end of input.
pub fn confirm(question: &str, stop: &AtomicBool) -> anyhow::Result<bool> {
    let mut err = io::stderr();
    write!(err, "{question} [y/N] ")?;
    err.flush()?;
    let (tell, answer) = mpsc::channel();
    // A read cannot be called off, so it gets a thread that may be left behind.
    thread::Builder::new().name("question".to_owned()).spawn(move || {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line);
        // Nobody listens any more when Ctrl-C came first.
        let _ = tell.send(read.map(|_| is_yes(&line)));
    })?;
    loop {
        match answer.recv_timeout(POLL_INTERVAL) {
            Ok(answer) => return Ok(answer?),
            Err(RecvTimeoutError::Timeout) if stop.load(Ordering::SeqCst) => return Err(Interrupted.into()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(false),
        }
    }
}

fn is_yes(line: &str) -> bool {
    matches!(line.trim().to_ascii_lowercase().as_str(), "y" | "yes")
}

#[cfg(test)]
mod tests {
    use crate::cli::prompt::is_yes;

    #[test]
    fn only_yes_is_yes() {
        assert!(is_yes("y\n") && is_yes(" YES\r\n"));
        assert!(!is_yes("") && !is_yes("\n") && !is_yes("n\n") && !is_yes("yep\n"));
    }
}
