//! Text for the screen: cleaned, measured, shortened and wrapped by the columns it takes.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Makes text from disk, templates, the engine or AWS harmless: whatever moves the cursor, reorders the line or hides
/// itself is written out as an escape, so two names that differ never look the same.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_harmful(c) {
            let _ = write!(cleaned, "{}", c.escape_default());
        } else {
            cleaned.push(c);
        }
    }
    Cow::Owned(cleaned)
}

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Columns the text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts the end off: `a-very-long-na…`.
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

/// Cuts the start off: `…/projects/shop`.
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

/// Cuts the middle out: `AWSLambdaPow…-x86_64`. Long names differ at both ends.
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

fn take<'a>(graphemes: impl Iterator<Item = &'a str>, columns: usize) -> Vec<&'a str> {
    let mut used = 0;
    graphemes
        .take_while(|grapheme| {
            used += width(grapheme);
            used <= columns
        })
        .collect()
}

/// Exactly so many columns, cut or filled with spaces.
pub fn fill(text: &str, columns: usize, ellipsis: &str) -> String {
    let mut text = cut_end(text, columns, ellipsis).into_owned();
    let missing = columns.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// Exactly so many columns, aligned to the right.
pub fn fill_left(text: &str, columns: usize, ellipsis: &str) -> String {
    let text = cut_end(text, columns, ellipsis);
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(&text))))
}

/// Breaks at spaces; a word longer than a line is broken anywhere.
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

/// Bytes in decimal units with three digits that count: `1.24 MB`. Lambda's quota of 262,144,000 reads `262 MB`.
pub fn bytes(bytes: u64) -> String {
    const UNITS: [&str; 6] = ["kB", "MB", "GB", "TB", "PB", "EB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    #[expect(clippy::cast_precision_loss, reason = "three digits are shown")]
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = if value < 9.995 { 2 } else { usize::from(value < 99.95) };
    format!("{value:.digits$} {}", UNITS[unit])
}

/// Digits in groups: `34,112`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 layer`, `2 layers`.
pub fn plural(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number as u64), if number == 1 { one } else { many })
}

/// How long ago, in the largest unit: `now`, `5m`, `3h`, `12d`, `4mo`, `2y`. What lies in the future is `now`:
/// clocks of containers and hosts differ.
pub fn age(now: Timestamp, then: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(then.as_second());
    match seconds {
        ..60 => "now".to_owned(),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        86_400..5_184_000 => format!("{}d", seconds / 86_400),
        5_184_000..63_072_000 => format!("{}mo", seconds / 2_592_000),
        _ => format!("{}y", seconds / 31_536_000),
    }
}

/// `2026-07-01 12:30 UTC`.
pub fn moment(then: Timestamp) -> String {
    then.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// A path for people: cleaned, the home folder as `~`.
pub fn path(path: &Path, home: Option<&Path>) -> String {
    let short = home.and_then(|home| path.strip_prefix(home).ok());
    match short {
        Some(rest) if rest.as_os_str().is_empty() => "~".to_owned(),
        Some(rest) => clean(&Path::new("~").join(rest).to_string_lossy()).into_owned(),
        None => clean(&path.to_string_lossy()).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_moves_the_cursor_is_left() {
        assert_eq!(clean("plain 한글 naïve"), "plain 한글 naïve");
        assert_eq!(clean("a\nb\x1b[31m\u{7f}\u{85}"), "a\\nb\\u{1b}[31m\\u{7f}\\u{85}");
        assert_eq!(clean("gpj\u{202e}exe\u{200b}"), "gpj\\u{202e}exe\\u{200b}");
    }

    #[test]
    fn wide_characters_are_cut_between_and_never_through() {
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
    fn lines_wrap_at_words_and_break_only_what_does_not_fit() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("a verylongword b", 6), ["a", "verylo", "ngword", "b"]);
        assert_eq!(wrap("", 6), [""]);
        assert_eq!(pieces("abcdef", 4), ["abcd", "ef"]);
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!([bytes(0), bytes(999), bytes(1000), bytes(999_999)], ["0 B", "999 B", "1.00 kB", "1.00 MB"]);
        assert_eq!([bytes(12_345), bytes(262_144_000), bytes(u64::MAX)], ["12.3 kB", "262 MB", "18.4 EB"]);
        assert_eq!([count(7), count(1000), count(1_234_567)], ["7", "1,000", "1,234,567"]);
    }

    #[test]
    fn ages_are_told_in_the_largest_unit() {
        let now = Timestamp::from_second(1_000_000_000).unwrap();
        let ago = |seconds: i64| age(now, Timestamp::from_second(1_000_000_000 - seconds).unwrap());
        assert_eq!(
            [ago(-5), ago(59), ago(60), ago(7200), ago(86_400 * 59), ago(86_400 * 90), ago(86_400 * 800)],
            ["now", "now", "1m", "2h", "59d", "3mo", "2y"]
        );
    }
}
