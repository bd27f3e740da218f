//! SAM's lock and status files: a written file parses to the same value.
#![no_main]

use libfuzzer_sys::fuzz_target;
use parsers::sam::lock::{DownloadStatus, LockContent, download_lock, download_status};

fuzz_target!(|text: &str| {
    if let Some(status) = DownloadStatus::parse(text) {
        assert_eq!(DownloadStatus::parse(&status.file_content(1.0)), Some(status));
    }
    let _ = LockContent::parse(text);
    for name in [download_lock(text), download_status(text)] {
        assert!(!name.contains(['/', '\\', '\0']), "{name}");
    }
});
