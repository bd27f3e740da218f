//! The JSON output of `functions`.

use serde::Serialize;

use super::{NotReadJson, ProblemJson, SCHEMA, codes, lossy_path};
use crate::cli::problems;
use crate::inventory::{FunctionRow, InventoryRows, TemplateRow};
use crate::sam::template::{FunctionLayer, PackageType};

/// The whole document.
#[derive(Debug, Serialize)]
pub struct FunctionsDocument {
    schema: u32,
    templates: Vec<TemplateJson>,
    /// Why it could not be read what is cached; absent if it could.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemJson>,
    /// Files and folders that may have more functions and were not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_read: Vec<NotReadJson>,
}

#[derive(Debug, Serialize)]
struct TemplateJson {
    template: String,
    error: Option<ErrorJson>,
    functions: Vec<FunctionJson>,
}

#[derive(Debug, Serialize)]
struct ErrorJson {
    code: String,
    message: String,
}

#[derive(Debug, Serialize)]
struct FunctionJson {
    logical_id: String,
    full_path: String,
    package_type: &'static str,
    runtime: Option<String>,
    architecture: Option<&'static str>,
    layers: Vec<LayerJson>,
    image: Option<String>,
    invoke_image: Option<String>,
    image_present: Option<bool>,
    problems: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct LayerJson {
    arn: Option<String>,
    name: Option<String>,
    dir: Option<String>,
    local: bool,
    /// Null if that cannot be read.
    cached: Option<bool>,
    problem: Option<&'static str>,
}

impl FunctionsDocument {
    /// Creates the document from a finished survey.
    pub fn new(shown: &InventoryRows) -> Self {
        let templates: Vec<TemplateJson> = shown.templates.iter().map(TemplateJson::from).collect();
        let problems = problems::of_unread(shown, shown.layers_of_functions()).iter().map(ProblemJson::from).collect();
        Self { schema: SCHEMA, templates, problems, not_read: NotReadJson::all(shown) }
    }
}

impl From<&TemplateRow> for TemplateJson {
    fn from(row: &TemplateRow) -> Self {
        Self {
            template: lossy_path(&row.path),
            error: row
                .error
                .as_ref()
                .map(|error| ErrorJson { code: error.code.clone(), message: error.message.clone() }),
            functions: row.functions.iter().map(FunctionJson::from).collect(),
        }
    }
}

impl From<&FunctionRow> for FunctionJson {
    fn from(row: &FunctionRow) -> Self {
        let function = &row.function;
        Self {
            logical_id: function.logical_id.to_string(),
            full_path: function.full_path.clone(),
            package_type: match function.package_type {
                PackageType::Zip => "Zip",
                PackageType::Image => "Image",
            },
            runtime: function.runtime.as_ref().map(ToString::to_string),
            architecture: function.architecture.map(crate::sam::Architecture::as_str),
            layers: function
                .layers
                .iter()
                .enumerate()
                .map(|(at, layer)| LayerJson::new(layer, row.cached.get(at).copied().flatten()))
                .collect(),
            image: function.image.as_ref().map(ToString::to_string),
            invoke_image: function.invoke_image.as_ref().map(ToString::to_string),
            image_present: row.image_present,
            problems: codes(&row.problems),
        }
    }
}

impl LayerJson {
    fn new(layer: &FunctionLayer, cached: Option<bool>) -> Self {
        Self {
            arn: layer.arn().map(ToString::to_string),
            name: layer.hashed_name().map(|name| name.to_string()),
            dir: layer.dir().map(ToString::to_string),
            local: layer.is_local(),
            cached,
            problem: layer.problem().map(|problem| problem.code.as_str()),
        }
    }
}
