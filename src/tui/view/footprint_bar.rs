//! Draws the footprint as one stacked bar with its legend, and how much of it nothing uses.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Widget;

use super::super::amount;
use super::super::layout;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::{bar, pane};
use crate::tui::overview::legend;
use crate::tui::overview::places::Places;

type Pieces = Vec<(Role, String)>;

/// Draws the pane.
pub fn draw(frame: &mut Frame, state: &State, places: &Places) {
    let total = amount::text(&state.appearance, state.shown.footprint.total());
    let title = pane::Title { left: tr!("overview-footprint"), right: &total };
    pane::frame(frame, state, places.summary, &title, false);
    let boxed = layout::of(state).is_some_and(|layout| layout.boxed);
    let inner = layout::inside(places.summary, boxed);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let columns = usize::from(inner.width);
    let stacked = stacked(state, columns);
    let mut lines: Vec<Pieces> = (0..places.bar_lines).map(|_| stacked.clone()).collect();
    lines.extend(legend::lines(state, columns));
    lines.push(unused(state, columns));
    for (pieces, area) in lines.into_iter().zip(inner.rows()) {
        let spans: Vec<_> = pieces.into_iter().map(|(role, text)| state.appearance.span(role, text)).collect();
        Line::from(spans).render(area, frame.buffer_mut());
    }
}

/// Returns the bar: a segment for each part, in proportion. A part that is not nothing has at least one column.
fn stacked(state: &State, columns: usize) -> Pieces {
    let segments = legend::segments(state);
    let total: u64 = segments.iter().map(|segment| segment.amount.so_far()).sum();
    if total == 0 {
        return vec![(Role::Empty, state.appearance.glyphs.bar_empty.repeat(columns))];
    }
    let present = segments.iter().filter(|segment| segment.amount.so_far() > 0).count();
    let shared_columns = columns.saturating_sub(present) as u64;
    let mut used = 0;
    let mut pieces: Pieces = Vec::new();
    let mut sum = 0;
    for segment in segments.iter().filter(|segment| segment.amount.so_far() > 0) {
        sum += segment.amount.so_far();
        // The first column of each segment is its own; the others are divided in proportion.
        let end = u64::try_from(u128::from(shared_columns) * u128::from(sum) / u128::from(total)).unwrap_or(u64::MAX);
        let end = usize::try_from(end).unwrap_or(columns);
        pieces.push((segment.role, segment.glyph.repeat(end - used + 1)));
        used = end;
    }
    pieces
}

/// Returns a gauge of what nothing uses, compared with the total.
fn unused(state: &State, columns: usize) -> Pieces {
    let footprint = &state.shown.footprint;
    let label = format!("{} ", tr!("overview-unused"));
    let bytes = amount::text(&state.appearance, footprint.unused);
    let gauge = columns.saturating_sub(text::width(&label) + text::width(&bytes) + 1).min(40);
    #[expect(clippy::cast_precision_loss, reason = "a bar has forty columns")]
    let share = footprint.unused.so_far() as f64 / footprint.total().so_far().max(1) as f64;
    let (full, rest) = bar::bar(&state.appearance, gauge, share);
    let rest = state.appearance.glyphs.bar_empty.repeat(text::width(&rest));
    let amount = (amount::role(footprint.unused), format!(" {bytes}"));
    vec![(Role::Dim, label), (Role::Warn, full), (Role::Empty, rest), amount]
}
