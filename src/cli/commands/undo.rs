//! The `undo` command.

use super::run_plan;
use crate::cache::OperationKind;
use crate::cli::args::UndoArgs;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::ops;
use crate::plan::{Plan, PlanKind};
use crate::text::sanitize_path;

pub fn run(args: &UndoArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    if !args.consent.dry_run {
        session.ensure_writable()?;
    }
    let Some(plan) = ops::plan_undo(&session.context)? else {
        // An empty plan gives the usual output and a successful exit code, and needs no consent.
        let nothing = Plan::new(PlanKind::Undo, Vec::new());
        return run_plan::execute_plan(nothing, "Restore it?", args.consent, session, out);
    };
    run_plan::require_consent("undo", args.consent, session)?;
    if !session.json
        && let Some(operation) = ops::operation_to_undo(&session.context)?
    {
        let what = operation.kind.map_or("operation", OperationKind::as_str);
        let place = operation.folder.as_deref().unwrap_or(&session.context.cache.path);
        let begun = operation.at.map(|at| format!(", started at {at:.0}")).unwrap_or_default();
        out.line(format!("the last {what} in {}{begun} ({})", sanitize_path(place), operation.id))?;
    }
    run_plan::execute_plan(plan, "Restore it?", args.consent, session, out)
}
