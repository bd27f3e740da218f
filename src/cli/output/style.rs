//! The style of text output: colour, width, ASCII.

use crate::cli::args::{ColorChoice, Global};
use crate::cli::environment::Environment;

/// The style of text output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextStyle {
    /// Whether to use colour.
    pub colour: bool,
    /// Whether to use ASCII characters only.
    pub ascii: bool,
    /// The columns of the terminal; `None` if the output does not go to a terminal.
    pub columns: Option<usize>,
}

impl TextStyle {
    /// Resolves the style: `--color` overrides `NO_COLOR`, which overrides the terminal check.
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
        Self { colour, ascii: global.ascii || !environment.is_utf8(), columns: environment.columns }
    }

    /// Styles a heading.
    pub fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    /// Styles an error.
    pub fn red(&self, text: &str) -> String {
        self.paint("31", text)
    }

    /// Styles a success.
    pub fn green(&self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Styles a warning.
    pub fn yellow(&self, text: &str) -> String {
        self.paint("33", text)
    }

    /// Styles less important text.
    pub fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    /// Returns the sign that replaces text that was cut off.
    pub fn ellipsis(&self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
