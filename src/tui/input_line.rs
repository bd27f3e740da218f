//! A text input line with a movable cursor: the filter, the palette, a version, a value.

use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::keys::table::LineEdit;
use super::text;

/// The longest input in characters.
const LONGEST: usize = 200;

/// The typed text and its cursor.
#[derive(Debug, Clone, Default)]
pub struct InputLine {
    input: Input,
}

/// The undo history is not compared.
impl PartialEq for InputLine {
    fn eq(&self, other: &Self) -> bool {
        (self.text(), self.input.cursor()) == (other.text(), other.input.cursor())
    }
}

impl Eq for InputLine {}

/// A line as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visible {
    /// The visible part, with an ellipsis where it is cut off.
    pub text: String,
    /// The columns before the cursor.
    pub cursor: usize,
}

impl InputLine {
    /// Returns a line with a text, with the cursor at its end.
    pub fn new(text: &str) -> Self {
        Self { input: Input::from(text) }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Inserts text at the cursor, up to the limit.
    pub fn insert(&mut self, text: &str) {
        let available = LONGEST.saturating_sub(self.text().chars().count());
        for c in text.chars().take(available) {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Moves the cursor, or erases.
    pub fn edit(&mut self, edit: LineEdit) {
        self.input.handle(match edit {
            LineEdit::Left => InputRequest::GoToPrevChar,
            LineEdit::Right => InputRequest::GoToNextChar,
            LineEdit::WordLeft => InputRequest::GoToPrevWord,
            LineEdit::WordRight => InputRequest::GoToNextWord,
            LineEdit::Start => InputRequest::GoToStart,
            LineEdit::End => InputRequest::GoToEnd,
            LineEdit::Erase => InputRequest::DeletePrevChar,
            LineEdit::EraseNext => InputRequest::DeleteNextChar,
            LineEdit::EraseWord => InputRequest::DeletePrevWord,
            LineEdit::EraseToEnd => InputRequest::DeleteTillEnd,
            LineEdit::EraseAll => InputRequest::DeleteLine,
        });
    }

    /// Moves the cursor to a column of the text as it is drawn in this many columns.
    pub fn place(&mut self, column: usize, columns: usize, ellipsis: &str) {
        let (before, after) = self.parts();
        let visible = self.visible(columns, ellipsis);
        let cursor = self.input.cursor();
        let mut used = 0;
        // The text before the cursor ends at it, whether its start is cut off or not.
        let to = if let Some(back) = visible.cursor.checked_sub(column).filter(|back| *back > 0) {
            let passed = before.graphemes(true).rev().take_while(|grapheme| {
                let is_right_of_column = used < back;
                used += text::width(grapheme);
                is_right_of_column
            });
            cursor.saturating_sub(passed.map(|grapheme| grapheme.chars().count()).sum())
        } else {
            let passed = after.graphemes(true).take_while(|grapheme| {
                used += text::width(grapheme);
                used <= column - visible.cursor
            });
            cursor + passed.map(|grapheme| grapheme.chars().count()).sum::<usize>()
        };
        self.input.handle(InputRequest::SetCursor(to));
    }

    /// Returns the text before the cursor and from it on.
    fn parts(&self) -> (&str, &str) {
        let at = self.text().char_indices().nth(self.input.cursor()).map_or(self.text().len(), |(at, _)| at);
        self.text().split_at(at)
    }

    /// Returns the part around the cursor that fits into this many columns.
    pub fn visible(&self, columns: usize, ellipsis: &str) -> Visible {
        let (before, after) = self.parts();
        let (before, after) = (text::sanitize(before), text::sanitize(after));
        // A third of the width is reserved for the text after the cursor.
        let behind = text::width(&after).min(columns / 3);
        let before = text::cut_start(&before, columns - behind, ellipsis);
        let cursor = text::width(&before);
        let after = text::cut_end(&after, columns - cursor.min(columns), ellipsis);
        Visible { text: format!("{before}{after}"), cursor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(line: &mut InputLine, edits: &[LineEdit]) -> String {
        for edit in edits {
            line.edit(*edit);
        }
        line.text().to_owned()
    }

    #[test]
    fn text_is_inserted_at_the_cursor() {
        let mut line = InputLine::new("numpy:3");
        edited(&mut line, &[LineEdit::Start, LineEdit::Right]);
        line.insert("X");
        assert_eq!(line.text(), "nXumpy:3");
        assert_eq!(edited(&mut line, &[LineEdit::Erase, LineEdit::EraseNext]), "nmpy:3");
        assert_eq!(edited(&mut line, &[LineEdit::End, LineEdit::Left, LineEdit::EraseToEnd]), "nmpy:");
        assert_eq!(edited(&mut line, &[LineEdit::WordLeft, LineEdit::EraseToEnd]), "");
        assert_eq!(edited(&mut line, &[LineEdit::Erase, LineEdit::EraseNext, LineEdit::EraseWord]), "", "nothing left");
    }

    #[test]
    fn a_grapheme_is_erased_as_one_character() {
        let mut line = InputLine::new("a👩‍👩‍👦한e\u{301}");
        assert_eq!(edited(&mut line, &[LineEdit::Erase]), "a👩‍👩‍👦한");
        assert_eq!(edited(&mut line, &[LineEdit::Left, LineEdit::Erase]), "a한");
        assert_eq!(line.visible(40, "…"), Visible { text: "a한".to_owned(), cursor: 1 });
    }

    #[test]
    fn a_click_places_the_cursor_also_where_the_text_is_cut_off() {
        let mut line = InputLine::new("numpy:3");
        for (column, rest) in [(0, "Xnumpy:3"), (5, "numpyX:3"), (7, "numpy:3X"), (30, "numpy:3X")] {
            let mut clicked = line.clone();
            clicked.place(column, 20, "…");
            clicked.insert("X");
            assert_eq!(clicked.text(), rest, "{column}");
        }
        line = InputLine::new("abcdefghijklmnopqrstuvwxyz");
        assert_eq!(line.visible(9, "…").text, "…stuvwxyz");
        line.place(1, 9, "…");
        line.insert("X");
        assert_eq!(line.text(), "abcdefghijklmnopqrXstuvwxyz");
        let mut wide = InputLine::new("한국어");
        wide.place(3, 20, "…");
        wide.insert("X");
        assert_eq!(wide.text(), "한X국어", "in the middle of a wide character");
    }

    #[test]
    fn input_is_limited() {
        let mut line = InputLine::new(&"x".repeat(LONGEST - 1));
        line.insert("yz");
        assert!(line.text().ends_with("xy") && line.text().len() == LONGEST);
    }

    #[test]
    fn the_cursor_is_always_visible() {
        let mut line = InputLine::new("abcdefghijklmnopqrstuvwxyz");
        assert_eq!(line.visible(9, "…"), Visible { text: "…stuvwxyz".to_owned(), cursor: 9 });
        for _ in 0..26 {
            let visible = line.visible(9, "…");
            assert!(text::width(&visible.text) <= 9 && visible.cursor <= 9, "{visible:?}");
            line.edit(LineEdit::Left);
        }
        assert_eq!(line.visible(9, "…"), Visible { text: "abcdefgh…".to_owned(), cursor: 0 });
        for columns in 0..4 {
            let visible = line.visible(columns, "…");
            assert!(text::width(&visible.text) <= columns.max(1) && visible.cursor <= columns, "{visible:?}");
        }
    }
}
