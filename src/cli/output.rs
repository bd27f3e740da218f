//! The output of the commands: text for users, JSON for programs.

pub mod json;
pub mod progress;
pub(super) mod style;
pub mod table;

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::output::style::TextStyle;
use crate::text::{redact, sanitize};

/// Standard output with a text style. A broken pipe is returned as an error that ends the process silently.
pub struct Output {
    out: Box<dyn Write>,
    /// The style of text.
    pub style: TextStyle,
}

impl Output {
    /// Opens the standard output of the process.
    pub fn stdout(style: TextStyle) -> Self {
        // Standard output is not locked, because the app draws from its own threads.
        Self { out: Box::new(BufWriter::new(io::stdout())), style }
    }

    /// Writes a line of text. Text from outside must already be sanitized with [`safe::text`].
    pub fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.out.write_all(text.as_ref().as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Writes bytes unchanged.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Writes a JSON document and a newline.
    pub fn json(&mut self, document: &impl Serialize) -> io::Result<()> {
        if self.style.columns.is_some() {
            serde_json::to_writer_pretty(&mut self.out, document)?;
        } else {
            serde_json::to_writer(&mut self.out, document)?;
        }
        self.out.write_all(b"\n")
    }

    /// Flushes the buffer.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Prints a warning on standard error. It does not change the exit code.
pub fn warn(sentence: &str) {
    // A warning that cannot be written is no reason to stop.
    let _ = writeln!(io::stderr(), "samlayers: {}", sanitize(&redact(sentence)));
}
