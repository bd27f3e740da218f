//! Executes a plan, the same value that was shown, step by step. A step that fails is reported, and the others still
//! run.

mod export;
mod import;
mod operations;
mod publish;
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

use operations::Operations;

use super::Context;
use crate::cache::{Cache, Operation};
use crate::plan::{Plan, PlanKind, ProgressEvent, Report, RunControl, SkipReason, StepAction, StepOutcome};
use crate::text::{Sentence, sentence};

/// The interval at which a paused step checks whether to continue.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Executes a plan and reports every step. Blocks: call it on its own thread. Stopping finishes the current step and
/// skips the others; pausing takes effect at the next moment at which no layer is incomplete.
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
    if context.read_only.is_on() && plan.kind.is_protected_by_read_only() {
        run.skip_all(&plan, &SkipReason::ReadOnly);
    } else if plan.kind != PlanKind::Publish
        && run.cache.as_ref().is_some_and(|cache| context.surveyed.is_another(cache))
    {
        // The plan that the user confirmed refers to the folder that was surveyed.
        let path = crate::text::sanitize_path(&context.cache.path);
        let replaced = failed(sentence!("cache-replaced", path = path));
        (0..plan.steps.len()).for_each(|at| run.finish_step(at, replaced.clone(), StepBytes::default()));
    } else if plan.kind == PlanKind::Publish {
        publish::all(&run, &plan);
    } else {
        run.steps(&plan);
    }
    run.report.into_inner().unwrap_or_else(|_| Report::planned(plan))
}

/// The state that all steps share.
struct Run<'a> {
    context: &'a Context,
    cache: Option<Cache>,
    control: &'a RunControl,
    progress: Mutex<&'a mut (dyn FnMut(ProgressEvent) + Send)>,
    report: Mutex<Report>,
}

/// The result of a successful step, in apparent bytes.
#[derive(Debug, Clone, Copy, Default)]
struct StepBytes {
    trashed: u64,
    freed: u64,
}

impl Run<'_> {
    fn steps(&self, plan: &Plan) {
        let mut operations = Operations::default();
        let downloads: Vec<usize> =
            (0..plan.steps.len()).filter(|at| matches!(plan.steps[*at].action, StepAction::Refresh(..))).collect();
        for (at, step) in plan.steps.iter().enumerate() {
            if downloads.first() == Some(&at) {
                refresh::all(self, plan, &downloads);
            }
            if downloads.contains(&at) {
                continue;
            }
            // A deletion takes a while, and a pause may be long.
            let takes_time = plan.kind == PlanKind::Delete || self.control.is_paused();
            if let Some(operation) = &mut operations.cache
                && (takes_time || operation.held_lock_count() >= retained_locks::MAX_LOCKS)
            {
                self.release_locks(operation);
            }
            self.run_step(at, || match &step.action {
                StepAction::Verify(dir, arn) => verify_layer::perform(self, at, dir, arn.as_ref()),
                StepAction::Import(dir, arn, source) => {
                    let operation = operations.in_cache(self)?;
                    import::perform(self, at, step, (dir, arn, source), operation)
                }
                StepAction::Export(export) => export::perform(self, at, step.size_bytes, export),
                _ => step::perform(self, step, &mut operations),
            });
        }
        if let Some(mut operation) = operations.cache.take() {
            self.release_locks(&mut operation);
            self.finish(operation);
        }
        operations.into_builds().for_each(|operation| self.finish(operation));
    }

    /// Runs a step from its announcement to its outcome.
    fn run_step(&self, at: usize, perform: impl FnOnce() -> Result<StepBytes, StepOutcome>) {
        self.wait_while_paused();
        if !self.is_cancelled() {
            self.send(ProgressEvent::Started { step: at });
        }
        self.run_started(at, perform);
    }

    /// Runs a step that has been announced.
    fn run_started(&self, at: usize, perform: impl FnOnce() -> Result<StepBytes, StepOutcome>) {
        self.wait_while_paused();
        if self.is_cancelled() {
            self.finish_step(at, StepOutcome::Skipped(SkipReason::Cancelled), StepBytes::default());
            return;
        }
        match perform() {
            Ok(gain) => self.finish_step(at, StepOutcome::Done, gain),
            Err(outcome) => self.finish_step(at, outcome, StepBytes::default()),
        }
    }

    fn finish_step(&self, at: usize, outcome: StepOutcome, gain: StepBytes) {
        if let Ok(mut report) = self.report.lock() {
            report.outcomes[at] = outcome.clone();
            report.trashed_bytes += gain.trashed;
            report.freed_bytes += gain.freed;
        }
        self.send(ProgressEvent::Finished { step: at, outcome });
    }

    /// Adds notes, which change no outcome, to the report.
    fn note(&self, notes: impl Iterator<Item = Sentence>) {
        if let Ok(mut report) = self.report.lock() {
            report.notes.extend(notes);
        }
    }

    fn send(&self, progress: ProgressEvent) {
        if let Ok(mut listener) = self.progress.lock() {
            listener(progress);
        }
    }

    fn skip_all(&self, plan: &Plan, why: &SkipReason) {
        for at in 0..plan.steps.len() {
            self.finish_step(at, StepOutcome::Skipped(why.clone()), StepBytes::default());
        }
    }

    /// Returns the size of a step according to the plan, if it was measured.
    fn plan_bytes(&self, at: usize) -> Option<u64> {
        let report = self.report.lock().ok()?;
        report.plan.steps.get(at).map(|step| step.size_bytes).filter(|bytes| *bytes > 0)
    }

    fn is_cancelled(&self) -> bool {
        self.control.is_stopped()
    }

    /// Blocks while the run is paused.
    fn wait_while_paused(&self) {
        while self.control.is_paused() {
            thread::sleep(POLL_INTERVAL);
        }
    }

    fn cache(&self) -> Result<&Cache, StepOutcome> {
        let path = || self.context.cache.path.display().to_string();
        self.cache.as_ref().ok_or_else(|| StepOutcome::Failed(sentence!("failed-cache-gone", path = path())))
    }

    /// Releases SAM's locks on the removed layers, or retains them if a running SAM process may have checked for one of
    /// the layers. Processes are listed only now, as those that start after the removal cannot have seen the layers.
    fn release_locks(&self, operation: &mut Operation) {
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
            // Every change is complete; the journal is closed at the next start.
            tracing::warn!(%error, "cannot close the journal");
        }
    }
}

fn failed(error: impl Into<Sentence>) -> StepOutcome {
    StepOutcome::Failed(error.into())
}
