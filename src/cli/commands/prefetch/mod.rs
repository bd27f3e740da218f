//! `prefetch`: fill the cache for the templates in scope, without invoking anything.

mod locked;

pub use locked::LockOutcome;

use locked::Wish;

use super::carry::{self, About};
use crate::cli::args::PrefetchArgs;
use crate::cli::exit::{Exit, Interrupted};
use crate::cli::output::{Output, warn};
use crate::cli::session::{Seen, Session};
use crate::plan::{Plan, PlanKind, prefetch};

pub fn run(args: &PrefetchArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    if args.cache_key {
        return print_key(session, out);
    }
    if args.allow_over_quota {
        session.context.allow_over_quota.set(true);
    }
    carry::require_consent("prefetch", args.consent, session)?;
    let seen = session.survey()?;
    let all_read = warn_of_templates(&seen);
    let locks = match wish(args, session) {
        // A lock file of half the layers would pass for one of all.
        Some(wish) if all_read => locked::settle(wish, &seen, session, args.consent.dry_run),
        _ => Vec::new(),
    };
    if session.stop.load(std::sync::atomic::Ordering::SeqCst) {
        return Err(Interrupted.into());
    }
    if !session.json {
        for line in locks.iter().flat_map(LockOutcome::lines) {
            out.line(line)?;
        }
    }
    let locks_good = locks.iter().all(LockOutcome::is_good);
    let may_download = locks_good && (all_read || wish(args, session).is_none());
    if !may_download && !session.json {
        return Ok(Exit::Problems);
    }
    let plan = if may_download {
        prefetch(&seen.shown, &session.context.cache.path)
    } else {
        Plan { kind: PlanKind::Refresh, steps: Vec::new(), refused: Vec::new() }
    };
    let about = About { shown: &seen.shown, locks: &locks };
    let exit = carry::out_knowing(plan, "Download?", args.consent, session, &about, out)?;
    Ok(if all_read && locks_good { exit } else { Exit::Problems })
}

fn wish(args: &PrefetchArgs, session: &Session) -> Option<Wish> {
    match (args.update_lock, args.locked) {
        (true, _) => Some(Wish::Update),
        (false, true) => Some(Wish::Check { must_exist: session.is_ci }),
        (false, false) => None,
    }
}

fn warn_of_templates(seen: &Seen) -> bool {
    let mut all_read = true;
    for row in &seen.shown.templates {
        if let Some(error) = &row.error {
            warn(&format!("{}: {} ({})", row.path.display(), error.message, error.code));
            all_read = false;
        }
    }
    if seen.shown.templates.is_empty() {
        warn("no template found: name a project with --project DIR or a template with -t FILE");
        all_read = false;
    }
    all_read
}

/// Only the lock files are read: no AWS, no engine, nothing of the cache.
fn print_key(session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let seen = session.survey_offline()?;
    match locked::key(&seen) {
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
