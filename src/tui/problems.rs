//! The list of all problems with the items they concern.

use super::list::model::Key;
use super::{lang, text};
use crate::inventory::{FunctionRef, InventoryRows};
use crate::sam::problem::{Problem, Severity};
use crate::text::{Sentence, sentence};

/// A problem and the item it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProblemEntry {
    /// Identifies the row of the item.
    pub key: Key,
    /// The name of the item.
    pub target: String,
    /// The problem.
    pub problem: Problem,
}

/// Returns all problems, the most severe first.
pub fn all(shown: &InventoryRows) -> Vec<ProblemEntry> {
    let mut listed = Vec::new();
    for place in &shown.places {
        listed.push(ProblemEntry {
            key: Key::Path(place.path.clone()),
            target: place.path.display().to_string(),
            problem: place.problem.clone(),
        });
    }
    for row in &shown.layers {
        let own = row.problems.iter().filter(|problem| problem.code.is_of_entry()).map(|problem| ProblemEntry {
            key: Key::Layer(row.dir.clone()),
            target: row.dir.to_string(),
            problem: problem.clone(),
        });
        listed.extend(own);
    }
    for leftover in &shown.leftovers {
        let name = leftover.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let detail = sentence!("problems-an-interrupted-sam-left-behind", bytes = text::bytes(leftover.bytes));
        listed.push(ProblemEntry {
            key: Key::Path(leftover.path.clone()),
            target: name,
            problem: Problem::new(leftover.kind.problem(), detail, sentence!("problems-purge-it")),
        });
    }
    for row in &shown.images {
        let own = row.problems.iter().filter(|problem| problem.code.is_of_entry()).map(|problem| ProblemEntry {
            key: Key::Image(row.name.clone()),
            target: row.name.to_string(),
            problem: problem.clone(),
        });
        listed.extend(own);
    }
    for template in &shown.templates {
        if let Some(refusal) = &template.error {
            let code = refusal.problem_code();
            listed.push(ProblemEntry {
                key: Key::Template(template.path.clone()),
                target: template.path.display().to_string(),
                problem: Problem {
                    code,
                    detail: sam_error(&refusal.code, &refusal.message),
                    fix: refusal.fix(&template.path),
                },
            });
        }
        for row in &template.functions {
            let function = FunctionRef { template: template.path.clone(), function: row.function.full_path.clone() };
            let own = row.problems.iter().map(|problem| ProblemEntry {
                key: Key::Function(function.clone()),
                target: function.function.clone(),
                problem: problem.clone(),
            });
            listed.extend(own);
        }
    }
    listed.sort_by_key(|one| std::cmp::Reverse(one.problem.code.severity()));
    listed
}

/// Returns an error of SAM unchanged, below a localized headline where the app is not in English.
fn sam_error(code: &str, message: &str) -> Sentence {
    match lang::headline(code) {
        Some(headline) => Sentence::verbatim(format!("{headline} {message}")),
        None => Sentence::verbatim(message),
    }
}

/// Returns the highest severity of some problems.
pub fn worst(problems: &[Problem]) -> Option<Severity> {
    problems.iter().filter(|problem| problem.code.is_of_entry()).map(|problem| problem.code.severity()).max()
}
