//! The `prefetch` command: fills the cache for the templates in scope without invoking anything.

mod lockfile;

use lockfile::LockfileMode;

use super::run_plan::{self, DownloadContext};
use crate::cli::args::PrefetchArgs;
use crate::cli::exit::{Exit, Interrupted};
use crate::cli::output::lockfile_outcome::LockfileOutcome;
use crate::cli::output::{Output, warn};
use crate::cli::session::{Session, SurveyResult};
use crate::plan::{Plan, PlanKind, prefetch};

pub fn run(args: &PrefetchArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    if args.cache_key {
        return print_key(session, out);
    }
    if args.allow_over_quota {
        session.context.allow_over_quota.set(true);
    }
    run_plan::require_consent("prefetch", args.consent, session)?;
    let survey = session.survey()?;
    survey.require_readable_cache()?;
    let all_read = warn_of_templates(&survey);
    let locks = match mode(args, session) {
        // With an unreadable template, the lockfile would be incomplete but look complete.
        Some(mode) if all_read => lockfile::settle(mode, &survey, session, args.consent.dry_run),
        _ => Vec::new(),
    };
    if session.stop.load(std::sync::atomic::Ordering::SeqCst) {
        return Err(Interrupted.into());
    }
    if !session.json {
        for line in locks.iter().flat_map(LockfileOutcome::lines) {
            out.line(line)?;
        }
    }
    let locks_good = locks.iter().all(LockfileOutcome::is_good);
    let may_download = locks_good && (all_read || mode(args, session).is_none());
    if !may_download && !session.json {
        return Ok(Exit::Problems);
    }
    let plan = if may_download {
        prefetch(&survey.shown, &session.context.cache.path, args.abandoned_locks)
    } else {
        Plan::new(PlanKind::Refresh, Vec::new())
    };
    // Whether there is something to do is unknown, as the warning says.
    if !all_read && plan.steps.is_empty() && plan.refused.is_empty() && !session.json {
        return Ok(Exit::Problems);
    }
    let about = DownloadContext { shown: &survey.shown, locks: &locks };
    let exit = run_plan::execute_download_plan(plan, "Download?", args.consent, session, &about, out)?;
    Ok(if all_read && locks_good { exit } else { Exit::Problems })
}

fn mode(args: &PrefetchArgs, session: &Session) -> Option<LockfileMode> {
    match (args.update_lock, args.locked) {
        (true, _) => Some(LockfileMode::Update),
        (false, true) => Some(LockfileMode::Check { must_exist: session.is_ci }),
        (false, false) => None,
    }
}

fn warn_of_templates(survey: &SurveyResult) -> bool {
    let mut all_read = true;
    for row in &survey.shown.templates {
        if let Some(error) = &row.error {
            warn(&format!("{}: {} ({})", row.path.display(), error.message, error.code));
            all_read = false;
        }
    }
    if survey.shown.templates.is_empty() {
        warn("no template found. Specify a project with --project DIR or a template with -t FILE");
        all_read = false;
    }
    all_read
}

/// Prints the cache key. Reads only the lockfiles: no AWS, no engine, and nothing in the cache.
fn print_key(session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let survey = session.survey_offline()?;
    match lockfile::key(&survey) {
        Ok(key) => {
            out.line(key)?;
            Ok(Exit::Done)
        }
        Err(why) => {
            warn(&why);
            Ok(Exit::Problems)
        }
    }
}
