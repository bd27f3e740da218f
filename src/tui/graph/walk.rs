//! Moves the cursor along the graph.

use super::{Graph, GraphColumn, Node};

/// Scrolling changes where the layers of a long block are; after this many times they stay.
const SCROLLS: usize = 3;

/// A direction in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To the node above in the same column.
    Up,
    /// To the node below in the same column.
    Down,
    /// To the column on the left.
    Left,
    /// To the column on the right.
    Right,
    /// To the next node of the path: the layers in order, the image, and back to the function.
    Next,
    /// To the previous node of the path.
    Previous,
    /// To the first node of the column.
    First,
    /// To the last node of the column.
    Last,
}

impl Graph {
    /// Moves the cursor, and scrolls so that it is on one of `height` lines.
    pub fn step(&mut self, step: Step, height: usize) {
        let cursor = self.cursor;
        let next = match step {
            Step::Up => self.above(cursor),
            Step::Down => self.below(cursor),
            Step::First => self.end(cursor.column, (0..self.blocks.len()).collect(), |_| 0),
            Step::Last => self.end(cursor.column, (0..self.blocks.len()).rev().collect(), |count| count - 1),
            Step::Left => self.beside(cursor, height, true),
            Step::Right => self.beside(cursor, height, false),
            Step::Next => Some(self.on_path(cursor, 1)),
            Step::Previous => Some(self.on_path(cursor, -1)),
        };
        if let Some(next) = next {
            self.go_to(next, height);
        }
    }

    /// Moves the cursor to a node.
    pub fn go_to(&mut self, node: Node, height: usize) {
        let has_moved_on = node.block != self.cursor.block;
        self.cursor = node;
        if has_moved_on || node.column == GraphColumn::Functions {
            self.remember_function();
        }
        self.scroll_to_cursor(height);
    }

    /// Remembers the function under the cursor, or the first one of its block, as the beginning of the path.
    pub(super) fn remember_function(&mut self) {
        self.from = if self.cursor.column == GraphColumn::Functions { self.cursor.index } else { 0 };
    }

    fn count(&self, block: usize, column: GraphColumn) -> usize {
        let block = &self.blocks[block];
        match column {
            GraphColumn::Functions => block.functions.len(),
            GraphColumn::Layers => block.layers.len(),
            GraphColumn::Images => usize::from(block.image.is_some()),
        }
    }

    fn above(&self, from: Node) -> Option<Node> {
        match from.index.checked_sub(1) {
            Some(index) => Some(Node { index, ..from }),
            None => self.end(from.column, (0..from.block).rev().collect(), |count| count - 1),
        }
    }

    fn below(&self, from: Node) -> Option<Node> {
        if from.index + 1 < self.count(from.block, from.column) {
            return Some(Node { index: from.index + 1, ..from });
        }
        self.end(from.column, (from.block + 1..self.blocks.len()).collect(), |_| 0)
    }

    /// Returns a node of the first of some blocks that has nodes in a column.
    fn end(&self, column: GraphColumn, blocks: Vec<usize>, index: impl Fn(usize) -> usize) -> Option<Node> {
        let mut counts = blocks.into_iter().map(|block| (block, self.count(block, column)));
        let (block, count) = counts.find(|(_, count)| *count > 0)?;
        Some(Node { block, column, index: index(count) })
    }

    /// Returns the nearest node of the next column on the left or on the right that has nodes.
    fn beside(&self, from: Node, height: usize, to_left: bool) -> Option<Node> {
        let columns: &[GraphColumn] = match (from.column, to_left) {
            (GraphColumn::Functions, false) => &[GraphColumn::Layers, GraphColumn::Images],
            (GraphColumn::Layers, false) => &[GraphColumn::Images],
            (GraphColumn::Layers, true) => &[GraphColumn::Functions],
            (GraphColumn::Images, true) => &[GraphColumn::Layers, GraphColumn::Functions],
            (GraphColumn::Functions, true) | (GraphColumn::Images, false) => &[],
        };
        let column = columns.iter().copied().find(|column| self.count(from.block, *column) > 0)?;
        if column == GraphColumn::Functions {
            return Some(Node { block: from.block, column, index: self.from });
        }
        let positions = self.positions(from.block, height);
        let row = positions.of(from.column) + from.index;
        let index = row.saturating_sub(positions.of(column)).min(self.count(from.block, column) - 1);
        Some(Node { block: from.block, column, index })
    }

    /// Returns the node some steps further on the path of a function, which is a circle.
    fn on_path(&self, from: Node, by: isize) -> Node {
        let layers = self.count(from.block, GraphColumn::Layers);
        let length = 1 + layers + self.count(from.block, GraphColumn::Images);
        let at = match from.column {
            GraphColumn::Functions => 0,
            GraphColumn::Layers => 1 + from.index,
            GraphColumn::Images => 1 + layers,
        };
        let (column, index) = match (at + length).saturating_add_signed(by) % length {
            0 => (GraphColumn::Functions, self.from),
            at if at <= layers => (GraphColumn::Layers, at - 1),
            _ => (GraphColumn::Images, 0),
        };
        Node { block: from.block, column, index }
    }

