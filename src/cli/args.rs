//! The command line arguments as typed. `session` resolves them.
#![expect(clippy::doc_markdown, reason = "these comments are the help text, where backticks would be printed")]

mod changing;
mod names;
mod packages;
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

/// See, check and clean the Lambda layers and images that AWS SAM CLI keeps on this machine
///
/// Without a command, the app opens. SAM CLI caches layers under opaque names and builds images from them under opaque
/// tags. samlayers shows what is cached, explains what each name means and what SAM would use next, and purges or
/// refreshes entries without losing one.
#[derive(Debug, Clone, Parser)]
#[command(name = "samlayers", version, max_term_width = 110, subcommand_precedence_over_arg = true)]
#[command(after_help = "Exit codes: 0 done or nothing wrong, 1 problems found or something not done, 2 usage, 130 \
                        interrupted.\n\nLog: `samlayers doctor` names its file; SAMLAYERS_LOG chooses what goes there, \
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
    #[arg(long, global = true, value_name = "DIR", help_heading = "SAM's options")]
    pub layer_cache_basedir: Option<PathBuf>,
    /// A template to read; may be given several times [env: SAM_TEMPLATE_FILE]
    #[arg(short, long, global = true, value_name = "FILE", help_heading = "SAM's options")]
    pub template_file: Vec<PathBuf>,
    /// Template parameter values in SAM's format: KEY=VALUE or ParameterKey=KEY,ParameterValue=VALUE
    #[arg(long, global = true, value_name = "KEY=VALUE", num_args = 1.., help_heading = "SAM's options")]
    pub parameter_overrides: Vec<String>,
    /// The region passed to SAM; AWS_REGION is ignored, as SAM does
    #[arg(long, global = true, value_name = "REGION", help_heading = "SAM's options")]
    pub region: Option<String>,
    /// The AWS profile for downloads [env: AWS_PROFILE]
    #[arg(long, global = true, value_name = "NAME", help_heading = "SAM's options")]
    pub profile: Option<String>,
    /// The role to assume for looking up and downloading layers, in the account that owns them. layer_roles in the
    /// config file sets a role for each account
    #[arg(long, global = true, value_name = "ARN", value_parser = role, help_heading = "Where to look")]
    pub layer_role_arn: Option<String>,
    /// The samconfig file to read instead of the one beside the template
    #[arg(long, global = true, value_name = "FILE", help_heading = "SAM's options")]
    pub config_file: Option<PathBuf>,
    /// The samconfig environment to read (SAM's default is "default")
    #[arg(long, global = true, value_name = "NAME", help_heading = "SAM's options")]
    pub config_env: Option<String>,
    /// Expand AWS::LanguageExtensions (such as Fn::ForEach) as SAM does [env: SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS]
    #[arg(long, global = true, overrides_with = "no_language_extensions", help_heading = "SAM's options")]
    pub language_extensions: bool,
    /// Do not expand them, even if samconfig enables it
    #[arg(long, global = true, overrides_with = "language_extensions", help_heading = "SAM's options")]
    pub no_language_extensions: bool,
    /// A folder to search for templates; may be given several times. Default: the current folder, those in the config
    /// file, and those added in the app (in the home folder, only the template directly in it)
    #[arg(long, global = true, value_name = "DIR", help_heading = "Where to look")]
    pub project: Vec<PathBuf>,
    /// The address of the container engine [env: DOCKER_HOST]
    #[arg(long, global = true, value_name = "URL", help_heading = "Where to look")]
    pub docker_host: Option<String>,
    /// Do not connect to the container engine
    #[arg(long, global = true, help_heading = "Where to look")]
    pub no_engine: bool,
    /// Never use the network
    #[arg(long, global = true, help_heading = "Where to look")]
    pub offline: bool,
    /// An account to try when the ARN of a layer is unknown; may be given several times
    #[arg(long, global = true, value_name = "ID", value_parser = AccountId::parse, help_heading = "Where to look")]
    pub account: Vec<AccountId>,
    /// Use a demo cache in a temporary folder; your own files are neither read nor changed
    #[arg(long, global = true, help_heading = "Where to look")]
    pub demo: bool,
    /// Disable everything that changes the cache or the engine
    #[arg(long, global = true, help_heading = "How to behave")]
    pub read_only: bool,
    /// The theme of the app: default (the terminal's own colours), dark, light, high-contrast, or a file
    #[arg(long, global = true, value_name = "THEME", help_heading = "How to behave")]
    pub theme: Option<String>,
    /// The language of the app; commands always print English. Default: LC_ALL, LC_MESSAGES or LANG
    #[arg(long, global = true, value_name = "LANG", value_enum, help_heading = "How to behave")]
    pub lang: Option<Lang>,
    /// Print JSON (schema 1)
    #[arg(long, global = true, help_heading = "How to behave")]
    pub json: bool,
    /// When to use colour; NO_COLOR is honoured
    #[arg(long, global = true, value_name = "WHEN", value_enum, help_heading = "How to behave")]
    pub color: Option<ColorChoice>,
    /// Draw with ASCII characters only
    #[arg(long, global = true, help_heading = "How to behave")]
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
    /// List what `sam build` left in the projects, and whether anything uses it
    Builds,
    /// Explain a function, a layer ARN, a directory or an image name: the inputs of each hash, what SAM would look for,
    /// and what exists instead
    Explain(ExplainArgs),
    /// Print the directory in which SAM caches a layer ARN
    Dir(DirArgs),
    /// Print the ARN of a layer directory
    Arn(ArnArgs),
    /// Print the name of the image SAM builds for a runtime with layers
    Tag(TagArgs),
    /// List problems; exits 1 when there are any
    Verify(VerifyArgs),
    /// Remove layers, leftovers and images; layers go to the trash
    ///
    /// If `sam local` is using this cache, purge holds SAM's lock until that process exits (10 seconds at most). Ctrl-C
    /// stops waiting.
    Purge(PurgeArgs),
    /// Download layers again and swap them in
    Refresh(RefreshArgs),
    /// Download the layers that the functions of the templates need and SAM has not cached yet
    Prefetch(PrefetchArgs),
    /// Put a local zip or folder into the cache as a layer version, for SAM CLI to use without AWS
    ///
    /// The content is checked like a download, and SAM CLI then uses it with no network and no credentials. It counts as
    /// imported for as long as it exists, and never as what AWS publishes under the ARN.
    Import(ImportArgs),
    /// Publish a zip as a new version of a layer, in one or many regions and accounts
    ///
    /// Content that is the newest version already is not published again, so a run that was cut off can be repeated.
    Publish(PublishArgs),
    /// Restore what the last purge, refresh or import moved to the trash
    Undo(UndoArgs),
    /// List the trash, empty it, or restore from it
    Trash(TrashArgs),
    /// Show what makes a package large: by distribution, tests, caches and debug symbols, against Lambda's quotas
    ///
    /// Nothing is changed. In this command 1 MB is 1,048,576 bytes, as in Lambda's quotas.
    Size(SizeArgs),
    /// Pack a folder into the zip of a layer: the same folder gives the same bytes on every machine
    ///
    /// Names are sorted, every date is 1980-01-01, links are kept. Files are executable (0755) if they have an execute
    /// bit, are programs of Linux or begin with `#!`; all others are 0644. A layer that no runtime could load is
    /// rejected with what to change.
    Pack(PackArgs),
    /// Export layers: the zip that AWS published, a zip of the cached files, or the files as a build context
    ///
    /// Nothing is changed but the output; it needs no --yes and works with --read-only.
    Export(ExportArgs),
    /// Show where the cache is and why, which engine SAM would use, and all problems
    Doctor,
    /// Print the completion script of a shell
    ///
    /// bash: samlayers completions bash > ~/.local/share/bash-completion/completions/samlayers. zsh: save it as _samlayers
    /// in a folder of $fpath. fish: ~/.config/fish/completions/samlayers.fish. PowerShell, nushell and elvish: load it
    /// from the profile. Packages install them already.
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
        Err("a role is named by its ARN, such as arn:aws:iam::123456789012:role/ReadLayers".to_owned())
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
