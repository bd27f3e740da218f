//! Where the nodes of a block are, and the lines between them. Pure numbers: a block has a line for each function or each
//! layer, whichever are more, and one trunk on each side of its layers.

use std::ops::Range;

use super::GraphColumn;

/// The number of nodes of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// Functions.
    pub functions: usize,
    /// Layers.
    pub layers: usize,
}

impl Shape {
    /// Returns the number of lines.
    pub fn height(self) -> usize {
        self.functions.max(self.layers).max(1)
    }
}

/// The first line of each column, counted from the first line of the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Positions {
    functions: usize,
    layers: usize,
    image: usize,
}

impl Positions {
    /// Returns the first line of a column.
    pub fn of(self, column: GraphColumn) -> usize {
        match column {
            GraphColumn::Functions => self.functions,
            GraphColumn::Layers => self.layers,
            GraphColumn::Images => self.image,
        }
    }
}

/// Returns where the columns begin. Each is in the middle of the block; layers and image in the middle of its visible
/// lines, so that they stay beside a list of functions that is longer than the screen. `screen` is the number of lines
/// that can be visible.
pub fn positions(shape: Shape, visible: &Range<usize>, screen: usize) -> Positions {
    let height = shape.height();
    let middle = |count: usize, within: &Range<usize>| {
        let space = within.len().saturating_sub(count);
        (within.start + space / 2).min(height.saturating_sub(count))
    };
    let whole = 0..height;
    // More layers than lines on the screen have to be scrolled through, so they stay in their place.
    let layers = middle(shape.layers, if shape.layers > screen { &whole } else { visible });
    let image = match shape.layers {
        0 => middle(1, visible),
        count => layers + (count - 1) / 2,
    };
    Positions { functions: middle(shape.functions, &whole), layers, image }
}

/// The nodes on one side of a trunk, by their lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// All of them.
    pub rows: Range<usize>,
    /// Those on the path of the cursor.
    pub lit: Range<usize>,
}

impl Side {
    /// Returns the side that only passes a line on.
    pub fn through(row: usize, is_lit: bool) -> Self {
        Self { rows: row..row + 1, lit: if is_lit { row..row + 1 } else { row..row } }
    }

    /// Returns the line that leads to a row.
    pub fn line(&self, row: usize) -> Line {
        Line::of(self.rows.contains(&row), self.lit.contains(&row))
    }
}

/// A line between two cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Line {
    /// There is none.
    None,
    /// A line.
    Plain,
    /// A line on the path of the cursor.
    Lit,
}

impl Line {
    fn of(exists: bool, is_lit: bool) -> Self {
        match (exists, is_lit) {
            (false, _) => Self::None,
            (true, false) => Self::Plain,
            (true, true) => Self::Lit,
        }
    }
}

/// The lines that meet in a cell of a trunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joint {
    /// To the left.
    pub left: Line,
    /// To the right.
    pub right: Line,
    /// Up.
    pub up: Line,
    /// Down.
    pub down: Line,
}

impl Joint {
    /// Returns whether the path of the cursor goes through the cell.
    pub fn is_lit(self) -> bool {
        [self.left, self.right, self.up, self.down].contains(&Line::Lit)
    }

    /// Returns the character: heavy where the path of the cursor goes.
    pub fn glyph(self, is_ascii: bool) -> &'static str {
        let is = |line: Line| line != Line::None;
        let at = usize::from(is(self.left))
            + 2 * usize::from(is(self.right))
            + 4 * usize::from(is(self.up))
            + 8 * usize::from(is(self.down));
        match (is_ascii, self.is_lit()) {
            (true, false) => ["", "-", "-", "-", "|", "+", "+", "+", "|", "+", "+", "+", "|", "+", "+", "+"][at],
            (true, true) => [" ", "=", "=", "=", "#", "#", "#", "#", "#", "#", "#", "#", "#", "#", "#", "#"][at],
            (false, false) => [" ", "─", "─", "─", "│", "╯", "╰", "┴", "│", "╮", "╭", "┬", "│", "┤", "├", "┼"][at],
            (false, true) => [" ", "━", "━", "━", "┃", "┛", "┗", "┻", "┃", "┓", "┏", "┳", "┃", "┫", "┣", "╋"][at],
        }
    }
}

