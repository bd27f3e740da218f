//! `prefetch`: fill the cache for the templates in scope, without invoking anything.

use super::carry;
use crate::cli::args::PrefetchArgs;
use crate::cli::exit::Exit;
use crate::cli::output::{Output, warn};
use crate::cli::session::Session;
use crate::plan::prefetch;

pub fn run(args: &PrefetchArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    carry::require_consent("prefetch", args.consent, session)?;
    let seen = session.survey()?;
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
    let plan = prefetch(&seen.shown, &session.context.cache.path);
    let exit = carry::out_knowing(plan, "Download?", args.consent, session, &seen.shown, out)?;
    Ok(if all_read { exit } else { Exit::Problems })
}
