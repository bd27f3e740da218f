//! The graph of functions, their layers and their images. Functions that use the same layers in the same image are one
//! block, so that each image stands there once, and each layer once for every image that contains it.

pub mod lines;
pub mod places;
pub mod purge;
pub mod walk;

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use super::state::State;
use crate::inventory::{FunctionRef, FunctionRow, InventoryRows};
use crate::sam::template::FunctionLayer;
use crate::sam::{ImageName, LayerDir};
use lines::{Positions, Shape, Side};

/// Identifies a layer. The same one in several blocks is shared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LayerId {
    /// A layer version that SAM caches.
    Cached(LayerDir),
    /// Any other entry of a template's `Layers`, by the template and its name there.
    OfTemplate(PathBuf, String),
}

/// A function, by the index of its template and its index there.
pub type FunctionAt = (usize, usize);

/// Functions that SAM runs in the same image with the same layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The functions; never empty.
    pub functions: Vec<FunctionAt>,
    /// The layers, in order.
    pub layers: Vec<LayerId>,
    /// The image that SAM would run; `None` where it does not get as far as that.
    pub image: Option<ImageName>,
}

/// The columns of the graph, from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphColumn {
    /// The functions.
    Functions,
    /// The layers.
    Layers,
    /// The images.
    Images,
}

/// A node: a block, a column, and the index in that column of the block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// The index of the block.
    pub block: usize,
    /// The column.
    pub column: GraphColumn,
    /// The index in the column.
    pub index: usize,
}

/// What the graph opens on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Start {
    /// A function.
    Function(FunctionAt),
    /// A cached layer.
    Layer(LayerDir),
    /// An image.
    Image(ImageName),
}

/// What the cursor is on, independently of indices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    function: FunctionRef,
    layer: Option<LayerId>,
}

/// The state of the graph.
#[derive(Debug, Clone)]
pub struct Graph {
    /// The blocks, in the order of their first functions.
    pub blocks: Vec<Block>,
    /// The first line of each block, and the number of lines of all of them.
    first_lines: Vec<usize>,
    /// The blocks that contain each layer.
    holders: HashMap<LayerId, Vec<usize>>,
    /// The node under the cursor.
    pub cursor: Node,
    /// The function of the block that the cursor came from, or the first one.
    from: usize,
    /// The first line on screen.
    pub top: usize,
}

impl Graph {
    /// Returns the graph with the cursor on an item; `None` if no function is known, or none has that item.
    pub fn open(state: &State, start: &Start) -> Option<Self> {
        let mut graph = Self::of(&state.shown);
        graph.cursor = graph.find(start)?;
        graph.remember_function();
        graph.scroll_to_cursor(places::areas(state.size).body.height.into());
        Some(graph)
    }

