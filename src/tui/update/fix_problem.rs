//! `f` in the list of problems: shows the plan that fixes a problem.

use super::jobs;
use crate::plan::{Plan, PlanKind, ProblemTarget, Selection, plan_fix};
use crate::tui::dialog::{Modal, PlanDialog};
use crate::tui::effect::Effect;
use crate::tui::lang;
use crate::tui::list::model::Key;
use crate::tui::problems::{self, ProblemEntry};
use crate::tui::state::{State, Tone};

/// Returns the problem under the cursor.
fn current(state: &State) -> Option<ProblemEntry> {
    let Some(Modal::Problems { cursor }) = &state.modal else { return None };
    problems::all(&state.shown).into_iter().nth(*cursor)
}

fn plan(state: &State, listed: &ProblemEntry) -> Option<(Selection, Plan)> {
    let target = match &listed.key {
        Key::Layer(dir) => ProblemTarget::Layer(dir.clone()),
        Key::Image(name) => ProblemTarget::Image(name.clone()),
        Key::Path(path) => ProblemTarget::Leftover(path.clone()),
        Key::Group(_)
        | Key::Project(_)
        | Key::Template(_)
        | Key::Function(_)
        | Key::Job(_)
        | Key::Overview(_)
        | Key::BuildFolder(_)
        | Key::Build(_) => return None,
    };
    plan_fix(&state.shown, &target, listed.problem.code)
}

/// Opens the plan. A verification changes nothing and starts at once.
pub fn problem(state: &mut State) -> Vec<Effect> {
    let Some(listed) = current(state) else { return Vec::new() };
    let Some((selection, plan)) = plan(state, &listed) else {
        let fix = listed.problem.fix.as_ref().map_or_else(|| tr!("said-fix-template").to_owned(), lang::localized);
        state.show_message(Tone::Plain, fix);
        return Vec::new();
    };
    if plan.kind == PlanKind::Verify {
        return jobs::execute(state, plan);
    }
    if state.read_only {
        state.show_message(Tone::Bad, tr!("refused-read-only"));
        return Vec::new();
    }
    let with_images = plan.kind == PlanKind::Refresh;
    state.open_above(Modal::Plan(PlanDialog::new(selection, plan, with_images)));
    Vec::new()
}
