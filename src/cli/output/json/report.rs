//! The JSON output of `purge`, `refresh` and `undo`.

use serde::Serialize;

use super::{SCHEMA, lossy_path};
use crate::cli::commands::prefetch::LockfileOutcome;
use crate::inventory::ImageRow;
use crate::plan::Report;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct ReportDocument {
    schema: u32,
    dry_run: bool,
    steps: Vec<StepJson>,
    refused: Vec<RefusedJson>,
    trashed_bytes: u64,
    freed_bytes: u64,
    /// Images built from content that was replaced, which SAM would keep using.
    outdated_images: Vec<String>,
    /// What was unusual and changes no outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
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
            trashed_bytes: report.trashed_bytes,
            freed_bytes: report.freed_bytes,
            notes: report.notes.iter().map(ToString::to_string).collect(),
            locks: locks.to_vec(),
            outdated_images: outdated.iter().map(|image| image.name.to_string()).collect(),
        }
    }
}
