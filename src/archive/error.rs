//! Why an archive was not unpacked, in sentences.

use std::fmt;
use std::io;

use crate::text::{Sentence, describe_io_error, localized, one_line, sentence};

/// Why an archive was not unpacked. The text is a sentence.
#[derive(Debug)]
pub enum ArchiveError {
    /// It is not a zip file, or a damaged one.
    Damaged(Sentence),
    /// One entry breaks a rule; nothing of the archive is used.
    Entry {
        /// The entry's name.
        name: String,
        /// Which rule.
        reason: Sentence,
    },
    /// More than Lambda itself would take.
    TooLarge {
        /// What it says it unpacks to.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
    /// The disk said no.
    Write {
        /// What was to be written.
        name: String,
        /// The system's answer.
        source: io::Error,
    },
    /// Cancelled; the folder holds a part of the archive.
    Cancelled,
}

impl ArchiveError {
    /// What happened and what to do about it.
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
            Self::Cancelled => sentence!("failed-cancelled"),
        }
    }

    pub(super) fn entry(name: &str, reason: Sentence) -> Self {
        Self::Entry { name: name.to_owned(), reason }
    }

    pub(super) fn write(name: &str) -> impl FnOnce(io::Error) -> Self {
        let name = name.to_owned();
        move |source| Self::Write { name, source }
    }

    /// What the zip crate says of an entry.
    pub(super) fn zip(name: &str, error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Self::entry(name, which_is_damaged(&error)),
            error => Self::entry(name, sentence!("zip-unreadable-entry", why = error.to_string())),
        }
    }
}

/// Of an entry whose bytes are not what they should be.
pub(super) fn which_is_damaged(why: &dyn fmt::Display) -> Sentence {
    sentence!("zip-damaged-entry", why = why.to_string())
}

localized!(ArchiveError);

impl std::error::Error for ArchiveError {}
