//! What undo can and cannot restore of what was done since the app was started.

use super::job::{Job, Status, Work};
use super::state::State;
use crate::plan::{PlanKind, StepOutcome};

/// Returns the last action that changed something, if undo cannot restore what it removed: `u` must not offer an earlier
/// action as if it were this one.
pub fn last_permanent(state: &State) -> Option<&Job> {
    let last = state.jobs.iter().rev().find(|job| has_changed(job))?;
    match &last.status {
        Status::Done(report) if report.plan.kind == PlanKind::Undo || report.can_undo() => None,
        _ => Some(last),
    }
}

fn has_changed(job: &Job) -> bool {
    match (&job.status, &job.work) {
        (Status::Done(report), Work::Plan(plan)) => {
            plan.kind != PlanKind::Verify && report.outcomes.contains(&StepOutcome::Done)
        }
        (Status::Emptied(_), _) => true,
        _ => false,
    }
}
