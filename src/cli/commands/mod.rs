//! The commands, with one file for each.

pub mod app;
pub mod arn;
pub mod builds;
pub mod completions;
pub mod dir;
pub mod doctor;
pub mod explain;
pub mod export;
pub mod functions;
pub mod images;
pub mod import;
pub mod ls;
pub mod man;
pub mod pack;
mod package_report;
pub mod prefetch;
pub mod publish;
mod publish_source;
pub mod purge;
pub mod refresh;
mod run_plan;
pub mod size;
pub mod tag;
pub mod trash;
pub mod undo;
pub mod verify;

use super::exit::UsageError;
use crate::plan::Selector;

/// Parses selectors; an invalid one is a usage error.
fn parse_selectors(texts: &[String]) -> Result<Vec<(String, Selector)>, UsageError> {
    let parse = |text: &String| match Selector::parse(text) {
        Ok(selector) => Ok((text.clone(), selector)),
        Err(error) => Err(UsageError(error.to_string())),
    };
    texts.iter().map(parse).collect()
}
