//! Points at which tests end the process, to see what the next start makes of it.
//!
//! In a release build a point is nothing at all. In a debug build `SAMLAYERS_FAULT=N` aborts the process at its Nth
//! point, as `kill -9` would: nothing is unwound, flushed or released.

/// A moment after which a crash must lose nothing.
pub(crate) fn point() {
    if cfg!(debug_assertions) {
        count_down();
    }
}

fn count_down() {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static FATAL: OnceLock<Option<u64>> = OnceLock::new();
    static PASSED: AtomicU64 = AtomicU64::new(0);

    let fatal = FATAL.get_or_init(|| std::env::var("SAMLAYERS_FAULT").ok().and_then(|text| text.parse().ok()));
    if let Some(fatal) = fatal
        && PASSED.fetch_add(1, Ordering::SeqCst) + 1 == *fatal
    {
        std::process::abort();
    }
}
