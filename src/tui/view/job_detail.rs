//! Draws the details of a job: each step with its outcome.

use super::super::job::{Job, Status, Work};
use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use super::{activity, job_progress, plan as plan_view, usage};
use crate::plan::{Plan, Step, StepOutcome};
use crate::sam::ImageName;
use crate::tui::outdated_images;

/// Draws a job.
pub fn job(doc: &mut Doc, state: &State, at: usize) {
    let job = &state.jobs[at];
    let (sign, word, role) = activity::state_of(&state.appearance, job);
    let summary = job.summary().unwrap_or_else(|| word.to_owned());
    doc.hanging(role, sign, 0, &summary);
    doc.blank();
    doc.fact(tr!("job-started"), &text::moment(job.started));
    if let Some(ended) = job.ended {
        doc.fact(tr!("job-ended"), &text::moment(ended));
    }
    if let Status::Done(report) = &job.status {
        if report.trashed_bytes > 0 {
            doc.fact(tr!("job-trash"), &tr!("job-in-trash", bytes = text::bytes(report.trashed_bytes)));
        }
        if report.freed_bytes > 0 {
            doc.fact(tr!("job-freed"), &text::bytes(report.freed_bytes));
        }
        if let Some(waits) = &report.sam_waits {
            doc.fact(tr!("job-sam"), &lang::localized(waits));
        }
        for output in &report.outputs {
            let path = output.path.as_ref().map(|path| text::path(path, state.home.as_deref()));
            // Of an import, the path is that of the layer in the cache.
            let result = output.arn.as_ref().map(|arn| arn.as_str().to_owned()).or(path);
            if let Some(result) = &result {
                doc.fact(tr!("job-result"), result);
            }
        }
        for note in &report.notes {
            doc.fact(tr!("job-note"), &lang::localized(note));
        }
        let outdated = outdated_images::count_left_by(state, report);
        if outdated > 0 {
            let counted = outdated_images::count_text(outdated);
            doc.fact_as(Role::Warn, tr!("job-images"), &tr!("job-outdated", images = counted));
        }
    }
    if let Some(command) = job.command_line() {
        doc.fact(tr!("job-command"), &command);
    }
    job_progress::total(doc, state, job);
    if let Some(plan) = job.plan() {
        steps(doc, state, job, plan);
    }
    if let Work::SearchImages(images) = &job.work {
        searches(doc, state, job, images);
    }
    if let Work::CheckImages(images) = &job.work {
        doc.heading(tr!("job-label-images"), "");
        for (index, image) in images.iter().enumerate() {
            outcome(doc, state, job, index, image.as_str());
        }
    }
}

/// Draws the progress of a search for the layers of images.
fn searches(doc: &mut Doc, state: &State, job: &Job, images: &[ImageName]) {
    doc.paragraph(Role::Dim, tr!("job-searched"));
    doc.heading(tr!("job-label-images"), "");
    let glyphs = doc.appearance.glyphs;
    for (index, image) in images.iter().enumerate() {
        let (role, sign) = match job.outcomes.get(index) {
            Some(StepOutcome::Done) => (Role::Ok, glyphs.ok),
            Some(StepOutcome::Skipped(_) | StepOutcome::Failed(_)) => (Role::Dim, glyphs.unknown),
            _ if job.track.at(index).is_some() => (Role::Busy, glyphs.right),
            _ => (Role::Dim, glyphs.dot),
        };
        doc.hanging(role, sign, 0, image.as_str());
        if let Some((tried, Some(all))) = job.track.at(index).and_then(|at| at.bytes) {
            let progress = tr!("job-of-at-most-selections-tried", tried = text::count(tried), all = text::count(all));
            doc.hanging(Role::Dim, "", 2, &progress);
        } else if let (Some(search), false) = (state.inventory.search_of(image).0, job.is_running())
            && search.found.is_empty()
        {
            doc.hanging(Role::Dim, "", 2, &usage::searched(search));
        }
    }
}

fn steps(doc: &mut Doc, state: &State, job: &Job, plan: &Plan) {
    doc.heading(tr!("job-steps"), "");
    for (index, step) in plan.steps.iter().enumerate() {
        one(doc, state, job, index, step);
    }
    for refused in &plan.refused {
        let (target, reason) = (lang::localized(&refused.target.message()), lang::localized(&refused.reason.message()));
        doc.hanging(Role::Warn, doc.appearance.glyphs.warn, 0, &tr!("job-refused", target = target, reason = reason));
    }
}

fn one(doc: &mut Doc, state: &State, job: &Job, index: usize, step: &Step) {
    outcome(doc, state, job, index, &format!("{} {}", plan_view::verb(&step.action), step.target));
}

/// Draws a step and its outcome.
fn outcome(doc: &mut Doc, state: &State, job: &Job, index: usize, what: &str) {
    let glyphs = doc.appearance.glyphs;
    match job.outcomes.get(index) {
        Some(StepOutcome::Done) => doc.hanging(Role::Ok, glyphs.ok, 0, what),
        Some(StepOutcome::Failed(reason)) => {
            doc.hanging(Role::Bad, glyphs.failed, 0, what);
            doc.hanging(Role::Text, "", 2, &lang::localized(reason));
        }
        Some(StepOutcome::Skipped(why)) => {
            doc.hanging(Role::Warn, glyphs.skipped, 0, what);
            doc.hanging(Role::Dim, "", 2, &lang::localized(&why.message()));
        }
        Some(StepOutcome::Planned) | None => {
            let Some(at) = job.track.at(index) else {
                doc.hanging(Role::Dim, glyphs.dot, 0, what);
                return;
            };
            doc.hanging(Role::Busy, glyphs.right, 0, what);
            job_progress::step(doc, state, job, at);
        }
    }
}
