//! Jobs: started, going on, over.

use super::super::dialog::{Modal, PlanDialog};
use super::super::effect::{Effect, JobId};
use super::super::job::{Gait, Job, Status, Work, title};
use super::super::list::Row;
use super::super::state::{Screen, State, Tone};
use super::super::{outdated, rows};
use super::survey;
use crate::inventory::changes::Changes;
use crate::plan::{Action, Outcome, Plan, PlanKind, Progress, Refused, Report, Selection};

/// Seconds after which a job's end is worth a sign to whoever looks elsewhere by then.
const LONG: i64 = 5;

/// Carries out a plan in the background.
pub fn carry_out(state: &mut State, plan: Plan) -> Vec<Effect> {
    let id = add(state, title(&plan), Work::Plan(plan.clone()));
    vec![Effect::CarryOut(id, plan)]
}

/// Frees what the trash holds.
pub fn empty_trash(state: &mut State) -> Vec<Effect> {
    let id = add(state, "Empty the trash".to_owned(), Work::EmptyTrash(state.inventory.trash.bytes));
    vec![Effect::EmptyTrash(id)]
}

/// What undo would bring back is shown before it is done, as everything is.
pub fn undo_planned(state: &mut State, planned: Result<Option<Plan>, String>) {
    match planned {
        Ok(Some(plan)) if state.modal.is_none() => {
            let selection = Selection::default();
            state.modal = Some(Modal::Plan(PlanDialog { selection, plan, with_images: false, scroll: 0 }));
        }
        Ok(Some(_)) => {}
        Ok(None) => state.say(Tone::Plain, "There is nothing to undo."),
        Err(reason) => state.say(Tone::Bad, reason),
    }
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

/// A selection without the layers that a job downloads or is about to: nothing is fetched twice.
pub fn not_under_way(state: &State, selection: &Selection) -> (Selection, Vec<Refused>) {
    let jobs = state.jobs.iter().filter(|job| job.is_waiting() || job.is_running());
    let steps = jobs.flat_map(|job| job.plan().into_iter().flat_map(|plan| &plan.steps).zip(&job.outcomes));
    let downloads = steps.filter_map(|(step, outcome)| match &step.action {
        Action::Refresh(dir, _) if *outcome == Outcome::Planned => Some(dir),
        _ => None,
    });
    let mut left = selection.clone();
    let mut refused = Vec::new();
    for dir in downloads {
        if left.layers.remove(dir) {
            let reason = "a job is downloading it already: see Activity (4)".to_owned();
            refused.push(Refused { target: dir.to_string(), reason });
        }
    }
    (left, refused)
}

/// Asks the job under the cursor to stop.
pub fn cancel(state: &mut State) -> Vec<Effect> {
    let Some(Row::Job(at)) = state.list().current() else { return Vec::new() };
    let Some(job) = state.jobs.get_mut(at) else { return Vec::new() };
    if job.is_running() {
        job.status = Status::Running(Gait::Stopping);
    }
    vec![Effect::Cancel(job.id)]
}

/// Lets the job under the cursor wait, or go on.
pub fn hold(state: &mut State) -> Vec<Effect> {
    let Some(Row::Job(at)) = state.list().current() else { return Vec::new() };
    let Some(job) = state.jobs.get_mut(at) else { return Vec::new() };
    let on = !job.is_held();
    job.hold(on);
    vec![Effect::Hold(job.id, on)]
}

/// A job goes on.
pub fn progress(state: &mut State, id: JobId, progress: Progress) {
    let now = state.now;
    if let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) {
        job.progress(progress, now);
    }
}

/// A plan was carried out, or could not be.
pub fn done(state: &mut State, id: JobId, result: Result<Report, String>) -> Vec<Effect> {
    let good = matches!(&result, Ok(report) if report.is_clean());
    // An undo can be undone no further.
    let outdated = result.as_ref().map_or(0, |report| outdated::after(state, report));
    let can_undo = matches!(&result, Ok(report) if report.can_undo() && report.plan.kind != PlanKind::Undo);
    let status = result.map_or_else(Status::Failed, |report| Status::Done(Box::new(report)));
    // The footer has room for one of them; undo stands among its keys as well.
    let hint = match outdated {
        0 if can_undo => " u undoes it.".to_owned(),
        0 => String::new(),
        some => format!(" i removes {}.", outdated::counted(some)),
    };
    over(state, id, status, good, &hint)
}

/// The trash was emptied, or could not be.
pub fn emptied(state: &mut State, id: JobId, result: Result<u64, String>) -> Vec<Effect> {
    let good = result.is_ok();
    over(state, id, result.map_or_else(Status::Failed, Status::Emptied), good, "")
}

/// The result is said once and kept in Activity, and what was changed is looked at again.
fn over(state: &mut State, id: JobId, status: Status, good: bool, hint: &str) -> Vec<Effect> {
    let now = state.now;
    let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) else { return Vec::new() };
    job.end(status, now);
    let took = now.as_second() - job.started.as_second();
    let mut away = None;
    if let Some(summary) = job.summary() {
        let text = format!("{}: {}.{hint}", job.title, summary.trim_end_matches('.'));
        away = (!state.focused && took >= LONG).then(|| Effect::Notify(text.clone()));
        state.say(if good { Tone::Good } else { Tone::Bad }, text);
    }
    let mut effects = survey::begin_changes(state, Changes { engine: true, ..Changes::of_cache() });
    effects.extend(away);
    effects
}
