//! Points at which tests end the process, to see what the next start makes of it, or hold it, to change the world
//! meanwhile.
//!
//! In a release build a point is nothing at all. In a debug build `SAMLAYERS_FAULT=N` aborts the process at its Nth
//! point, as `kill -9` would: nothing is unwound, flushed or released. `SAMLAYERS_FAULT_HOLD=N:FOLDER` makes a file
//! `reached` in the folder at the Nth point, and goes on once there is a file `go` as well.

use std::path::PathBuf;

/// A moment after which a crash must lose nothing, and at which anyone may have changed anything.
pub(crate) fn point() {
    if cfg!(debug_assertions) {
        count();
    }
}

/// What is to happen, and at which point.
#[derive(Debug)]
enum Fault {
    Die(u64),
    Hold(u64, PathBuf),
}

fn count() {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static FAULT: OnceLock<Option<Fault>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);

    let Some(fault) = FAULT.get_or_init(wanted) else { return };
    let passed = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
    match fault {
        Fault::Die(at) if *at == passed => std::process::abort(),
        Fault::Hold(at, folder) if *at == passed => hold(folder),
        Fault::Die(_) | Fault::Hold(..) => {}
    }
}

fn wanted() -> Option<Fault> {
    if let Ok(at) = std::env::var("SAMLAYERS_FAULT") {
        return at.parse().ok().map(Fault::Die);
    }
    let hold = std::env::var("SAMLAYERS_FAULT_HOLD").ok()?;
    let (at, folder) = hold.split_once(':')?;
    Some(Fault::Hold(at.parse().ok()?, folder.into()))
}

/// Waits until whoever asked for it says so.
fn hold(folder: &std::path::Path) {
    let said = std::fs::write(folder.join("reached"), "");
    while said.is_ok() && !folder.join("go").exists() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}
