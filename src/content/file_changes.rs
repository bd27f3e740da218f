//! The changes between two versions of a file, line by line, ready to be drawn in one column or side by side.

use std::ops::Range;
use std::time::Instant;

use similar::{ChangeTag, DiffOp, InlineChange, TextDiff, TextDiffConfig};

use super::preview::{LONGEST_LINE, binary_type, laid_out, text_of};
use crate::text::{Sentence, bytes as size, sanitize, sentence};

/// The maximum size of a file to compare line by line.
pub const MAX_BYTES: usize = 1 << 20;

/// The maximum number of lines.
const MAX_LINES: usize = 10_000;

/// Unchanged lines shown around each change.
const CONTEXT: usize = 3;

/// Characters that stay at each end of an unchanged part of a line that is too long.
const KEPT: usize = 40;

/// A version of a file.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// Its first bytes: all of them, or more than [`MAX_BYTES`].
    pub head: &'a [u8],
    /// The bytes of the whole file.
    pub total: u64,
    /// Whether the execute bit is set.
    pub is_executable: bool,
}

/// The changes between two versions of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChanges {
    /// The lines that differ, with some around them.
    Lines(LineChanges),
    /// Why there are no lines to show.
    NoLines(Sentence),
}

/// The lines that differ, with some around them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineChanges {
    /// What was done to compare the files, such as formatting JSON.
    pub note: Option<Sentence>,
    /// The number of lines added.
    pub added: usize,
    /// The number of lines removed.
    pub removed: usize,
    /// The lines in one column: those removed before those added.
    pub lines: Vec<ChangedLine>,
    /// The rows of two columns, the older version on the left, as indexes into `lines`.
    pub pairs: Vec<(Option<usize>, Option<usize>)>,
    /// The first row of each change, in one column and in two.
    starts: [Vec<usize>; 2],
    /// Whether lines were left out at the end, as there are too many.
    pub is_cut: bool,
    /// The digits of the largest line number.
    pub digits: usize,
}

/// A line of one version, or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedLine {
    /// How it differs.
    pub kind: LineKind,
    /// Its number in the older version, starting at 1.
    pub old: Option<usize>,
    /// Its number in the newer version, starting at 1.
    pub new: Option<usize>,
    /// Its text without control characters, in pieces, each with whether it is what differs within the line.
    pub pieces: Vec<(bool, String)>,
}

/// How a line differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// In both versions.
    Same,
    /// In the older version only.
    Removed,
    /// In the newer version only.
    Added,
    /// In place of this many unchanged lines.
    Gap(usize),
    /// The line before, the last one of its version, does not end with a line break.
    NoLineBreak,
}

/// Compares two versions of a file. From the deadline on, the result may show more changes than necessary.
pub fn compare(old: Version, new: Version, deadline: Option<Instant>) -> FileChanges {
    let is_whole = |version: &Version| version.head.len() as u64 == version.total && version.head.len() <= MAX_BYTES;
    let whole = is_whole(&old) && is_whole(&new);
    if whole && old.head == new.head {
        return FileChanges::NoLines(if new.is_executable {
            sentence!("changes-now-executable")
        } else {
            sentence!("changes-no-longer-executable")
        });
    }
    let sizes = (size(old.total), size(new.total));
    let (Some(before), Some(after)) = (text_of(old.head, is_whole(&old)), text_of(new.head, is_whole(&new))) else {
        let what = binary_type(if new.total == 0 { old.head } else { new.head });
        return FileChanges::NoLines(sentence!("changes-binary", what = what, old = sizes.0, new = sizes.1));
    };
    if !whole {
        let most = size(MAX_BYTES as u64);
        return FileChanges::NoLines(sentence!("changes-too-large", old = sizes.0, new = sizes.1, most = most));
    }
    let (before, after, note) = comparable(before, after);
    if before == after {
        return FileChanges::NoLines(note.unwrap_or_else(|| sentence!("changes-invisible")));
    }
    let mut changes = lines(&before, &after, deadline);
    let largest = changes.lines.iter().filter_map(|line| line.old.max(line.new)).max();
    changes.digits = largest.unwrap_or(1).to_string().len();
    FileChanges::Lines(LineChanges { note, ..changes })
}

