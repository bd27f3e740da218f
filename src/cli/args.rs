//! The command line arguments as typed. `session` resolves them.
#![expect(clippy::doc_markdown, reason = "these comments are the help text, where backticks would be printed")]

mod changing;
mod names;
mod packages;
mod parse;
mod publish;

pub use changing::{Consent, PrefetchArgs, PurgeArgs, RefreshArgs, TrashArgs, TrashCommand, UndoArgs};
pub use names::{ArnArgs, DirArgs, ExplainArgs, LsArgs, TagArgs, VerifyArgs};
pub use packages::{ExportArgs, ImportArgs, MadeForArgs, PackArgs, SizeArgs};
pub use publish::PublishArgs;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::aws::LayerRoles;
use crate::sam::AccountId;
use crate::text::Lang;

/// See, verify and clean up the Lambda layers and images of AWS SAM CLI on this machine
///
/// Without a command, the app opens. SAM CLI caches layers and builds images from them under names that are hashes.
/// samlayers shows what is cached, what each name stands for and what SAM will use next, and purges or refreshes
/// entries safely.
#[derive(Debug, Clone, Parser)]
#[command(name = "samlayers", version, max_term_width = parse::HELP_WIDTH, subcommand_precedence_over_arg = true)]
#[command(after_help = "Exit codes: 0 success, 1 problems found or something was not done, 2 usage error, 130 \
                        interrupted.\n\nLog: `samlayers doctor` shows the file; SAMLAYERS_LOG sets what is logged, \
                        for example SAMLAYERS_LOG=samlayers=debug.")]
