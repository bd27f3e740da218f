//! The log: `samlayers.log` in the user's cache folder, written with [`tracing`].
//!
//! It contains errors that are not reported elsewhere, and every panic with its message, location and thread.
//! `SAMLAYERS_LOG` selects more, in the syntax of [`EnvFilter`]. Nothing is created on disk before the first line, and
//! a line that cannot be written is discarded, so that the log never stops the program.

mod file;
mod panic;

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use crate::clock;
use tracing::subscriber::set_global_default;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::FormatTime;

pub(super) use file::LogFile;
pub use panic::{catch_panic, log_panics, report_panic};

/// The variable with the filter of the log.
pub const VARIABLE: &str = "SAMLAYERS_LOG";

/// The default filter: warnings and errors of samlayers, and nothing of its libraries.
const DEFAULT_FILTER: &str = "off,samlayers=warn";

/// The path of the log below the user's cache folder.
pub const LOG_PATH: &str = "samlayers/samlayers.log";

/// Starts the log for the rest of the process. `filter` is the value of [`VARIABLE`].
///
/// Returns a sentence for the user if the filter is invalid. The default is used then.
pub fn start_log(file: &Path, filter: Option<&OsStr>) -> Option<String> {
    let (filter, warning) = filter_of(filter);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(LogWriter(LogFile::at(file.to_owned())))
        .with_ansi(false)
        .with_thread_names(true)
        .with_timer(TimeAndProcess);
    // A program that embeds samlayers may already have installed a subscriber, which stays in place.
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
                "{VARIABLE}={} is not a valid log filter ({error}). Example: {VARIABLE}=samlayers=debug. Warnings \
                 are logged",
                text.to_string_lossy()
            );
            (default(), Some(warning))
        }
    }
}

/// Writes each event to the log file as one line.
#[derive(Debug, Clone)]
struct LogWriter(LogFile);

impl<'a> MakeWriter<'a> for LogWriter {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The formatter writes each event in one call.
impl io::Write for LogWriter {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        // If the log cannot be written, the error cannot be logged either.
        let _ = self.0.append(&String::from_utf8_lossy(event));
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The start of each line: the time in UTC and the process ID, as several processes may write to the log.
#[derive(Debug)]
struct TimeAndProcess;

impl FormatTime for TimeAndProcess {
    fn format_time(&self, out: &mut Writer<'_>) -> std::fmt::Result {
        write!(out, "{:.3} {}", clock::now(), std::process::id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invalid_filter_is_reported_and_the_default_is_used() {
        let (filter, warning) = filter_of(Some(OsStr::new("samlayers=loud")));
        assert_eq!(filter.to_string(), filter_of(None).0.to_string());
        let warning = warning.unwrap();
        assert!(warning.contains("SAMLAYERS_LOG=samlayers=loud") && warning.contains("samlayers=debug"), "{warning}");
        assert_eq!(filter_of(Some(OsStr::new("samlayers=debug,hyper=info"))).1, None);
    }
}
