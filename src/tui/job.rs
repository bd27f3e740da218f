//! Background jobs: executing a plan, emptying the trash, searching and comparing images.

use jiff::Timestamp;

use super::effect::JobId;
use super::{lang, text};
use crate::plan;
use crate::plan::{Plan, PlanKind, PlanProgress, ProgressEvent, PurgeScope, Report, StepAction, StepOutcome};
use crate::sam::ImageName;

/// A job and its progress.
#[derive(Debug, Clone)]
pub struct Job {
    /// The id of the job.
    pub id: JobId,
    /// The title, such as `Purge 3 layers`.
    pub title: String,
    /// The kind of work.
    pub work: Work,
    /// The current state.
    pub status: Status,
    /// The outcome of each step; empty until the steps are known.
    pub outcomes: Vec<StepOutcome>,
    /// The progress of the steps that are running. Downloads run in parallel.
    pub track: PlanProgress,
    /// Whether the user stopped the job. Steps that were left out then do not count as failures.
    pub stopped: bool,
    /// When the job was started.
    pub started: Timestamp,
    /// When the job ended.
    pub ended: Option<Timestamp>,
}

/// The kind of work of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Executes a plan.
    Plan(Plan),
    /// Permanently deletes the trash, which has this many bytes.
    EmptyTrash(u64),
    /// Searches the layers of these images by trying combinations of known names. Changes nothing.
    SearchImages(Vec<ImageName>),
    /// Compares these images with their layers. Changes nothing.
    CheckImages(Vec<ImageName>),
}

/// The state of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// The job waits for another one to end.
    Waiting,
    /// The job is running.
    Running(RunState),
    /// The job has ended; the report has the outcome of each step.
    Done(Box<Report>),
    /// The trash was emptied and this many bytes were freed.
    Emptied(u64),
    /// The search has ended; the layers of this many images are now known.
    Searched(usize),
    /// The images were compared; the outcomes have the results.
    Compared,
    /// The job failed as a whole, with the reason.
    Failed(String),
}

/// The state of a running job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// The job makes progress.
    Active,
    /// The user paused the job.
    Paused,
    /// The user stopped the job; it ends after its current step.
    Stopping,
}

impl Job {
    /// Creates a waiting job.
    pub fn new(id: JobId, title: String, work: Work, started: Timestamp) -> Self {
        let steps = match &work {
            Work::Plan(plan) => plan.steps.len(),
            // Emptying the trash is a single step.
            Work::EmptyTrash(_) => 1,
            Work::SearchImages(images) | Work::CheckImages(images) => images.len(),
        };
        let outcomes = vec![StepOutcome::Planned; steps];
        let track = PlanProgress::default();
        Self { id, title, work, status: Status::Waiting, outcomes, track, stopped: false, started, ended: None }
    }

    /// Records progress.
    pub fn progress(&mut self, progress: ProgressEvent, now: Timestamp) {
        if matches!(self.status, Status::Waiting) {
            self.status = Status::Running(RunState::Active);
        }
        self.track.take(&progress, now);
        if let ProgressEvent::Finished { step, outcome } = progress {
            if self.outcomes.len() <= step {
                self.outcomes.resize(step + 1, StepOutcome::Planned);
            }
            self.outcomes[step] = outcome;
        }
    }

    /// Pauses or resumes the job.
    pub fn pause(&mut self, on: bool) {
        self.status = Status::Running(if on { RunState::Paused } else { RunState::Active });
        self.track.paused();
    }

    /// Marks the job as stopped by the user. A running job ends after its current step.
    pub fn stop(&mut self) {
        self.stopped = true;
        if self.is_running() {
            self.status = Status::Running(RunState::Stopping);
        }
    }

    /// Returns whether the job ended early only because the user stopped it.
    pub fn was_stopped(&self) -> bool {
        let left_out = self.outcomes.iter().any(|outcome| *outcome != StepOutcome::Done);
        let ended = matches!(self.status, Status::Done(_) | Status::Compared);
        self.stopped && ended && left_out && self.failures() == 0
    }

    /// Records the end of the job.
    pub fn end(&mut self, status: Status, now: Timestamp) {
        self.track.end();
        self.ended = Some(now);
        match &status {
            Status::Done(report) => self.outcomes.clone_from(&report.outcomes),
            Status::Emptied(_) => self.outcomes.fill(StepOutcome::Done),
            Status::Waiting | Status::Running(_) | Status::Searched(_) | Status::Compared | Status::Failed(_) => {}
        }
        self.status = status;
    }