pub struct Cli {
    /// The options of every command.
    #[command(flatten)]
    pub global: Global,
    /// The command; without one, the app opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The options of every command.
#[derive(Debug, Clone, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct Global {
    /// The folder of the layer cache [env: SAM_LAYER_CACHE_BASEDIR]
    #[arg(long, global = true, value_name = "DIR", help_heading = "SAM options")]
    pub layer_cache_basedir: Option<PathBuf>,
    /// A template to read; can be repeated [env: SAM_TEMPLATE_FILE]
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "SAM options")]
    pub template_file: Vec<PathBuf>,
    /// Template parameter values in SAM's format: KEY=VALUE or ParameterKey=KEY,ParameterValue=VALUE
    #[arg(long, global = true, value_name = "KEY=VALUE", num_args = 1.., help_heading = "SAM options")]
    pub parameter_overrides: Vec<String>,
    /// Region passed to SAM; AWS_REGION is ignored, as SAM does
    #[arg(long, global = true, value_name = "REGION", help_heading = "SAM options")]
    pub region: Option<String>,
    /// The AWS profile for downloads [env: AWS_PROFILE]
    #[arg(long, global = true, value_name = "NAME", help_heading = "SAM options")]
    pub profile: Option<String>,
    /// Role to assume in the account that owns the layers, to look up and download them. To set a role for each
    /// account, use layer_roles in the config file
    #[arg(long, global = true, value_name = "ARN", value_parser = role, help_heading = "Lookup options")]
    pub layer_role_arn: Option<String>,
    /// The samconfig file to read instead of the one next to the template
    #[arg(long, global = true, value_name = "FILE", help_heading = "SAM options")]
    pub config_file: Option<PathBuf>,
    /// The samconfig environment to read (SAM's default is "default")
    #[arg(long, global = true, value_name = "NAME", help_heading = "SAM options")]
    pub config_env: Option<String>,
    /// Expand AWS::LanguageExtensions (such as Fn::ForEach) as SAM does [env: SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS]
    #[arg(long, global = true, overrides_with = "no_language_extensions", help_heading = "SAM options")]
    pub language_extensions: bool,
    /// Do not expand them, even if samconfig enables it
    #[arg(long, global = true, overrides_with = "language_extensions", help_heading = "SAM options")]
    pub no_language_extensions: bool,
    /// A folder to search for templates; can be repeated. Default: the current folder, those in the config file, and
    /// those added in the app (in the home folder, only the template directly in it)
    #[arg(long, global = true, value_name = "DIR", help_heading = "Lookup options")]
    pub project: Vec<PathBuf>,
    /// The address of the container engine [env: DOCKER_HOST]
    #[arg(long, global = true, value_name = "URL", help_heading = "Lookup options")]
    pub docker_host: Option<String>,
    /// Do not connect to the container engine
    #[arg(long, global = true, help_heading = "Lookup options")]
    pub no_engine: bool,
    /// Never use the network
    #[arg(long, global = true, help_heading = "Lookup options")]
    pub offline: bool,
    /// An account to try when the ARN of a layer is unknown; can be repeated
    #[arg(long, global = true, value_name = "ID", value_parser = AccountId::parse, help_heading = "Lookup options")]
    pub account: Vec<AccountId>,
    /// Use a demo cache in a temporary folder; your own files are not read or changed
    #[arg(long, global = true, help_heading = "Lookup options")]
    pub demo: bool,
    /// Do not change the cache or the container engine
    #[arg(long, global = true, help_heading = "General options")]
    pub read_only: bool,
    /// The theme of the app: default (the terminal's own colours), dark, light, high-contrast, or a file
    #[arg(long, global = true, value_name = "THEME", help_heading = "General options")]
    pub theme: Option<String>,
    /// The language of the app; commands always print English. Default: LC_ALL, LC_MESSAGES or LANG
    #[arg(long, global = true, value_name = "LANG", value_enum, help_heading = "General options")]
    pub lang: Option<Lang>,
    /// Print JSON (schema 1)
    #[arg(long, global = true, help_heading = "General options")]
    pub json: bool,
    /// When to use colour; NO_COLOR is respected
    #[arg(long, global = true, value_name = "WHEN", value_enum, help_heading = "General options")]
    pub color: Option<ColorChoice>,
    /// Draw with ASCII characters only
    #[arg(long, global = true, help_heading = "General options")]
    pub ascii: bool,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// List the cached layers
    Ls(LsArgs),
    /// List the images SAM built
    Images,
    /// List the functions of the templates, with the layers and image SAM would use
    Functions,
    /// List the build folders of the projects, and which entries are unused
    Builds,
    /// Explain a function, layer ARN, directory or image name: the inputs of each hash, what SAM would look for,
    /// and what exists
    Explain(ExplainArgs),
    /// Print the directory in which SAM caches a layer ARN
    Dir(DirArgs),
    /// Print the ARN of a layer directory
    Arn(ArnArgs),
    /// Print the name of the image SAM builds for a runtime with layers
    Tag(TagArgs),
    /// List problems; exits 1 if there are any
    Verify(VerifyArgs),
    /// Remove layers, leftovers and images; layers move to the trash
    ///
    /// If `sam local` is using this cache, purge holds SAM's lock until that process exits (10 s at most). Ctrl-C
    /// stops waiting.
    Purge(PurgeArgs),
    /// Download layers again and replace the cached content
    Refresh(RefreshArgs),
    /// Download the layers that the functions of the templates need and that are not cached yet
    Prefetch(PrefetchArgs),
    /// Put a local zip or folder into the cache as a layer version, so that SAM CLI uses it without AWS
    ///
    /// The content is checked like a download. SAM CLI then uses it without network and credentials. It stays marked as
    /// imported, because AWS may have different content for the ARN.
    Import(ImportArgs),
    /// Publish a zip as a new version of a layer, in one or many regions and accounts
    ///
    /// If the latest version already has the content, it is not published again, so an interrupted run can be repeated.
    Publish(PublishArgs),
    /// Restore what the last purge, refresh or import moved to the trash
    Undo(UndoArgs),
    /// List the trash, empty it, or restore from it
    Trash(TrashArgs),
    /// Show what makes a package large: by distribution, tests, caches and debug symbols, against Lambda's quotas
    ///
    /// In this command, 1 MB is 1,048,576 bytes, as in Lambda's quotas.
    Size(SizeArgs),
    /// Pack a folder into a reproducible layer zip
    ///
    /// Names are sorted, every date is 1980-01-01, links are kept. Files are executable (0755) if they have an execute
    /// bit, are Linux executables or begin with `#!`; all others are 0644. A layer that no runtime could load is
    /// rejected with a fix.
    Pack(PackArgs),
    /// Export layers: the zip that AWS published, a zip of the cached files, or the files as a build context
    ///
    /// Only the output is written: no --yes is needed, and it works with --read-only.
    Export(ExportArgs),
    /// Check the cache, the container engine, SAM CLI, credentials and the log, and list all problems
    Doctor,
    /// Print the completion script of a shell
    ///
    /// bash: samlayers completions bash > ~/.local/share/bash-completion/completions/samlayers. zsh: save it as _samlayers
    /// in a folder of $fpath. fish: ~/.config/fish/completions/samlayers.fish. PowerShell, nushell and elvish: load it
    /// from the profile. Packages install them for you.
    Completions {
        /// The shell to complete for
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page (roff): samlayers man | man -l -
    Man(ManArgs),
}