/// Returns the texts to compare, and what was done to them.
fn comparable(old: &str, new: &str) -> (String, String, Option<Sentence>) {
    let is_long = |text: &str| text.lines().any(|line| line.len() > LONGEST_LINE);
    if (is_long(old) || is_long(new))
        && let (Some(old), Some(new)) = (laid_out(old), laid_out(new))
    {
        let is_same = old == new;
        let note = if is_same { sentence!("changes-json-layout") } else { sentence!("changes-json") };
        return (old, new, Some(note));
    }
    let (before, after) = (LineBreaks::of(old), LineBreaks::of(new));
    if before == LineBreaks::Mixed || after == LineBreaks::Mixed {
        return (old.to_owned(), new.to_owned(), None);
    }
    let plain = |text: &str| text.replace("\r\n", "\n");
    let (old, new) = (plain(old), plain(new));
    let differ = before != after && before != LineBreaks::None && after != LineBreaks::None;
    let note = match (differ, old == new) {
        (false, _) => None,
        (true, false) => Some(sentence!("changes-line-breaks", old = before.name(), new = after.name())),
        (true, true) => Some(sentence!("changes-line-breaks-only", old = before.name(), new = after.name())),
    };
    (old, new, note)
}

/// The line breaks of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineBreaks {
    None,
    Unix,
    Windows,
    Mixed,
}

impl LineBreaks {
    fn of(text: &str) -> Self {
        let all = text.bytes().filter(|byte| *byte == b'\n').count();
        match (text.matches("\r\n").count(), all) {
            (_, 0) => Self::None,
            (0, _) => Self::Unix,
            (windows, all) if windows == all => Self::Windows,
            _ => Self::Mixed,
        }
    }

    fn name(self) -> &'static str {
        if self == Self::Windows { "CRLF" } else { "LF" }
    }
}

fn lines(old: &str, new: &str, deadline: Option<Instant>) -> LineChanges {
    let mut config = TextDiffConfig::default();
    if let Some(deadline) = deadline {
        config.deadline(deadline);
    }
    let diff = config.diff_lines(old, new);
    let mut changes = LineChanges::default();
    for op in diff.ops().iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        changes.removed += op.old_range().len();
        changes.added += op.new_range().len();
    }
    let mut end = 0;
    for group in diff.grouped_ops(CONTEXT) {
        let begin = group.first().map_or(end, |op| op.old_range().start);
        if begin > end {
            changes.push_both(ChangedLine::without_text(LineKind::Gap(begin - end)));
        }
        end = group.last().map_or(begin, |op| op.old_range().end);
        for op in &group {
            changes.add(&diff, op, deadline);
            if changes.is_cut {
                return changes;
            }
        }
    }
    let rest = diff.old_slices().len().saturating_sub(end);
    if rest > 0 {
        changes.push_both(ChangedLine::without_text(LineKind::Gap(rest)));
    }
    changes
}

impl LineChanges {
    /// Returns the first row of each change, in one column or side by side.
    pub fn starts(&self, side_by_side: bool) -> &[usize] {
        &self.starts[usize::from(side_by_side)]
    }

    /// Returns the number of rows, in one column or side by side.
    pub fn rows(&self, side_by_side: bool) -> usize {
        if side_by_side { self.pairs.len() } else { self.lines.len() }
    }

    /// Returns whether no more lines are taken, and notes that some are left out.
    fn is_full(&mut self) -> bool {
        // A line may be followed by the note that it has no line break.
        self.is_cut |= self.lines.len() + 2 > MAX_LINES;
        self.is_cut
    }

    fn push_both(&mut self, line: ChangedLine) {
        self.pairs.push((Some(self.lines.len()), Some(self.lines.len())));
        self.lines.push(line);
    }

