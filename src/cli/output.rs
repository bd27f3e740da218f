//! The output of the commands: text for users, JSON for programs.

pub mod json;
pub mod lockfile_outcome;
pub mod progress;
pub(super) mod style;
pub mod table;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::output::style::TextStyle;
use crate::text::{is_harmful, redact, sanitize};

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
        let text = if self.style.columns.is_some() {
            serde_json::to_string_pretty(document)?
        } else {
            serde_json::to_string(document)?
        };
        self.out.write_all(escaped(&text).as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Flushes the buffer.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Returns JSON in which every character that a terminal would act on is escaped.
///
/// JSON itself requires less. Such characters can only be inside of strings, where an escape means the same.
fn escaped(json: &str) -> Cow<'_, str> {
    let is_special = |c: char| c != '\n' && is_harmful(c);
    if !json.contains(is_special) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_special(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Prints a warning on standard error. It does not change the exit code.
pub fn warn(sentence: &str) {
    // A warning that cannot be written is no reason to stop.
    let _ = writeln!(io::stderr(), "samlayers: {}", sanitize(&redact(sentence)));
}
