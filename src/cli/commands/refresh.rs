//! `refresh SELECTOR…`

use super::carry;
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
    carry::require_consent("refresh", args.consent, session)?;
    let seen = session.survey()?;
    let (selection, errors) = select(&seen.shown, &selectors);
    for error in &errors {
        warn(&error.to_string());
    }
    let plan = refresh(&seen.shown, &selection, args.with_images);
    let about = carry::About { shown: &seen.shown, locks: &[] };
    let exit = carry::out_knowing(plan, "Download again?", args.consent, session, &about, out)?;
    Ok(if errors.is_empty() { exit } else { Exit::Problems })
}
