//! Running SAM CLI processes, which may read layers of the cache without a lock.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessesToUpdate, UpdateKind};

use crate::cache::{Inputs, RunningProcess, locate, process_list};
use crate::sam::command_line::{BuildCommand, LocalCommand, ServerCommand};

/// Returns the `sam local` processes that use this cache, according to their command line and environment. Those of
/// other users hide both, and samconfig files are not read.
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

/// Returns a line for each running `sam local`, with everything that it uses: it decides what is safe to change. Those of
/// other users hide it.
pub(in crate::ops) fn servers() -> Vec<String> {
    let mut system = process_list();
    let details = ProcessRefreshKind::nothing()
        .without_tasks()
        .with_cmd(UpdateKind::Always)
        .with_environ(UpdateKind::Always)
        .with_cwd(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, details);
    let describe = |process: &Process| {
        let (server, local) = (ServerCommand::parse(process.cmd())?, LocalCommand::parse(process.cmd())?);
        let pid = RunningProcess::seen(process)?.pid;
        let cwd = process.cwd().unwrap_or(Path::new("?"));
        let template = server.template.as_deref().unwrap_or(Path::new("SAM's default template"));
        let cache = cache_of(process, &local).map_or_else(|| "?".to_owned(), |cache| cache.display().to_string());
        let port = server.port.map(|port| format!(" on port {port}")).unwrap_or_default();
        let warm = if server.is_warm { ", keeps containers warm" } else { "" };
        let since = i64::try_from(process.start_time()).ok().and_then(|at| jiff::Timestamp::from_second(at).ok());
        let since = since.map(|since| format!(", since {since}")).unwrap_or_default();
        let (template, cwd) = (template.display(), cwd.display());
        Some(format!(
            "sam local {}{port}, process {pid}{since}: {template} in {cwd}, cache {cache}{warm}",
            server.command
        ))
    };
    system.processes().values().filter_map(describe).collect()
}

/// A `sam build` or `sam sync` that was running when it was found.
#[derive(Debug, Clone)]
pub(in crate::ops) struct RunningBuild {
    pid: u32,
    /// Its working directory; `None` if the system hides it.
    cwd: Option<PathBuf>,
    folders: Vec<PathBuf>,
}

/// Returns the running builds.
pub(in crate::ops) fn building() -> Vec<RunningBuild> {
    let mut system = process_list();
    let arguments =
        ProcessRefreshKind::nothing().without_tasks().with_cmd(UpdateKind::Always).with_cwd(UpdateKind::Always);
    system.refresh_processes_specifics(ProcessesToUpdate::All, true, arguments);
    let processes = system.processes().values();
    let build = |process: &Process| {
        let command = BuildCommand::parse(process.cmd())?;
        let pid = RunningProcess::seen(process)?.pid;
        let cwd = process.cwd().map(resolved);
        let folders = command.folders.iter().map(|folder| resolved(&cwd.clone().unwrap_or_default().join(folder)));
        Some(RunningBuild { pid, folders: folders.collect(), cwd })
    };
    processes.filter_map(build).collect()
}

/// Returns the process that may be building in a project. One whose working directory is hidden may build anywhere.
pub(in crate::ops) fn builds_in(running: &[RunningBuild], project: &Path) -> Option<u32> {
    if running.is_empty() {
        return None;
    }
    let project = resolved(project);
    let is_here = |build: &&RunningBuild| {
        build.cwd.as_ref().is_none_or(|cwd| *cwd == project)
            || build.folders.iter().any(|folder| folder.starts_with(&project))
    };
    running.iter().find(is_here).map(|build| build.pid)
}

/// Returns the cache that a process uses: from its option, its environment, or SAM's default.
fn cache_of(process: &Process, command: &LocalCommand) -> Option<PathBuf> {
    let variable = |name: &str| variable(process.environ(), name).map(PathBuf::from);
    let home = variable(if cfg!(windows) { "USERPROFILE" } else { "HOME" });
    let inputs = Inputs {
        option: command.layer_cache_basedir.clone(),
        variable: variable("SAM_LAYER_CACHE_BASEDIR"),
        samconfig: None,
        home,
        sudo: None,
        app_data: variable("APPDATA"),
        current_dir: process.cwd().map(Path::to_owned).unwrap_or_default(),
    };
    let is_known = inputs.home.is_some() || inputs.option.is_some() || inputs.variable.is_some();
    is_known.then(|| locate(&inputs).path)
}

/// Returns a variable from an environment with entries such as `NAME=value`.
fn variable<'a>(environment: &'a [OsString], name: &str) -> Option<&'a str> {
    environment.iter().find_map(|entry| entry.to_str()?.strip_prefix(name)?.strip_prefix('='))
}

fn resolved(path: &Path) -> PathBuf {
    dunce::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    use super::*;

    #[test]
    fn listing_processes_keeps_the_limit_of_open_files() {
        let all = getrlimit(Resource::Nofile);
        let fewer = Rlimit { current: Some(all.maximum.unwrap_or(8192).min(8192) - 1), ..all };
        setrlimit(Resource::Nofile, fewer).unwrap();
        assert!(running(Path::new("/no/cache")).is_empty());
        assert_eq!(getrlimit(Resource::Nofile).current, fewer.current);
    }
}
