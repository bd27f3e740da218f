//! Checks whether a process still runs: the owner of a lock file, or a SAM CLI.
//!
//! The system reuses a process ID after the process has ended. So a process is identified by its ID and its start time.

mod open_files;

use std::sync::Once;

use jiff::Timestamp;
use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System};

use crate::sam::lock::LockContent;

/// The number of seconds by which the start of a process may appear to be later than its lock. Systems report start
/// times in whole seconds, relative to a boot time that changes with the clock, and clocks are adjusted.
const START_TIME_TOLERANCE: f64 = 2.0;

/// A process that was running when it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunningProcess {
    /// The process ID.
    pub pid: u32,
    /// The start time in Unix seconds; 0 if the system does not report it.
    started: u64,
}

impl RunningProcess {
    /// Returns the process; `None` if it has ended and its parent has not collected its exit status yet.
    pub fn seen(process: &Process) -> Option<Self> {
        let has_ended = matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead);
        (!has_ended).then(|| Self { pid: process.pid().as_u32(), started: process.start_time() })
    }

    /// Returns whether any of these processes still runs.
    pub fn any_runs(processes: &[Self]) -> bool {
        let pids: Vec<u32> = processes.iter().map(|process| process.pid).collect();
        let system = query(&pids);
        processes.iter().any(|before| {
            system.process(Pid::from_u32(before.pid)).and_then(Self::seen).is_some_and(|now| now == *before)
        })
    }
}

/// Returns whether the process that wrote a lock file still runs. `modified` is used if the file does not contain the
/// time since which the lock is held.
///
/// A process that started after that time has reused the ID. If the system does not report a start time, the process
/// with this ID counts as the owner.
pub(super) fn lock_owner_runs(lock: LockContent, modified: Option<Timestamp>) -> bool {
    if !may_exist(lock.pid) {
        return false;
    }
    let Some(process) = query(&[lock.pid]).process(Pid::from_u32(lock.pid)).map(RunningProcess::seen) else {
        // With `hidepid` the system hides the processes of other users; other systems hide none.
        return cfg!(unix);
    };
    let held_since = if lock.since > 0.0 { Some(lock.since) } else { modified.map(unix_seconds) };
    match (process, held_since) {
        (None, _) => false,
        (Some(RunningProcess { started: 0, .. }), _) | (Some(_), None) => true,
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^52 seconds")]
        (Some(process), Some(held_since)) => process.started as f64 <= held_since + START_TIME_TOLERANCE,
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a time are far below 2^52")]
fn unix_seconds(time: Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1000.0
}

/// Returns whether a process with this ID may exist, without reading its data.
#[cfg(unix)]
fn may_exist(pid: u32) -> bool {
    use rustix::io::Errno;
    let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) else { return false };
    // `EPERM` means that a process of another user exists.
    matches!(rustix::process::test_kill_process(pid), Ok(()) | Err(Errno::PERM))
}

/// Returns whether the ID is valid. Without signals, only the list of processes shows more.
#[cfg(not(unix))]
fn may_exist(pid: u32) -> bool {
    pid != 0
}

/// Returns the ID, state and start time of the given processes that exist.
fn query(pids: &[u32]) -> System {
    let mut system = process_list();
    let pids: Vec<Pid> = pids.iter().copied().map(Pid::from_u32).collect();
    let no_details = ProcessRefreshKind::nothing().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&pids), true, no_details);
    system
}

/// Returns an empty list of processes, to be filled by the caller.
///
/// The list keeps no files open. Otherwise sysinfo would raise the limit of open files for this process and for all
/// processes that it starts.
pub fn process_list() -> System {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        open_files::unchanged(|| {
            // Fails on systems without such a limit.
            let _ = sysinfo::set_open_files_limit(0);
        });
    });
    System::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own_start() -> f64 {
        let own = query(&[std::process::id()]);
        let own = own.process(Pid::from_u32(std::process::id())).and_then(RunningProcess::seen).unwrap();
        assert!(own.started > 0);
        #[expect(clippy::cast_precision_loss, reason = "a test's own start")]
        let started = own.started as f64;
        started
    }

    fn held_by(pid: u32, since: f64) -> LockContent {
        LockContent { pid, since }
    }

    #[test]
    fn a_process_that_started_after_the_lock_was_taken_is_not_its_owner() {
        let (own, started) = (std::process::id(), own_start());
        assert!(lock_owner_runs(held_by(own, started), None));
        assert!(lock_owner_runs(held_by(own, started - 1.0), None), "within the tolerance");
        assert!(!lock_owner_runs(held_by(own, started - 60.0), None));
    }

    #[test]
    fn the_modification_time_replaces_a_missing_time() {
        let (own, started) = (std::process::id(), own_start());
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
        let at = |seconds: f64| Timestamp::from_second(seconds as i64).ok();
        for since in [0.0, -1.0, f64::NAN] {
            assert!(lock_owner_runs(held_by(own, since), at(started + 5.0)), "{since}");
            assert!(!lock_owner_runs(held_by(own, since), at(started - 60.0)), "{since}");
            assert!(lock_owner_runs(held_by(own, since), None), "the owner cannot be ruled out: {since}");
        }
        assert!(
            lock_owner_runs(held_by(own, started + 5.0), at(started - 60.0)),
            "the time in the file takes precedence"
        );
    }

    #[test]
    fn invalid_process_ids_own_no_lock() {
        for pid in [0, u32::MAX, i32::MAX as u32 + 1] {
            assert!(!lock_owner_runs(held_by(pid, 0.0), None), "{pid}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_ended_process_owns_no_lock_even_as_a_zombie() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let lock = held_by(child.id(), f64::MAX);
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while lock_owner_runs(lock, None) {
            assert!(std::time::Instant::now() < deadline, "a process that has ended counts as running");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child.wait().unwrap();
        assert!(!lock_owner_runs(lock, None));
    }

    #[test]
    fn another_process_with_the_same_id_is_a_different_process() {
        let own = query(&[std::process::id()]);
        let own = own.process(Pid::from_u32(std::process::id())).and_then(RunningProcess::seen).unwrap();
        assert!(RunningProcess::any_runs(&[own]));
        assert!(!RunningProcess::any_runs(&[RunningProcess { started: own.started - 60, ..own }]));
        assert!(!RunningProcess::any_runs(&[]));
    }
}
