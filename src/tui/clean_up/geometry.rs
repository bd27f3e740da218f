//! The areas of the "clean up" dialog. Both drawing and mouse handling use them.

use ratatui::layout::{Position, Rect};

use super::criterion::{DialogLine, LINES};
use crate::tui::layout;

/// The areas of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Geometry {
    /// The whole dialog.
    pub area: Rect,
    /// The lines, inside the border.
    pub lines: Rect,
    /// The first line shown.
    pub top: usize,
    /// The totals below the lines.
    pub total: Rect,
}

/// Columns of cursor sign and checkbox. A line has these, the label and the value; the rest is the description and the
/// totals.
pub const BOX: u16 = 6;
/// Columns of the label.
pub const LABEL: u16 = 17;
/// Columns of the value with its arrows.
pub const VALUE: u16 = 11;

/// Lines of the totals, including the rule above them.
const TOTAL: u16 = 4;

/// Returns the areas of the dialog for a terminal of this size.
pub fn geometry(size: (u16, u16), cursor: usize) -> Geometry {
    let count = u16::try_from(LINES.len()).unwrap_or(u16::MAX);
    let area = layout::dialog(size, usize::from(count + TOTAL), 96);
    let inner = Rect {
        x: area.x + 2,
        y: area.y + 1,
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    };
    let fit = inner.height.saturating_sub(TOTAL);
    let lines = Rect { height: fit.min(count), ..inner };
    let fit = usize::from(fit).max(1);
    let top = if cursor < fit { 0 } else { cursor + 1 - fit };
    let total = Rect { y: lines.bottom(), height: inner.height - lines.height, ..inner };
    Geometry { area, lines, top, total }
}

/// The part of the dialog at a mouse position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickTarget {
    /// The line itself.
    Line(usize),
    /// One of the arrows beside a value, as a line and a step.
    Arrow(usize, isize),
}

/// Returns the part of the dialog at a position of the screen.
pub fn click_target(size: (u16, u16), cursor: usize, at: Position) -> Option<ClickTarget> {
    let geometry = geometry(size, cursor);
    if !geometry.lines.contains(at) {
        return None;
    }
    let line = geometry.top + usize::from(at.y - geometry.lines.y);
    let Some(DialogLine::Criterion(choice)) = LINES.get(line) else { return None };
    let value = geometry.lines.x + BOX + LABEL;
    let arrow = match at.x.checked_sub(value).filter(|_| !choice.presets().is_empty()) {
        Some(0..=2) => Some(-1),
        Some(x) if (VALUE - 3..VALUE).contains(&x) => Some(1),
        _ => None,
    };
    Some(arrow.map_or(ClickTarget::Line(line), |by| ClickTarget::Arrow(line, by)))
}
