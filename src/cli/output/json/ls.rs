//! The JSON output of `ls`.

use std::path::Path;

use serde::Serialize;

use super::{EngineJson, FunctionJson, NotReadJson, PathJson, SCHEMA, codes, functions, lossy_path, time};
use crate::inventory::facts::newer::Newer;
use crate::inventory::facts::{CacheAccess, FoundForeign, FoundLeftover, Imported, PlaceProblem};
use crate::inventory::footprint::{Amount, Footprint};
use crate::inventory::{Inventory, InventoryRows, LayerRow};

/// The whole document.
#[derive(Debug, Serialize)]
pub struct LsDocument {
    schema: u32,
    cache: CacheJson,
    layers: Vec<LayerJson>,
    leftovers: Vec<LeftoverJson>,
    foreign: Vec<PathJson>,
    engine: EngineJson,
    templates: TemplatesJson,
    trash: TrashJson,
    footprint: FootprintJson,
    /// Only present if something is wrong with a place other than a layer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<PlaceJson>,
}

#[derive(Debug, Serialize)]
struct CacheJson {
    #[serde(flatten)]
    path: PathJson,
    exists: bool,
    /// Null if the cache cannot be read.
    size_bytes: Option<u64>,
    file_count: Option<u64>,
    /// Only present if the cache cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct LayerJson {
    dir: String,
    #[serde(flatten)]
    path: PathJson,
    layer_name: String,
    version: String,
    hash: String,
    arn: Option<String>,
    arn_source: Option<String>,
    state: &'static str,
    problems: Vec<&'static str>,
    size_bytes: Option<u64>,
    file_count: Option<u64>,
    modified: Option<String>,
    /// One of `downloaded`, `imported`, `sam`; null if unknown.
    origin: Option<&'static str>,
    /// Only present for an imported layer.
    #[serde(skip_serializing_if = "Option::is_none")]
    imported: Option<ImportedJson>,
    functions: Vec<FunctionJson>,
    images: Vec<String>,
    /// Null if newer versions were not looked up.
    newer: Option<NewerJson>,
}

/// The source of an imported layer.
#[derive(Debug, Serialize)]
pub struct ImportedJson {
    source: String,
    sha256: String,
    at: String,
}

impl From<&Imported> for ImportedJson {
    fn from(imported: &Imported) -> Self {
        let source = lossy_path(&imported.source);
        Self { source, sha256: imported.sha256.clone(), at: time(imported.at) }
    }
}

