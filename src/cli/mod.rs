//! The command line: arguments as typed, resolved, one file a command, and what is printed.

pub mod args;
mod commands;
mod config;
mod exit;
mod output;
mod units;
mod world;

pub use exit::{Exit, UsageError};
pub use world::World;

use args::{Cli, Command};
use config::Look;
use output::Output;

/// Carries out one command line.
pub fn run(cli: &Cli, world: &World) -> Exit {
    let mut out = Output::stdout(Look::of(&cli.global, world));
    let outcome = dispatch(cli, world, &mut out).and_then(|exit| {
        out.flush()?;
        Ok(exit)
    });
    outcome.unwrap_or_else(|error| match exit::of_error(&error) {
        Some(exit) => {
            eprintln!("samlayers: {}", output::safe::text(&format!("{error:#}")));
            exit
        }
        None => Exit::Done,
    })
}

fn dispatch(cli: &Cli, world: &World, out: &mut Output) -> anyhow::Result<Exit> {
    match &cli.command {
        Some(Command::Dir(args)) => commands::dir::run(args, &cli.global, out),
        Some(Command::Tag(args)) => commands::tag::run(args, &cli.global, out),
        Some(Command::Completions { shell }) => commands::completions::run(*shell, out),
        Some(Command::Man) => commands::man::run(out),
        None => Err(UsageError("name a command; `samlayers --help` lists them".to_owned()).into()),
    }
}
