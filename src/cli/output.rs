//! What the commands print: text for people, JSON for programs.

pub mod json;
pub mod progress;
pub(super) mod style;
pub mod table;

use std::io::{self, BufWriter, Write};

use serde::Serialize;

use super::output::style::TextStyle;
use crate::text::sanitize;

/// Standard output, with how to write to it. Broken pipes come back as errors and end the process quietly.
pub struct Output {
    out: Box<dyn Write>,
    /// How text looks.
    pub style: TextStyle,
}

impl Output {
    /// The process's standard output.
    pub fn stdout(style: TextStyle) -> Self {
        // Not locked: the app draws from threads of its own.
        Self { out: Box::new(BufWriter::new(io::stdout())), style }
    }

    /// One line of text. Whatever came from outside has to be [`safe::text`] already.
    pub fn line(&mut self, text: impl AsRef<str>) -> io::Result<()> {
        self.out.write_all(text.as_ref().as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Bytes as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// A JSON document and a newline.
    pub fn json(&mut self, document: &impl Serialize) -> io::Result<()> {
        if self.style.columns.is_some() {
            serde_json::to_writer_pretty(&mut self.out, document)?;
        } else {
            serde_json::to_writer(&mut self.out, document)?;
        }
        self.out.write_all(b"\n")
    }

    /// Whatever is still in the buffer.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A sentence on standard error that does not change the outcome.
pub fn warn(sentence: &str) {
    // Nobody to tell is no reason to stop.
    let _ = writeln!(io::stderr(), "samlayers: {}", sanitize(sentence));
}
