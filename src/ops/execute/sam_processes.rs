//! SAM CLI at work beside us: processes that may read layers of the cache, without any lock.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessesToUpdate, UpdateKind};

use crate::cache::{Inputs, RunningProcess, locate, process_list};
use crate::sam::command_line::LocalCommand;

/// Every `sam local` that has this cache, as far as its command line and environment tell: those of other people hide
/// theirs, and what only a samconfig file says is not read.
pub(in crate::ops) fn running(cache: &Path) -> Vec<RunningProcess> {
    let mut system = process_list();
    let arguments = ProcessRefreshKind::nothing().without_tasks().with_cmd(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, arguments);
    let found: Vec<(Pid, LocalCommand)> = system
        .processes()
        .iter()
        .filter_map(|(pid, process)| Some((*pid, LocalCommand::parse(process.cmd())?)))
        .collect();
    let pids: Vec<Pid> = found.iter().map(|(pid, _)| *pid).collect();
    let surroundings =
        ProcessRefreshKind::nothing().without_tasks().with_environ(UpdateKind::Always).with_cwd(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&pids), true, surroundings);
    let cache = resolved(cache);
    let of_this_cache = |(pid, command): &(Pid, LocalCommand)| {
        let process = system.process(*pid)?;
        let running = RunningProcess::seen(process)?;
        (resolved(&cache_of(process, command)?) == cache).then_some(running)
    };
    found.iter().filter_map(of_this_cache).collect()
}

/// The cache it has, by its option, its environment, or SAM's default.
fn cache_of(process: &Process, command: &LocalCommand) -> Option<PathBuf> {
    let variable = |name: &str| variable(process.environ(), name).map(PathBuf::from);
    let home = variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    let inputs = Inputs {
        option: command.layer_cache_basedir.clone(),
        variable: variable("SAM_LAYER_CACHE_BASEDIR"),
        samconfig: None,
        home,
        app_data: variable("APPDATA"),
        current_dir: process.cwd().map(Path::to_owned).unwrap_or_default(),
    };
    let is_known = inputs.home.is_some() || inputs.option.is_some() || inputs.variable.is_some();
    is_known.then(|| locate(&inputs).path)
}

/// A variable of an environment whose entries are `NAME=value`.
fn variable<'a>(environment: &'a [OsString], name: &str) -> Option<&'a str> {
    environment.iter().find_map(|entry| entry.to_str()?.strip_prefix(name)?.strip_prefix('='))
}

fn resolved(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    use super::*;

    #[test]
    fn a_look_at_processes_lets_nobody_open_more_files() {
        let all = getrlimit(Resource::Nofile);
        let fewer = Rlimit { current: Some(all.maximum.unwrap_or(8192).min(8192) - 1), ..all };
        setrlimit(Resource::Nofile, fewer).unwrap();
        assert!(running(Path::new("/no/cache")).is_empty());
        assert_eq!(getrlimit(Resource::Nofile).current, fewer.current);
    }
}
