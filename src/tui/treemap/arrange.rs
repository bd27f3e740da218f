//! Chooses which cells have space, and places them. The smallest ones are combined into one cell.

use std::cmp::Reverse;

use ratatui::layout::Rect;

use super::squarify::squarify;

/// Columns times rows that a cell needs to be worth its own rectangle.
const LEAST: u64 = 8;

/// A placed rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tile {
    /// The index of the cell, or the first of the combined ones.
    pub cell: usize,
    /// The number of cells it stands for.
    pub count: usize,
    /// The bytes of all of them.
    pub bytes: u64,
    /// The rectangle.
    pub area: Rect,
}

/// Places cells of these sizes, which have to be sorted, the largest first.
pub fn arrange(sizes: &[u64], area: Rect) -> Vec<Tile> {
    let total: u64 = sizes.iter().map(|size| (*size).max(1)).sum();
    let space = u64::from(area.width) * u64::from(area.height);
    if total == 0 || space == 0 {
        return Vec::new();
    }
    let has_space =
        |size: &u64| u128::from((*size).max(1)) * u128::from(space) >= u128::from(total) * u128::from(LEAST);
    let mut shown = sizes.partition_point(has_space);
    // A single small cell is no larger when combined.
    if shown + 1 == sizes.len() {
        shown = sizes.len();
    }
    loop {
        let combined = &sizes[shown..];
        let mut placed: Vec<(u64, usize, usize)> =
            sizes[..shown].iter().enumerate().map(|(at, size)| (*size, at, 1)).collect();
        if !combined.is_empty() {
            // It has a visible size, however small its parts are.
            let least = total / space * LEAST;
            placed.push((combined.iter().sum::<u64>().max(least), shown, combined.len()));
            placed.sort_by_key(|(size, at, _)| (Reverse(*size), *at));
        }
        let weights: Vec<u64> = placed.iter().map(|(size, ..)| *size).collect();
        let rects = squarify(&weights, area);
        if rects.len() < placed.len() && shown > 0 {
            shown = (shown * 3 / 4).min(shown - 1);
            continue;
        }
        let tile = |((_, cell, count), area): ((u64, usize, usize), Rect)| Tile {
            cell,
            count,
            bytes: sizes[cell..cell + count].iter().sum(),
            area,
        };
        return placed.into_iter().zip(rects).map(tile).collect();
    }
}

/// A direction of the arrow keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Direction {
    Left,
    Right,
    Up,
    Down,
}

/// Returns the index of the nearest tile in a direction: one that is beside the current tile before one that is only
/// further in that direction.
pub fn neighbour(tiles: &[Tile], from: usize, direction: Direction) -> Option<usize> {
    let here = tiles.get(from)?.area;
    let middle =
        |rect: Rect| (i32::from(rect.x) * 2 + i32::from(rect.width), i32::from(rect.y) * 2 + i32::from(rect.height));
    let gap = |rect: Rect| match direction {
        Direction::Left => i32::from(here.left()) - i32::from(rect.right()),
        Direction::Right => i32::from(rect.left()) - i32::from(here.right()),
        Direction::Up => i32::from(here.top()) - i32::from(rect.bottom()),
        Direction::Down => i32::from(rect.top()) - i32::from(here.bottom()),
    };
    let aside = |rect: Rect| {
        let ((x, y), (other_x, other_y)) = (middle(here), middle(rect));
        let (distance, is_beside) = match direction {
            Direction::Left | Direction::Right => {
                ((y - other_y).abs(), rect.top() < here.bottom() && rect.bottom() > here.top())
            }
            Direction::Up | Direction::Down => {
                ((x - other_x).abs(), rect.left() < here.right() && rect.right() > here.left())
            }
        };
        (!is_beside, distance)
    };
    let others = tiles.iter().enumerate().filter(|(at, tile)| *at != from && gap(tile.area) >= 0);
    others
        .min_by_key(|(_, tile)| {
            let (is_apart, distance) = aside(tile.area);
            (is_apart, gap(tile.area), distance)
        })
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: Rect = Rect::new(0, 0, 120, 30);

    #[test]
    fn small_cells_are_combined_and_nothing_is_lost() {
        let sizes: Vec<u64> = (0..10_000).map(|n| 10_000 - n).collect();
        let tiles = arrange(&sizes, AREA);
        assert_eq!(tiles.iter().map(|tile| tile.count).sum::<usize>(), 10_000);
        assert_eq!(tiles.iter().map(|tile| tile.bytes).sum::<u64>(), sizes.iter().sum::<u64>());
        let few = arrange(&[100, 50, 1], AREA);
        assert_eq!(few.len(), 3, "one small cell stays itself");
    }

    #[test]
    fn cells_without_bytes_are_placed_too() {
        let tiles = arrange(&[0, 0, 0], Rect::new(0, 0, 30, 9));
        assert_eq!(tiles.iter().map(|tile| tile.count).sum::<usize>(), 3);
        assert_eq!(arrange(&[], AREA), []);
    }

    #[test]
    fn arrow_keys_reach_every_tile_and_stay_at_the_edge() {
        let sizes = [500, 300, 200, 100, 90, 80, 70, 60, 50, 40];
        let tiles = arrange(&sizes, AREA);
        let mut reached = vec![false; tiles.len()];
        let mut left = vec![0];
        while let Some(at) = left.pop() {
            if std::mem::replace(&mut reached[at], true) {
                continue;
            }
            let directions = [Direction::Left, Direction::Right, Direction::Up, Direction::Down];
            left.extend(directions.iter().filter_map(|direction| neighbour(&tiles, at, *direction)));
        }
        assert!(reached.iter().all(|reached| *reached), "{reached:?}");
        let first = tiles.iter().position(|tile| tile.area.x == 0 && tile.area.y == 0).unwrap();
        assert_eq!(neighbour(&tiles, first, Direction::Left), None);
        assert_eq!(neighbour(&tiles, first, Direction::Up), None);
    }
}