    /// Returns the steps: those of the report once there is one, otherwise those of the plan.
    pub fn plan(&self) -> Option<&Plan> {
        match (&self.status, &self.work) {
            (Status::Done(report), _) => Some(&report.plan),
            (_, Work::Plan(plan)) => Some(plan),
            _ => None,
        }
    }

    /// Returns whether the job is running.
    pub fn is_running(&self) -> bool {
        matches!(self.status, Status::Running(_))
    }

    /// Returns whether the job is paused.
    pub fn is_paused(&self) -> bool {
        self.status == Status::Running(RunState::Paused)
    }

    /// Returns whether the job has not started yet.
    pub fn is_waiting(&self) -> bool {
        matches!(self.status, Status::Waiting)
    }

    /// Returns the number of finished steps and the number of all steps.
    pub fn steps_done(&self) -> (usize, usize) {
        let done = self.outcomes.iter().filter(|outcome| **outcome != StepOutcome::Planned).count();
        (done, self.outcomes.len())
    }

    /// Returns the number of steps that are downloads.
    pub fn downloads(&self) -> usize {
        let steps = self.plan().into_iter().flat_map(|plan| &plan.steps);
        steps.filter(|step| matches!(step.action, StepAction::Refresh(..))).count()
    }

    /// Returns the number of failed steps.
    pub fn failures(&self) -> usize {
        self.outcomes.iter().filter(|outcome| matches!(outcome, StepOutcome::Failed(_))).count()
    }

    /// Returns the reason of the first step that failed.
    pub fn first_failure(&self) -> Option<String> {
        self.outcomes.iter().find_map(|outcome| match outcome {
            StepOutcome::Failed(reason) => Some(lang::localized(reason)),
            _ => None,
        })
    }

