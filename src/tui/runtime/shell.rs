//! A shell in an image, with the terminal to itself.

use std::ffi::OsString;
use std::process::Command;

/// Runs the command and waits for it. The error is a sentence.
pub fn run(words: &[String], environment: Vec<(&'static str, OsString)>) -> Result<(), String> {
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    println!("{}", words.join(" "));
    let ended = Command::new(program).args(arguments).envs(environment).status();
    match ended {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(format!("`{program}` is not installed or not in PATH; y copies the command for another machine."))
        }
        Err(error) => Err(format!("`{program}` cannot be started: {error}.")),
    }
}
