//! The `verify` command: lists the problems found by a survey and, with `--deep`, by reading every byte.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::run_plan;
use crate::cli::Exit;
use crate::cli::args::VerifyArgs;
use crate::cli::exit::Interrupted;
use crate::cli::output::json::ProblemsDocument;
use crate::cli::output::{Output, warn};
use crate::cli::problems::{self, ProblemScope, ReportedProblem};
use crate::cli::session::{Session, SurveyResult};
use crate::content::image::ImageVerdict;
use crate::content::verify::{LayerVerdict, LayerVerification};
use crate::inventory::facts::{EngineState, Finding};
use crate::inventory::{InventoryRows, LayerRow, LayerState};
use crate::ops::Job;
use crate::plan::{Refused, Selection, Selector, check, select};
use crate::sam::problem::{Problem, ProblemCode, Severity};
use crate::text::sentence;
use crate::text::{bytes, counted, sanitize};

pub fn run(args: &VerifyArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let selectors = super::parse_selectors(&args.selectors)?;
    let mut survey = session.survey()?;
    let (scope, all_matched) = scope(&survey.shown, selectors);
    let named_nothing = !args.selectors.is_empty() && scope.selection.is_empty() && scope.codes.is_empty();
    let refused = if args.deep && !named_nothing { deep(&mut survey, &scope, session)? } else { Vec::new() };
    if args.deep && !named_nothing {
        deep_images(&mut survey, &scope, session);
    }
    // If no selector matched, an empty scope must not mean everything.
    let mut found = if named_nothing { Vec::new() } else { problems::collect(&survey.shown, &scope) };
    // What was named may be in a cache, or in a state, that cannot be read.
    let unread = problems::of_unread(&survey.shown, &scope.selection.layers);
    let unread: Vec<ReportedProblem> = unread.into_iter().filter(|unread| !found.contains(unread)).collect();
    found.splice(..0, unread);
    if !named_nothing {
        found.extend(under_way(&survey.shown, &scope));
    }
    if session.json {
        out.json(&ProblemsDocument::new(&found, &survey.shown))?;
    } else {
        print_checks(&survey.shown, out)?;
        if !named_nothing || !found.is_empty() {
            print(&found, out)?;
        }
    }
    // The result is incomplete after an interruption, which the exit code reports.
    if session.stop.load(Ordering::SeqCst) {
        out.flush()?;
        return Err(Interrupted.into());
    }
    Ok(Exit::done_if(all_matched && refused.is_empty() && !problems::has_errors_or_warnings(&found)))
}

/// Returns the layers that are being downloaded and cannot be judged yet, as they may be incomplete.
fn under_way(shown: &InventoryRows, scope: &ProblemScope) -> Vec<ReportedProblem> {
    let everything = scope.selection.is_empty() && scope.codes.is_empty();
    let in_scope = |row: &&Arc<LayerRow>| {
        row.state == LayerState::Downloading
            && (everything
                || scope.selection.layers.contains(&row.dir)
                || scope.codes.contains(&ProblemCode::NotVerified))
    };
    let found = |row: &Arc<LayerRow>| {
        let pid = row.lock.as_ref().and_then(|lock| lock.content.as_ref()).map(|content| content.pid);
        let detail = match pid {
            Some(pid) => sentence!("problem-not-verified-locked-by", pid = pid.to_string()),
            None => sentence!("problem-not-verified-locked"),
        };
        let problem = Problem::new(ProblemCode::NotVerified, detail, sentence!("fix-wait"));
        ReportedProblem { target: row.dir.to_string(), problem }
    };
    shown.layers.iter().filter(in_scope).map(found).collect()
}

/// Reads every byte of the layers in scope, adds the results to the rows, and returns what could not be checked.
fn deep(survey: &mut SurveyResult, scope: &ProblemScope, session: &Session) -> anyhow::Result<Vec<Refused>> {
    let mut selection = Selection { layers: scope.selection.layers.clone(), ..Selection::default() };
    if !scope.selection.is_empty() || !scope.codes.is_empty() {
        let with_code =
            survey.shown.layers.iter().filter(|row| row.problems.iter().any(|p| scope.codes.contains(&p.code)));
        selection.layers.extend(with_code.map(|row| row.dir.clone()));
        if selection.layers.is_empty() {
            return Ok(Vec::new());
        }
    }
    let plan = check(&survey.shown, &selection);
    let mut checked = Vec::new();
    let report = run_plan::execute_with_progress(plan, session, &mut |dir, check| checked.push((dir, check)))?;
    for (dir, check) in checked {
        survey.inventory.apply(Finding::Checked(dir, check));
    }
    survey.shown = survey.inventory.join();
    for refused in &report.plan.refused {
        warn(&format!("{} was not verified: {}", refused.target, refused.reason));
    }
    Ok(report.plan.refused)
}

