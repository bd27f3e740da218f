//! The result of a job.

use std::path::PathBuf;

use super::Report;
use crate::inventory::facts::Finding;
use crate::text::Sentence;

/// The result of a job of any kind.
#[derive(Debug, Clone, PartialEq)]
pub struct JobResult {
    /// The findings, which are valid even if the job failed.
    pub findings: Vec<Finding>,
    /// The outcome, or why the job failed.
    pub outcome: Result<JobOutcome, Sentence>,
}

/// The outcome of a successful job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobOutcome {
    /// A plan was executed; each step has its own outcome.
    Executed(Report),
    /// The trash was emptied, or part of it.
    TrashEmptied(Freed),
    /// Combinations of known names were tried for each image; the findings contain the results.
    ImagesSearched,
    /// Images were compared with their layers; the findings contain the results.
    ImagesChecked,
}

/// The entries that were removed permanently, and those that could not be removed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Freed {
    /// The apparent bytes that were freed. A file that has other hard links frees nothing.
    pub bytes: u64,
    /// The number of files and links that were removed.
    pub files: u64,
    /// The paths that still exist, and why.
    pub failures: Vec<(PathBuf, String)>,
    /// Whether it was cancelled before the end. The rest is removed when the trash is emptied again.
    pub cancelled: bool,
}

impl JobResult {
    /// Returns the result of a successful job without findings.
    pub fn done(outcome: JobOutcome) -> Self {
        Self { findings: Vec::new(), outcome: Ok(outcome) }
    }

    /// Returns the result of a failed job.
    pub fn failed(reason: impl Into<Sentence>) -> Self {
        Self { findings: Vec::new(), outcome: Err(reason.into()) }
    }
}

/// Conversions for a caller that knows the kind of the job.
impl JobResult {
    /// Returns the report of a plan.
    pub fn into_report(self) -> Result<Report, Sentence> {
        match self.outcome? {
            JobOutcome::Executed(report) => Ok(report),
            other => Err(unexpected(&other)),
        }
    }

    /// Returns what emptying the trash freed.
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

/// Converts the report of an executed plan, the most frequent kind of job.
impl From<Report> for JobResult {
    fn from(report: Report) -> Self {
        Self::done(JobOutcome::Executed(report))
    }
}
