//! JSON documents, schema 1. These types are what scripts rely on: they are apart from the domain's, fields are only
//! ever added, and nothing here decides anything.

mod functions;
mod images;
mod ls;
mod problems;
mod report;

pub use functions::FunctionsDocument;
pub use images::ImagesDocument;
pub use ls::LsDocument;
pub use problems::{ProblemJson, ProblemsDocument};
pub use report::ReportDocument;

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use crate::inventory::facts::EngineState;
use crate::inventory::{FunctionRef, Inventory};
use crate::sam::problem::Problem;

/// The version of all documents.
pub const SCHEMA: u32 = 1;

/// A path. One that is no text is written with replacement characters, and its bytes are added in hex.
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

/// A function of a template.
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

/// The container engine.
#[derive(Debug, Serialize)]
pub struct EngineJson {
    status: &'static str,
    name: Option<String>,
    endpoint: Option<String>,
    reason: Option<String>,
    /// Only there when the answer is a recorded one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    recorded: bool,
}

impl EngineJson {
    /// An engine that never answered within the survey is unavailable.
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

/// Stable codes, each once, in the order found.
pub fn codes(problems: &[Problem]) -> Vec<&'static str> {
    let mut codes = Vec::new();
    for problem in problems {
        if !codes.contains(&problem.code.as_str()) {
            codes.push(problem.code.as_str());
        }
    }
    codes
}

/// RFC 3339, in UTC.
pub fn time(time: Timestamp) -> String {
    time.to_string()
}

pub fn lossy_path(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

pub fn functions(functions: &[FunctionRef]) -> Vec<FunctionJson> {
    functions.iter().map(FunctionJson::from).collect()
}
