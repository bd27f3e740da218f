//! Why an archive was not unpacked, in sentences.

use std::io;

use crate::words::one_line;

/// Why an archive was not unpacked. The text is a sentence.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// It is not a zip file, or a damaged one.
    #[error("this is not a whole zip file: {0}. Download it again")]
    Damaged(String),
    /// One entry breaks a rule; nothing of the archive is used.
    #[error("the zip file holds `{}`, {reason}; it is not unpacked", one_line(.name))]
    Entry {
        /// The entry's name.
        name: String,
        /// Which rule.
        reason: String,
    },
    /// More than Lambda itself would take.
    #[error(
        "the zip file unpacks to {bytes} bytes, more than the {limit} that Lambda allows; it is not unpacked. \
         --allow-over-quota, or allow_over_quota in the config file, has it unpacked all the same"
    )]
    TooLarge {
        /// What it says it unpacks to.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The disk said no.
    #[error("cannot write `{}`: {}", one_line(.name), advice(.source))]
    Write {
        /// What was to be written.
        name: String,
        /// The system's answer.
        source: io::Error,
    },
    /// Cancelled; the folder holds a part of the archive.
    #[error("cancelled")]
    Cancelled,
}

impl ArchiveError {
    pub(super) fn entry(name: &str, reason: impl Into<String>) -> Self {
        Self::Entry { name: name.to_owned(), reason: reason.into() }
    }

    pub(super) fn write(name: &str) -> impl FnOnce(io::Error) -> Self {
        let name = name.to_owned();
        move |source| Self::Write { name, source }
    }

    /// What the zip crate says of an entry.
    pub(super) fn zip(name: &str, error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Self::entry(name, format!("which is damaged ({error})")),
            error => Self::entry(name, format!("which cannot be read ({error})")),
        }
    }
}

fn advice(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full; free some space and retry".to_owned(),
        io::ErrorKind::QuotaExceeded => "your disk quota is used up; free some space and retry".to_owned(),
        io::ErrorKind::InvalidFilename => "this disk takes no such name".to_owned(),
        _ => error.to_string(),
    }
}
