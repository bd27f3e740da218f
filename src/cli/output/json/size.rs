//! The JSON output of `size`.

use serde::Serialize;

use super::SCHEMA;
use crate::content::packages::breakdown::Part;
use crate::content::packages::package::PackageSize;
use crate::content::packages::savings::Saving;
use crate::text::Sentence;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct SizeDocument {
    schema: u32,
    packages: Vec<PackageJson>,
    /// What was asked for and could not be measured at all.
    refused: Vec<ReasonJson>,
}

#[derive(Debug, Serialize)]
struct PackageJson {
    target: String,
    kind: &'static str,
    zipped_bytes: Option<u64>,
    /// A lower bound if `unknown` is not empty.
    unzipped_bytes: u64,
    /// The unzipped bytes of a function's code without its layers.
    code_bytes: Option<u64>,
    file_count: u64,
    layers: Vec<String>,
    quota: QuotaJson,
    parts: Vec<PartJson>,
    savings: Vec<SavingJson>,
    unknown: Vec<ReasonJson>,
}

#[derive(Debug, Serialize)]
struct QuotaJson {
    zipped: Option<u64>,
    unzipped: u64,
    layers: Option<usize>,
    exceeded: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct PartJson {
    name: String,
    kind: &'static str,
    ecosystem: Option<&'static str>,
    version: Option<String>,
    size_bytes: u64,
    file_count: u64,
    /// The layer of the function that holds the part; null for its code.
    layer: Option<String>,
    also_in: Vec<String>,
    in_runtime: bool,
}

#[derive(Debug, Serialize)]
struct SavingJson {
    kind: &'static str,
    size_bytes: u64,
    names: Vec<String>,
    advice: String,
}

#[derive(Debug, Serialize)]
struct ReasonJson {
    target: String,
    reason: String,
}

impl SizeDocument {
    /// Creates the document.
    pub fn new(packages: &[PackageSize], refused: &[(String, Sentence)]) -> Self {
        Self { schema: SCHEMA, packages: packages.iter().map(package).collect(), refused: reasons(refused) }
    }
}

fn package(size: &PackageSize) -> PackageJson {
    let quota = size.quota();
    PackageJson {
        target: size.target.clone(),
        kind: size.kind.as_str(),
        zipped_bytes: size.zipped,
        unzipped_bytes: size.unzipped,
        code_bytes: size.code,
        file_count: size.files,
        layers: size.layers.clone(),
        quota: QuotaJson {
            zipped: quota.zipped,
            unzipped: quota.unzipped,
            layers: quota.layers,
            exceeded: size.exceeded(),
        },
        parts: size.parts.iter().map(part).collect(),
        savings: size.savings().iter().map(saving).collect(),
        unknown: reasons(&size.unknown),
    }
}

fn part(part: &Part) -> PartJson {
    PartJson {
        name: part.name.clone().unwrap_or_default(),
        kind: part.kind.as_str(),
        ecosystem: part.ecosystem.map(crate::content::packages::distribution::Ecosystem::as_str),
        version: part.version.clone(),
        size_bytes: part.bytes,
        file_count: part.files,
        layer: part.layer.clone(),
        also_in: part.also_in.clone(),
        in_runtime: part.is_in_runtime,
    }
}

fn saving(saving: &Saving) -> SavingJson {
    SavingJson {
        kind: saving.kind.as_str(),
        size_bytes: saving.bytes,
        names: saving.names.clone(),
        advice: saving.advice().to_string(),
    }
}

fn reasons(reasons: &[(String, Sentence)]) -> Vec<ReasonJson> {
    reasons.iter().map(|(target, reason)| ReasonJson { target: target.clone(), reason: reason.to_string() }).collect()
}