/// The shells that can complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash
    Bash,
    /// Elvish
    Elvish,
    /// Fish
    Fish,
    /// Nushell: commands and options, without names from the cache
    Nushell,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
    /// Zsh
    Zsh,
}

/// The arguments of `man`.
#[derive(Debug, Clone, Args)]
pub struct ManArgs {
    /// The command whose page to print; without one, the page of samlayers itself
    #[arg(value_name = "COMMAND", conflicts_with = "to_dir")]
    pub command: Vec<String>,
    /// Write the pages of all commands into this folder, which is created if it is missing
    #[arg(long, value_name = "DIR")]
    pub to_dir: Option<PathBuf>,
}

/// Parses the ARN of a role.
fn role(text: &str) -> Result<String, String> {
    if LayerRoles::is_role(text) {
        Ok(text.to_owned())
    } else {
        Err("specify the ARN of a role, such as arn:aws:iam::123456789012:role/ReadLayers".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn every_command() -> Vec<clap::Command> {
        fn collect(command: &clap::Command, into: &mut Vec<clap::Command>) {
            into.push(command.clone());
            for sub in command.get_subcommands() {
                collect(sub, into);
            }
        }
        let mut all = Vec::new();
        collect(&Cli::command(), &mut all);
        all
    }

    #[test]
    fn clap_accepts_the_definitions() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_and_option_has_a_help_text() {
        for command in every_command() {
            assert!(command.get_about().is_some(), "`{}` has no help", command.get_name());
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help.is_empty(), "`{} {}` has no help", command.get_name(), arg.get_id());
            }
        }
    }

    #[test]
    fn a_command_may_follow_parameter_overrides() {
        let cli = Cli::try_parse_from(["samlayers", "--parameter-overrides", "A=1", "B=2", "functions"]).unwrap();
        assert_eq!(cli.global.parameter_overrides, ["A=1", "B=2"]);
        assert!(matches!(cli.command, Some(Command::Functions)));
    }

    #[test]
    fn a_role_must_be_an_arn() {
        assert!(Cli::try_parse_from(["samlayers", "--layer-role-arn", "ReadLayers"]).is_err());
        let role = "arn:aws:iam::123456789012:role/ReadLayers";
        let cli = Cli::try_parse_from(["samlayers", "prefetch", "--layer-role-arn", role]).unwrap();
        assert_eq!(cli.global.layer_role_arn.as_deref(), Some(role));
    }

    #[test]
    fn an_account_must_have_twelve_digits() {
        assert!(Cli::try_parse_from(["samlayers", "--account", "12345"]).is_err());
        let cli = Cli::try_parse_from(["samlayers", "ls", "--account", "123456789012"]).unwrap();
        assert_eq!(cli.global.account, [AccountId::parse("123456789012").unwrap()]);
    }
}
