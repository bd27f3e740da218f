//! Where the graph is on the screen. Both drawing and mouse handling use it.

use ratatui::layout::{Constraint, Layout as Split, Margin, Position, Rect};

use super::{Graph, GraphColumn, Node};
use crate::tui::layout;

/// From this height on, the lines below the graph have more space.
const TALL: u16 = 24;

/// Columns of the lines between two columns of nodes, on wide and on narrow terminals.
const GUTTER: (u16, u16) = (5, 3);

/// From this width on, the gutters are wide.
const WIDE: u16 = 100;

/// The most columns of names.
const LONGEST_NAME: u16 = 60;

/// The parts of the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// All of it, with its frame.
    pub dialog: Rect,
    /// The titles of the columns.
    pub titles: Rect,
    /// The graph.
    pub body: Rect,
    /// What the node under the cursor means.
    pub foot: Rect,
}

/// Returns the parts for a terminal of this size.
pub fn areas(size: (u16, u16)) -> Areas {
    let dialog = layout::full_dialog(size);
    let inner = dialog.inner(Margin::new(1, 1));
    let foot = if size.1 >= TALL { 7 } else { 5 };
    let heights = [Constraint::Length(1), Constraint::Fill(1), Constraint::Length(foot)];
    let [titles, body, foot] = Split::vertical(heights).areas(inner);
    Areas { dialog, titles, body, foot: foot.inner(Margin::new(1, 0)) }
}

/// Returns the columns of functions, layers and images, and of the lines between them.
pub fn columns(area: Rect) -> ([Rect; 3], [Rect; 2]) {
    let gutter = if area.width >= WIDE { GUTTER.0 } else { GUTTER.1 };
    let names = area.width.saturating_sub(2 * gutter);
    let functions = (names * 27 / 100).min(LONGEST_NAME);
    let layers = (names * 44 / 100).min(LONGEST_NAME + 20);
    let widths = [functions, gutter, layers, gutter, (names - functions - layers).min(LONGEST_NAME)];
    let mut x = area.x;
    let mut next = |width: u16| {
        let rect = Rect { x, width, ..area };
        x += width;
        rect
    };
    let [functions, before, layers, behind, images] = widths.map(&mut next);
    ([functions, layers, images], [before, behind])
}

/// Returns the node at a position of the screen.
pub fn node_at(graph: &Graph, size: (u16, u16), at: Position) -> Option<Node> {
    let area = areas(size).body;
    if !area.contains(at) {
        return None;
    }
    let height = usize::from(area.height);
    let line = graph.top + usize::from(at.y - area.y);
    let (block, first) = graph.on_screen(height).take_while(|(_, first)| *first <= line).last()?;
    let all = [GraphColumn::Functions, GraphColumn::Layers, GraphColumn::Images];
    let column = all.into_iter().zip(columns(area).0).find(|(_, rect)| rect.contains(at)).map(|(column, _)| column)?;
    let sides = graph.sides(block, &graph.positions(block, height));
    let rows = &sides[column as usize].rows;
    let row = line - first;
    rows.contains(&row).then(|| Node { block, column, index: row - rows.start })
}
