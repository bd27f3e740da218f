//! The `purge` command.

use super::run_plan;
use crate::cli::args::PurgeArgs;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::{Output, warn};
use crate::cli::session::Session;
use crate::ops::Depth;
use crate::plan::{Criteria, PlanKind, Selector, purge, select};

pub fn run(args: &PurgeArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let criteria = criteria(args);
    if args.selectors.is_empty() && !criteria.selects_layers() && !criteria.selects_other_entries() {
        return Err(UsageError(
            "specify what to purge: a directory name, an ARN, a glob such as 'myLayer-*', a problem code, or \
             --unreferenced, --broken, --superseded, --older-than 30d, --larger-than 100MB, --keep-newest 2, --trim-to 5GB, \
             --leftovers, --abandoned-locks, --dangling, --unused-images, --outdated-images, \
             --rapid-images, --containers, --build-images, --function-images, --builds"
                .to_owned(),
        )
        .into());
    }
    let selectors = super::parse_selectors(&args.selectors)?;
    run_plan::require_consent("purge", args.consent, session)?;
    session.context.builds.set(criteria.builds);
    let survey = session.survey_to(depth(args, &criteria, &selectors, session))?;
    survey.require_readable_cache()?;
    let (named, errors) = select(&survey.shown, &selectors);
    for error in &errors {
        warn(&error.to_string());
    }
    let named = (!args.selectors.is_empty()).then_some(named);
    let selection = criteria.choose(&survey.shown, named, session.now)?;
    let kind = if args.delete { PlanKind::Delete } else { PlanKind::Trash };
    let plan = purge(&survey.shown, &selection, kind, args.with_images);
    let question = if args.delete { "Delete permanently?" } else { "Purge?" };
    let exit = run_plan::execute_plan(plan, question, args.consent, session, out)?;
    Ok(if errors.is_empty() { exit } else { Exit::Problems })
}

/// Returns how much the survey has to measure. Sizes are only counted if the selection or the output needs them, so
/// that the command ends sooner.
fn depth(args: &PurgeArgs, criteria: &Criteria, selectors: &[(String, Selector)], session: &Session) -> Depth {
    let by_problem =
        selectors.iter().any(|(_, selector)| matches!(selector, Selector::Problem(_) | Selector::Image(_)));
    let needs_all = criteria.needs_sizes()
        || criteria.needs_image_details()
        || criteria.keep_newest.is_some()
        || criteria.builds
        || args.with_images
        || by_problem;
    let shows_all = session.json || args.consent.dry_run || !args.consent.yes;
    if needs_all || shows_all { Depth::Whole } else { Depth::Names }
}

fn criteria(args: &PurgeArgs) -> Criteria {
    Criteria {
        any: args.any,
        unreferenced: args.unreferenced,
        broken: args.broken,
        superseded: args.superseded,
        older_than: args.older_than,
        larger_than: args.larger_than,
        keep_newest: args.keep_newest,
        trim_to: args.trim_to,
        leftovers: args.leftovers,
        abandoned_locks: args.abandoned_locks,
        unknown_locks: args.abandoned_locks,
        dangling: args.dangling,
        rapid_images: args.rapid_images,
        unused_images: args.unused_images,
        outdated_images: args.outdated_images,
        containers: args.containers,
        build_images: args.build_images,
        function_images: args.function_images,
        builds: args.builds,
    }
}
