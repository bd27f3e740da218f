//! The JSON output of `purge`, `refresh` and `undo`.

use serde::Serialize;

use super::{SCHEMA, lossy_path};
use crate::cli::output::lockfile_outcome::LockfileOutcome;
use crate::inventory::ImageRow;
use crate::plan::{Output, PlanKind, Report};

/// The whole document.
#[derive(Debug, Serialize)]
pub struct ReportDocument {
    schema: u32,
    dry_run: bool,
    steps: Vec<StepJson>,
    refused: Vec<RefusedJson>,
    trashed_bytes: u64,
    freed_bytes: u64,
    /// The templates that were compared to find out which layers are unreferenced; absent if that did not matter.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    considered_templates: Vec<String>,
    /// Images built from content that was replaced, which SAM would keep using.
    outdated_images: Vec<String>,
    /// What was unusual and changes no outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    /// What was produced.
    #[serde(skip_serializing_if = "Option::is_none")]
    outputs: Option<Vec<OutputJson>>,
    /// The results for the lockfiles, if requested.
    locks: Vec<LockfileOutcome>,
}

#[derive(Debug, Serialize)]
struct StepJson {
    action: &'static str,
    target: String,
    path: Option<String>,
    size_bytes: u64,
    frees_bytes: u64,
    outcome: &'static str,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct OutputJson {
    path: Option<String>,
    arn: Option<String>,
    region: Option<String>,
    /// Null where there is no zip, as for an imported folder.
    code_sha256: Option<String>,
    size_bytes: u64,
    unzipped_bytes: u64,
}

impl From<&Output> for OutputJson {
    fn from(output: &Output) -> Self {
        Self {
            path: output.path.as_deref().map(lossy_path),
            arn: output.arn.as_ref().map(ToString::to_string),
            region: output.region.clone(),
            code_sha256: output.code_sha256.clone(),
            size_bytes: output.size_bytes,
            unzipped_bytes: output.unzipped_bytes,
        }
    }
}

#[derive(Debug, Serialize)]
struct RefusedJson {
    target: String,
    reason: String,
}

impl ReportDocument {
    /// Creates the document from an executed plan and the images it left outdated.
    pub fn new(report: &Report, dry_run: bool, outdated: &[&ImageRow], locks: &[LockfileOutcome]) -> Self {
        let steps = report.plan.steps.iter().zip(&report.outcomes).map(|(step, outcome)| StepJson {
            action: step.action.as_str(),
            target: step.target.clone(),
            path: step.path.as_deref().map(lossy_path),
            size_bytes: step.size_bytes,
            frees_bytes: step.frees_bytes,
            outcome: outcome.as_str(),
            error: outcome.reason(),
        });
        let refused = &report.plan.refused;
        Self {
            schema: SCHEMA,
            dry_run,
            steps: steps.collect(),
            refused: refused
                .iter()
                .map(|refused| RefusedJson { target: refused.target.to_string(), reason: refused.reason.to_string() })
                .collect(),
            considered_templates: report.plan.considered.iter().map(|path| lossy_path(path)).collect(),
            trashed_bytes: report.trashed_bytes,
            freed_bytes: report.freed_bytes,
            notes: report.notes.iter().map(ToString::to_string).collect(),
            outputs: matches!(report.plan.kind, PlanKind::Import | PlanKind::Publish | PlanKind::Export)
                .then(|| report.outputs.iter().map(OutputJson::from).collect()),
            locks: locks.to_vec(),
            outdated_images: outdated.iter().map(|image| image.name.to_string()).collect(),
        }
    }
}
