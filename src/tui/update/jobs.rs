//! Starts, pauses and ends background jobs.

use super::super::dialog::{Modal, PlanDialog};
use super::super::effect::{Effect, JobId};
use super::super::job::{Job, Status, Work, title};
use super::super::state::{Screen, State, Tone};
use super::super::{lang, text};
use super::survey;
use crate::inventory::ImageRow;
use crate::inventory::changes::Changes;
use crate::inventory::facts::Finding;
use crate::inventory::search::image_layers::ImageSearchResult;
use crate::plan::{
    Freed, JobOutcome, JobResult, Output, Plan, PlanKind, ProgressEvent, RefusalReason, Refused, RefusedTarget, Report,
    Selection, StepAction, StepOutcome,
};
use crate::sam::ImageName;
use crate::tui::list::model::Row;
use crate::tui::list::{marks, rows};
use crate::tui::{outdated_images, undo};

/// Seconds after which the end of a job is reported to a user who is not looking at the terminal.
const LONG: i64 = 5;

/// The most columns of a job's title in a message.
const TITLE: usize = 56;

/// Executes a plan in the background.
pub fn execute(state: &mut State, plan: Plan) -> Vec<Effect> {
    let id = add(state, title(&plan), Work::Plan(plan.clone()));
    vec![Effect::Execute(id, plan)]
}

/// Empties the trash in the background.
pub fn empty_trash(state: &mut State) -> Vec<Effect> {
    let id = add(state, tr!("said-job-empty-trash").to_owned(), Work::EmptyTrash(state.trash().bytes));
    vec![Effect::EmptyTrash(id)]
}

/// Continues the search for the layers of images in the background, where the short search of the survey found nothing.
/// An image is searched again only when new names are known.
pub fn search_images(state: &mut State) -> Vec<Effect> {
    let is_left = |row: &&ImageRow| row.layers.is_none() && row.search.as_ref().is_some_and(ImageSearchResult::gave_up);
    let mut left = state.shown.images.iter().filter(is_left).peekable();
    if left.peek().is_none() {
        return Vec::new();
    }
    let names = state.inventory.known_names().len();
    let left: Vec<ImageName> = left
        .filter(|row| state.searched.get(row.name.as_str()).is_none_or(|known| *known != names))
        .map(|row| row.name.clone())
        .collect();
    let is_searching = state.jobs.iter().any(|job| job.is_running() && matches!(job.work, Work::SearchImages(_)));
    if left.is_empty() || is_searching {
        return Vec::new();
    }
    state.searched.extend(left.iter().map(|image| (image.to_string(), names)));
    let title = tr!("said-job-search", images = tr!("count-image", count = left.len()));
    let id = add(state, title, Work::SearchImages(left.clone()));
    vec![Effect::SearchImages(id, left)]
}

/// Compares the selected images with their layers. It changes nothing, so there is no question.
pub fn check_images(state: &mut State) -> Vec<Effect> {
    let images = marks::images_with_layers(state);
    let title = match &images[..] {
        [only] => tr!("said-job-check", what = only.as_str()),
        more => tr!("said-job-check", what = tr!("count-image", count = more.len())),
    };
    state.show_message(Tone::Plain, tr!("said-job-begun", title = title));
    let id = add(state, title, Work::CheckImages(images.clone()));
    vec![Effect::CheckImages(id, images)]
}

/// Shows the plan of an undo.
pub fn undo_planned(state: &mut State, planned: Result<Option<Plan>, String>) {
    match planned {
        Ok(Some(plan)) if state.modal.is_none() => {
            let selection = Selection::default();
            let permanent = undo::last_permanent(state).map(|job| tr!("undo-earlier", action = job.title));
            state.modal = Some(Modal::Plan(PlanDialog { note: permanent, ..PlanDialog::new(selection, plan, false) }));
        }
        Ok(Some(_)) => {}
        Ok(None) => {
            let permanent = undo::last_permanent(state).map(|job| tr!("undo-impossible", action = job.title));
            state.show_message(Tone::Plain, permanent.unwrap_or_else(|| tr!("said-nothing-to-undo").to_owned()));
        }
        Err(reason) => state.show_message(Tone::Bad, reason),
    }
}

fn add(state: &mut State, title: String, work: Work) -> JobId {
    let id = JobId(state.jobs.last().map_or(1, |job| job.id.0 + 1));
    let job = Job::new(id, title, work, state.now);
    let keep = rows::current_key(state, Screen::Activity);
    state.jobs.push(job);
    rows::rebuild(state, Screen::Activity, keep.as_ref());
    // The newest job is on top and selected when the user opens Activity.
    state.lists[Screen::Activity as usize].go_to(0);
    id
}

/// Removes the layers that a job downloads or will download from a selection, so that nothing is downloaded twice.
pub fn without_running(state: &State, selection: &Selection) -> (Selection, Vec<Refused>) {
    let jobs = state.jobs.iter().filter(|job| job.is_waiting() || job.is_running());
    let steps = jobs.flat_map(|job| job.plan().into_iter().flat_map(|plan| &plan.steps).zip(&job.outcomes));
    let downloads = steps.filter_map(|(step, outcome)| match &step.action {
        StepAction::Refresh(dir, _) if *outcome == StepOutcome::Planned => Some(dir),
        _ => None,
    });
    let mut left = selection.clone();
    let mut refused = Vec::new();
    for dir in downloads {
        if left.layers.remove(dir) {
            refused.push(Refused { target: RefusedTarget::Named(dir.to_string()), reason: RefusalReason::JobRunning });
        }
    }
    (left, refused)
}

