//! Divides an area of the terminal into rectangles whose areas are in proportion to sizes, and which are as square as
//! possible (Bruls, Huizing and van Wijk, "Squarified Treemaps", 2000), in whole columns and rows.

use ratatui::layout::Rect;

/// A column is about half as wide as a row is high.
const ASPECT: f64 = 0.5;

/// Returns a rectangle for each size, which have to be sorted, the largest first. They cover the area without gaps; the
/// last ones may be missing if there is no space for them.
pub fn squarify(sizes: &[u64], area: Rect) -> Vec<Rect> {
    let mut rects = Vec::with_capacity(sizes.len());
    let mut rest = area;
    let mut sizes = sizes;
    // What is left, as a sum that is only computed once.
    let mut sum: f64 = sizes.iter().map(|size| weight(*size)).sum();
    while !sizes.is_empty() && rest.width > 0 && rest.height > 0 {
        let is_wide = f64::from(rest.width) * ASPECT >= f64::from(rest.height);
        let (length, depth) = if is_wide { (rest.height, rest.width) } else { (rest.width, rest.height) };
        let count = strip_length(sizes, sum, (length, depth), is_wide);
        let (strip, others) = sizes.split_at(count);
        let strip_sum: f64 = strip.iter().map(|size| weight(*size)).sum();
        // The others need at least one line.
        let most = if others.is_empty() { depth } else { depth.saturating_sub(1).max(1) };
        let thickness =
            if others.is_empty() { depth } else { cells(strip_sum / sum * f64::from(depth)).clamp(1, most) };
        fill_strip(&mut rects, strip, strip_sum, rest, (thickness, is_wide));
        rest = if is_wide {
            Rect { x: rest.x + thickness, width: rest.width - thickness, ..rest }
        } else {
            Rect { y: rest.y + thickness, height: rest.height - thickness, ..rest }
        };
        sum -= strip_sum;
        sizes = others;
    }
    rects
}

/// Sizes of 0 still get a rectangle.
#[expect(clippy::cast_precision_loss, reason = "a column is far coarser than the rounding")]
fn weight(size: u64) -> f64 {
    size.max(1) as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is within the terminal")]
fn cells(length: f64) -> u16 {
    length.round().max(0.0) as u16
}

/// Returns how many of the sizes make the most square strip along the shorter side of the area.
fn strip_length(sizes: &[u64], sum: f64, (length, depth): (u16, u16), is_wide: bool) -> usize {
    let unit = f64::from(length) * f64::from(depth) / sum;
    let (mut strip_sum, mut best, mut count) = (0.0, f64::INFINITY, 0);
    let (mut largest, mut smallest) = (0.0_f64, f64::INFINITY);
    for size in sizes.iter().take(usize::from(length)) {
        let area = weight(*size) * unit;
        (largest, smallest) = (largest.max(area), smallest.min(area));
        let total = strip_sum + area;
        let thickness = total / f64::from(length);
        let ratio = |area: f64| {
            let along = area / thickness;
            let (columns, rows) = if is_wide { (thickness, along) } else { (along, thickness) };
            let ratio = columns * ASPECT / rows;
            ratio.max(1.0 / ratio)
        };
        let worst = ratio(largest).max(ratio(smallest));
        if count > 0 && worst > best {
            break;
        }
        (best, strip_sum, count) = (worst, total, count + 1);
    }
    count.max(1)
}

/// Places the rectangles of a strip beside each other. Each has at least one column or row.
fn fill_strip(rects: &mut Vec<Rect>, strip: &[u64], strip_sum: f64, area: Rect, (thickness, is_wide): (u16, bool)) {
    let length = if is_wide { area.height } else { area.width };
    let mut begin = 0;
    let mut covered = 0.0;
    let mut left = u16::try_from(strip.len()).unwrap_or(u16::MAX);
    for size in strip {
        left = left.saturating_sub(1);
        covered += weight(*size);
        let end = if left == 0 { length } else { cells(covered / strip_sum * f64::from(length)) };
        let end = end.clamp(begin + 1, length.saturating_sub(left).max(begin + 1)).min(length);
        let span = end.saturating_sub(begin);
        rects.push(if is_wide {
            Rect { x: area.x, y: area.y + begin, width: thickness, height: span }
        } else {
            Rect { x: area.x + begin, y: area.y, width: span, height: thickness }
        });
        begin = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(rects: &[Rect], area: Rect) {
        let mut seen = vec![0_u8; usize::from(area.width) * usize::from(area.height)];
        for rect in rects {
            assert!(rect.width > 0 && rect.height > 0, "{rect:?}");
            for y in rect.top()..rect.bottom() {
                for x in rect.left()..rect.right() {
                    assert!(area.contains((x, y).into()), "{rect:?} is outside of {area:?}");
                    seen[usize::from(y - area.y) * usize::from(area.width) + usize::from(x - area.x)] += 1;
                }
            }
        }
        assert!(seen.iter().all(|count| *count == 1), "gaps or overlaps: {rects:?}");
    }

    #[test]
    fn areas_are_in_proportion_and_nearly_square() {
        let area = Rect::new(0, 0, 60, 20);
        let rects = squarify(&[600, 600, 400, 300, 200, 200, 100], area);
        covers(&rects, area);
        for (rect, size) in rects.iter().zip([600, 600, 400, 300, 200, 200, 100_u32]) {
            let share = f64::from(rect.area()) / 1200.0;
            assert!((share - f64::from(size) / 2400.0).abs() < 0.05, "{rect:?} for {size}");
            let ratio = f64::from(rect.width) * ASPECT / f64::from(rect.height);
            assert!((0.3..3.4).contains(&ratio), "{rect:?}");
        }
    }

    #[test]
    fn one_entry_fills_everything_and_none_nothing() {
        let area = Rect::new(3, 2, 10, 4);
        assert_eq!(squarify(&[7], area), [area]);
        assert_eq!(squarify(&[], area), []);
        assert_eq!(squarify(&[7], Rect::new(0, 0, 0, 4)), []);
    }

    proptest::proptest! {
        #[test]
        fn rectangles_never_overlap_and_cover_the_area_if_there_is_one_for_each(
            mut sizes in proptest::collection::vec(0_u64..1_000_000, 1..60),
            width in 1_u16..120,
            height in 1_u16..50,
        ) {
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            let area = Rect::new(1, 1, width, height);
            let rects = squarify(&sizes, area);
            proptest::prop_assert!(rects.len() <= sizes.len());
            if rects.len() == sizes.len() {
                covers(&rects, area);
            }
        }
    }
}
