//! Measures, shortens and wraps text by terminal columns.

use std::borrow::Cow;
use std::path::Path;

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub use crate::text::{bytes, count, format_duration, percent, quota_bytes, sanitize};

/// Returns the number of columns of a text.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts off the end: `a-very-long-na…`.
pub fn cut_end<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = take(text.graphemes(true), columns.saturating_sub(width(ellipsis))).concat();
    kept.push_str(ellipsis);
    Cow::Owned(kept)
}

/// Cuts off the start: `…/projects/shop`.
pub fn cut_start<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let mut kept = take(text.graphemes(true).rev(), columns.saturating_sub(width(ellipsis)));
    kept.push(ellipsis);
    kept.reverse();
    Cow::Owned(kept.concat())
}

/// Cuts out the middle: `AWSLambdaPow…-x86_64`. Long names often differ at both ends.
pub fn cut_middle<'a>(text: &'a str, columns: usize, ellipsis: &str) -> Cow<'a, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let kept = columns.saturating_sub(width(ellipsis));
    if kept < 8 {
        return cut_end(text, columns, ellipsis);
    }
    let head = take(text.graphemes(true), kept.div_ceil(2)).concat();
    let mut tail = take(text.graphemes(true).rev(), kept / 2);
    tail.reverse();
    Cow::Owned(format!("{head}{ellipsis}{}", tail.concat()))
}

/// Cuts out a part that a name shares with its neighbours: `AWSLambda…V3-python312-x86_64`. `differences` are the first
/// byte in which the name differs from a neighbour, and the number of bytes at its end that do not.
pub fn cut_distinct<'a>(text: &'a str, columns: usize, ellipsis: &str, differences: &[(usize, usize)]) -> Cow<'a, str> {
    let kept = columns.saturating_sub(width(ellipsis));
    let shared: Vec<usize> = differences.iter().map(|(prefix, _)| *prefix).filter(|prefix| *prefix > HEAD).collect();
    let Some(first) = shared.iter().min().copied().filter(|_| text.is_ascii() && kept > HEAD + TAIL) else {
        return cut_middle(text, columns, ellipsis);
    };
    if text.len() <= columns {
        return Cow::Borrowed(text);
    }
    let first = first.min(text.len());
    let tail = text.len() - first;
    // The usual cut shows the difference already: at the end of the head, or in the tail.
    if first + 2 <= kept.div_ceil(2) || tail < kept / 2 {
        return cut_middle(text, columns, ellipsis);
    }
    // A longer tail may begin just before the difference.
    let start = first.saturating_sub(1);
    if text.len() - start + HEAD <= kept {
        let head = kept - (text.len() - start);
        return Cow::Owned(format!("{}{ellipsis}{}", &text[..head], &text[start..]));
    }
    // Otherwise the difference stands between the head and the tail.
    let kept = kept.saturating_sub(width(ellipsis));
    let (head, tail) = (HEAD.min(kept / 3), (kept / 4).max(TAIL.min(kept / 3)));
    let middle = kept.saturating_sub(head + tail);
    let end = (start + middle).min(text.len().saturating_sub(tail));
    Cow::Owned(format!("{}{ellipsis}{}{ellipsis}{}", &text[..head], &text[start..end], &text[text.len() - tail..]))
}

/// Columns of the start and of the end of a name that stay in any case.
const HEAD: usize = 4;
const TAIL: usize = 4;

fn take<'a>(graphemes: impl Iterator<Item = &'a str>, columns: usize) -> Vec<&'a str> {
    let mut used = 0;
    graphemes
        .take_while(|grapheme| {
            used += width(grapheme);
            used <= columns
        })
        .collect()
}

/// Returns exactly this many columns, cut or padded on the right.
pub fn fill(text: &str, columns: usize, ellipsis: &str) -> String {
    let mut text = cut_end(text, columns, ellipsis).into_owned();
    let missing = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// Returns exactly this many columns, cut or padded on the left.
pub fn fill_left(text: &str, columns: usize, ellipsis: &str) -> String {
    let text = cut_end(text, columns, ellipsis);
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(&text))))
}

