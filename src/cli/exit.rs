//! How the process ends.

use std::fmt;
use std::process::ExitCode;

/// The exit codes of every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done, or nothing wrong.
    Done,
    /// Problems found, or something not done.
    Problems,
    /// The command line cannot be carried out as typed.
    Usage,
    /// Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The number the shell sees.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Problems => 1,
            Self::Usage => 2,
            Self::Interrupted => 130,
        }
    }

    /// [`Exit::Done`] when it went well.
    pub fn done_if(well: bool) -> Self {
        if well { Self::Done } else { Self::Problems }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The command line cannot be carried out as typed: a sentence that names what to type instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageError(pub String);

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

/// The person pressed Ctrl-C.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// What an error that reached the rim means for the shell. `None` when there is nothing to say:
/// the reader of our output went away.
pub fn of_error(error: &anyhow::Error) -> Option<Exit> {
    let reader_left = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
    };
    if error.is::<UsageError>() {
        Some(Exit::Usage)
    } else if error.is::<Interrupted>() {
        Some(Exit::Interrupted)
    } else if error.chain().any(reader_left) {
        None
    } else {
        Some(Exit::Problems)
    }
}
