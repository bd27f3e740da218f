//! The parts of the footprint, as segments of a bar with a legend.

use crate::inventory::footprint::Amount;
use crate::tui::amount;
use crate::tui::state::State;
use crate::tui::text;
use crate::tui::theme::Role;

/// A segment of the bar.
#[derive(Debug, Clone)]
pub struct Segment {
    /// The role of its colour.
    pub role: Role,
    /// The character it is drawn with, different for each segment.
    pub glyph: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Its bytes.
    pub amount: Amount,
}

/// Columns between two entries of the legend.
const GAP: usize = 3;

/// Returns the segments from left to right.
pub fn segments(state: &State) -> Vec<Segment> {
    let footprint = &state.shown.footprint;
    let is_ascii = state.appearance.glyphs.bar == "#";
    let glyph = |unicode, ascii| if is_ascii { ascii } else { unicode };
    let segment = |role, glyph, label, amount| Segment { role, glyph, label, amount };
    let mut segments = vec![
        segment(Role::Bar, glyph("█", "#"), tr!("overview-layers"), footprint.layers),
        segment(Role::BarOther, glyph("▓", "="), tr!("overview-images-own"), footprint.images_unique),
        segment(Role::Bar, glyph("▒", "-"), tr!("overview-images-shared"), footprint.images_shared),
    ];
    let builds = footprint.builds;
    segments.extend(builds.map(|builds| segment(Role::BarOther, glyph("▚", "%"), tr!("overview-builds"), builds)));
    segments.push(segment(Role::Dim, glyph("▞", "+"), tr!("overview-trash"), footprint.trash));
    segments
}

/// Returns the lines of the legend: as many entries on each as fit.
pub fn lines(state: &State, columns: usize) -> Vec<Vec<(Role, String)>> {
    let mut lines: Vec<Vec<(Role, String)>> = vec![Vec::new()];
    let mut used = 0;
    for segment in segments(state) {
        let amount = amount::text(&state.appearance, segment.amount);
        let words = format!(" {} ", segment.label);
        let width = text::width(segment.glyph) + text::width(&words) + text::width(&amount) + GAP;
        if used > 0 && used + width > columns + GAP {
            lines.push(Vec::new());
            used = 0;
        }
        used += width;
        if let Some(line) = lines.last_mut() {
            line.push((segment.role, segment.glyph.to_owned()));
            line.push((Role::Dim, words));
            line.push((amount::role(segment.amount), format!("{amount}{}", " ".repeat(GAP))));
        }
    }
    lines
}
