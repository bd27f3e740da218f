//! Carrying out a plan: the very value that was shown, step by step. What fails is told; the rest goes on.

mod refresh;
pub(super) mod retained_locks;
pub(super) mod sam_processes;
mod step;
pub(super) mod trash;
pub(super) mod verify_images;
pub(crate) mod verify_layer;

use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use super::Context;
use crate::cache::{Cache, Operation, OperationKind};
use crate::plan::{Plan, PlanKind, ProgressEvent, Report, RunControl, SkipReason, StepAction, StepOutcome};
use crate::text::{Sentence, sentence};

/// How soon a step that is held notices that it may go on.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Carries out a plan and reports every step. Blocks: run it on a thread of its own. Stopping lets the step that
/// runs come to a whole state and skips the others; holding waits at the next moment at which everything is whole.
pub fn execute(
    context: &Context,
    plan: Plan,
    progress: &mut (dyn FnMut(ProgressEvent) + Send),
    control: &RunControl,
) -> Report {
    let run = Run {
        context,
        cache: Cache::open(&context.cache).1,
        control,
        progress: Mutex::new(progress),
        report: Mutex::new(Report::planned(plan.clone())),
    };
    if context.read_only.is_on() && plan.kind != PlanKind::Verify {
        run.skip_all(&plan, &SkipReason::ReadOnly);
    } else if run.cache.as_ref().is_some_and(|cache| context.surveyed.is_another(cache)) {
        // What was shown, and agreed to, was in the folder that was looked at.
        let path = crate::text::sanitize_path(&context.cache.path);
        let replaced = failed(sentence!("cache-replaced", path = path));
        (0..plan.steps.len()).for_each(|at| run.tell(at, replaced.clone(), StepBytes::default()));
    } else {
        run.steps(&plan);
    }
    run.report.into_inner().unwrap_or_else(|_| Report::planned(plan))
}

/// What all steps share.
struct Run<'a> {
    context: &'a Context,
    cache: Option<Cache>,
    control: &'a RunControl,
    progress: Mutex<&'a mut (dyn FnMut(ProgressEvent) + Send)>,
    report: Mutex<Report>,
}

/// What a step that worked came to, in apparent bytes.
#[derive(Debug, Clone, Copy, Default)]
struct StepBytes {
    trashed: u64,
    freed: u64,
}

impl Run<'_> {
    fn steps(&self, plan: &Plan) {
        let mut operation: Option<Operation> = None;
        let downloads: Vec<usize> =
            (0..plan.steps.len()).filter(|at| matches!(plan.steps[*at].action, StepAction::Refresh(..))).collect();
        for (at, step) in plan.steps.iter().enumerate() {
            if downloads.first() == Some(&at) {
                refresh::all(self, plan, &downloads);
            }
            if downloads.contains(&at) {
                continue;
            }
            // A deletion takes its time, and whoever holds the work may do so for long.
            let takes_time = plan.kind == PlanKind::Delete || self.control.is_paused();
            if let Some(operation) = &mut operation
                && (takes_time || operation.held_lock_count() >= retained_locks::MOST)
            {
                self.let_go(operation);
            }
            self.one(at, || match &step.action {
                StepAction::Verify(dir, arn) => verify_layer::perform(self, at, dir, arn.as_ref()),
                _ => step::perform(self, step, &mut operation),
            });
        }
        if let Some(mut operation) = operation {
            self.let_go(&mut operation);
            self.finish(operation);
        }
    }

    /// One step from its announcement to its outcome.
    fn one(&self, at: usize, perform: impl FnOnce() -> Result<StepBytes, StepOutcome>) {
        self.wait_while_held();
        if !self.is_cancelled() {
            self.say(ProgressEvent::Started { step: at });
        }
        self.rest_of(at, perform);
    }

    /// One step that was announced already, to its outcome.
    fn rest_of(&self, at: usize, perform: impl FnOnce() -> Result<StepBytes, StepOutcome>) {
        self.wait_while_held();
        if self.is_cancelled() {
            self.tell(at, StepOutcome::Skipped(SkipReason::Cancelled), StepBytes::default());
            return;
        }
        match perform() {
            Ok(gain) => self.tell(at, StepOutcome::Done, gain),
            Err(outcome) => self.tell(at, outcome, StepBytes::default()),
        }
    }

    fn tell(&self, at: usize, outcome: StepOutcome, gain: StepBytes) {
        if let Ok(mut report) = self.report.lock() {
            report.outcomes[at] = outcome.clone();
            report.trashed_bytes += gain.trashed;
            report.freed_bytes += gain.freed;
        }
        self.say(ProgressEvent::Finished { step: at, outcome });
    }

    fn say(&self, progress: ProgressEvent) {
        if let Ok(mut say) = self.progress.lock() {
            say(progress);
        }
    }

    fn skip_all(&self, plan: &Plan, why: &SkipReason) {
        for at in 0..plan.steps.len() {
            self.tell(at, StepOutcome::Skipped(why.clone()), StepBytes::default());
        }
    }

    /// What a step's plan says of its size, where it was counted.
    fn plan_bytes(&self, at: usize) -> Option<u64> {
        let report = self.report.lock().ok()?;
        report.plan.steps.get(at).map(|step| step.size_bytes).filter(|bytes| *bytes > 0)
    }

    fn is_cancelled(&self) -> bool {
        self.control.is_stopped()
    }

    /// Comes back when the work may go on, or should stop.
    fn wait_while_held(&self) {
        while self.control.is_paused() {
            thread::sleep(POLL_INTERVAL);
        }
    }

    fn cache(&self) -> Result<&Cache, StepOutcome> {
        let path = || self.context.cache.path.display().to_string();
        self.cache.as_ref().ok_or_else(|| StepOutcome::Failed(sentence!("failed-cache-gone", path = path())))
    }

    /// The journal entry of this run, begun with the first step that changes the cache.
    fn begin(&self, kind: PlanKind) -> Result<Operation, StepOutcome> {
        let kind = match kind {
            PlanKind::Delete => OperationKind::Delete,
            PlanKind::Refresh => OperationKind::Refresh,
            PlanKind::Trash | PlanKind::Undo | PlanKind::Verify => OperationKind::Purge,
        };
        self.cache()?.begin(kind).map_err(failed)
    }

    /// Gives back SAM's locks on the layers that went, or keeps them where a SAM runs that may have looked for one of
    /// them. Asked only now: whoever starts after a layer has gone cannot have seen it.
    fn let_go(&self, operation: &mut Operation) {
        let locks = operation.held_locks();
        if locks.count() == 0 {
            return;
        }
        let waits = self.context.retained_locks.keep(locks, sam_processes::running(&self.context.cache.path));
        if let (Some(waits), Ok(mut report)) = (waits, self.report.lock()) {
            report.sam_waits = Some(waits);
        }
    }

    #[expect(clippy::unused_self, reason = "reads as part of the run")]
    fn finish(&self, operation: Operation) {
        if let Err(error) = operation.finish() {
            // Everything is done and in its place; the next start closes the journal.
            tracing::warn!(%error, "cannot close the journal");
        }
    }
}

fn failed(error: impl Into<Sentence>) -> StepOutcome {
    StepOutcome::Failed(error.into())
}
