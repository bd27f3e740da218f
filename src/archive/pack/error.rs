//! Why a folder was not packed.

use std::io;

use crate::text::{Sentence, describe_io_error, localized, one_line, sentence};

/// Why a folder was not packed.
#[derive(Debug)]
pub enum PackError {
    /// An entry could not be read.
    Read {
        /// The path within the folder.
        path: String,
        /// The system error.
        source: io::Error,
    },
    /// An entry has a name that a zip cannot hold, or is no file, folder or link.
    Unsuitable {
        /// The path within the folder.
        path: String,
        /// Why.
        reason: Sentence,
    },
    /// The folder changed while it was read.
    Changed(String),
    /// The zip could not be written.
    Write(io::Error),
    /// Cancelled.
    Cancelled,
}

impl PackError {
    /// Returns what happened and what to do about it.
    pub fn message(&self) -> Sentence {
        match self {
            Self::Read { path, source } => {
                sentence!("pack-read", path = one_line(path), why = describe_io_error(source))
            }
            Self::Unsuitable { path, reason } => {
                sentence!("pack-unsuitable", path = one_line(path), reason = reason.clone())
            }
            Self::Changed(path) => sentence!("pack-changed", path = one_line(path)),
            Self::Write(source) => sentence!("pack-write", why = describe_io_error(source)),
            Self::Cancelled => sentence!("failed-cancelled"),
        }
    }
}

impl From<io::Error> for PackError {
    fn from(error: io::Error) -> Self {
        Self::Write(error)
    }
}

localized!(PackError);

impl std::error::Error for PackError {}