    fn add<'a>(&mut self, diff: &'a TextDiff<'a, 'a, 'a, str>, op: &DiffOp, deadline: Option<Instant>) {
        if let DiffOp::Equal { .. } = op {
            for change in diff.iter_changes(op) {
                if self.is_full() {
                    return;
                }
                let (old, new) = (change.old_index().map(|at| at + 1), change.new_index().map(|at| at + 1));
                let pieces = clean(vec![(false, change.value().to_owned())]);
                self.push_both(ChangedLine { kind: LineKind::Same, old, new, pieces });
            }
            return;
        }
        let is_start = self.lines.last().is_none_or(|last| matches!(last.kind, LineKind::Same | LineKind::Gap(_)));
        if is_start {
            self.starts[0].push(self.lines.len());
            self.starts[1].push(self.pairs.len());
        }
        let mut sides: [Range<usize>; 2] = [self.lines.len()..self.lines.len(), 0..0];
        for change in diff.iter_inline_changes_deadline(op, deadline) {
            if self.is_full() {
                break;
            }
            if change.tag() == ChangeTag::Insert && sides[1].is_empty() {
                sides[1] = self.lines.len()..self.lines.len();
            }
            self.add_line(&change);
            sides[usize::from(change.tag() == ChangeTag::Insert)].end = self.lines.len();
        }
        let [old, new] = sides;
        let rows = old.len().max(new.len());
        let at = |side: &Range<usize>, row: usize| (row < side.len()).then(|| side.start + row);
        self.pairs.extend((0..rows).map(|row| (at(&old, row), at(&new, row))));
    }

    fn add_line(&mut self, change: &InlineChange<'_, str>) {
        let is_added = change.tag() == ChangeTag::Insert;
        let kind = if is_added { LineKind::Added } else { LineKind::Removed };
        let pieces = clean(change.iter_strings_lossy().map(|(differs, text)| (differs, text.into_owned())).collect());
        let (old, new) = (change.old_index().map(|at| at + 1), change.new_index().map(|at| at + 1));
        self.lines.push(ChangedLine { kind, old, new, pieces });
        if change.missing_newline() {
            self.lines.push(ChangedLine::without_text(LineKind::NoLineBreak));
        }
    }
}

impl ChangedLine {
    fn without_text(kind: LineKind) -> Self {
        Self { kind, old: None, new: None, pieces: Vec::new() }
    }
}

/// Returns the pieces of a line without its line break and without control characters. Of a line that is too long, the
/// parts that do not differ are cut in their middle.
fn clean(mut pieces: Vec<(bool, String)>) -> Vec<(bool, String)> {
    if let Some((_, last)) = pieces.last_mut()
        && last.ends_with('\n')
    {
        last.pop();
    }
    let is_long = pieces.iter().map(|(_, text)| text.len()).sum::<usize>() > LONGEST_LINE;
    pieces.retain(|(_, text)| !text.is_empty());
    for (differs, text) in &mut pieces {
        let most = if *differs { LONGEST_LINE } else { 2 * KEPT };
        if is_long && text.chars().count() > most {
            *text = cut_middle(text, most);
        }
        let tabs = text.replace('\t', "    ");
        *text = sanitize(&tabs).into_owned();
    }
    pieces
}

