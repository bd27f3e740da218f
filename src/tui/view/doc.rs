//! Builds the lines of a detail pane or dialog.

use ratatui::text::{Line, Span};

use super::super::text;
use super::super::theme::{Appearance, Role};

/// Collects lines for a given width.
pub struct Doc<'a> {
    /// Colours and glyphs.
    pub appearance: &'a Appearance,
    /// The width in columns.
    pub columns: usize,
    lines: Vec<Line<'static>>,
}

/// Columns of the labels before values.
pub const LABEL: usize = 13;

impl<'a> Doc<'a> {
    /// Creates a text without lines.
    pub fn new(appearance: &'a Appearance, columns: usize) -> Self {
        Self { appearance, columns, lines: Vec::new() }
    }

    /// Returns the lines. One that is too long ends with an ellipsis.
    pub fn finish(self) -> Vec<Line<'static>> {
        let (columns, ellipsis) = (self.columns, self.appearance.glyphs.ellipsis);
        self.lines
            .into_iter()
            .map(|line| if line.width() > columns { cut(line, columns, ellipsis) } else { line })
            .collect()
    }

    /// Returns the number of lines so far.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Adds a line of pieces, which is cut if it is too long.
    pub fn line(&mut self, pieces: impl IntoIterator<Item = (Role, String)>) {
        let spans: Vec<Span> = pieces.into_iter().map(|(role, text)| self.appearance.span(role, text)).collect();
        self.lines.push(Line::from(spans));
    }

    /// Adds an empty line, but never two in a row and none at the top.
    pub fn blank(&mut self) {
        if self.lines.last().is_some_and(|line| line.width() > 0) {
            self.lines.push(Line::default());
        }
    }

    /// Adds a heading with an empty line above it.
    pub fn heading(&mut self, title: &str, aside: &str) {
        self.blank();
        let mut pieces = vec![(Role::Title, title.to_owned())];
        if !aside.is_empty() {
            let available = self.columns.saturating_sub(text::width(title) + 2);
            let aside =
                text::cut_start(&text::sanitize(aside), available, self.appearance.glyphs.ellipsis).into_owned();
            pieces.push((Role::Dim, format!("  {aside}")));
        }
        self.line(pieces);
    }

    /// Adds a paragraph, wrapped at spaces.
    pub fn paragraph(&mut self, role: Role, content: &str) {
        self.hanging(role, "", 0, content);
    }

    /// Adds a paragraph with a sign in front: `✗ There is nothing in it.`
    pub fn hanging(&mut self, role: Role, sign: &str, indent: usize, content: &str) {
        let clean = text::sanitize(content);
        let lead = if sign.is_empty() { indent } else { indent + text::width(sign) + 1 };
        for (index, line) in text::wrap(&clean, self.columns.saturating_sub(lead)).into_iter().enumerate() {
            let start = if index == 0 && !sign.is_empty() {
                format!("{}{sign} ", " ".repeat(indent))
            } else {
                " ".repeat(lead)
            };
            self.line([(role, format!("{start}{line}"))]);
        }
    }

    /// Adds a name or path in full, broken anywhere.
    pub fn unspaced(&mut self, role: Role, indent: usize, content: &str) {
        let clean = text::sanitize(content);
        for piece in text::pieces(&clean, self.columns.saturating_sub(indent)) {
            self.line([(role, format!("{}{piece}", " ".repeat(indent)))]);
        }
    }

    /// Adds a label and its value; the value is wrapped in its own column.
    pub fn fact(&mut self, label: &str, value: &str) {
        self.fact_as(Role::Text, label, value);
    }

    /// Adds a label and its value in a role.
    pub fn fact_as(&mut self, role: Role, label: &str, value: &str) {
        let clean = text::sanitize(value);
        let available = self.columns.saturating_sub(LABEL);
        let lines = if clean.contains(' ') { text::wrap(&clean, available) } else { text::pieces(&clean, available) };
        for (index, line) in lines.into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            self.line([(Role::Dim, text::fill(label, LABEL, "")), (role, line)]);
        }
    }

    /// Adds a broken link with its reason: the next part cannot be derived from the previous one.
    pub fn broken_link(&mut self, column: usize, caption: &str) {
        let glyphs = self.appearance.glyphs;
        let available = self.columns.saturating_sub(column + 2);
        if text::width(caption) <= available {
            self.line([(Role::Bad, format!("{}{} {caption}", " ".repeat(column), glyphs.broken))]);
        } else {
            self.hanging(Role::Bad, glyphs.broken, 0, caption);
        }
    }

    /// Adds a downward arrow at a column, with a caption.
    pub fn arrow(&mut self, column: usize, caption: &str) {
        let padding = " ".repeat(column);
        let glyphs = self.appearance.glyphs;
        let needed = text::width(caption) + 1;
        // The caption goes to the side that has space.
        if column + 1 + needed > self.columns && needed <= column {
            let before = " ".repeat(column - needed);
            self.line([(Role::Dim, format!("{before}{caption} {}", glyphs.pipe))]);
        } else {
            self.line([(Role::Dim, format!("{padding}{} {caption}", glyphs.pipe))]);
        }
        self.line([(Role::Dim, format!("{padding}{}", glyphs.arrow))]);
    }
}

/// Cuts a line after this many columns.
fn cut(line: Line<'static>, columns: usize, ellipsis: &str) -> Line<'static> {
    let mut available = columns;
    let mut kept = Vec::new();
    for span in line.spans {
        let needed = span.width();
        if needed < available {
            available -= needed;
            kept.push(span);
            continue;
        }
        let cut = text::cut_end(&format!("{}{ellipsis}", span.content), available, ellipsis).into_owned();
        kept.push(Span::styled(cut, span.style));
        break;
    }
    Line { spans: kept, ..Line::default() }
}
