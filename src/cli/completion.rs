//! Shell completion of values: layer directories, ARNs, image names, functions and problem codes.
//!
//! The script that `samlayers completions SHELL` prints runs the program itself at each Tab with the words typed so far.
//! Options such as `--layer-cache-basedir` among them count, as they do for the command.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io;

use clap::{CommandFactory, FromArgMatches};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use super::args::{Cli, Global};
use super::environment::Environment;
use super::session::ResolvedOptions;
use crate::ops::{Context, completion as names};
use crate::sam::Runtime;
use crate::sam::problem::ProblemCode;

/// The variable with which the script of a shell asks for candidates.
const VARIABLE: &str = "SAMLAYERS_COMPLETE";

/// Prints the candidates and returns true if a shell asked for them, otherwise does nothing.
///
/// # Errors
///
/// A sentence, if the shell is unknown or its request is malformed.
pub fn answer(arguments: &[OsString]) -> Result<bool, String> {
    let current_dir = std::env::current_dir().ok();
    clap_complete::CompleteEnv::with_factory(Cli::command)
        .var(VARIABLE)
        .try_complete(arguments.iter().cloned(), current_dir.as_deref())
        .map_err(|error| error.to_string())
}

/// Writes the script that makes a shell run this program for completions.
pub(super) fn write_script(shell: &str, script: &mut Vec<u8>) -> io::Result<()> {
    let shells = Shells::builtins();
    let shell = shells.completer(shell).ok_or_else(|| io::Error::other(format!("no completion for {shell}")))?;
    shell.write_registration(VARIABLE, "samlayers", "samlayers", "samlayers", script)
}

/// Completes a selector: a directory name or a problem code.
pub fn selector() -> ArgValueCompleter {
    completer(|context| [names::layer_dirs(context), problem_codes()])
}

/// Completes the ARN of a layer version.
pub fn arn() -> ArgValueCompleter {
    completer(|context| [names::layer_arns(context)])
}

/// Completes a layer directory.
pub fn layer_dir() -> ArgValueCompleter {
    completer(|context| [names::layer_dirs(context)])
}

/// Completes a layer: its directory or its ARN.
pub fn layer() -> ArgValueCompleter {
    completer(|context| [names::layer_dirs(context), names::layer_arns(context)])
}

/// Completes whatever `explain` explains: a function, directory, ARN or image.
pub fn explainable() -> ArgValueCompleter {
    completer(|context| {
        [names::functions(context), names::layer_dirs(context), names::layer_arns(context), names::images(context)]
    })
}

/// Completes a runtime of Lambda.
pub fn runtime() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| candidates(typed, [Runtime::known().map(str::to_owned).collect()]))
}

fn problem_codes() -> BTreeSet<String> {
    ProblemCode::ALL.iter().map(|code| code.as_str().to_owned()).collect()
}

fn completer<const N: usize>(read: fn(&Context) -> [BTreeSet<String>; N]) -> ArgValueCompleter {
    ArgValueCompleter::new(move |typed: &OsStr| {
        context().map(|context| candidates(typed, read(&context))).unwrap_or_default()
    })
}

fn candidates<const N: usize>(typed: &OsStr, names: [BTreeSet<String>; N]) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    names.into_iter().flatten().filter(|name| name.starts_with(typed)).map(CompletionCandidate::new).collect()
}

/// Returns the context of the command line typed so far.
fn context() -> Option<Context> {
    let environment = Environment::of_process().ok()?;
    let words = std::env::args_os().skip_while(|word| word != "--").skip(1);
    let matches = Cli::command().ignore_errors(true).try_get_matches_from(words).ok()?;
    let mut global = Global::from_arg_matches(&matches).ok()?;
    // The network is never used for a Tab.
    global.offline = true;
    ResolvedOptions::resolve(&global, &environment).ok().map(|resolved| resolved.context)
}