    fn of(shown: &InventoryRows) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let mut known: HashMap<(Vec<LayerId>, Option<String>), usize> = HashMap::new();
        for (template, row) in shown.templates.iter().enumerate() {
            for (at, function) in row.functions.iter().enumerate() {
                let layer = |layer: &FunctionLayer| match layer.dir() {
                    Some(dir) => LayerId::Cached(dir.clone()),
                    None => LayerId::OfTemplate(row.path.clone(), layer.label().to_owned()),
                };
                let layers: Vec<LayerId> = function.function.layers.iter().map(layer).collect();
                let image = function.function.invoke_image.clone();
                let key = (layers.clone(), image.as_ref().map(|image| image.without_registry().to_owned()));
                let block = *known.entry(key).or_insert_with(|| {
                    blocks.push(Block { functions: Vec::new(), layers, image });
                    blocks.len() - 1
                });
                blocks[block].functions.push((template, at));
            }
        }
        let mut holders: HashMap<LayerId, Vec<usize>> = HashMap::new();
        for (at, block) in blocks.iter().enumerate() {
            for layer in &block.layers {
                let holders = holders.entry(layer.clone()).or_default();
                // A function may list a layer twice.
                if holders.last() != Some(&at) {
                    holders.push(at);
                }
            }
        }
        let mut next = 0;
        let mut first_lines: Vec<usize> = Vec::with_capacity(blocks.len() + 1);
        for block in &blocks {
            first_lines.push(next);
            // An empty line separates two blocks.
            next += block.shape().height() + 1;
        }
        first_lines.push(next);
        let cursor = Node { block: 0, column: GraphColumn::Functions, index: 0 };
        Self { blocks, first_lines, holders, cursor, from: 0, top: 0 }
    }

    fn find(&self, start: &Start) -> Option<Node> {
        self.blocks.iter().enumerate().find_map(|(block, found)| {
            let (column, index) = match start {
                Start::Function(at) => {
                    (GraphColumn::Functions, found.functions.iter().position(|function| function == at)?)
                }
                Start::Layer(dir) => {
                    (GraphColumn::Layers, found.layers.iter().position(|layer| layer.dir() == Some(dir))?)
                }
                Start::Image(name) => {
                    let is_same = |image: &ImageName| image.without_registry() == name.without_registry();
                    (GraphColumn::Images, found.image.as_ref().filter(|image| is_same(image)).map(|_| 0)?)
                }
            };
            Some(Node { block, column, index })
        })
    }

    /// Returns what the cursor is on, to be found again in a graph of other rows.
    pub fn anchor(&self, shown: &InventoryRows) -> Option<Anchor> {
        let (template, at) = *self.blocks.get(self.cursor.block)?.functions.get(self.from)?;
        let template = shown.templates.get(template)?;
        let function = template.functions.get(at)?.function.full_path.clone();
        let function = FunctionRef { template: template.path.clone(), function };
        Some(Anchor { function, layer: self.layer_at(self.cursor).cloned() })
    }

    /// Rebuilds the graph from new rows, with the cursor on the same item where it still exists.
    pub fn rebuild(&mut self, shown: &InventoryRows, anchor: Option<&Anchor>, height: usize) {
        let (column, top) = (self.cursor.column, self.top);
        *self = Self { top, ..Self::of(shown) };
        let at = anchor.and_then(|anchor| position_of(shown, &anchor.function));
        if let Some(node) = at.and_then(|at| self.find(&Start::Function(at))) {
            (self.cursor, self.from) = (node, node.index);
            let block = &self.blocks[node.block];
            let layer = anchor.and_then(|anchor| anchor.layer.as_ref());
            let index = match column {
                GraphColumn::Functions => Some(node.index),
                GraphColumn::Layers => block.layers.iter().position(|other| Some(other) == layer),
                GraphColumn::Images => block.image.as_ref().map(|_| 0),
            };
            if let Some(index) = index {
                self.cursor = Node { column, index, ..node };
            }
        }
        self.scroll_to_cursor(height);
    }

    /// Returns the number of lines.
    pub fn line_count(&self) -> usize {
        self.first_lines.last().map_or(0, |lines| lines.saturating_sub(1))
    }

    /// Returns the blocks on screen, each with its first line.
    pub fn on_screen(&self, height: usize) -> impl Iterator<Item = (usize, usize)> {
        let first = self.first_lines.partition_point(|line| *line <= self.top).saturating_sub(1);
        let end = self.top + height;
        (first..self.blocks.len()).map(|at| (at, self.first_lines[at])).take_while(move |(_, line)| *line < end)
    }

    /// Returns where the nodes of a block are, as lines of the block. Those beside a long list of functions stay on
    /// screen.
    pub fn positions(&self, block: usize, height: usize) -> Positions {
        let first = self.first_lines[block];
        let shape = self.blocks[block].shape();
        let visible = self.top.saturating_sub(first)..(self.top + height).saturating_sub(first).min(shape.height());
        lines::positions(shape, &visible, height)
    }

    /// Returns the line of a node, for the lines that are on screen now.
    fn line_of(&self, node: Node, height: usize) -> usize {
        let positions = self.positions(node.block, height);
        self.first_lines[node.block] + positions.of(node.column) + node.index
    }

    /// Returns the sides of the lines before and behind the layers of a block.
    pub fn sides(&self, block: usize, positions: &Positions) -> [Side; 3] {
        let lit = self.lit(block);
        let found = &self.blocks[block];
        let side = |column: GraphColumn, count: usize| {
            let first = positions.of(column);
            let lit = &lit[column as usize];
            Side { rows: first..first + count, lit: first + lit.start..first + lit.end }
        };
        [
            side(GraphColumn::Functions, found.functions.len()),
            side(GraphColumn::Layers, found.layers.len()),
            side(GraphColumn::Images, usize::from(found.image.is_some())),
        ]
    }

    /// Returns which functions, layers and images of a block are on the path of the cursor.
    pub fn lit(&self, block: usize) -> [Range<usize>; 3] {
        let found = &self.blocks[block];
        let (functions, layers, image) = (0..found.functions.len(), 0..found.layers.len(), 0..1);
        let cursor = self.cursor;
        match (cursor.column, self.layer_at(cursor)) {
            (GraphColumn::Layers, Some(layer)) => {
                // Where a function lists it twice, the one under the cursor, or else the first.
                let own = Some(cursor.index).filter(|_| cursor.block == block);
                match own.or_else(|| found.layers.iter().position(|other| other == layer)) {
                    Some(at) => [functions, at..at + 1, image],
                    None => [0..0, 0..0, 0..0],
                }
            }
            _ if cursor.block != block => [0..0, 0..0, 0..0],
            (GraphColumn::Functions, _) => [cursor.index..cursor.index + 1, layers, image],
            _ => [functions, layers, image],
        }
    }

    /// Returns the layer of a node; `None` if it is no layer.
    pub fn layer_at(&self, node: Node) -> Option<&LayerId> {
        self.blocks.get(node.block)?.layers.get(node.index).filter(|_| node.column == GraphColumn::Layers)
    }

    /// Returns every function that uses a layer, in the order of the templates.
    pub fn functions_with(&self, layer: &LayerId) -> Vec<FunctionAt> {
        let holders = self.holders.get(layer).into_iter().flatten();
        let mut functions: Vec<_> = holders.flat_map(|block| self.blocks[*block].functions.iter().copied()).collect();
        functions.sort_unstable();
        functions
    }

    /// Returns the number of functions that use a layer.
    pub fn use_count(&self, layer: &LayerId) -> usize {
        self.holders.get(layer).into_iter().flatten().map(|block| self.blocks[*block].functions.len()).sum()
    }

    /// Returns the number of functions, layers and images.
    pub fn counts(&self) -> [usize; 3] {
        let functions = self.blocks.iter().map(|block| block.functions.len()).sum();
        let images = self.blocks.iter().filter(|block| block.image.is_some()).count();
        [functions, self.holders.len(), images]
    }

    /// Returns the image of the block under the cursor.
    pub fn image(&self) -> Option<&ImageName> {
        self.blocks.get(self.cursor.block)?.image.as_ref()
    }
}