/// Compares the images in scope with the layers they were built from, and adds the results to the rows.
fn deep_images(survey: &mut SurveyResult, scope: &ProblemScope, session: &Session) {
    let everything = scope.selection.is_empty() && scope.codes.is_empty();
    let mut chosen = scope.selection.images.clone();
    let with_code = survey.shown.images.iter().filter(|row| row.problems.iter().any(|p| scope.codes.contains(&p.code)));
    chosen.extend(with_code.map(|row| row.name.clone()));
    // Without an engine there are no images; the survey has already reported the reason.
    if (!everything && chosen.is_empty()) || !matches!(survey.inventory.engine, Some(EngineState::Ready { .. })) {
        return;
    }
    let images = (!everything).then(|| chosen.into_iter().collect());
    let job = Job::CheckImages { images, known: Box::new(survey.inventory.clone()) };
    if let Err(reason) = survey.apply(session.run(job, &mut |_| ())) {
        warn(&format!("the images were not compared with their layers: {reason}"));
    }
}

/// Prints a line for each layer that was compared.
fn print_checks(shown: &InventoryRows, out: &mut Output) -> anyhow::Result<()> {
    for row in &shown.layers {
        let Some(LayerVerification {
            verdict: LayerVerdict::Compared { evidence, files, bytes: read, differences, .. },
            ..
        }) = row.check.as_deref()
        else {
            continue;
        };
        let word = if differences.is_empty() { out.style.green("as published") } else { out.style.red("differs") };
        let (files, size) = (counted(*files, "file"), bytes(*read));
        out.line(format!(
            "{word}  {}  {files}, {size}, by {}",
            sanitize(row.dir.as_str()),
            sanitize(&evidence.to_string())
        ))?;
    }
    for row in &shown.images {
        let Some(ImageVerdict::Compared { files, bytes: read, differences, wrong_order }) =
            row.check.as_ref().map(|check| &check.verdict)
        else {
            continue;
        };
        let same = differences.is_empty() && wrong_order.is_empty();
        let word = if same { out.style.green("as its layers") } else { out.style.red("differs") };
        out.line(format!("{word}  {}  {}, {}", sanitize(row.name.as_str()), counted(*files, "file"), bytes(*read)))?;
    }
    Ok(())
}

fn scope(shown: &InventoryRows, selectors: Vec<(String, Selector)>) -> (ProblemScope, bool) {
    let mut scope = ProblemScope::default();
    let mut named = Vec::new();
    for (text, selector) in selectors {
        match selector {
            // A valid problem code without problems is a good result, not a selector that matches nothing.
            Selector::Problem(code) => drop(scope.codes.insert(code)),
            other => named.push((text, other)),
        }
    }
    let (selection, errors) = select(shown, &named);
    scope.selection = selection;
    // What a cache that cannot be read contains is unknown, and its problem is reported.
    for error in errors.iter().filter(|_| !shown.cache_unusable) {
        warn(&error.to_string());
    }
    (scope, errors.is_empty())
}

pub fn print(found: &[ReportedProblem], out: &mut Output) -> anyhow::Result<()> {
    for one in found {
        let code = match one.problem.code.severity() {
            Severity::Error => out.style.red(one.problem.code.as_str()),
            Severity::Warning => out.style.yellow(one.problem.code.as_str()),
            Severity::Note => out.style.dim(one.problem.code.as_str()),
        };
        out.line(format!("{code}  {}", sanitize(&one.target)))?;
        out.line(format!("    {}", sanitize(&one.problem.detail.to_string())))?;
        if let Some(fix) = &one.problem.fix {
            out.line(format!("    fix: {}", sanitize(&fix.to_string())))?;
        }
    }
    if found.is_empty() {
        out.line("no problems")?;
    }
    Ok(())
}
