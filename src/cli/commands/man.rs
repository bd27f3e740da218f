//! The `man` command: prints one page with every command and option, generated from the definitions that also parse
//! them.

use std::io::Write;

use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::cli::Exit;
use crate::cli::args::Cli;
use crate::cli::output::Output;

pub fn run(out: &mut Output) -> anyhow::Result<Exit> {
    let mut page = Vec::new();
    write_page(&mut page)?;
    out.raw(&page)?;
    Ok(Exit::Done)
}

fn write_page(page: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut command = Cli::command();
    command.build();
    let man = Man::new(command.clone());
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    let mut heading = Roff::new();
    heading.control("SH", ["COMMANDS"]);
    heading.to_writer(page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        write_command(sub, sub.get_name(), page)?;
    }
    man.render_extra_section(page)?;
    Ok(())
}

/// Writes a command: its usage, description, and own options.
fn write_command(command: &clap::Command, path: &str, page: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut section = Roff::new();
    let operands: Vec<String> = command.get_positionals().map(ToString::to_string).collect();
    section.control("SS", [format!("samlayers {path} {}", operands.join(" ")).trim()]);
    section.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
    let own = command.get_arguments().filter(|arg| !arg.is_global_set() && !matches!(arg.get_id().as_str(), "help"));
    for arg in own {
        section.control("TP", []);
        section.text([clap_mangen::roff::bold(arg.to_string())]);
        section.text([roman(arg.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
    section.to_writer(page)?;
    page.flush()?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        write_command(sub, &format!("{path} {}", sub.get_name()), page)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_lists_every_command_and_its_options() {
        let mut page = Vec::new();
        write_page(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap().replace('\\', "");
        for word in ["samlayers ls", "samlayers purge", "samlayers trash restore", "--trim-to", "--layer-cache-basedir"]
        {
            assert!(page.contains(word), "{word} is missing");
        }
    }
}
