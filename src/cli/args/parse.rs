//! Reads the command line, without building the commands that are not meant.

use std::ffi::OsString;

use clap::{Args as _, CommandFactory as _, FromArgMatches as _, Subcommand as _};

use super::{Cli, Command, Global};

/// The width up to which help is wrapped.
pub(super) const HELP_WIDTH: usize = 110;

impl Cli {
    /// Reads the arguments, the first of which is the name of the program.
    ///
    /// If a command is named first, only that one is built: clap copies every option of [`Global`] into every command
    /// that it knows, which takes longer than all the rest of a short command.
    ///
    /// # Errors
    ///
    /// A message of clap, which is also how help and the version come back.
    pub fn of_arguments(arguments: &[OsString]) -> Result<Self, clap::Error> {
        let mut command = named_first(arguments).unwrap_or_else(Self::command);
        let read = command.try_get_matches_from_mut(arguments).and_then(|mut matches| {
            Self::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
        });
        // The process uses it to its end, or has ended by then: nothing has to be freed one by one.
        std::mem::forget(command);
        read
    }
}

/// Returns the program with only the command that its first argument names, or `None` if it names no command.
fn named_first(arguments: &[OsString]) -> Option<clap::Command> {
    let name = arguments.get(1)?;
    let every = Command::augment_subcommands(clap::Command::new("samlayers"));
    let command = every.find_subcommand(name)?.clone();
    std::mem::forget(every);
    let program = clap::Command::new("samlayers").max_term_width(HELP_WIDTH).subcommand_precedence_over_arg(true);
    Some(Global::augment_args(program).subcommand(command))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What clap answers to these arguments: the values, or the message.
    fn answers(arguments: &[&str]) -> (String, String) {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let full = clap::Parser::try_parse_from(&arguments).map(|cli: Cli| format!("{cli:?}"));
        let quick = Cli::of_arguments(&arguments).map(|cli| format!("{cli:?}"));
        let text = |answer: Result<String, clap::Error>| answer.unwrap_or_else(|error| error.to_string());
        (text(full), text(quick))
    }

    #[test]
    fn the_answer_is_that_of_all_commands_together() {
        let cli = Cli::command();
        let names: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).collect();
        assert!(names.len() > 20, "{names:?}");
        for name in names {
            for more in
                [&["--help"][..], &["-h"], &["--no-such"], &["--version"], &["x", "y", "z"], &["--json", "x"], &[]]
            {
                let arguments: Vec<&str> = ["samlayers", name].into_iter().chain(more.iter().copied()).collect();
                let (full, quick) = answers(&arguments);
                assert_eq!(quick, full, "{arguments:?}");
            }
        }
    }

    #[test]
    fn what_is_no_command_is_read_as_before() {
        for arguments in [
            &["samlayers"][..],
            &["samlayers", "--help"],
            &["samlayers", "help", "ls"],
            &["samlayers", "lss"],
            &["samlayers", "--json", "ls"],
            &["samlayers", "-t", "ls", "ls"],
            &["samlayers", ""],
            &["samlayers", "trash", "--help"],
            &["samlayers", "trash", "empty", "--help"],
            &["samlayers", "trash", "nothing"],
        ] {
            let (full, quick) = answers(arguments);
            assert_eq!(quick, full, "{arguments:?}");
        }
        assert!(Cli::of_arguments(&[]).is_ok());
    }
}
