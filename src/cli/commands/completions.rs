//! The `completions` command.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Exit;
use crate::cli::args::Cli;
use crate::cli::output::Output;

pub fn run(shell: Shell, out: &mut Output) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "samlayers", &mut script);
    out.raw(&script)?;
    Ok(Exit::Done)
}
