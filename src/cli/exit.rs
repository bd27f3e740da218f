//! Exit codes and the errors that determine them.

use std::fmt;
use std::process::ExitCode;

/// The exit codes of all commands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Success, or no problems.
    Done,
    /// Problems were found, or something could not be done.
    Problems,
    /// The command line is invalid.
    Usage,
    /// Interrupted with Ctrl-C.
    Interrupted,
}

impl Exit {
    /// Returns the exit code for the shell.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Problems => 1,
            Self::Usage => 2,
            Self::Interrupted => 130,
        }
    }

    /// Returns [`Exit::Done`] on success, otherwise [`Exit::Problems`].
    pub fn done_if(well: bool) -> Self {
        if well { Self::Done } else { Self::Problems }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The command line is invalid. The text is a sentence that names a valid alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageError(pub String);

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UsageError {}

/// The user pressed Ctrl-C.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interrupted;

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("interrupted")
    }
}

impl std::error::Error for Interrupted {}

/// Returns the exit code for an error that reached `run`. `None` if no error message is needed because the reader of
/// the output has closed the pipe.
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
