//! The result of a command that writes a package, as text or JSON.

use std::path::Path;

use crate::cli::exit::Exit;
use crate::cli::output::json::{PackageStep, PackagesDocument};
use crate::cli::output::{Output, warn};
use crate::cli::session::Session;
use crate::content::packages::output::PackageOutput;
use crate::text::{Sentence, bytes, sanitize, sanitize_path};

/// The result of one step.
#[derive(Debug)]
pub struct PackageReport {
    step: PackageStep,
    outputs: Vec<PackageOutput>,
    /// Targets that were refused, with the reason.
    pub refused: Vec<(String, String)>,
    /// What was unusual and changes no outcome.
    pub notes: Vec<String>,
}

impl PackageReport {
    /// Starts the report of a step that writes to a path.
    pub fn new(action: &'static str, target: String, path: &Path) -> Self {
        let path = Some(path.to_string_lossy().into_owned());
        let step = PackageStep { action, target, path, size_bytes: 0, outcome: "skipped", error: None };
        Self { step, outputs: Vec::new(), refused: Vec::new(), notes: Vec::new() }
    }

    /// Records what was written.
    pub fn done(&mut self, output: PackageOutput) {
        self.step.outcome = "done";
        self.step.size_bytes = output.size_bytes;
        self.outputs.push(output);
    }

    /// Records why nothing was written.
    pub fn failed(&mut self, why: &Sentence) {
        self.step.outcome = "failed";
        self.step.error = Some(why.to_string());
    }

    /// Records that the findings do not allow it.
    pub fn rejected(&mut self, why: &str) {
        self.step.error = Some(why.to_owned());
    }
}

/// Prints the reports and returns the exit code.
pub fn finish(reports: Vec<PackageReport>, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let exit = Exit::done_if(reports.iter().all(|report| report.step.outcome == "done"));
    if session.json {
        let (mut steps, mut refused, mut outputs, mut notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for report in reports {
            steps.push(report.step);
            refused.extend(report.refused);
            outputs.extend(report.outputs);
            notes.extend(report.notes);
        }
        out.json(&PackagesDocument::new(steps, refused, &outputs, notes))?;
        return Ok(exit);
    }
    reports.iter().try_for_each(|report| print(report, out))?;
    Ok(exit)
}

fn print(report: &PackageReport, out: &mut Output) -> anyhow::Result<()> {
    for note in &report.notes {
        out.line(format!("note: {}", sanitize(note)))?;
    }
    for (_, reason) in &report.refused {
        let line = out.style.red(&sanitize(reason));
        out.line(line)?;
    }
    if let Some(error) = &report.step.error {
        warn(error);
    }
    for output in &report.outputs {
        let path = output.path.as_deref().map(sanitize_path).unwrap_or_default();
        let unzipped = output.unzipped_bytes.map_or_else(|| "unknown".to_owned(), bytes);
        let sizes = match output.code_sha256 {
            Some(_) => format!("{}, {unzipped} unzipped", bytes(output.size_bytes)),
            None => bytes(output.size_bytes),
        };
        let sha256 = output.code_sha256.as_ref().map(|sha256| format!("  CodeSha256 {sha256}")).unwrap_or_default();
        out.line(format!("{path}  {sizes}{sha256}"))?;
    }
    Ok(())
}
