//! Keeps the limit of open files of this process.

/// Runs `work`, which would raise the limit, and restores it afterwards.
#[cfg(unix)]
pub(super) fn unchanged(work: impl FnOnce()) {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let before = getrlimit(Resource::Nofile);
    work();
    // If this fails, the limit stays higher, which does no harm.
    let _ = setrlimit(Resource::Nofile, before);
}

/// Runs `work`; there is no limit to restore.
#[cfg(not(unix))]
pub(super) fn unchanged(work: impl FnOnce()) {
    work();
}
