//! Asks questions on the terminal.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::exit::Interrupted;
use crate::aws::CodePrompt;
use crate::text::{sanitize, sentence};

/// Interval at which a pending question checks for Ctrl-C.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Asks a question on standard error. Only `y` and `yes` count as yes; the end of input is a no.
pub fn confirm(question: &str, stop: &AtomicBool) -> anyhow::Result<bool> {
    Ok(is_yes(&line(&format!("{question} [y/N] "), stop)?))
}

/// Returns a prompt for the code of an MFA device, like that of the AWS CLI. It returns `None` without an answer.
pub fn mfa_code(stop: Arc<AtomicBool>) -> CodePrompt {
    CodePrompt::new(move |serial| {
        let question = sentence!("mfa-code", serial = sanitize(serial).into_owned()).to_string();
        line(&format!("{question} "), &stop).ok()
    })
}

/// Asks on standard error and returns the next line, which is empty at the end of input.
fn line(question: &str, stop: &AtomicBool) -> anyhow::Result<String> {
    let mut err = io::stderr();
    write!(err, "{question}")?;
    err.flush()?;
    let (sender, answer) = mpsc::channel();
    // Reading from a terminal cannot be cancelled, so a thread does it and is abandoned if necessary.
    thread::Builder::new().name("question".to_owned()).spawn(move || {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line);
        // After Ctrl-C there is no receiver any more.
        let _ = sender.send(read.map(|_| line));
    })?;
    loop {
        match answer.recv_timeout(POLL_INTERVAL) {
            Ok(answer) => return Ok(answer?),
            Err(RecvTimeoutError::Timeout) if stop.load(Ordering::SeqCst) => return Err(Interrupted.into()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(String::new()),
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
