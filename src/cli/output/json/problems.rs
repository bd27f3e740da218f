//! The JSON output of `verify`.

use serde::Serialize;

use super::SCHEMA;
use crate::cli::problems::ReportedProblem;
use crate::content::verify::{LayerVerdict, LayerVerification};
use crate::inventory::InventoryRows;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct ProblemsDocument {
    schema: u32,
    problems: Vec<ProblemJson>,
    /// The layers that `--deep` compared; absent without it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    checked: Vec<CheckJson>,
}

/// A layer that was compared byte by byte, or could not be.
#[derive(Debug, Serialize)]
pub struct CheckJson {
    target: String,
    /// What the layer was compared with; `null` if there was nothing.
    evidence: Option<String>,
    files: u64,
    bytes: u64,
    as_published: bool,
}

/// A problem and the item it concerns.
#[derive(Debug, Serialize)]
pub struct ProblemJson {
    code: &'static str,
    target: String,
    detail: String,
    fix: Option<String>,
}

impl ProblemsDocument {
    /// Creates the document from the problems found.
    pub fn new(found: &[ReportedProblem], shown: &InventoryRows) -> Self {
        let checks = shown.layers.iter().filter_map(|row| row.check.as_ref().map(|check| (row, check)));
        Self {
            schema: SCHEMA,
            problems: found.iter().map(ProblemJson::from).collect(),
            checked: checks.map(|(row, check)| CheckJson::new(row.dir.as_str(), check)).collect(),
        }
    }
}

impl CheckJson {
    fn new(target: &str, check: &LayerVerification) -> Self {
        let target = target.to_owned();
        match &check.verdict {
            LayerVerdict::Compared { evidence, files, bytes, differences, .. } => Self {
                target,
                evidence: Some(evidence.to_string()),
                files: *files,
                bytes: *bytes,
                as_published: differences.is_empty(),
            },
            LayerVerdict::Impossible(_) => Self { target, evidence: None, files: 0, bytes: 0, as_published: false },
        }
    }
}

impl From<&ReportedProblem> for ProblemJson {
    fn from(found: &ReportedProblem) -> Self {
        Self {
            code: found.problem.code.as_str(),
            target: found.target.clone(),
            detail: found.problem.detail.to_string(),
            fix: found.problem.fix.as_ref().map(ToString::to_string),
        }
    }
}
