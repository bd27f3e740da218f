//! The command line: arguments, their resolution, one file for each command, and the output.

pub mod args;
mod commands;
pub mod completion;
mod environment;
mod exit;
mod interrupt;
mod output;
mod problems;
mod prompt;
mod session;
mod user_config;

pub use environment::Environment;
pub use exit::{Exit, UsageError};

use args::{Cli, Command};
use output::Output;
use output::style::TextStyle;
use session::Session;

use crate::ops;

/// Runs a command and returns its exit code.
pub fn run(cli: &Cli, environment: &Environment) -> Exit {
    start_log(environment);
    let mut out = Output::stdout(TextStyle::of(&cli.global, environment));
    let outcome = dispatch(cli, environment, &mut out).and_then(|exit| {
        // The app writes to the terminal itself, and the terminal may be gone.
        if cli.command.is_some() {
            out.flush()?;
        }
        Ok(exit)
    });
    outcome.unwrap_or_else(|error| match exit::of_error(&error) {
        Some(exit) => {
            output::warn(&format!("{error:#}"));
            exit
        }
        None => Exit::Done,
    })
}

/// Starts the log, which also records panics.
fn start_log(environment: &Environment) {
    let Some(file) = environment.log_file() else { return };
    if let Some(warning) = ops::start_log(&file, environment.var_os(ops::LOG_VARIABLE)) {
        output::warn(&warning);
    }
    ops::log_panics();
}

fn dispatch(cli: &Cli, environment: &Environment, out: &mut Output) -> anyhow::Result<Exit> {
    let Some(command) = &cli.command else {
        return commands::app::run(&cli.global, environment);
    };
    // Only commands that use the cache, the engine or templates open a session.
    let open = || Session::open(&cli.global, environment);
    match command {
        Command::Dir(args) => commands::dir::run(args, &cli.global, out),
        Command::Tag(args) => commands::tag::run(args, &cli.global, out),
        Command::Completions { shell } => commands::completions::run(*shell, out),
        Command::Man(args) => commands::man::run(args, out),
        Command::Ls(args) => commands::ls::run(args, &open()?, out),
        Command::Images => commands::images::run(&open()?, out),
        Command::Builds => commands::builds::run(&open()?, out),
        Command::Functions => commands::functions::run(&open()?, out),
        Command::Explain(args) => commands::explain::run(args, &open()?, out),
        Command::Arn(args) => commands::arn::run(args, &open()?, out),
        Command::Verify(args) => commands::verify::run(args, &open()?, out),
        Command::Purge(args) => commands::purge::run(args, &open()?, out),
        Command::Refresh(args) => commands::refresh::run(args, &open()?, out),
        Command::Prefetch(args) => commands::prefetch::run(args, &open()?, out),
        Command::Import(args) => commands::import::run(args, &open()?, out),
        Command::Publish(args) => commands::publish::run(args, &open()?, out),
        Command::Undo(args) => commands::undo::run(args, &open()?, out),
        Command::Trash(args) => commands::trash::run(&args.command, &open()?, out),
        Command::Size(args) => commands::size::run(args, &open()?, out),
        Command::Pack(args) => commands::pack::run(args, &open()?, out),
        Command::Export(args) => commands::export::run(args, &open()?, out),
        Command::Doctor => commands::doctor::run(&open()?, out),
    }
}
