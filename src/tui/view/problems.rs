//! Draws the problems of one item, each with its fix.

use super::super::lang;
use super::super::theme::Role;
use super::doc::Doc;
use crate::sam::problem::{Problem, Severity};

/// Returns the role of a severity.
pub fn role(severity: Severity) -> Role {
    match severity {
        Severity::Note => Role::Text,
        Severity::Warning => Role::Warn,
        Severity::Error => Role::Bad,
    }
}

/// Returns the sign of a severity.
pub fn sign(doc: &Doc, severity: Severity) -> &'static str {
    match severity {
        Severity::Note => doc.appearance.glyphs.dot,
        Severity::Warning => doc.appearance.glyphs.warn,
        Severity::Error => doc.appearance.glyphs.failed,
    }
}

/// Returns the most severe problem.
pub fn most_severe(problems: &[Problem]) -> Option<&Problem> {
    problems.iter().max_by_key(|problem| problem.code.severity())
}

/// Draws problems one after the other.
pub fn section(doc: &mut Doc, problems: &[Problem]) {
    for problem in problems {
        let severity = problem.code.severity();
        let sign = sign(doc, severity);
        doc.blank();
        doc.hanging(role(severity), sign, 0, &lang::localized(&problem.detail));
        if let Some(fix) = &problem.fix {
            doc.hanging(Role::Text, doc.appearance.glyphs.right, 2, &lang::localized(fix));
        }
    }
}
