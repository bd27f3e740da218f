//! Messages for file system errors.

use std::io;

use super::{Sentence, sentence};

/// Returns whether the disk or a quota is full.
pub(crate) fn is_disk_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

/// Returns a message with what to do, or the system's own message for other errors.
pub(crate) fn describe_io_error(error: &io::Error) -> Sentence {
    match error.kind() {
        // What Windows answers where another program has the file open.
        io::ErrorKind::PermissionDenied if cfg!(windows) => sentence!("io-permission-denied-windows"),
        io::ErrorKind::PermissionDenied => sentence!("io-permission-denied"),
        io::ErrorKind::StorageFull => sentence!("io-disk-full"),
        io::ErrorKind::QuotaExceeded => sentence!("io-quota"),
        io::ErrorKind::ReadOnlyFilesystem => sentence!("io-read-only"),
        io::ErrorKind::NotFound => sentence!("io-not-found"),
        io::ErrorKind::NotADirectory => sentence!("io-not-a-directory"),
        io::ErrorKind::ResourceBusy => sentence!("io-busy"),
        io::ErrorKind::CrossesDevices => sentence!("io-other-disk"),
        io::ErrorKind::InvalidFilename => sentence!("io-no-such-name"),
        _ => Sentence::verbatim(error.to_string()),
    }
}
