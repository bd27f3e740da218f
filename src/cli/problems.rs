//! Collects every problem of a survey once, with the item it concerns.

use std::collections::BTreeSet;
use std::path::Path;

use crate::inventory::facts::FoundLeftover;
use crate::inventory::{InventoryRows, LayerRow};
use crate::plan::Selection;
use crate::sam::LayerDir;
use crate::sam::problem::{Problem, ProblemCode, Severity};
use crate::text::{Sentence, sanitize_path, sentence};

/// A problem and the item it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedProblem {
    /// A layer directory, an image name, a leftover's file name, or `template (function)`.
    pub target: String,
    /// The problem.
    pub problem: Problem,
}

/// The requested problems. An empty scope means all of them.
#[derive(Debug, Clone, Default)]
pub struct ProblemScope {
    /// The requested items.
    pub selection: Selection,
    /// The requested codes.
    pub codes: BTreeSet<ProblemCode>,
}

impl ProblemScope {
    fn is_everything(&self) -> bool {
        self.selection.is_empty() && self.codes.is_empty()
    }

    fn takes(&self, named: bool, problem: &Problem) -> bool {
        self.is_everything() || named || self.codes.contains(&problem.code)
    }
}

/// Returns all problems in scope, the most severe first.
pub fn collect(shown: &InventoryRows, scope: &ProblemScope) -> Vec<ReportedProblem> {
    let mut found = Vec::new();
    let mut add = |target: String, named: bool, problem: &Problem| {
        if scope.takes(named, problem) {
            found.push(ReportedProblem { target, problem: problem.clone() });
        }
    };
    for place in &shown.places {
        add(sanitize_path(&place.path), false, &place.problem);
    }
    for row in &shown.layers {
        let named = scope.selection.layers.contains(&row.dir);
        for problem in &row.problems {
            add(row.dir.to_string(), named, problem);
        }
    }
    for row in &shown.images {
        let named = scope.selection.images.contains(&row.name);
        for problem in &row.problems {
            add(row.name.to_string(), named, problem);
        }
    }
    for leftover in &shown.leftovers {
        let named = scope.selection.leftovers.contains(&leftover.path);
        add(
            leftover.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            named,
            &leftover_problem(leftover),
        );
    }
    for template in &shown.templates {
        let path = template.path.display();
        if let Some(error) = &template.error {
            add(path.to_string(), false, &refusal_problem(&template.path, error));
        }
        for row in &template.functions {
            let target = format!("{path} ({})", row.function.full_path);
            for problem in &row.problems {
                add(target.clone(), false, problem);
            }
        }
    }
    found.sort_by_key(|found| std::cmp::Reverse(found.problem.code.severity()));
    found
}

/// Returns the problem of a cache that cannot be read.
pub fn of_cache(shown: &InventoryRows) -> Vec<ReportedProblem> {
    let places = shown.places.iter().filter(|place| place.problem.code == ProblemCode::CacheUnusable);
    places.map(|place| ReportedProblem { target: sanitize_path(&place.path), problem: place.problem.clone() }).collect()
}

/// Returns why it cannot be read whether these layers are cached: the problem of the cache, or those of SAM's lock and
/// status files. None if everything about them was read.
pub fn of_unread<'a>(shown: &InventoryRows, dirs: impl IntoIterator<Item = &'a LayerDir>) -> Vec<ReportedProblem> {
    let mut found = of_cache(shown);
    let rows: BTreeSet<&LayerDir> = dirs.into_iter().collect();
    let rows: Vec<&LayerRow> = rows.into_iter().filter_map(|dir| shown.layer(dir)).collect();
    if !rows.is_empty() {
        let locks = shown.places.iter().filter(|place| place.problem.code == ProblemCode::LocksUnreadable);
        found.extend(
            locks.map(|place| ReportedProblem { target: sanitize_path(&place.path), problem: place.problem.clone() }),
        );
    }
    for row in rows {
        let unread = row.problems.iter().filter(|problem| problem.code == ProblemCode::LocksUnreadable);
        found.extend(unread.map(|problem| ReportedProblem { target: row.dir.to_string(), problem: problem.clone() }));
    }
    found
}

/// Returns whether any problem is more severe than a note.
pub fn has_errors_or_warnings(found: &[ReportedProblem]) -> bool {
    found.iter().any(|found| found.problem.code.severity() > Severity::Note)
}

fn leftover_problem(leftover: &FoundLeftover) -> Problem {
    if leftover.in_use {
        return Problem { code: leftover.kind.problem(), detail: sentence!("problem-leftover-in-use"), fix: None };
    }
    let purge = Sentence::verbatim("samlayers purge --leftovers");
    Problem::new(leftover.kind.problem(), sentence!("problem-leftover"), purge)
}

fn refusal_problem(path: &Path, error: &crate::sam::template::TemplateRefusal) -> Problem {
    Problem {
        code: error.problem_code(),
        detail: format!("{}: {}", error.code, error.message).into(),
        fix: error.fix(path),
    }
}
