//! The log: `samlayers.log` in the user's cache folder, written by [`tracing`].
//!
//! It holds what goes wrong without anyone being asked about it, and every panic with its message, place and thread.
//! `SAMLAYERS_LOG` chooses more of it, in the syntax of [`EnvFilter`]. Nothing is made on disk until there is a line to
//! write, and a line that cannot be written is given up: the log never stops the program.

mod file;
mod panic;

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use tracing::subscriber::set_global_default;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

pub(super) use file::LogFile;
pub use panic::{caught, log_panics, report_panic};

/// The variable that chooses what is logged.
pub const VARIABLE: &str = "SAMLAYERS_LOG";

/// What is logged unless [`VARIABLE`] says otherwise: our own warnings and errors, and nothing of the libraries.
const DEFAULT_FILTER: &str = "off,samlayers=warn";

/// Where the log is, below the cache folder of the user.
pub const LOG_PATH: &str = "samlayers/samlayers.log";

/// Starts the log for the rest of the process. `filter` is the value of [`VARIABLE`].
///
/// Returns a sentence for the user where the filter cannot be read; the default holds then.
pub fn start_log(file: &Path, filter: Option<&OsStr>) -> Option<String> {
    let (filter, warning) = filter_of(filter);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(LogWriter(LogFile::at(file.to_owned())))
        .with_ansi(false)
        .with_thread_names(true)
        .with_timer(TimeAndProcess);
    // A program that embeds this one may have a subscriber of its own: it stays.
    let _ = set_global_default(subscriber.finish());
    warning
}

fn filter_of(text: Option<&OsStr>) -> (EnvFilter, Option<String>) {
    let parse = |text: &str| EnvFilter::builder().parse(text).map_err(|error| error.to_string());
    let default = || parse(DEFAULT_FILTER).unwrap_or_default();
    let Some(text) = text else { return (default(), None) };
    match text.to_str().ok_or_else(|| "it is not Unicode".to_owned()).and_then(parse) {
        Ok(filter) => (filter, None),
        Err(error) => {
            let warning = format!(
                "{VARIABLE}={} cannot be read as a log filter ({error}): write for example {VARIABLE}=samlayers=debug; \
                 warnings are logged meanwhile",
                text.to_string_lossy()
            );
            (default(), Some(warning))
        }
    }
}

/// Hands each event to the log file as one line.
#[derive(Debug, Clone)]
struct LogWriter(LogFile);

impl<'a> MakeWriter<'a> for LogWriter {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The formatter writes an event in one call.
impl io::Write for LogWriter {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        // Where there is no log, there is no place to say so.
        let _ = self.0.append(&String::from_utf8_lossy(event));
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The head of each line: the time in UTC, and the process, as several may write at once.
#[derive(Debug)]
struct TimeAndProcess;

impl FormatTime for TimeAndProcess {
    fn format_time(&self, out: &mut Writer<'_>) -> std::fmt::Result {
        write!(out, "{:.3} {}", Timestamp::now(), std::process::id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_cannot_be_read_is_named_and_the_default_holds() {
        let (filter, warning) = filter_of(Some(OsStr::new("samlayers=loud")));
        assert_eq!(filter.to_string(), filter_of(None).0.to_string());
        let warning = warning.unwrap();
        assert!(warning.contains("SAMLAYERS_LOG=samlayers=loud") && warning.contains("samlayers=debug"), "{warning}");
        assert_eq!(filter_of(Some(OsStr::new("samlayers=debug,hyper=info"))).1, None);
    }
}
