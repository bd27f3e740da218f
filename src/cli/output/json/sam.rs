//! The JSON of the installed SAM CLI, as part of `doctor` and `explain`.

use serde::Serialize;

use crate::inventory::Inventory;
use crate::sam::installed::{InstalledSam, Rule};
use crate::sam::known_sam_cli;
use crate::sam::release::Release;

/// The SAM CLI that `sam` starts.
#[derive(Debug, Serialize)]
pub struct SamJson {
    program: String,
    version: Option<String>,
    translator: Option<String>,
    pyyaml: Option<String>,
    checked_version: &'static str,
    newer_than_checked: Option<bool>,
    rules: Vec<RuleJson>,
    others: Vec<OtherJson>,
}

#[derive(Debug, Serialize)]
struct RuleJson {
    code: &'static str,
    since: String,
    holds: Option<bool>,
}

/// Another SAM CLI, further down on `PATH`.
#[derive(Debug, Serialize)]
struct OtherJson {
    program: String,
    version: Option<String>,
}

impl SamJson {
    /// Returns the installed SAM CLI; `None` if there is none.
    pub fn of(inventory: &Inventory) -> Option<Self> {
        let (first, others) = inventory.installed_sams.as_ref()?.split_first()?;
        let rules = Rule::ALL.iter().map(|rule| RuleJson {
            code: rule.as_str(),
            since: rule.since_text(),
            holds: first.holds(*rule),
        });
        Some(Self {
            program: program(first),
            version: text(first.release.as_ref()),
            translator: text(first.translator.as_ref()),
            pyyaml: text(first.pyyaml.as_ref()),
            checked_version: known_sam_cli(),
            newer_than_checked: first.release.as_ref().map(|_| first.is_newer_than_known()),
            rules: rules.collect(),
            others: others
                .iter()
                .map(|other| OtherJson { program: program(other), version: text(other.release.as_ref()) })
                .collect(),
        })
    }
}

fn program(sam: &InstalledSam) -> String {
    sam.program.display().to_string()
}

fn text(release: Option<&Release>) -> Option<String> {
    release.map(ToString::to_string)
}
