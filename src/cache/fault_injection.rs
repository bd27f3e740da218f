//! Points at which tests abort the process, to check the recovery of the next start, or pause it, to change files in
//! the meantime.
//!
//! In a release build a point does nothing. In a debug build `SAMLAYERS_FAULT=N` aborts the process at its Nth point,
//! as `kill -9` would: nothing is unwound, flushed or released. `SAMLAYERS_FAULT_HOLD=N:FOLDER` creates the file
//! `reached` in the folder at the Nth point, and waits until the file `go` exists in it.

use std::path::PathBuf;

/// Marks a point at which a crash must lose nothing and other processes may change any file.
pub(crate) fn point() {
    if cfg!(debug_assertions) {
        count();
    }
}

/// The fault to inject, and the number of the point.
#[derive(Debug)]
enum Fault {
    Abort(u64),
    Pause(u64, PathBuf),
}

fn count() {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static FAULT: OnceLock<Option<Fault>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);

    let Some(fault) = FAULT.get_or_init(from_environment) else { return };
    let passed = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    match fault {
        Fault::Abort(at) if *at == passed => std::process::abort(),
        Fault::Pause(at, folder) if *at == passed => pause(folder),
        Fault::Abort(_) | Fault::Pause(..) => {}
    }
}

fn from_environment() -> Option<Fault> {
    if let Ok(at) = std::env::var("SAMLAYERS_FAULT") {
        return at.parse().ok().map(Fault::Abort);
    }
    let hold = std::env::var("SAMLAYERS_FAULT_HOLD").ok()?;
    let (at, folder) = hold.split_once(':')?;
    Some(Fault::Pause(at.parse().ok()?, folder.into()))
}

/// Waits until the test creates the file `go`.
fn pause(folder: &std::path::Path) {
    let reached = std::fs::write(folder.join("reached"), "");
    while reached.is_ok() && !folder.join("go").exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}
