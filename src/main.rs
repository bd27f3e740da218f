//! Parse, run, exit code.

use std::io::Write as _;
use std::process::ExitCode;

use samlayers::cli::{self, Environment, Exit, args::Cli};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    match cli::completion::answer(&arguments) {
        Ok(false) => {}
        Ok(true) => return Exit::Done.into(),
        Err(sentence) => {
            let _ = writeln!(std::io::stderr(), "samlayers: {sentence}");
            return Exit::Usage.into();
        }
    }
    let cli = match Cli::of_arguments(&arguments) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version come this way too, with exit code 0. A reader that went away is no error.
            let _ = answer.print();
            return u8::try_from(answer.exit_code()).map_or(Exit::Usage.into(), ExitCode::from);
        }
    };
    match Environment::of_process() {
        Ok(environment) => cli::run(&cli, &environment).into(),
        Err(error) => {
            // Where no one reads it, that is no reason to panic.
            let _ = writeln!(
                std::io::stderr(),
                "samlayers: cannot read the current folder ({error}). Change to another folder"
            );
            Exit::Problems.into()
        }
    }
}
