//! What a job came to.

use std::path::PathBuf;

use super::Report;
use crate::inventory::facts::Finding;
use crate::text::Sentence;

/// The end of a job, whatever it was.
#[derive(Debug, Clone, PartialEq)]
pub struct JobResult {
    /// What it found out on the way. It holds also where the job broke off.
    pub findings: Vec<Finding>,
    /// What it came to, or why it could not be done.
    pub outcome: Result<JobOutcome, Sentence>,
}

/// What a job came to that could be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobOutcome {
    /// A plan: each step has its outcome.
    Executed(Report),
    /// The trash was emptied, or part of it.
    TrashEmptied(Freed),
    /// Selections of known names were tried for each image; the findings say how far that came.
    ImagesSearched,
    /// Images were compared with their layers; the findings say how each came out.
    ImagesChecked,
}

/// What was removed for good, and what could not be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Freed {
    /// Apparent bytes whose last name is gone; a hard link kept elsewhere frees nothing.
    pub bytes: u64,
    /// Files and links.
    pub files: u64,
    /// What is still there, and why.
    pub failures: Vec<(PathBuf, String)>,
    /// Whether it was stopped before the end; the rest goes when the trash is emptied again.
    pub cancelled: bool,
}

impl JobResult {
    /// Returns the result of a job that was done and found nothing out on the way.
    pub fn done(outcome: JobOutcome) -> Self {
        Self { findings: Vec::new(), outcome: Ok(outcome) }
    }

    /// Returns the result of a job that could not be done.
    pub fn failed(reason: impl Into<Sentence>) -> Self {
        Self { findings: Vec::new(), outcome: Err(reason.into()) }
    }
}

/// For whoever knows which job it was: what that one comes to, or why it could not be done.
impl JobResult {
    /// Returns the report of a plan.
    pub fn into_report(self) -> Result<Report, Sentence> {
        match self.outcome? {
            JobOutcome::Executed(report) => Ok(report),
            other => Err(unexpected(&other)),
        }
    }

    /// Returns what was freed of the trash.
    pub fn into_freed(self) -> Result<Freed, Sentence> {
        match self.outcome? {
            JobOutcome::TrashEmptied(freed) => Ok(freed),
            other => Err(unexpected(&other)),
        }
    }
}

fn unexpected(outcome: &JobOutcome) -> Sentence {
    Sentence::verbatim(format!("the job came to something else: {outcome:?}"))
}

/// A plan that was executed is the most frequent job.
impl From<Report> for JobResult {
    fn from(report: Report) -> Self {
        Self::done(JobOutcome::Executed(report))
    }
}
