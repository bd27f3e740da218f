//! How text looks: colour, width, ASCII.

use crate::cli::args::{ColorChoice, Global};
use crate::cli::environment::Environment;

/// How text output looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Whether to colour.
    pub colour: bool,
    /// ASCII only.
    pub ascii: bool,
    /// Columns of the terminal; `None` when the output does not go to one.
    pub columns: Option<usize>,
}

impl TextStyle {
    /// Resolved: `--color` beats `NO_COLOR`, which beats the terminal.
    pub fn of(global: &Global, environment: &Environment) -> Self {
        let colour = match global.color.unwrap_or_default() {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                environment.stdout_is_terminal
                    && environment.var_os("NO_COLOR").is_none()
                    && environment.var("TERM") != Some("dumb")
            }
        };
        Self { colour, ascii: global.ascii, columns: environment.columns }
    }

    /// Headings.
    pub fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// What went wrong.
    pub fn red(&self, text: &str) -> String {
        self.paint("31", text)
    }

    /// What went well.
    pub fn green(&self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Worth a look.
    pub fn yellow(&self, text: &str) -> String {
        self.paint("33", text)
    }

    /// Less important.
    pub fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    /// What stands for text that was cut off.
    pub fn ellipsis(&self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
