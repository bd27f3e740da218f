//! Runs a shell in an image while the app does not use the terminal.

use std::ffi::OsString;
use std::process::Command;

use super::terminal;

/// Runs the command and waits for it. The error is a sentence.
pub fn run(words: &[String], environment: Vec<(&'static str, OsString)>) -> Result<(), String> {
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    terminal::write_line(&words.join(" "));
    let ended = Command::new(program).args(arguments).envs(environment).status();
    match ended {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(tr!("runtime-not-installed", program = program))
        }
        Err(error) => Err(tr!("runtime-not-started", program = program, error = error)),
    }
}