/// Stops the job under the cursor.
pub fn cancel(state: &mut State) -> Vec<Effect> {
    let Some(Row::Job(at)) = state.list().current() else { return Vec::new() };
    let Some(job) = state.jobs.get_mut(at) else { return Vec::new() };
    job.stop();
    vec![Effect::Cancel(job.id)]
}

/// Pauses or resumes the job under the cursor.
pub fn pause(state: &mut State) -> Vec<Effect> {
    let Some(Row::Job(at)) = state.list().current() else { return Vec::new() };
    let Some(job) = state.jobs.get_mut(at) else { return Vec::new() };
    let on = !job.is_paused();
    job.pause(on);
    vec![Effect::Pause(job.id, on)]
}

/// Records the progress of a job.
pub fn progress(state: &mut State, id: JobId, progress: ProgressEvent) {
    let now = state.now;
    if let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) {
        job.progress(progress, now);
    }
}

/// Records the findings and the outcome of a job that ended.
pub fn ended(state: &mut State, id: JobId, result: JobResult) -> Vec<Effect> {
    let JobResult { findings, outcome } = result;
    let found = findings.iter().filter(|finding| matches!(finding, Finding::ImageLayers { .. })).count();
    state.stale |= !findings.is_empty();
    for finding in findings {
        state.inventory.apply(finding);
    }
    match outcome {
        Ok(JobOutcome::Executed(report)) => executed(state, id, report),
        Ok(JobOutcome::TrashEmptied(freed)) => {
            let status = emptied(&freed);
            let good = matches!(status, Status::Emptied(_));
            finish(state, id, status, good, "")
        }
        Ok(JobOutcome::ImagesChecked) => {
            let good = state.jobs.iter().any(|job| job.id == id && job.failures() == 0);
            finish(state, id, Status::Compared, good, "")
        }
        // It ran in the background, changed nothing, and its rows show the result.
        Ok(JobOutcome::ImagesSearched) => {
            let now = state.now;
            if let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) {
                job.end(Status::Searched(found), now);
            }
            Vec::new()
        }
        Err(reason) => finish(state, id, Status::Failed(lang::localized(&reason)), false, ""),
    }
}

/// Records the report of an executed plan.
fn executed(state: &mut State, id: JobId, report: Report) -> Vec<Effect> {
    let good = report.is_clean();
    let outdated = outdated_images::count_left_by(state, &report);
    // The footer has space for one hint, and undo is listed among its keys anyway.
    let hint = match (outdated, report.can_undo(), report.removed_from_engine()) {
        (0, true, false) if report.plan.kind == PlanKind::Trash => format!(" {}", tr!("said-can-undo-or-free")),
        (0, true, false) => format!(" {}", tr!("said-can-undo")),
        (0, true, true) => format!(" {}", tr!("said-can-undo-layers")),
        (0, false, true) => format!(" {}", tr!("said-sam-rebuilds")),
        (0, false, false) => written(state, &report),
        (some, ..) => format!(" {}", tr!("said-has-outdated", images = outdated_images::count_text(some))),
    };
    finish(state, id, Status::Done(Box::new(report)), good, &hint)
}

/// Returns where a layer was exported to, if exactly one was.
fn written(state: &State, report: &Report) -> String {
    match (report.plan.kind, &report.outputs[..]) {
        (PlanKind::Export, [Output { path: Some(path), .. }]) => {
            format!(" {}", tr!("said-exported", path = text::path(path, state.home.as_deref())))
        }
        _ => String::new(),
    }
}

/// Returns the status of an emptied trash: a failure that names the first entry that could not be removed, if any.
fn emptied(freed: &Freed) -> Status {
    match freed.failures.first() {
        Some((path, reason)) => Status::Failed(tr!(
            "runtime-not-all-freed",
            bytes = text::bytes(freed.bytes),
            things = tr!("count-thing", count = freed.failures.len()),
            path = path.display(),
            reason = reason
        )),
        None if freed.cancelled => Status::Failed(tr!("runtime-stopped-after", bytes = text::bytes(freed.bytes))),
        None => Status::Emptied(freed.bytes),
    }
}

/// Shows the result once, keeps it in Activity, and surveys what was changed.
fn finish(state: &mut State, id: JobId, status: Status, succeeded: bool, hint: &str) -> Vec<Effect> {
    let now = state.now;
    let Some(job) = state.jobs.iter_mut().find(|job| job.id == id) else { return Vec::new() };
    job.end(status, now);
    let seconds = now.as_second() - job.started.as_second();
    let tone = if succeeded {
        Tone::Good
    } else if job.was_stopped() {
        Tone::Plain
    } else {
        Tone::Bad
    };
    let mut away = None;
    if let Some(summary) = job.summary() {
        // The footer has space for one of them: what to do next, or else why it failed.
        let reason = job.first_failure().filter(|_| hint.is_empty());
        let reason = reason.map_or_else(String::new, |reason| format!(": {}", reason.trim_end_matches('.')));
        // The footer has to show how it ended.
        let title = text::cut_middle(&job.title, TITLE, state.appearance.glyphs.ellipsis);
        // A verification that found something has not failed.
        let is_verification = !matches!(&job.status, Status::Done(report) if report.plan.kind != PlanKind::Verify);
        let only = job.first_failure().filter(|_| hint.is_empty() && job.outcomes.len() == 1 && !is_verification);
        let text = match only {
            Some(reason) => format!("{title}: {}.", reason.trim_end_matches('.')),
            None => format!("{title}: {}{reason}.{hint}", summary.trim_end_matches('.')),
        };
        away = (!state.focused && seconds >= LONG).then(|| Effect::Notify(text.clone()));
        state.show_message(tone, text);
    }
    let mut effects = survey::begin_changed(state, Changes { engine: true, builds: true, ..Changes::of_cache() });
    effects.extend(away);
    effects
}
