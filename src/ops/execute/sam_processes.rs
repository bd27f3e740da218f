//! SAM CLI at work beside us: processes that may read layers of the cache, without any lock.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System, UpdateKind};

use super::open_file_limit;
use crate::cache::{Inputs, locate};
use crate::sam::command_line::LocalCommand;

/// A running `sam local`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ops) struct SamProcess {
    /// Its number.
    pub pid: u32,
    /// When it began, in Unix seconds: numbers are given anew.
    started: u64,
}

/// Every `sam local` that has this cache, as far as its command line and environment tell: those of other people hide
/// theirs, and what only a samconfig file says is not read.
pub(in crate::ops) fn running(cache: &Path) -> Vec<SamProcess> {
    let mut system = lean_system();
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
        let process = system.process(*pid).filter(|process| is_alive(process))?;
        (resolved(&cache_of(process, command)?) == cache)
            .then(|| SamProcess { pid: pid.as_u32(), started: process.start_time() })
    };
    found.iter().filter_map(of_this_cache).collect()
}

/// Whether one of them still runs.
pub(in crate::ops) fn any_lives(processes: &[SamProcess]) -> bool {
    let mut system = lean_system();
    let pids: Vec<Pid> = processes.iter().map(|process| Pid::from_u32(process.pid)).collect();
    let nothing = ProcessRefreshKind::nothing().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&pids), true, nothing);
    processes.iter().any(|process| {
        let now = system.process(Pid::from_u32(process.pid));
        now.is_some_and(|now| is_alive(now) && now.start_time() == process.started)
    })
}

/// Without the files that sysinfo would keep open for the next time, and for which it lets this process, and all that it
/// starts, open more of them than before.
fn lean_system() -> System {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        open_file_limit::unchanged(|| {
            // Refused where there is no such limit.
            let _ = sysinfo::set_open_files_limit(0);
        });
    });
    System::new()
}

fn is_alive(process: &Process) -> bool {
    !matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead)
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
