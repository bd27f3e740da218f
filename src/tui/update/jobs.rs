//! Jobs: started, going on, over.

use super::super::effect::{Effect, JobId};
use super::super::job::{Job, Status, Work, title};
use super::super::list::Row;
use super::super::rows;
use super::super::state::{Screen, State, Tone};
use super::survey;
use crate::plan::{Plan, Progress, Report};

/// Carries out a plan in the background.
pub fn carry_out(state: &mut State, plan: Plan) -> Vec<Effect> {
    let id = add(state, title(&plan), Work::Plan(plan.clone()));
    vec![Effect::CarryOut(id, plan)]
}

/// Brings back what the last operation took away.
pub fn undo(state: &mut State) -> Vec<Effect> {
    let id = add(state, "Undo".to_owned(), Work::Undo);
    vec![Effect::Undo(id)]
}

/// Frees what the trash holds.
pub fn empty_trash(state: &mut State) -> Vec<Effect> {
    let id = add(state, "Empty the trash".to_owned(), Work::EmptyTrash);
    vec![Effect::EmptyTrash(id)]
}

fn add(state: &mut State, title: String, work: Work) -> JobId {
    let id = JobId(state.jobs.last().map_or(1, |job| job.id.0 + 1));
    let job = Job::new(id, title, work, state.now);
    let keep = rows::current_key(state, Screen::Activity);
    state.jobs.push(job);
    rows::rebuild(state, Screen::Activity, keep.as_ref());
    // The newest job is what a person wants to see when they come to look.
    state.lists[Screen::Activity as usize].go_to(0);
    id
}

/// Asks the job under the cursor to stop.
pub fn cancel(state: &mut State) -> Vec<Effect> {
    let Some(Row::Job(at)) = state.list().current() else { return Vec::new() };
    let Some(job) = state.jobs.get_mut(at) else { return Vec::new() };
    if job.is_running() {
        job.status = Status::Running { cancelled: true };
    }
    vec![Effect::Cancel(job.id)]
}

/// A job goes on.
pub fn progress(state: &mut State, id: JobId, progress: Progress) {
    if let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) {
        job.progress(progress);
    }
}

/// A job is over: its result is said once and kept in Activity, and what it changed is looked at again.
pub fn done(state: &mut State, id: JobId, result: Result<Report, String>) -> Vec<Effect> {
    let now = state.now;
    let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) else { return Vec::new() };
    let good = matches!(&result, Ok(report) if report.is_clean());
    let can_undo = matches!((&result, &job.work), (Ok(report), Work::Plan(_)) if report.can_undo());
    job.end(result, now);
    if let Some(summary) = job.summary() {
        let undo = if can_undo { " u undoes it." } else { "" };
        let text = format!("{}: {}.{undo}", job.title, summary.trim_end_matches('.'));
        state.say(if good { Tone::Good } else { Tone::Bad }, text);
    }
    survey::begin(state)
}
