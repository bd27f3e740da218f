//! A job step by step, with what became of each.

use super::super::job::{Job, Status};
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{activity, plan as plan_view};
use crate::plan::{Outcome, Plan, Step};

/// A job.
pub fn job(doc: &mut Doc, state: &State, at: usize) {
    let job = &state.jobs[at];
    let (sign, word, role) = activity::state_of(&state.look, job);
    let summary = job.summary().unwrap_or_else(|| word.to_owned());
    doc.hanging(role, sign, 0, &summary);
    doc.blank();
    doc.fact("started", &text::moment(job.started));
    if let Some(ended) = job.ended {
        doc.fact("ended", &text::moment(ended));
    }
    if let Status::Done(report) = &job.status {
        if report.trashed_bytes > 0 {
            doc.fact(
                "trash",
                &format!("{} moved there: it still takes space (X empties it)", text::bytes(report.trashed_bytes)),
            );
        }
        if report.freed_bytes > 0 {
            doc.fact("freed", &text::bytes(report.freed_bytes));
        }
    }
    if let Some(plan) = job.plan() {
        steps(doc, job, plan);
    }
}

fn steps(doc: &mut Doc, job: &Job, plan: &Plan) {
    doc.heading("Steps", "");
    for (index, step) in plan.steps.iter().enumerate() {
        one(doc, job, index, step);
    }
    for refused in &plan.refused {
        doc.hanging(Role::Warn, doc.look.glyphs.warn, 0, &format!("{}: refused, {}", refused.target, refused.reason));
    }
}

fn one(doc: &mut Doc, job: &Job, index: usize, step: &Step) {
    let glyphs = doc.look.glyphs;
    let what = format!("{} {}", plan_view::verb(&step.action), step.target);
    match job.outcomes.get(index) {
        Some(Outcome::Done) => doc.hanging(Role::Ok, glyphs.ok, 0, &what),
        Some(Outcome::Failed(reason)) => {
            doc.hanging(Role::Bad, glyphs.failed, 0, &what);
            doc.hanging(Role::Text, "", 2, reason);
        }
        Some(Outcome::Skipped(reason)) => {
            doc.hanging(Role::Warn, glyphs.skipped, 0, &what);
            doc.hanging(Role::Dim, "", 2, reason);
        }
        Some(Outcome::Planned) | None => {
            let Some(at) = job.at.get(&index) else {
                doc.hanging(Role::Dim, glyphs.dot, 0, &what);
                return;
            };
            doc.hanging(Role::Busy, glyphs.right, 0, &what);
            let mut parts: Vec<String> = at.phase.map(str::to_owned).into_iter().collect();
            match at.bytes {
                Some((done, Some(total))) => parts.push(format!("{} of {}", text::bytes(done), text::bytes(total))),
                Some((done, None)) => parts.push(text::bytes(done)),
                None => {}
            }
            if !parts.is_empty() {
                doc.hanging(Role::Dim, "", 2, &parts.join(", "));
            }
        }
    }
}