fn cut_middle(text: &str, most: usize) -> String {
    let head = text.char_indices().nth(most / 2).map_or(text, |(at, _)| &text[..at]);
    let tail = text.char_indices().rev().nth(most / 2 - 1).map_or("", |(at, _)| &text[at..]);
    format!("{head} [...] {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(bytes: &[u8]) -> Version<'_> {
        Version { head: bytes, total: bytes.len() as u64, is_executable: false }
    }

    fn changes(old: &str, new: &str) -> LineChanges {
        match compare(version(old.as_bytes()), version(new.as_bytes()), None) {
            FileChanges::Lines(lines) => lines,
            FileChanges::NoLines(why) => panic!("{why}"),
        }
    }

    fn sentence_of(old: &[u8], new: &[u8]) -> String {
        match compare(version(old), version(new), None) {
            FileChanges::NoLines(why) => why.to_string(),
            FileChanges::Lines(lines) => panic!("{lines:?}"),
        }
    }

    fn shown(line: &ChangedLine) -> String {
        let number = |number: Option<usize>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        let text: String = line
            .pieces
            .iter()
            .map(|(differs, text)| if *differs { format!("<{text}>") } else { text.clone() })
            .collect();
        let sign = match line.kind {
            LineKind::Same => " ",
            LineKind::Removed => "-",
            LineKind::Added => "+",
            LineKind::Gap(count) => return format!("gap of {count}"),
            LineKind::NoLineBreak => return "no line break".to_owned(),
        };
        format!("{} {} {sign} {text}", number(line.old), number(line.new))
    }

    #[test]
    fn changed_lines_stand_with_three_around_them_and_gaps_in_between() {
        let old: Vec<String> = (1..=20).map(|number| format!("line {number}\n")).collect();
        let mut new = old.clone();
        new[9] = "line ten\n".to_owned();
        new.push("line 21\n".to_owned());
        let changes = changes(&old.concat(), &new.concat());
        let lines: Vec<String> = changes.lines.iter().map(shown).collect();
        let expected = [
            "gap of 6",
            "7 7   line 7",
            "8 8   line 8",
            "9 9   line 9",
            "10 - - line <10>",
            "- 10 + line <ten>",
            "11 11   line 11",
            "12 12   line 12",
            "13 13   line 13",
            "gap of 4",
            "18 18   line 18",
            "19 19   line 19",
            "20 20   line 20",
            "- 21 + line 21",
        ];
        assert_eq!(lines, expected);
        assert_eq!((changes.added, changes.removed, changes.digits), (2, 1, 2));
        assert_eq!((changes.starts(false), changes.starts(true)), (&[4, 13][..], &[4, 12][..]));
        assert_eq!(changes.pairs[4], (Some(4), Some(5)), "side by side, a line stands beside its new version");
        assert_eq!(changes.pairs[12], (None, Some(13)));
    }

    #[test]
    fn a_version_without_line_break_at_its_end_says_so() {
        let changes = changes("a\nb\n", "a\nb");
        let lines: Vec<String> = changes.lines.iter().map(shown).collect();
        assert_eq!(lines[1..], ["2 - - b", "- 2 + b", "no line break"]);
        assert_eq!(changes.pairs[1..], [(Some(1), Some(2)), (None, Some(3))]);
    }

    #[test]
    fn line_breaks_do_not_make_every_line_differ() {
        let both = changes("a\r\nb\r\n", "a\r\nc\r\n");
        assert_eq!((both.added, both.removed, both.note), (1, 1, None));
        let switched = changes("a\r\nb\r\n", "a\nc\n");
        assert_eq!((switched.added, switched.removed), (1, 1));
        assert!(switched.note.unwrap().to_string().contains("CRLF"));
        assert!(sentence_of(b"a\r\nb\r\n", b"a\nb\n").contains("LF"));
        let mixed = changes("a\r\nb\n", "a\nb\n");
        assert_eq!(shown(&mixed.lines[0]), "1 - - a\\r", "a line break that differs within the file is visible");
    }

    #[test]
    fn binary_large_and_equal_files_are_a_sentence_with_their_sizes() {
        let binary = sentence_of(b"\x7fELF\0\0", b"\x7fELF\0\0\0");
        assert!(binary.contains("ELF") && binary.contains("6 B") && binary.contains("7 B"), "{binary}");
        let large = "x\n".repeat(MAX_BYTES);
        let large = sentence_of(large.as_bytes(), b"x\n");
        assert!(large.contains("2.10 MB") && large.contains("2 B"), "{large}");
        assert!(sentence_of(b"a\n", b"\xef\xbb\xbfa\n").contains("invisible"));
        let executable = |is_executable| Version { is_executable, ..version(b"same") };
        let FileChanges::NoLines(why) = compare(executable(false), executable(true), None) else { panic!("no change") };
        assert!(why.to_string().contains("executable"), "{why}");
    }

    #[test]
    fn json_in_one_line_is_formatted_first() {
        let json = |version: &str| format!("{{\"version\":\"{version}\",\"data\":\"{}\"}}", "x".repeat(LONGEST_LINE));
        let changes = changes(&json("1"), &json("2"));
        assert_eq!((changes.added, changes.removed), (1, 1));
        assert!(changes.note.unwrap().to_string().contains("JSON"));
    }

    #[test]
    fn the_part_of_a_long_line_that_differs_stays() {
        let line = |middle: &str| format!("{} {middle} {}\n", "a b ".repeat(900), "c d ".repeat(900));
        let changes = changes(&line("old"), &line("new"));
        let text: String = changes.lines[1].pieces.iter().map(|(_, text)| text.as_str()).collect();
        assert!(text.contains(" new ") && text.len() < LONGEST_LINE, "{text}");
    }

    #[test]
    fn control_characters_do_not_reach_the_screen() {
        let changes = changes("a\n", "\x1b[2J\tb\n");
        assert_eq!(shown(&changes.lines[1]), "- 1 + \\u{1b}[2J    b");
    }

    #[test]
    fn a_file_with_too_many_changes_is_cut_and_counted_whole() {
        let lines = |sign: &str| {
            let lines: Vec<String> = (0..MAX_LINES).map(|number| format!("{sign}{number}\n")).collect();
            lines.concat()
        };
        let (old, new) = (lines("a"), lines("b"));
        // No time is left to search for the fewest changes.
        let found = compare(version(old.as_bytes()), version(new.as_bytes()), Some(Instant::now()));
        let FileChanges::Lines(changes) = found else { panic!("text") };
        assert!(changes.is_cut && changes.lines.len() <= MAX_LINES, "{}", changes.lines.len());
        assert_eq!((changes.added, changes.removed), (MAX_LINES, MAX_LINES));
    }
}
