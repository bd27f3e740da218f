//! The `completions` command.

use clap::CommandFactory;

use crate::cli::Exit;
use crate::cli::args::{Cli, Shell};
use crate::cli::completion;
use crate::cli::output::Output;

pub fn run(shell: Shell, out: &mut Output) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    match shell {
        Shell::Nushell => {
            clap_complete::generate(clap_complete_nushell::Nushell, &mut Cli::command(), "samlayers", &mut script);
        }
        Shell::Bash => completion::write_script("bash", &mut script)?,
        Shell::Elvish => completion::write_script("elvish", &mut script)?,
        Shell::Fish => completion::write_script("fish", &mut script)?,
        Shell::PowerShell => completion::write_script("powershell", &mut script)?,
        Shell::Zsh => completion::write_script("zsh", &mut script)?,
    }
    out.raw(&script)?;
    Ok(Exit::Done)
}
