//! Whether a process still runs: the one that wrote a lock file, and SAM CLI beside us.
//!
//! The system gives a process id anew once its process has ended. A process is therefore known by its id together with
//! the time at which it started.

mod open_files;

use std::sync::Once;

use jiff::Timestamp;
use sysinfo::{Pid, Process, ProcessRefreshKind, ProcessStatus, ProcessesToUpdate, System};

use crate::sam::lock::LockContent;

/// Seconds by which a process may seem to have started after it wrote its lock: systems tell start times in whole
/// seconds, count them from a boot time that moves with the clock, and clocks are set.
const DOUBT: f64 = 2.0;

/// A process that was seen running.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunningProcess {
    /// Its process id.
    pub pid: u32,
    /// When it started, in Unix seconds; 0 where the system does not tell.
    started: u64,
}

impl RunningProcess {
    /// Returns the process unless it has ended and only waits for its parent to notice.
    pub fn seen(process: &Process) -> Option<Self> {
        let has_ended = matches!(process.status(), ProcessStatus::Zombie | ProcessStatus::Dead);
        (!has_ended).then(|| Self { pid: process.pid().as_u32(), started: process.start_time() })
    }

    /// Returns whether any of these processes still runs.
    pub fn any_runs(processes: &[Self]) -> bool {
        let pids: Vec<u32> = processes.iter().map(|process| process.pid).collect();
        let system = looked_up(&pids);
        processes.iter().any(|before| {
            system.process(Pid::from_u32(before.pid)).and_then(Self::seen).is_some_and(|now| now == *before)
        })
    }
}

/// Returns whether the process that wrote a lock file still runs. `modified` stands in where the file does not say since
/// when the lock is held.
///
/// A process that started after that only has been given the same id. Where the system tells no start time, the process
/// with this id counts as the owner.
pub(super) fn lock_owner_runs(lock: LockContent, modified: Option<Timestamp>) -> bool {
    if !may_exist(lock.pid) {
        return false;
    }
    let Some(process) = looked_up(&[lock.pid]).process(Pid::from_u32(lock.pid)).map(RunningProcess::seen) else {
        // The system hides the processes of other users (`hidepid`); elsewhere nothing is hidden.
        return cfg!(unix);
    };
    let held_since = if lock.since > 0.0 { Some(lock.since) } else { modified.map(unix_seconds) };
    match (process, held_since) {
        (None, _) => false,
        (Some(RunningProcess { started: 0, .. }), _) | (Some(_), None) => true,
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^52 seconds")]
        (Some(process), Some(held_since)) => process.started as f64 <= held_since + DOUBT,
    }
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a time are far below 2^52")]
fn unix_seconds(time: Timestamp) -> f64 {
    time.as_millisecond() as f64 / 1000.0
}

/// Asks the system for a process without reading anything about it.
#[cfg(unix)]
fn may_exist(pid: u32) -> bool {
    use rustix::io::Errno;
    let Some(pid) = i32::try_from(pid).ok().and_then(rustix::process::Pid::from_raw) else { return false };
    // A process of another user exists, even though we may not signal it.
    matches!(rustix::process::test_kill_process(pid), Ok(()) | Err(Errno::PERM))
}

/// Without signals there is no cheaper question than the list of processes.
#[cfg(not(unix))]
fn may_exist(pid: u32) -> bool {
    pid != 0
}

/// Id, state and start time of these processes, as far as they exist.
fn looked_up(pids: &[u32]) -> System {
    let mut system = process_list();
    let pids: Vec<Pid> = pids.iter().copied().map(Pid::from_u32).collect();
    let nothing_more = ProcessRefreshKind::nothing().without_tasks();
    system.refresh_processes_specifics(ProcessesToUpdate::Some(&pids), true, nothing_more);
    system
}

/// Returns an empty list of processes to be filled.
///
/// It keeps no files open for the next time, for which sysinfo would raise the number of files that this process, and
/// every process it starts, may open.
pub fn process_list() -> System {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        open_files::unchanged(|| {
            // Refused where there is no such limit.
            let _ = sysinfo::set_open_files_limit(0);
        });
    });
    System::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own_start() -> f64 {
        let own = looked_up(&[std::process::id()]);
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
        assert!(lock_owner_runs(held_by(own, started - 1.0), None), "within the doubt");
        assert!(!lock_owner_runs(held_by(own, started - 60.0), None));
    }

    #[test]
    fn the_files_time_stands_in_for_a_missing_one() {
        let (own, started) = (std::process::id(), own_start());
        #[expect(clippy::cast_possible_truncation, reason = "whole seconds")]
        let at = |seconds: f64| Timestamp::from_second(seconds as i64).ok();
        for since in [0.0, -1.0, f64::NAN] {
            assert!(lock_owner_runs(held_by(own, since), at(started + 5.0)), "{since}");
            assert!(!lock_owner_runs(held_by(own, since), at(started - 60.0)), "{since}");
            assert!(lock_owner_runs(held_by(own, since), None), "nothing says that it is another process: {since}");
        }
        assert!(lock_owner_runs(held_by(own, started + 5.0), at(started - 60.0)), "what the file says comes first");
    }

    #[test]
    fn ids_that_are_no_process_own_nothing() {
        for pid in [0, u32::MAX, i32::MAX as u32 + 1] {
            assert!(!lock_owner_runs(held_by(pid, 0.0), None), "{pid}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_process_that_ended_owns_nothing_even_before_its_parent_notices() {
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
    fn another_process_with_the_same_id_is_not_the_one_that_was_seen() {
        let own = looked_up(&[std::process::id()]);
        let own = own.process(Pid::from_u32(std::process::id())).and_then(RunningProcess::seen).unwrap();
        assert!(RunningProcess::any_runs(&[own]));
        assert!(!RunningProcess::any_runs(&[RunningProcess { started: own.started - 60, ..own }]));
        assert!(!RunningProcess::any_runs(&[]));
    }
}
