//! What a purge of the node under the cursor would cause at the next invocations.

use std::collections::BTreeSet;

use super::{FunctionAt, Graph, GraphColumn, LayerId, function};
use crate::inventory::{ImageRow, InventoryRows};
use crate::plan::Selection;
use crate::sam::{ImageName, LayerDir};
use crate::tui::state::State;

/// The entries that a purge would remove, and what SAM does about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consequences {
    /// The layers that are removed.
    pub layers: BTreeSet<LayerDir>,
    /// The image that is removed.
    pub image: Option<ImageName>,
    /// The functions that need them, in the order of the templates.
    pub functions: Vec<FunctionAt>,
    /// The bytes of the layers, as far as they were measured.
    pub bytes: u64,
    /// The images built from the layers, which stay unless they are removed too.
    pub images_left: BTreeSet<ImageName>,
}

impl Consequences {
    /// Returns what a purge of the node under the cursor would cause. Only what exists can be purged.
    pub fn of(state: &State, graph: &Graph) -> Self {
        let shown = &state.shown;
        let Some(block) = graph.blocks.get(graph.cursor.block) else { return Self::default() };
        let layers: Vec<&LayerId> = match graph.cursor.column {
            GraphColumn::Functions => block.layers.iter().collect(),
            GraphColumn::Layers => graph.layer_at(graph.cursor).into_iter().collect(),
            GraphColumn::Images => {
                let Some(image) = present_image(shown, graph.image()) else { return Self::default() };
                return Self { image: Some(image.name.clone()), functions: block.functions.clone(), ..Self::default() };
            }
        };
        let mut found = Self::default();
        let mut functions = BTreeSet::new();
        for layer in layers {
            let Some(row) = layer.dir().and_then(|dir| shown.layer(dir)) else { continue };
            if found.layers.insert(row.dir.clone()) {
                found.bytes += row.measure.as_ref().map_or(0, |measure| measure.bytes);
                found.images_left.extend(row.images.iter().cloned());
                functions.extend(graph.functions_with(layer));
            }
        }
        found.functions = functions.into_iter().collect();
        found
    }

    /// Returns the selection of a purge.
    pub fn selection(&self) -> Selection {
        Selection { layers: self.layers.clone(), images: self.image.iter().cloned().collect(), ..Selection::default() }
    }

    /// Returns the names of the functions.
    pub fn function_names<'a>(&self, shown: &'a InventoryRows) -> impl Iterator<Item = &'a str> {
        self.functions.iter().filter_map(|at| function(shown, *at)).map(|row| row.function.full_path.as_str())
    }
}

/// Returns the image with a name, if the engine has it.
pub fn present_image<'a>(shown: &'a InventoryRows, name: Option<&ImageName>) -> Option<&'a ImageRow> {
    let name = name?;
    shown.images.iter().find(|image| image.name.without_registry() == name.without_registry())
}
