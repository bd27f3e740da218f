//! Asks questions on the terminal.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::exit::Interrupted;

/// Interval at which a pending question checks for Ctrl-C.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Asks a question on standard error. Only `y` and `yes` count as yes; the end of input is a no.
pub fn confirm(question: &str, stop: &AtomicBool) -> anyhow::Result<bool> {
    let mut err = io::stderr();
    write!(err, "{question} [y/N] ")?;
    err.flush()?;
    let (tell, answer) = mpsc::channel();
    // Reading from a terminal cannot be cancelled, so a thread does it and is abandoned if necessary.
    thread::Builder::new().name("question".to_owned()).spawn(move || {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line);
        // After Ctrl-C, the receiver is gone.
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
    fn only_y_and_yes_are_yes() {
        assert!(is_yes("y\n") && is_yes(" YES\r\n"));
        assert!(!is_yes("") && !is_yes("\n") && !is_yes("n\n") && !is_yes("yep\n"));
    }
}
