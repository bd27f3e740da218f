//! Tables with aligned columns that fit the terminal.

use unicode_width::UnicodeWidthStr;

use crate::cli::output::style::TextStyle;
use crate::text::sanitize;

const GAP: usize = 2;
/// Minimum width of a flexible column.
const NARROWEST: usize = 8;

/// The alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Left, for text.
    Left,
    /// Right, for numbers.
    Right,
}

/// The heading and layout of a column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The heading.
    pub title: &'static str,
    /// The alignment.
    pub align: Align,
    /// Whether the column may be cut on narrow terminals.
    pub flexible: bool,
}

/// Returns a column of text that is never cut.
pub const fn text(title: &'static str) -> Column {
    Column { title, align: Align::Left, flexible: false }
}

/// Returns a column of text that may be cut.
pub const fn flexible(title: &'static str) -> Column {
    Column { title, align: Align::Left, flexible: true }
}

/// Returns a column of numbers.
pub const fn number(title: &'static str) -> Column {
    Column { title, align: Align::Right, flexible: false }
}

/// Returns the lines of a table, starting with the headings. Cells are sanitized here. Columns are cut only for a
/// terminal, so that programs get the full text.
pub fn lines(columns: &[Column], rows: &[Vec<String>], style: &TextStyle) -> Vec<String> {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| sanitize(cell).into_owned()).collect()).collect();
    let mut widths: Vec<usize> = columns.iter().map(|column| column.title.width()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    if let Some(wide) = style.columns {
        shrink(&mut widths, columns, wide);
    }
    let heading = columns.iter().map(|column| column.title.to_owned()).collect::<Vec<_>>();
    let mut lines = vec![style.bold(&line(&heading, columns, &widths, style))];
    lines.extend(rows.iter().map(|row| line(row, columns, &widths, style)));
    lines
}

/// Shortens the widest flexible column until the line fits.
fn shrink(widths: &mut [usize], columns: &[Column], wide: usize) {
    let mut total: usize = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    while total > wide {
        let widest = (0..widths.len()).filter(|at| columns[*at].flexible).max_by_key(|at| widths[*at]);
        let Some(widest) = widest.filter(|at| widths[*at] > NARROWEST) else { return };
        widths[widest] -= 1;
        total -= 1;
    }
}

fn line(cells: &[String], columns: &[Column], widths: &[usize], style: &TextStyle) -> String {
    let mut out = String::new();
    for ((cell, column), width) in cells.iter().zip(columns).zip(widths) {
        let cell = cut(cell, *width, style.ellipsis());
        let blank = " ".repeat(width.saturating_sub(cell.width()));
        match column.align {
            Align::Left => out.extend([cell.as_str(), &blank]),
            Align::Right => out.extend([blank.as_str(), &cell]),
        }
        out.push_str(&" ".repeat(GAP));
    }
    out.truncate(out.trim_end().len());
    out
}

/// Returns the text, cut with an ellipsis if it is too long.
pub fn cut(text: &str, width: usize, ellipsis: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let available = width.saturating_sub(ellipsis.width());
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if text[..at + c.len_utf8()].width() > available {
            break;
        }
        end = at + c.len_utf8();
    }
    format!("{}{ellipsis}", &text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(columns: Option<usize>) -> TextStyle {
        TextStyle { colour: false, ascii: false, columns }
    }

    const COLUMNS: &[Column] = &[flexible("NAME"), number("SIZE"), text("STATE")];

    fn rows() -> Vec<Vec<String>> {
        vec![
            vec!["a-long-layer-name-1-0123456789".to_owned(), "1 B".to_owned(), "ok".to_owned()],
            vec!["레이어".to_owned(), "12.5 MB".to_owned(), "empty".to_owned()],
        ]
    }

    #[test]
    fn columns_are_aligned_in_any_script() {
        assert_eq!(
            lines(COLUMNS, &rows(), &style(None)),
            [
                "NAME                               SIZE  STATE",
                "a-long-layer-name-1-0123456789      1 B  ok",
                "레이어                          12.5 MB  empty",
            ]
        );
    }

    #[test]
    fn a_narrow_terminal_cuts_the_flexible_column_only() {
        let lines = lines(COLUMNS, &rows(), &style(Some(30)));
        assert_eq!(lines[1], "a-long-layer-…      1 B  ok");
        assert!(lines.iter().all(|line| line.width() <= 30), "{lines:?}");
    }

    #[test]
    fn escapes_do_not_reach_the_terminal() {
        let rows = vec![vec!["\u{1b}[31mred".to_owned(), String::new(), String::new()]];
        assert_eq!(lines(COLUMNS, &rows, &style(None))[1], "\\u{1b}[31mred");
    }
}