    /// Returns the progress from 0 to 1, including the bytes of the current step.
    pub fn fraction(&self) -> f64 {
        let (done, all) = self.steps_done();
        if all == 0 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a bar has a hundred columns at most")]
        let part = |at: &crate::plan::StepProgress| match at.bytes {
            Some((done, Some(total))) if total > 0 => (done as f64 / total as f64).min(1.0),
            _ => 0.0,
        };
        let of_step: f64 = self.track.under_way().map(|(_, at)| part(at)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a bar has a hundred columns at most")]
        let fraction = (done as f64 + of_step) / all as f64;
        fraction.min(1.0)
    }

    /// Returns the command line that does the same, if there is one.
    pub fn command_line(&self) -> Option<String> {
        match &self.work {
            Work::Plan(plan) => plan::command_line(plan),
            Work::EmptyTrash(_) => Some(plan::EMPTY_TRASH_COMMAND.to_owned()),
            Work::SearchImages(_) => None,
            Work::CheckImages(checked) => Some(plan::verify_command(checked.iter().map(ImageName::as_str))),
        }
    }

    /// Returns a sentence about how the job ended, once it has.
    pub fn summary(&self) -> Option<String> {
        match &self.status {
            Status::Waiting | Status::Running(_) => None,
            Status::Failed(reason) => Some(reason.clone()),
            Status::Emptied(bytes) => Some(tr!("outcome-freed", bytes = text::bytes(*bytes))),
            Status::Done(report) if report.plan.kind == PlanKind::Verify => {
                let (done, all) = (done(&report.outcomes), report.outcomes.len());
                let fine = tr!("outcome-layers-checked", done = done, count = all);
                Some(checked(fine, &report.outcomes, report.plan.refused.len()))
            }
            Status::Compared => {
                let fine = tr!("outcome-images-checked", done = done(&self.outcomes), count = self.outcomes.len());
                Some(checked(fine, &self.outcomes, 0))
            }
            Status::Searched(found) => {
                Some(tr!("outcome-found", found = found, images = tr!("count-image", count = self.outcomes.len())))
            }
            Status::Done(report) => {
                let steps = tr!("count-step", count = report.outcomes.len());
                let mut parts = vec![tr!("outcome-done", done = done(&report.outcomes), steps = steps)];
                if report.trashed_bytes > 0 {
                    parts.push(tr!("outcome-in-trash", bytes = text::bytes(report.trashed_bytes)));
                }
                if report.freed_bytes > 0 {
                    parts.push(tr!("outcome-freed", bytes = text::bytes(report.freed_bytes)));
                }
                match self.failures() {
                    0 => {}
                    failures => parts.push(tr!("outcome-failed", failed = failures)),
                }
                match report.plan.refused.len() {
                    0 => {}
                    refused => parts.push(tr!("outcome-refused", refused = refused)),
                }
                if self.was_stopped() {
                    parts.push(tr!("outcome-stopped").to_owned());
                }
                Some(parts.join(", "))
            }
        }
    }
}

/// Returns the number of outcomes that succeeded.
fn done(outcomes: &[StepOutcome]) -> usize {
    outcomes.iter().filter(|outcome| **outcome == StepOutcome::Done).count()
}

/// Returns the result of a verification as a sentence.
fn checked(fine: String, outcomes: &[StepOutcome], refused: usize) -> String {
    let count = |is: fn(&StepOutcome) -> bool| outcomes.iter().filter(|outcome| is(outcome)).count();
    let failed = count(|outcome| matches!(outcome, StepOutcome::Failed(_)));
    let skipped = count(|outcome| matches!(outcome, StepOutcome::Skipped(_)));
    let parts = [
        Some(fine),
        (failed > 0).then(|| tr!("outcome-not-as-published", failed = failed)),
        (skipped > 0).then(|| tr!("outcome-not-checked", skipped = skipped)),
        (refused > 0).then(|| tr!("outcome-refused", refused = refused)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// Returns the title of a plan in the Activity screen.
pub fn title(plan: &Plan) -> String {
    let verb = match plan.kind {
        PlanKind::Trash | PlanKind::Delete if plan.scope() == PurgeScope::Locks => tr!("outcome-release-lock"),
        PlanKind::Trash | PlanKind::Delete if !plan.removes_from_cache() => tr!("outcome-remove"),
        PlanKind::Trash => tr!("outcome-purge"),
        PlanKind::Delete => tr!("outcome-delete"),
        PlanKind::Refresh => tr!("outcome-refresh"),
        PlanKind::Import => tr!("outcome-import"),
        PlanKind::Publish => tr!("outcome-publish"),
        PlanKind::Export => tr!("outcome-export"),
        PlanKind::Undo => tr!("outcome-bring-back"),
        PlanKind::Verify => tr!("outcome-check-deeply"),
    };
    match &plan.steps[..] {
        [] => verb.to_owned(),
        [only] => format!("{verb} {}", only.target),
        [first, rest @ ..] => tr!("outcome-title-more", verb = verb, first = first.target, more = rest.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Step;

    fn plan(steps: usize) -> Plan {
        let step = |n| Step {
            action: StepAction::ReleaseLock(crate::sam::LayerDir::parse("a-1-0123456789").unwrap()),
            target: format!("left-{n}"),
            path: None,
            size_bytes: 10,
            frees_bytes: 10,
            file_count: None,
            notes: Vec::new(),
        };
        Plan::new(PlanKind::Trash, (0..steps).map(step).collect())
    }

    #[test]
    fn bytes_of_the_current_step_count_as_a_fraction() {
        let mut job = Job::new(JobId(1), "t".to_owned(), Work::Plan(plan(4)), Timestamp::UNIX_EPOCH);
        assert!(job.is_waiting());
        job.progress(ProgressEvent::Started { step: 0 }, Timestamp::UNIX_EPOCH);
        assert!(job.is_running());
        job.progress(ProgressEvent::Finished { step: 0, outcome: StepOutcome::Done }, Timestamp::UNIX_EPOCH);
        job.progress(ProgressEvent::Bytes { step: 1, done: 5, total: Some(10) }, Timestamp::UNIX_EPOCH);
        assert_eq!((job.steps_done(), job.fraction()), ((1, 4), 0.375));
    }

    #[test]
    fn a_report_counts_steps_and_bytes() {
        let mut job = Job::new(JobId(1), title(&plan(2)), Work::Plan(plan(2)), Timestamp::UNIX_EPOCH);
        assert_eq!(job.title, "Release lock left-0 and 1 more");
        let outcomes = vec![StepOutcome::Done, StepOutcome::Failed("busy".into())];
        let report = Report {
            plan: plan(2),
            outcomes,
            trashed_bytes: 1000,
            freed_bytes: 0,
            sam_waits: None,
            notes: Vec::new(),
            outputs: Vec::new(),
        };
        job.end(Status::Done(Box::new(report)), Timestamp::UNIX_EPOCH);
        assert_eq!(job.summary().unwrap(), "1 of 2 steps done, 1.00 kB in the trash, 1 failed");
    }
}