/// Wraps at spaces; a word longer than a line is broken anywhere.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        for (index, piece) in pieces(word, columns).into_iter().enumerate() {
            let needed = width(&piece) + usize::from(used > 0 && index == 0);
            if used > 0 && (used + needed > columns || index > 0) {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                if used > 0 {
                    line.push(' ');
                    used += 1;
                }
                line.push_str(&piece);
            }
            used += width(&piece);
        }
    }
    lines
}

/// Breaks anywhere, for names and paths without spaces.
pub fn pieces(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = vec![String::new()];
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let needed = width(grapheme);
        if used + needed > columns && used > 0 {
            lines.push(String::new());
            used = 0;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme);
        }
        used += needed;
    }
    lines
}

/// Returns the age in its largest unit: `now`, `5m`, `3h`, `12d`, `4mo`, `2y`.
pub fn age(now: Timestamp, then: Timestamp) -> String {
    let short = crate::text::age(now, then);
    let unit = short.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &short[..short.len() - unit.len()];
    match unit {
        "m" => tr!("age-minutes", number = number),
        "h" => tr!("age-hours", number = number),
        "d" => tr!("age-days", number = number),
        "mo" => tr!("age-months", number = number),
        "y" => tr!("age-years", number = number),
        _ => tr!("age-now").to_owned(),
    }
}

/// Returns a time such as `2026-07-01 12:30 UTC`.
pub fn moment(then: Timestamp) -> String {
    then.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Returns a path for display: sanitized, with the home folder as `~` and the separators that it has.
pub fn path(path: &Path, home: Option<&Path>) -> String {
    let short = home.and_then(|home| path.strip_prefix(home).ok());
    let text = path.to_string_lossy();
    match short {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => {
            let rest = rest.to_string_lossy();
            let separator = text.strip_suffix(&*rest).and_then(|above| above.chars().next_back());
            let separator =
                separator.filter(|last| std::path::is_separator(*last)).unwrap_or(std::path::MAIN_SEPARATOR);
            sanitize(&format!("~{separator}{rest}")).into_owned()
        }
        None => sanitize(&text).into_owned(),
    }
}

/// Turns a reason into a sentence. An address or name at its start is unchanged.
pub fn sentence(reason: &str) -> String {
    let mut letters = reason.chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if reason.ends_with(['.', '!', '?']) { "" } else { "." };
    let is_word = reason.split(' ').next().is_some_and(|word| word.chars().all(char::is_alphabetic));
    let first = if is_word { first.to_uppercase().to_string() } else { first.to_string() };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_begins_with_a_capital_and_leaves_addresses_alone() {
        assert_eq!(sentence("no engine listens"), "No engine listens.");
        assert_eq!(sentence("tcp://127.0.0.1:1 answers"), "tcp://127.0.0.1:1 answers.");
        assert_eq!(sentence("엔진이 없습니다."), "엔진이 없습니다.");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn wide_characters_are_never_split() {
        assert_eq!(cut_end("한국어이름", 5, "…"), "한국…");
        assert_eq!(cut_start("한국어이름", 5, "…"), "…이름");
        assert_eq!(fill("한국어", 5, "…"), "한국…");
        assert_eq!(width(&fill("한국어이름", 6, "…")), 6);
        assert_eq!(fill_left("ab", 4, "…"), "  ab");
        assert_eq!(cut_end("abc", 0, "…"), "");
        assert_eq!(cut_middle("abcdefghijklmnop", 10, "…"), "abcde…mnop");
        assert!(width(&cut_middle("한국어이름이아주길어요", 12, "…")) <= 12);
    }

    #[test]
    fn lines_wrap_at_words_and_break_only_long_words() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a verylongword b", 6), ["a", "verylo", "ngword", "b"]);
        assert_eq!(wrap("", 6), [""]);
        assert_eq!(pieces("abcdef", 4), ["abcd", "ef"]);
    }
}
