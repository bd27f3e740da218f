//! Draws the changes of a file: in one column, or the two versions side by side. Only the rows on screen are built.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::super::state::State;
use super::super::text;
use super::super::theme::{Appearance, Role};
use crate::content::file_changes::{ChangedLine, LineChanges, LineKind};

/// From this width on, a line has its number in both versions.
const BOTH_NUMBERS: u16 = 80;

/// Draws the rows from a scroll position on.
pub fn draw(frame: &mut Frame, state: &State, area: Rect, changes: &LineChanges, scroll: usize, side_by_side: bool) {
    let appearance = &state.appearance;
    for (at, area) in (scroll..changes.rows(side_by_side)).zip(area.rows()) {
        if side_by_side {
            let Some(pair) = changes.pairs.get(at) else { break };
            draw_pair(frame, appearance, area, changes, *pair);
        } else if let Some(line) = changes.lines.get(at) {
            let numbers = if area.width < BOTH_NUMBERS {
                number(line.new.or(line.old), changes.digits)
            } else {
                format!("{} {}", number(line.old, changes.digits), number(line.new, changes.digits))
            };
            one_line(appearance, line, &numbers, usize::from(area.width)).render(area, frame.buffer_mut());
        }
    }
}

/// Returns the areas of the older and the newer version, side by side.
pub fn sides(area: Rect) -> [Rect; 2] {
    let width = area.width.saturating_sub(3) / 2;
    [Rect { width, ..area }, Rect { x: area.x + width + 3, width, ..area }]
}

fn draw_pair(
    frame: &mut Frame,
    appearance: &Appearance,
    area: Rect,
    changes: &LineChanges,
    pair: (Option<usize>, Option<usize>),
) {
    let [left, right] = sides(area);
    let line = |at: Option<usize>| at.and_then(|at| changes.lines.get(at));
    if let Some(line) = line(pair.0) {
        let numbers = number(line.old, changes.digits);
        one_line(appearance, line, &numbers, usize::from(left.width)).render(left, frame.buffer_mut());
    }
    let separator = appearance.span(Role::Border, appearance.glyphs.pipe);
    Line::from(separator).render(Rect { x: left.right() + 1, width: 1, ..area }, frame.buffer_mut());
    let is_gap = |line: &&ChangedLine| matches!(line.kind, LineKind::Gap(_));
    if let Some(line) = line(pair.1).filter(|line| !is_gap(line)) {
        let numbers = number(line.new, changes.digits);
        one_line(appearance, line, &numbers, usize::from(right.width)).render(right, frame.buffer_mut());
    }
}

fn number(number: Option<usize>, digits: usize) -> String {
    text::fill_left(&number.map_or_else(String::new, |number| number.to_string()), digits, "")
}

/// Returns a line with its number, a sign and its text; of a text that is too long, the part that differs is visible.
fn one_line(appearance: &Appearance, line: &ChangedLine, numbers: &str, columns: usize) -> Line<'static> {
    let (role, sign) = match line.kind {
        LineKind::Same => (Role::Text, " "),
        LineKind::Removed => (Role::Bad, "-"),
        LineKind::Added => (Role::Ok, "+"),
        LineKind::Gap(count) => {
            let ellipsis = appearance.glyphs.ellipsis;
            let text = tr!("changes-gap", ellipsis = ellipsis, count = count);
            return Line::from(appearance.span(Role::Dim, text::cut_end(&text, columns, ellipsis)));
        }
        LineKind::NoLineBreak => {
            let text = format!("{numbers}   {}", tr!("changes-no-line-break"));
            return Line::from(appearance.span(Role::Dim, text::cut_end(&text, columns, appearance.glyphs.ellipsis)));
        }
    };
    let lead = text::width(numbers) + 3;
    let mut spans = vec![appearance.span(Role::Dim, format!("{numbers} ")), appearance.span(role, format!("{sign} "))];
    let style = appearance.style(role);
    for (differs, text) in fitted(&line.pieces, columns.saturating_sub(lead), appearance.glyphs.ellipsis) {
        let style = if differs { style.add_modifier(Modifier::REVERSED) } else { style };
        spans.push(Span::styled(text, style));
    }
    Line::from(spans)
}

/// Cuts pieces to a number of columns. The first piece that differs stays visible.
fn fitted(pieces: &[(bool, String)], columns: usize, ellipsis: &str) -> Vec<(bool, String)> {
    let mut kept: Vec<(bool, String)> = pieces.to_vec();
    let width = |pieces: &[(bool, String)]| pieces.iter().map(|(_, text)| text::width(text)).sum::<usize>();
    if width(&kept) <= columns {
        return kept;
    }
    if let Some(first) = kept.iter().position(|(differs, _)| *differs)
        && width(&kept[..=first]) > columns
    {
        let before: String = kept.drain(..first).map(|(_, text)| text).collect();
        kept.insert(0, (false, text::cut_start(&before, columns / 3, ellipsis).into_owned()));
    }
    let mut left = columns;
    kept.retain_mut(|(_, text)| {
        let needed = text::width(text);
        if needed > left {
            *text = text::cut_end(text, left, ellipsis).into_owned();
        }
        left = left.saturating_sub(needed);
        !text.is_empty()
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_of_a_long_line_stays_visible() {
        let pieces = vec![(false, "x".repeat(100)), (true, "NEW".to_owned()), (false, "y".repeat(100))];
        let shown = fitted(&pieces, 30, "…");
        let text: String = shown.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!((text.as_str(), text::width(&text)), ("…xxxxxxxxxNEWyyyyyyyyyyyyyyyy…", 30));
        assert_eq!(fitted(&pieces, 0, "…"), []);
        assert_eq!(fitted(&pieces[..1], 3, "…"), [(false, "xx…".to_owned())]);
    }
}
