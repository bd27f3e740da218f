//! The `undo` command.

use super::run_plan;
use crate::cli::args::UndoArgs;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::ops;
use crate::plan::{Plan, PlanKind};

pub fn run(args: &UndoArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    run_plan::require_consent("undo", args.consent, session)?;
    // If there is nothing to undo, an empty plan gives the usual output and a successful exit code.
    let nothing = Plan { kind: PlanKind::Undo, steps: Vec::new(), refused: Vec::new() };
    let plan = ops::plan_undo(&session.context)?.unwrap_or(nothing);
    run_plan::execute_plan(plan, "Bring it back?", args.consent, session, out)
}
