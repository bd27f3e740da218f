//! Draws bars and gauges.

use super::super::theme::{Appearance, Role};

const PARTIAL_BLOCKS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Returns the filled and the empty text of a bar. Anything above 0 shows at least a sliver.
pub fn bar(appearance: &Appearance, columns: usize, fraction: f64) -> (String, String) {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a bar has a hundred columns at most"
    )]
    let eighths = (fraction.clamp(0.0, 1.0) * columns as f64 * 8.0).round() as usize;
    let eighths = if fraction > 0.0 { eighths.max(1) } else { 0 };
    let has_partial_blocks = appearance.glyphs.bar == "█";
    let (full, part) =
        if has_partial_blocks { (eighths / 8, PARTIAL_BLOCKS[eighths % 8]) } else { (eighths.div_ceil(8), "") };
    let filled = format!("{}{part}", appearance.glyphs.bar.repeat(full));
    let used = full + usize::from(!part.is_empty());
    (filled, " ".repeat(columns.saturating_sub(used)))
}

/// Returns a gauge with a segment for each part. The sum may exceed the available columns. Parts too small for a column
/// are not drawn separately, as many of them would look too large; together they show at least a sliver.
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

/// Returns role and glyph of a segment; adjacent segments differ in both.
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
    fn bars_and_gauges_have_exactly_their_width() {
        for ascii in [false, true] {
            let appearance = Appearance::new(Theme::named("default").unwrap(), ascii, false);
            for fraction in [0.0, 0.001, 0.3, 0.999, 1.0, 7.0] {
                let (full, empty) = bar(&appearance, 8, fraction);
                assert_eq!(width(&full) + width(&empty), 8, "{fraction}");
                let gauge = gauge(&appearance, 20, &[fraction, 0.01, 0.5]);
                assert_eq!(gauge.iter().map(|(_, text)| width(text)).sum::<usize>(), 20, "{fraction}");
            }
            // Four nearly empty layers are nearly empty in total, not a quarter of the gauge.
            let filled = |parts: &[f64]| 20 - width(&gauge(&appearance, 20, parts).pop().unwrap().1);
            assert_eq!(filled(&[0.0001, 0.002, 0.001, 0.002]), 1);
            assert_eq!(filled(&[0.0]), 0);
            assert_eq!(filled(&[0.5, 0.001]), 10);
            assert!(!bar(&appearance, 8, 0.001).0.is_empty(), "what is not nothing shows");
        }
    }
}
