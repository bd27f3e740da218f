//! Why an archive was not unpacked.

use std::fmt;
use std::io;

use crate::text::{Sentence, describe_io_error, localized, one_line, sentence};

/// Why an archive was not unpacked.
#[derive(Debug)]
pub enum ArchiveError {
    /// It is not a zip file, or it is damaged.
    Damaged(Sentence),
    /// An entry violates a rule; nothing of the archive is used.
    Entry {
        /// The name of the entry.
        name: String,
        /// The rule.
        reason: Sentence,
    },
    /// It is larger than Lambda accepts.
    TooLarge {
        /// The unpacked size in bytes, according to the archive.
        bytes: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A file could not be written.
    Write {
        /// The name of the file.
        name: String,
        /// The system error.
        source: io::Error,
    },
    /// A file could not be read.
    Read {
        /// The name of the file within the source; empty for the source itself.
        name: String,
        /// The system error.
        source: io::Error,
    },
    /// The source was changed while it was read.
    Changed,
    /// Cancelled; the folder contains a part of the archive.
    Cancelled,
}

impl ArchiveError {
    /// Returns what happened and what to do about it.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Damaged(why) => sentence!("zip-damaged", why = why.clone()),
            Self::Entry { name, reason } => sentence!("zip-entry", name = one_line(name), reason = reason.clone()),
            Self::TooLarge { bytes, limit } => {
                sentence!("zip-too-large", bytes = bytes.to_string(), limit = limit.to_string())
            }
            Self::Write { name, source } => {
                sentence!("zip-write", name = one_line(name), why = describe_io_error(source))
            }
            Self::Read { name, source } if name.is_empty() => {
                sentence!("zip-read-source", why = describe_io_error(source))
            }
            Self::Read { name, source } => {
                sentence!("zip-read", name = one_line(name), why = describe_io_error(source))
            }
            Self::Changed => sentence!("zip-changed"),
            Self::Cancelled => sentence!("failed-cancelled"),
        }
    }

    pub(super) fn entry(name: &str, reason: Sentence) -> Self {
        Self::Entry { name: name.to_owned(), reason }
    }

    pub(super) fn read(name: &str) -> impl FnOnce(io::Error) -> Self {
        let name = name.to_owned();
        move |source| Self::Read { name, source }
    }

    pub(super) fn write(name: &str) -> impl FnOnce(io::Error) -> Self {
        let name = name.to_owned();
        move |source| Self::Write { name, source }
    }
}

/// Returns the message for an entry with wrong content.
pub(super) fn which_is_damaged(why: &dyn fmt::Display) -> Sentence {
    sentence!("zip-damaged-entry", why = why.to_string())
}

localized!(ArchiveError);

impl std::error::Error for ArchiveError {}
