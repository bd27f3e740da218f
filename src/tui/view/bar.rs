//! Bars and gauges.

use super::super::theme::{Appearance, Role};

const PARTIAL_BLOCKS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// A bar of so many columns, filled from 0 to 1: the filled text and the empty text. What is not nothing shows.
pub fn bar(appearance: &Appearance, columns: usize, fraction: f64) -> (String, String) {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a bar has a hundred columns at most"
    )]
    let eighths = (fraction.clamp(0.0, 1.0) * columns as f64 * 8.0).round() as usize;
    let eighths = if fraction > 0.0 { eighths.max(1) } else { 0 };
    let smooth = appearance.glyphs.bar == "█";
    let (full, part) = if smooth { (eighths / 8, PARTIAL_BLOCKS[eighths % 8]) } else { (eighths.div_ceil(8), "") };
    let filled = format!("{}{part}", appearance.glyphs.bar.repeat(full));
    let used = full + usize::from(!part.is_empty());
    (filled, " ".repeat(columns.saturating_sub(used)))
}

/// Pieces of a gauge with a segment for each part and the rest empty. Parts may be more than there is room for. Parts
/// too small for a column get none, or many of them would look like much; only of all together something shows.
pub fn gauge(appearance: &Appearance, columns: usize, parts: &[f64]) -> Vec<(Role, String)> {
    let mut pieces = Vec::new();
    let mut used = 0;
    let mut sum = 0.0;
    let is_tiny = (0.0..0.5).contains(&(parts.iter().sum::<f64>() * column_count(columns)));
    let largest = parts.iter().enumerate().filter(|(_, part)| **part > 0.0).max_by(|a, b| a.1.total_cmp(b.1));
    let shows_alone = largest.map(|(index, _)| index).filter(|_| is_tiny);
    for (index, part) in parts.iter().enumerate() {
        sum += part;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a gauge has a hundred columns at most"
        )]
        let end = ((sum * column_count(columns)).round() as usize).clamp(used, columns);
        let end = if shows_alone == Some(index) { end.max(1).min(columns) } else { end };
        let (role, glyph) = segment(appearance, index);
        pieces.push((role, glyph.repeat(end - used)));
        used = end;
    }
    pieces.push((Role::Empty, appearance.glyphs.bar_empty.repeat(columns - used)));
    pieces
}

#[expect(clippy::cast_precision_loss, reason = "a gauge has a hundred columns at most")]
fn column_count(columns: usize) -> f64 {
    columns as f64
}

/// Colour and sign of a segment: neighbours differ in both.
pub fn segment(appearance: &Appearance, index: usize) -> (Role, &'static str) {
    if index.is_multiple_of(2) {
        (Role::Bar, appearance.glyphs.bar)
    } else {
        (Role::BarOther, appearance.glyphs.bar_other)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::text::width;
    use super::super::super::theme::Theme;
    use super::*;

    #[test]
    fn bars_and_gauges_fill_exactly_their_columns() {
        for ascii in [false, true] {
            let appearance = Appearance::new(Theme::named("default").unwrap(), ascii, false);
            for fraction in [0.0, 0.001, 0.3, 0.999, 1.0, 7.0] {
                let (full, empty) = bar(&appearance, 8, fraction);
                assert_eq!(width(&full) + width(&empty), 8, "{fraction}");
                let gauge = gauge(&appearance, 20, &[fraction, 0.01, 0.5]);
                assert_eq!(gauge.iter().map(|(_, text)| width(text)).sum::<usize>(), 20, "{fraction}");
            }
            // Four layers of next to nothing are next to nothing together, and not a quarter of the gauge.
            let filled = |parts: &[f64]| 20 - width(&gauge(&appearance, 20, parts).pop().unwrap().1);
            assert_eq!(filled(&[0.0001, 0.002, 0.001, 0.002]), 1);
            assert_eq!(filled(&[0.0]), 0);
            assert_eq!(filled(&[0.5, 0.001]), 10);
            assert!(!bar(&appearance, 8, 0.001).0.is_empty(), "what is not nothing shows");
        }
    }
}
