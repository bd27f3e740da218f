//! The JSON output of `images`.

use serde::Serialize;

use super::{EngineJson, FunctionJson, SCHEMA, codes, functions, time};
use crate::inventory::facts::{FoundContainer, FoundDangling};
use crate::inventory::{ImageRow, Inventory, InventoryRows};
use crate::sam::hashed_name::texts;
use crate::sam::image_name::ImageKind;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct ImagesDocument {
    schema: u32,
    engine: EngineJson,
    images: Vec<ImageJson>,
    /// Images without a name that SAM builds left behind; null if the engine did not report them.
    dangling: Option<Vec<DanglingJson>>,
    /// All containers SAM created, whatever their image; null if the engine did not report them.
    sam_containers: Option<Vec<ContainerJson>>,
}

#[derive(Debug, Serialize)]
struct DanglingJson {
    id: String,
    recognised_by: String,
    created: Option<String>,
    size_bytes: u64,
    unique_bytes: Option<u64>,
    containers: Vec<ContainerJson>,
}

#[derive(Debug, Serialize)]
struct ImageJson {
    name: String,
    id: String,
    generation: Option<&'static str>,
    runtime: Option<String>,
    architecture: Option<&'static str>,
    layers: Option<Vec<String>>,
    layers_source: Option<String>,
    other_layers: Vec<Vec<String>>,
    search: Option<SearchJson>,
    created: Option<String>,
    size_bytes: u64,
    unique_bytes: Option<u64>,
    containers: Vec<ContainerJson>,
    functions: Vec<FunctionJson>,
    problems: Vec<&'static str>,
}

/// The number of combinations of known names that were tried, and of all possible ones.
#[derive(Debug, Serialize)]
struct SearchJson {
    tried: u64,
    selections: u64,
    gave_up: bool,
}

#[derive(Debug, Serialize)]
struct ContainerJson {
    id: String,
    name: String,
    state: String,
    created: Option<String>,
    ended: Option<String>,
}

impl ImagesDocument {
    /// Creates the document from a finished survey.
    pub fn new(inventory: &Inventory, shown: &InventoryRows) -> Self {
        Self {
            schema: SCHEMA,
            engine: EngineJson::of(inventory),
            images: shown.images.iter().map(ImageJson::from).collect(),
            dangling: shown.dangling.as_ref().map(|images| images.iter().map(DanglingJson::from).collect()),
            sam_containers: shown.containers.as_ref().map(|all| all.iter().map(ContainerJson::from).collect()),
        }
    }
}

impl From<&ImageRow> for ImageJson {
    fn from(row: &ImageRow) -> Self {
        let (generation, runtime, architecture) = match row.name.kind() {
            ImageKind::Layered { generation, runtime, architecture, .. } => {
                (Some(generation.as_str()), Some(runtime.to_string()), *architecture)
            }
            ImageKind::Rapid { architecture } => (None, None, *architecture),
            ImageKind::Emulation => (None, None, None),
        };
        Self {
            name: row.name.to_string(),
            id: row.id.clone(),
            generation,
            runtime,
            architecture: architecture.map(crate::sam::Architecture::as_str),
            layers: row.layers.as_ref().map(|layers| texts(&layers.names)),
            layers_source: row.layers.as_ref().map(|layers| layers.source.clone()),
            other_layers: row.other_layers().map(|names| texts(names)).collect(),
            search: row.search.as_ref().map(|search| SearchJson {
                tried: search.tried,
                selections: search.selections,
                gave_up: search.gave_up(),
            }),
            created: row.created.map(time),
            size_bytes: row.size_bytes,
            unique_bytes: row.unique_bytes,
            containers: row.containers.iter().map(ContainerJson::from).collect(),
            functions: functions(row.usage.functions()),
            problems: codes(&row.problems),
        }
    }
}

impl From<&FoundDangling> for DanglingJson {
    fn from(image: &FoundDangling) -> Self {
        Self {
            id: image.id.clone(),
            recognised_by: image.recognised_by.clone(),
            created: image.created.map(time),
            size_bytes: image.size_bytes,
            unique_bytes: image.unique_bytes,
            containers: image.containers.iter().map(ContainerJson::from).collect(),
        }
    }
}

impl From<&FoundContainer> for ContainerJson {
    fn from(container: &FoundContainer) -> Self {
        Self {
            id: container.id.clone(),
            name: container.name.clone(),
            state: container.state.clone(),
            created: container.created.map(time),
            ended: container.ended.map(time),
        }
    }
}
