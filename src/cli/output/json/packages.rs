//! The JSON output of the commands about packages: the shape of a plan's, and what was produced.

use serde::Serialize;

use super::{SCHEMA, lossy_path};
use crate::content::packages::output::PackageOutput;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct PackagesDocument {
    schema: u32,
    dry_run: bool,
    steps: Vec<PackageStep>,
    refused: Vec<RefusedJson>,
    trashed_bytes: u64,
    freed_bytes: u64,
    outputs: Vec<OutputJson>,
    /// What was unusual and changes no outcome.
    notes: Vec<String>,
}

/// A step.
#[derive(Debug, Serialize)]
pub struct PackageStep {
    /// The action, such as `pack`.
    pub action: &'static str,
    /// What it is about.
    pub target: String,
    /// The file or folder that is written.
    pub path: Option<String>,
    /// The bytes of it.
    pub size_bytes: u64,
    /// `planned`, `done`, `failed` or `skipped`.
    pub outcome: &'static str,
    /// Why it failed.
    pub error: Option<String>,
}

#[derive(Debug, Serialize)]
struct RefusedJson {
    target: String,
    reason: String,
}

#[derive(Debug, Serialize)]
struct OutputJson {
    path: Option<String>,
    arn: Option<String>,
    region: Option<String>,
    code_sha256: Option<String>,
    size_bytes: u64,
    unzipped_bytes: Option<u64>,
}

impl PackagesDocument {
    /// Creates the document. `refused` has targets with the reason.
    pub fn new(
        steps: Vec<PackageStep>,
        refused: Vec<(String, String)>,
        outputs: &[PackageOutput],
        notes: Vec<String>,
    ) -> Self {
        Self {
            schema: SCHEMA,
            dry_run: false,
            steps,
            refused: refused.into_iter().map(|(target, reason)| RefusedJson { target, reason }).collect(),
            trashed_bytes: 0,
            freed_bytes: 0,
            outputs: outputs.iter().map(output).collect(),
            notes,
        }
    }
}

fn output(output: &PackageOutput) -> OutputJson {
    OutputJson {
        path: output.path.as_deref().map(lossy_path),
        arn: output.arn.as_ref().map(ToString::to_string),
        region: output.region.as_ref().map(ToString::to_string),
        code_sha256: output.code_sha256.clone(),
        size_bytes: output.size_bytes,
        unzipped_bytes: output.unzipped_bytes,
    }
}
