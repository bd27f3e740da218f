//! The JSON documents of schema 1. Scripts depend on these types, so they are separate from the domain types and fields
//! are only ever added. They contain no logic.

mod builds;
mod functions;
mod images;
mod ls;
mod packages;
mod problems;
mod report;
mod sam;
mod size;

pub use builds::{BuildsDocument, reason as reason_of_builds, status as status_of_builds};
pub use functions::FunctionsDocument;
pub use images::ImagesDocument;
pub use ls::{ImportedJson, LsDocument};
pub use packages::{PackageStep, PackagesDocument};
pub use problems::{ProblemJson, ProblemsDocument};
pub use report::ReportDocument;
pub use sam::SamJson;
pub use size::SizeDocument;

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use crate::inventory::facts::EngineState;
use crate::inventory::{FunctionRef, Inventory, InventoryRows};
use crate::sam::problem::Problem;

/// The schema version of all documents.
pub const SCHEMA: u32 = 1;

/// A path. If it is not valid UTF-8, the text has replacement characters and the bytes are added in hex.
#[derive(Debug, Serialize)]
pub struct PathJson {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes_hex: Option<String>,
}

impl From<&Path> for PathJson {
    fn from(path: &Path) -> Self {
        match path.to_str() {
            Some(text) => Self { path: text.to_owned(), path_bytes_hex: None },
            None => Self {
                path: path.to_string_lossy().into_owned(),
                path_bytes_hex: Some(hex::encode(path.as_os_str().as_encoded_bytes())),
            },
        }
    }
}

/// A file or folder that may name layers and was not read.
#[derive(Debug, Serialize)]
pub struct NotReadJson {
    #[serde(flatten)]
    path: PathJson,
    reason: String,
}

impl NotReadJson {
    /// Returns everything that was not read.
    pub fn all(shown: &InventoryRows) -> Vec<Self> {
        let not_read = shown.not_read.iter().map(|not_read| Self {
            path: PathJson::from(not_read.path.as_path()),
            reason: not_read.message().to_string(),
        });
        not_read.collect()
    }
}

/// A reference to a function of a template.
#[derive(Debug, Serialize)]
pub struct FunctionJson {
    template: String,
    function: String,
}

impl From<&FunctionRef> for FunctionJson {
    fn from(function: &FunctionRef) -> Self {
        Self { template: lossy_path(&function.template), function: function.function.clone() }
    }
}

/// The state of the container engine.
#[derive(Debug, Serialize)]
pub struct EngineJson {
    status: &'static str,
    name: Option<String>,
    endpoint: Option<String>,
    reason: Option<String>,
    /// Only present if the data was recorded, as in the demo.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    recorded: bool,
}

impl EngineJson {
    /// Creates the state. An engine that did not answer during the survey is unavailable.
    pub fn of(inventory: &Inventory) -> Self {
        let none = Self { status: "unavailable", name: None, endpoint: None, reason: None, recorded: false };
        match &inventory.engine {
            None => none,
            Some(EngineState::Off) => Self { status: "off", ..none },
            Some(EngineState::Ready { name, endpoint, recorded }) => Self {
                status: "ready",
                name: Some(name.clone()),
                endpoint: Some(endpoint.clone()),
                reason: None,
                recorded: *recorded,
            },
            Some(EngineState::Unavailable { endpoint, reason }) => {
                Self { endpoint: Some(endpoint.clone()), reason: Some(reason.to_string()), ..none }
            }
        }
    }
}

/// Returns the problem codes without duplicates, in the order found.
pub fn codes(problems: &[Problem]) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for problem in problems {
        if !codes.contains(&problem.code.as_str()) {
            codes.push(problem.code.as_str());
        }
    }
    codes
}

/// Returns the time in RFC 3339 format, in UTC.
pub fn time(time: Timestamp) -> String {
    time.to_string()
}

pub fn lossy_path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

pub fn functions(functions: &[FunctionRef]) -> Vec<FunctionJson> {
    functions.iter().map(FunctionJson::from).collect()
}
