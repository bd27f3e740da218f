//! The samlayers program, run as a user runs it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// The program under test.
pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_samlayers"))
}

/// Runs it and returns what it printed as JSON; fails unless it exits with `code`.
pub fn json(mut command: Command, arguments: &[&str], code: i32) -> Value {
    let output = run(&mut command, arguments);
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "samlayers {arguments:?}\n{stdout}\n{stderr}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error} in\n{stdout}\n{stderr}"))
}

/// Runs it, whatever its result.
pub fn run(command: &mut Command, arguments: &[&str]) -> Output {
    command.args(arguments).output().expect("samlayers starts")
}
