//! `verify --json`

use serde::Serialize;

use super::SCHEMA;
use crate::cli::problems::Found;

/// The whole document.
#[derive(Debug, Serialize)]
pub struct ProblemsDocument {
    schema: u32,
    problems: Vec<ProblemJson>,
}

/// One problem with what it is about.
#[derive(Debug, Serialize)]
pub struct ProblemJson {
    code: &'static str,
    target: String,
    detail: String,
    fix: Option<String>,
}

impl ProblemsDocument {
    /// From the problems found.
    pub fn new(found: &[Found]) -> Self {
        Self { schema: SCHEMA, problems: found.iter().map(ProblemJson::from).collect() }
    }
}

impl From<&Found> for ProblemJson {
    fn from(found: &Found) -> Self {
        Self {
            code: found.problem.code.as_str(),
            target: found.target.clone(),
            detail: found.problem.detail.clone(),
            fix: found.problem.fix.clone(),
        }
    }
}
