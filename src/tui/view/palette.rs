//! Draws the palette, which lists actions by name. It hangs from the top, so that the input line never moves.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::click_targets::{ClickTargets, Target};
use super::super::input_line::InputLine;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::{pane, table};
use crate::tui::keys::palette::matching;
use crate::tui::keys::table::KeyContext;

/// Columns of the dialog.
const COLUMNS: u16 = 110;

/// Rows of actions on a large screen.
const ROWS: u16 = 16;

/// Columns of the label and of the key.
const LABEL: usize = 20;
const KEY: usize = 10;

/// Draws the input line and the actions that match.
pub fn draw(
    frame: &mut Frame,
    state: &State,
    input: &InputLine,
    cursor: usize,
    targets: &mut ClickTargets,
) -> (usize, usize) {
    let matching = matching(&state.keys, KeyContext::Screen(state.screen), input.text());
    let cursor = cursor.min(matching.len().saturating_sub(1));
    let width = if COLUMNS + 8 > state.size.0 { state.size.0 } else { COLUMNS };
    let height = (ROWS + 4).min(state.size.1.saturating_sub(2));
    let area = Rect::new((state.size.0 - width) / 2, 1, width, height);
    let right = format!("{}/{}", if matching.is_empty() { 0 } else { cursor + 1 }, matching.len());
    let inner = pane::dialog(frame, state, area, &pane::Title { left: tr!("palette-title"), right: &right });
    let appearance = &state.appearance;
    let typed_columns = usize::from(inner.width).saturating_sub(3);
    let typed = input.visible(typed_columns, appearance.glyphs.ellipsis);
    let prompt = Line::from(vec![appearance.span(Role::Key, ": "), appearance.span(Role::Text, &typed.text)]);
    let mut rows = inner.rows();
    if let Some(row) = rows.next() {
        let line = Rect { x: row.x + 2, width: row.width.saturating_sub(2), ..row };
        targets.add(line, Target::Line(typed_columns));
        prompt.render(row, frame.buffer_mut());
    }
    if let Some(row) = rows.next() {
        let rule = appearance.glyphs.frame[1].repeat(usize::from(row.width));
        Line::from(appearance.span(Role::Border, rule)).render(row, frame.buffer_mut());
    }
    let help = usize::from(inner.width).saturating_sub(LABEL + KEY + 2);
    // Where the rows have too few columns, the last line shows what the action under the cursor does.
    let is_cut = matching.iter().any(|bound| text::width(bound.binding.help()) > help);
    let fit = usize::from(inner.height.saturating_sub(2 + u16::from(is_cut))).max(1);
    let top = if cursor < fit { 0 } else { cursor + 1 - fit };
    if matching.is_empty()
        && let Some(row) = rows.next()
    {
        let none = appearance.span(Role::Dim, tr!("palette-no-action-is-called-that"));
        Line::from(none).render(row, frame.buffer_mut());
    }
    for ((at, bound), row) in matching.iter().enumerate().skip(top).take(fit).zip(rows) {
        targets.add(row, Target::Row(at));
        let key = bound.keys.first().map(|press| press.label()).unwrap_or_default();
        let mut line = Line::from(vec![
            appearance.span(Role::Text, text::fill(bound.binding.label(), LABEL, appearance.glyphs.ellipsis)),
            appearance
                .span(Role::Dim, format!(" {} ", text::fill(bound.binding.help(), help, appearance.glyphs.ellipsis))),
            appearance.span(Role::Key, text::fill_left(&key, KEY, "")),
        ]);
        if at == cursor {
            table::set_cursor(state, &mut line, Role::Cursor);
            frame.buffer_mut().set_style(row, line.style);
        }
        line.render(row, frame.buffer_mut());
    }
    if let Some(bound) = matching.get(cursor).filter(|_| is_cut) {
        let last = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
        let sentence = text::cut_end(bound.binding.help(), usize::from(inner.width), appearance.glyphs.ellipsis);
        Line::from(appearance.span(Role::Text, sentence)).render(last, frame.buffer_mut());
    }
    let at = u16::try_from(typed.cursor).unwrap_or(u16::MAX);
    frame.set_cursor_position(Position::new(inner.x.saturating_add(2).saturating_add(at), inner.y));
    (matching.len(), fit)
}
