//! The `refresh` command.

use super::run_plan;
use crate::cli::args::RefreshArgs;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, warn};
use crate::cli::session::Session;
use crate::plan::{refresh, select};

pub fn run(args: &RefreshArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let selectors = super::parse_selectors(&args.selectors)?;
    if args.allow_over_quota {
        session.context.allow_over_quota.set(true);
    }
    run_plan::require_consent("refresh", args.consent, session)?;
    let survey = session.survey()?;
    survey.require_readable_cache()?;
    let (mut selection, errors) = select(&survey.shown, &selectors);
    for error in &errors {
        warn(&error.to_string());
    }
    selection.unknown_locks = args.abandoned_locks;
    let plan = refresh(&survey.shown, &selection, args.with_images);
    let about = run_plan::DownloadContext { shown: &survey.shown, locks: &[] };
    let exit = run_plan::execute_download_plan(plan, "Download again?", args.consent, session, &about, out)?;
    Ok(if errors.is_empty() { exit } else { Exit::Problems })
}
