//! The `man` command: manual pages, generated from the definitions that also parse the commands.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use clap::{Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::args::{Cli, ManArgs};
use crate::cli::output::Output;
use crate::cli::{Exit, UsageError};
use crate::text::sanitize;

pub fn run(args: &ManArgs, out: &mut Output) -> anyhow::Result<Exit> {
    let root = root();
    if let Some(dir) = &args.to_dir {
        for (name, page) in pages(&root)? {
            write(dir, &name, &page)?;
        }
    } else {
        let name = args.command.join("-");
        let page = pages(&root)?.into_iter().find(|(page, _)| *page == file_name(&name)).map(|(_, page)| page);
        let wrong = || {
            UsageError(format!(
                "`{}` is not a command. `samlayers help` lists the commands",
                sanitize(&args.command.join(" "))
            ))
        };
        out.raw(&page.ok_or_else(wrong)?)?;
    }
    Ok(Exit::Done)
}

fn write(dir: &Path, name: &str, page: &[u8]) -> anyhow::Result<()> {
    fs::create_dir_all(dir)
        .and_then(|()| fs::write(dir.join(name), page))
        .with_context(|| format!("cannot write {} into {}", name, sanitize(&dir.display().to_string())))
}

fn root() -> Command {
    let mut root = Cli::command();
    root.build();
    root
}

/// Returns the file name of the page of a command, its words joined with `-`; empty for samlayers itself.
fn file_name(command: &str) -> String {
    if command.is_empty() { "samlayers.1".to_owned() } else { format!("samlayers-{command}.1") }
}

/// Returns every page with its file name.
fn pages(root: &Command) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut pages = Vec::new();
    add_pages(root, "", &mut pages)?;
    Ok(pages)
}

fn add_pages(command: &Command, name: &str, pages: &mut Vec<(String, Vec<u8>)>) -> anyhow::Result<()> {
    let title = if name.is_empty() { "samlayers".to_owned() } else { format!("samlayers-{name}") };
    let mut page = Vec::new();
    // The options of every command are explained once, in the page of samlayers itself.
    let shown = if name.is_empty() { command.clone() } else { without_global_options(command) };
    Man::new(shown).title(title.to_uppercase()).render(&mut page)?;
    pages.push((file_name(name), page));
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let words: Vec<&str> = [name, sub.get_name()].into_iter().filter(|word| !word.is_empty()).collect();
        add_pages(sub, &words.join("-"), pages)?;
    }
    Ok(())
}

fn without_global_options(command: &Command) -> Command {
    command
        .clone()
        .mut_args(|arg| if arg.is_global_set() { arg.hide(true) } else { arg })
        .after_help("The options of every command are described in samlayers(1).")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> String {
        let pages = pages(&root()).unwrap();
        let (_, page) = pages.into_iter().find(|(page, _)| page == name).unwrap();
        String::from_utf8(page).unwrap().replace('\\', "")
    }

    #[test]
    fn every_command_has_a_page_with_its_options() {
        let main = text("samlayers.1");
        for word in ["samlayers-ls(1)", "samlayers-purge(1)", "--layer-cache-basedir", "Exit codes"] {
            assert!(main.contains(word), "{word} is missing in {main}");
        }
        assert!(text("samlayers-purge.1").contains("--trim-to"));
        assert!(text("samlayers-trash-restore.1").contains("samlayers trash restore"));
        assert!(!text("samlayers-purge.1").contains("--layer-cache-basedir"));
    }
}