/// Returns the lines that meet on a row of the trunk between two sides. Without nodes on one of them there is no line.
pub fn joint(left: &Side, right: &Side, row: usize) -> Joint {
    let span = span(&left.rows, &right.rows);
    let lit = self::span(&left.lit, &right.lit);
    let crosses = |upper: usize| {
        // Whether the trunk goes from this row to the next one.
        let within = |span: &Option<(usize, usize)>| span.is_some_and(|(first, last)| first <= upper && upper < last);
        Line::of(within(&span), within(&lit))
    };
    let beside = |side: &Side| match (&span, &lit) {
        (None, _) => Line::None,
        (Some(_), None) => Line::of(side.rows.contains(&row), false),
        (Some(_), Some(_)) => side.line(row),
    };
    Joint {
        left: beside(left),
        right: beside(right),
        up: row.checked_sub(1).map_or(Line::None, crosses),
        down: crosses(row),
    }
}

/// Returns the first and the last row of two sides; `None` if one of them has none.
fn span(left: &Range<usize>, right: &Range<usize>) -> Option<(usize, usize)> {
    let has_both = !left.is_empty() && !right.is_empty();
    has_both.then(|| (left.start.min(right.start), left.end.max(right.end) - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(rows: Range<usize>, lit: Range<usize>) -> Side {
        Side { rows, lit }
    }

    fn trunk(left: &Side, right: &Side, rows: usize, is_ascii: bool) -> String {
        (0..rows).map(|row| joint(left, right, row).glyph(is_ascii)).collect()
    }

    #[test]
    fn one_function_leads_to_each_layer() {
        let (function, layers) = (side(1..2, 0..0), side(0..3, 0..0));
        assert_eq!(trunk(&function, &layers, 3, false), "╭┼╰");
        assert_eq!(trunk(&function, &layers, 3, true), "+++");
        assert_eq!(trunk(&side(0..1, 0..0), &side(0..1, 0..0), 1, false), "─");
    }

    #[test]
    fn many_functions_join_to_one_layer() {
        assert_eq!(trunk(&side(0..4, 0..0), &side(1..2, 0..0), 4, false), "╮┼┤╯");
        // Nodes that are beside each other's span are reached over the trunk.
        assert_eq!(trunk(&side(0..1, 0..0), &side(2..3, 0..0), 3, false), "╮│╰");
    }

    #[test]
    fn the_path_of_the_cursor_is_heavy_and_nothing_else() {
        let functions = side(0..4, 1..2);
        let layers = side(1..3, 1..3);
        assert_eq!(trunk(&functions, &layers, 4, false), "╮╋╋╯");
        assert_eq!(trunk(&functions, &layers, 4, true), "+##+");
        let only_first = side(1..3, 1..2);
        assert!(!joint(&functions, &only_first, 2).is_lit());
        assert_eq!(
            joint(&functions, &only_first, 1),
            Joint { left: Line::Lit, right: Line::Lit, up: Line::Plain, down: Line::Plain }
        );
    }

    #[test]
    fn without_a_node_on_the_other_side_there_is_no_line() {
        assert_eq!(trunk(&side(0..2, 0..2), &side(0..0, 0..0), 2, false), "  ");
    }

    #[test]
    fn columns_are_in_the_middle_and_stay_on_screen() {
        let of = |functions, layers, visible: Range<usize>| {
            let found = positions(Shape { functions, layers }, &visible, 20);
            (found.functions, found.layers, found.image)
        };
        assert_eq!(of(1, 3, 0..3), (1, 0, 1));
        assert_eq!(of(5, 2, 0..5), (0, 1, 1));
        assert_eq!(of(1, 0, 0..1), (0, 0, 0));
        // Of a thousand functions, those from 500 on are on screen.
        assert_eq!(of(1000, 3, 500..520), (0, 508, 509));
        assert_eq!(of(1000, 0, 500..520), (0, 510, 509));
        // Only the last line is on screen: the layers cannot begin below it.
        assert_eq!(of(1000, 3, 999..1000), (0, 997, 998));
        // More layers than fit stay where they are.
        assert_eq!(of(100, 30, 0..20), of(100, 30, 60..80));
    }
}