#[derive(Debug, Serialize)]
struct NewerJson {
    /// One of `behind`, `newest`, `unknown`.
    status: &'static str,
    /// The number of newer versions; null if unknown.
    behind: Option<u64>,
    /// The newest version, if it is not this one.
    latest: Option<u64>,
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct LeftoverJson {
    #[serde(flatten)]
    path: PathJson,
    kind: &'static str,
    size_bytes: u64,
}

#[derive(Debug, Serialize)]
struct TemplatesJson {
    read: usize,
    refused: Vec<RefusedTemplate>,
    /// Files and folders that may name layers and were not read, because of which no layer counts as unreferenced.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_read: Vec<NotReadJson>,
}

#[derive(Debug, Serialize)]
struct RefusedTemplate {
    template: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct TrashJson {
    /// Null if the trash cannot be read.
    entries: Option<u64>,
    size_bytes: Option<u64>,
}

/// The bytes that SAM takes on this machine. Null where unknown.
#[derive(Debug, Serialize)]
struct FootprintJson {
    layers: Option<u64>,
    images_unique: Option<u64>,
    images_shared: Option<u64>,
    builds: Option<u64>,
    trash: Option<u64>,
    unused: Option<u64>,
}

/// A problem of a place other than a layer, such as the cache as a whole or samlayers' own folders.
#[derive(Debug, Serialize)]
struct PlaceJson {
    #[serde(flatten)]
    path: PathJson,
    code: &'static str,
    detail: String,
    fix: Option<String>,
}

impl LsDocument {
    /// Creates the document from a finished survey.
    pub fn new(inventory: &Inventory, shown: &InventoryRows) -> Self {
        Self {
            schema: SCHEMA,
            cache: CacheJson::new(inventory, shown),
            layers: shown.layers.iter().map(|row| LayerJson::from(&**row)).collect(),
            leftovers: shown.leftovers.iter().map(LeftoverJson::from).collect(),
            foreign: shown.foreign.iter().map(|found: &FoundForeign| PathJson::from(found.path.as_path())).collect(),
            engine: EngineJson::of(inventory),
            templates: TemplatesJson::from(shown),
            trash: {
                let trash = inventory.trash_if_known();
                TrashJson { entries: trash.map(|trash| trash.entries), size_bytes: trash.map(|trash| trash.bytes) }
            },
            footprint: FootprintJson::from(&shown.footprint),
            problems: shown.places.iter().map(PlaceJson::from).collect(),
        }
    }
}

impl From<&Footprint> for FootprintJson {
    fn from(footprint: &Footprint) -> Self {
        Self {
            layers: footprint.layers.known(),
            images_unique: footprint.images_unique.known(),
            images_shared: footprint.images_shared.known(),
            builds: footprint.builds.and_then(Amount::known),
            trash: footprint.trash.known(),
            unused: footprint.unused.known(),
        }
    }
}

impl CacheJson {
    fn new(inventory: &Inventory, shown: &InventoryRows) -> Self {
        let path = inventory.cache.as_ref().map_or_else(|| Path::new(""), |cache| cache.path.as_path());
        let access = inventory.cache.as_ref().map(|cache| &cache.access);
        let is_known = !shown.cache_unusable && shown.totals.incomplete == 0;
        Self {
            path: PathJson::from(path),
            exists: access.is_some_and(|access| *access != CacheAccess::Missing),
            size_bytes: is_known.then_some(shown.totals.bytes),
            file_count: is_known.then_some(shown.totals.files),
            reason: match access {
                Some(CacheAccess::Unusable(reason)) => Some(reason.to_string()),
                _ => None,
            },
        }
    }
}

impl From<&PlaceProblem> for PlaceJson {
    fn from(place: &PlaceProblem) -> Self {
        Self {
            path: PathJson::from(place.path.as_path()),
            code: place.problem.code.as_str(),
            detail: place.problem.detail.to_string(),
            fix: place.problem.fix.as_ref().map(ToString::to_string),
        }
    }
}

impl From<&LayerRow> for LayerJson {
    fn from(row: &LayerRow) -> Self {
        let measure = row.measure.as_ref().filter(|measure| measure.is_complete());
        Self {
            dir: row.dir.to_string(),
            path: PathJson::from(row.path.as_path()),
            layer_name: row.dir.layer_name().to_owned(),
            version: row.dir.version().to_owned(),
            hash: row.dir.hash().to_owned(),
            arn: row.arn.as_ref().map(|known| known.arn.to_string()),
            arn_source: row.arn.as_ref().map(|known| known.source.describe()),
            state: row.state.as_str(),
            problems: codes(&row.problems),
            size_bytes: measure.map(|measure| measure.bytes),
            file_count: measure.map(|measure| measure.files),
            modified: row.modified.map(time),
            origin: row.origin.as_ref().map(|origin| origin.as_str()),
            imported: row.imported().map(ImportedJson::from),
            functions: functions(row.usage.functions()),
            images: row.images.iter().map(ToString::to_string).collect(),
            newer: row.newer.as_ref().map(NewerJson::from),
        }
    }
}

impl From<&Newer> for NewerJson {
    fn from(newer: &Newer) -> Self {
        let (behind, latest, reason) = match newer {
            Newer::Behind { by, latest } => (Some(*by), Some(*latest), None),
            Newer::Newest => (Some(0), None, None),
            Newer::Unknown(why) => (None, None, Some(why.clone())),
        };
        Self { status: newer.as_str(), behind, latest, reason }
    }
}

impl From<&FoundLeftover> for LeftoverJson {
    fn from(leftover: &FoundLeftover) -> Self {
        Self { path: PathJson::from(leftover.path.as_path()), kind: leftover.kind.as_str(), size_bytes: leftover.bytes }
    }
}

impl From<&InventoryRows> for TemplatesJson {
    fn from(shown: &InventoryRows) -> Self {
        let rows = &shown.templates;
        let refused: Vec<_> = rows
            .iter()
            .filter_map(|row| Some((row, row.error.as_ref()?)))
            .map(|(row, error)| RefusedTemplate { template: lossy_path(&row.path), reason: error.message.clone() })
            .collect();
        Self { read: rows.len() - refused.len(), refused, not_read: NotReadJson::all(shown) }
    }
}