impl LayerId {
    /// Returns the directory of a layer that SAM caches.
    pub fn dir(&self) -> Option<&LayerDir> {
        match self {
            Self::Cached(dir) => Some(dir),
            Self::OfTemplate(..) => None,
        }
    }

    /// Returns the name.
    pub fn label(&self) -> &str {
        match self {
            Self::Cached(dir) => dir.as_str(),
            Self::OfTemplate(_, name) => name,
        }
    }
}

impl Block {
    fn shape(&self) -> Shape {
        Shape { functions: self.functions.len(), layers: self.layers.len() }
    }

    /// Returns a function of the block, which stands for all of them where layers and image are concerned.
    pub fn first<'a>(&self, shown: &'a InventoryRows) -> Option<&'a FunctionRow> {
        function(shown, *self.functions.first()?)
    }
}

/// Returns a function by its place.
pub fn function(shown: &InventoryRows, (template, at): FunctionAt) -> Option<&FunctionRow> {
    shown.templates.get(template)?.functions.get(at)
}

fn position_of(shown: &InventoryRows, wanted: &FunctionRef) -> Option<FunctionAt> {
    let template = shown.templates.iter().position(|row| row.path == wanted.template)?;
    let functions = &shown.templates[template].functions;
    Some((template, functions.iter().position(|row| row.function.full_path == wanted.function)?))
}
