//! How many files this process may open.

/// Does something that would raise the limit, and sets it back.
#[cfg(unix)]
pub(super) fn unchanged(work: impl FnOnce()) {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let before = getrlimit(Resource::Nofile);
    work();
    // Where it fails, more files may be open than before: no harm here.
    let _ = setrlimit(Resource::Nofile, before);
}

/// Nothing to set back where there is no such limit.
#[cfg(not(unix))]
pub(super) fn unchanged(work: impl FnOnce()) {
    work();
}
