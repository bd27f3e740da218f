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
    kind: &'static str,
    evidence: EvidenceJson,
    id: String,
    recognised_by: String,
    created: Option<String>,
    size_bytes: u64,
    unique_bytes: Option<u64>,
    containers: Vec<ContainerJson>,
}

/// How it is known that an image is one of SAM.
#[derive(Debug, Serialize)]
struct EvidenceJson {
    /// `name` and `recognised` prove it, `template` makes it likely, `none` does neither.
    kind: &'static str,
    detail: String,
}

#[derive(Debug, Serialize)]
struct ImageJson {
    name: String,
    kind: &'static str,
    evidence: EvidenceJson,
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
    by_sam: bool,
    function: Option<String>,
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
            ImageKind::Build { runtime, architecture } => (None, Some(runtime.clone()), *architecture),
            ImageKind::Emulation | ImageKind::Durable | ImageKind::Function => (None, None, None),
        };
        Self {
            name: row.name.to_string(),
            kind: row.name.kind().as_str(),
            evidence: EvidenceJson { kind: row.evidence.as_str(), detail: row.evidence.message().to_string() },
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
            kind: "dangling",
            evidence: EvidenceJson { kind: "recognised", detail: image.recognised_by.clone() },
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
            by_sam: container.by_sam,
            function: container.function.clone(),
            state: container.state.clone(),
            created: container.created.map(time),
            ended: container.ended.map(time),
        }
    }
}