    /// Scrolls so that the cursor is on screen, with all of its block where that fits.
    pub(super) fn scroll_to_cursor(&mut self, height: usize) {
        let height = height.max(1);
        let last = self.line_count().saturating_sub(height);
        self.top = self.top.min(last);
        let Some(block) = self.blocks.get(self.cursor.block) else { return };
        let first = self.first_lines[self.cursor.block];
        let lines = block.shape().height();
        if lines <= height {
            self.show(first, first + lines - 1, height);
            return;
        }
        // The block is longer than the screen, and where its layers are depends on what of it is on screen.
        if first + lines <= self.top || first >= self.top + height {
            self.top = first.min(last);
        }
        for _ in 0..SCROLLS {
            let line = self.line_of(self.cursor, height);
            self.show(line, line, height);
        }
    }

    fn show(&mut self, from: usize, to: usize, height: usize) {
        self.top = self.top.max((to + 1).saturating_sub(height)).min(from);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::super::{Block, LayerId};
    use super::*;
    use crate::sam::ImageName;

    /// A graph of blocks with these numbers of functions and layers.
    fn graph(shapes: &[(usize, usize)]) -> Graph {
        let mut blocks = Vec::new();
        let (mut first_lines, mut next) = (Vec::new(), 0);
        for (at, (functions, layers)) in shapes.iter().enumerate() {
            let layer = |number| LayerId::OfTemplate("t".into(), format!("{at}-{number}"));
            blocks.push(Block {
                functions: (0..*functions).map(|number| (at, number)).collect(),
                layers: (0..*layers).map(layer).collect(),
                image: ImageName::parse("samcli/lambda-python:3.12-x86_64-00112233445566778899aabbc"),
            });
            first_lines.push(next);
            next += functions.max(layers) + 1;
        }
        first_lines.push(next);
        let cursor = Node { block: 0, column: GraphColumn::Functions, index: 0 };
        Graph { blocks, first_lines, holders: HashMap::new(), cursor, from: 0, top: 0 }
    }

    fn walk(graph: &mut Graph, steps: &[Step]) -> (usize, usize, usize) {
        for step in steps {
            graph.step(*step, 10);
        }
        (graph.cursor.block, graph.cursor.column as usize, graph.cursor.index)
    }

    #[test]
    fn the_path_is_a_circle_that_returns_to_its_function() {
        let mut graph = graph(&[(3, 2), (1, 0)]);
        assert_eq!(walk(&mut graph, &[Step::Down, Step::Next]), (0, 1, 0));
        assert_eq!(walk(&mut graph, &[Step::Next]), (0, 1, 1));
        assert_eq!(walk(&mut graph, &[Step::Next]), (0, 2, 0));
        assert_eq!(walk(&mut graph, &[Step::Next]), (0, 0, 1), "where it began");
        assert_eq!(walk(&mut graph, &[Step::Previous]), (0, 2, 0));
        // A function without layers leads to its image.
        assert_eq!(walk(&mut graph, &[Step::Down]), (1, 2, 0));
        assert_eq!(walk(&mut graph, &[Step::Left]), (1, 0, 0));
        assert_eq!(walk(&mut graph, &[Step::Right]), (1, 2, 0));
    }

    #[test]
    fn columns_are_walked_over_all_blocks() {
        let mut graph = graph(&[(1, 2), (2, 0), (1, 3)]);
        assert_eq!(walk(&mut graph, &[Step::Right, Step::Down]), (0, 1, 1));
        assert_eq!(walk(&mut graph, &[Step::Down]), (2, 1, 0), "the second block has no layers");
        assert_eq!(walk(&mut graph, &[Step::Up]), (0, 1, 1));
        assert_eq!(walk(&mut graph, &[Step::Last]), (2, 1, 2));
        assert_eq!(walk(&mut graph, &[Step::Down]), (2, 1, 2), "there is nothing below");
        assert_eq!(walk(&mut graph, &[Step::First]), (0, 1, 0));
    }

    #[test]
    fn the_cursor_is_always_on_screen() {
        let mut shapes: Vec<(usize, usize)> = (0..1000).map(|at| (1 + at % 40, at % 6)).collect();
        shapes.insert(3, (100, 30));
        let mut graph = graph(&shapes);
        let steps = [
            Step::Down,
            Step::Right,
            Step::Down,
            Step::Right,
            Step::Down,
            Step::Left,
            Step::Next,
            Step::Last,
            Step::Up,
        ];
        for height in [6, 10, 50] {
            for step in steps.iter().cycle().take(2000) {
                graph.step(*step, height);
                let line = graph.line_of(graph.cursor, height);
                assert!(
                    (graph.top..graph.top + height).contains(&line),
                    "{:?} is on line {line}, and {}..{} are shown",
                    graph.cursor,
                    graph.top,
                    graph.top + height
                );
                assert!(graph.on_screen(height).count() <= height + 1, "only what is visible is drawn");
            }
            graph.step(Step::First, height);
        }
    }
}
