//! Executes a plan for every changing command: shows it, asks for confirmation, runs it, and prints the result.

use std::io::IsTerminal;
use std::sync::atomic::Ordering;

use crate::cache::Cache;
use crate::cli::args::Consent;
use crate::cli::exit::{Exit, Interrupted, UsageError};
use crate::cli::output::json::ReportDocument;
use crate::cli::output::lockfile_outcome::LockfileOutcome;
use crate::cli::output::progress::ProgressLines;
use crate::cli::output::{Output, warn};
use crate::cli::prompt::confirm;
use crate::cli::session::Session;
use crate::clock;
use crate::content::verify::LayerVerification;
use crate::inventory::facts::CacheAccess;
use crate::inventory::{ImageRow, InventoryRows};
use crate::ops::Job;
use crate::plan::{Output as Produced, Plan, PlanKind, ProgressEvent, Report, Step, StepOutcome, outdated_images};
use crate::sam::LayerDir;
use crate::text::{bytes, counted};
use crate::text::{sanitize, sanitize_path};

/// The maximum number of considered templates to print.
const CONSIDERED_LISTED: usize = 20;

/// Fails early if the user cannot confirm later, before the time is spent on a survey.
pub fn require_consent(command: &str, consent: Consent, session: &Session) -> anyhow::Result<()> {
    if consent.dry_run {
        return Ok(());
    }
    session.ensure_writable()?;
    if consent.yes || (session.can_ask && !session.json) {
        return Ok(());
    }
    let why = if session.json {
        "--json does not ask for confirmation"
    } else {
        "there is no terminal to ask for confirmation"
    };
    Err(UsageError(format!("{why}. To run it: `samlayers {command} ... --yes`; to see the plan: `--dry-run`")).into())
}

/// Shows a plan, asks for confirmation, executes it and prints the result.
pub fn execute_plan(
    plan: Plan,
    question: &str,
    consent: Consent,
    session: &Session,
    out: &mut Output,
) -> anyhow::Result<Exit> {
    let about = DownloadContext { shown: &InventoryRows::default(), locks: &[] };
    execute_download_plan(plan, question, consent, session, &about, out)
}

/// Additional information for a plan that downloads.
#[derive(Debug, Clone, Copy)]
pub struct DownloadContext<'a> {
    /// The rows, to find the images that become outdated.
    pub shown: &'a InventoryRows,
    /// The results of checking or writing the lockfiles.
    pub locks: &'a [LockfileOutcome],
}

/// Like [`execute_plan`], for plans that download.
pub fn execute_download_plan(
    plan: Plan,
    question: &str,
    consent: Consent,
    session: &Session,
    about: &DownloadContext<'_>,
    out: &mut Output,
) -> anyhow::Result<Exit> {
    execute_and_report(plan, question, consent, session, about, out).map(|(exit, _)| exit)
}

/// Like [`execute_download_plan`]; returns also what was produced.
pub fn execute_and_report(
    plan: Plan,
    question: &str,
    consent: Consent,
    session: &Session,
    about: &DownloadContext<'_>,
    out: &mut Output,
) -> anyhow::Result<(Exit, Vec<Produced>)> {
    if consent.dry_run {
        let refused = !plan.refused.is_empty();
        let report = Report::planned(plan);
        if session.json {
            out.json(&ReportDocument::new(&report, true, &[], about.locks))?;
        } else {
            print_plan(&report.plan, out)?;
        }
        return Ok((Exit::done_if(!refused), Vec::new()));
    }
    if plan.steps.is_empty() || !consent.yes {
        if !session.json {
            print_plan(&plan, out)?;
            out.flush()?;
        }
        if !plan.steps.is_empty() && !confirm(question, &session.stop)? {
            out.line("nothing was changed")?;
            return Ok((Exit::Problems, Vec::new()));
        }
    }
    if plan.steps.is_empty() && !session.json {
        // The plan, with what was refused, was printed above.
        return Ok((Exit::done_if(plan.refused.is_empty()), Vec::new()));
    }
    let report = execute_with_progress(plan, session, &mut |_, _| {})?;
    let outdated = outdated_images(about.shown, &report);
    if session.json {
        out.json(&ReportDocument::new(&report, false, &outdated, about.locks))?;
    } else {
        print_report(&report, out)?;
        print_outdated(&outdated, out)?;
    }
    // Prints what was done before the exit code reports the interruption.
    if session.stop.load(Ordering::SeqCst) && !report.is_clean() {
        out.flush()?;
        return Err(Interrupted.into());
    }
    if let Some(why) = &report.sam_waits {
        out.flush()?;
        warn(&format!("{why} To stop waiting, press Ctrl-C."));
        session.context.retained_locks.wait(&session.stop);
    }
    Ok((Exit::done_if(report.is_clean()), report.outputs))
}

/// Executes a plan and shows its progress on the terminal. `checked` receives the results of deep checks.
pub fn execute_with_progress(
    plan: Plan,
    session: &Session,
    checked: &mut (dyn FnMut(LayerDir, Box<LayerVerification>) + Send),
) -> anyhow::Result<Report> {
    if plan.steps.is_empty() {
        return Ok(Report::planned(plan));
    }
    if matches!(plan.kind, PlanKind::Refresh | PlanKind::Import)
        && Cache::open(&session.context.cache).0.access == CacheAccess::Missing
    {
        // On a machine where SAM never ran, the cache does not exist yet. It is created as SAM does.
        Cache::create(&session.context.cache)?;
    }
    let mut live =
        (!session.json && std::io::stderr().is_terminal()).then(|| ProgressLines::on_stderr(&plan, session.ascii));
    let mut listener = |progress: ProgressEvent| {
        if let Some(live) = &mut live {
            live.update(&progress, clock::now());
        }
        if let ProgressEvent::Checked { dir, check, .. } = progress {
            checked(dir, check);
        }
    };
    let result = session.run(Job::Execute(plan), &mut listener);
    if let Some(mut live) = live {
        live.clear();
    }
    result.into_report().map_err(|reason| anyhow::anyhow!("{reason}"))
}

fn print_plan(plan: &Plan, out: &mut Output) -> anyhow::Result<()> {
    for step in &plan.steps {
        out.line(format!("  {}", describe(step)))?;
        if let Some(note) = step.note() {
            let note = out.style.dim(&sanitize(&note));
            out.line(format!("      {note}"))?;
        }
    }
    print_refused(plan, out)?;
    print_considered(plan, out)?;
    if plan.steps.is_empty() {
        out.line("nothing to do")?;
        return Ok(());
    }
    let size_of_old = plan.steps.iter().map(|step| step.size_bytes).sum();
    let size = bytes(size_of_old);
    let steps = counted(plan.steps.len() as u64, "step");
    let uncounted = match plan.uncounted() {
        0 => String::new(),
        layers => {
            format!(" plus what {} not counted yet", if layers == 1 { "one layer holds," } else { "the layers hold," })
        }
    };
    let (on_disk, in_engine) = (bytes(plan.frees_in_cache()), plan.frees_in_engine());
    let images = if plan.steps.iter().any(|step| step.action.is_of_engine()) {
        format!("; images ({}) are deleted permanently, and SAM rebuilds them when needed", bytes(in_engine))
    } else {
        String::new()
    };
    out.line(match plan.kind {
        PlanKind::Trash | PlanKind::Delete if !plan.removes_from_cache() => format!("{steps}{images}"),
        PlanKind::Trash => {
            format!("{steps}; {on_disk}{uncounted} to the trash (to restore: `samlayers undo`){images}")
        }
        PlanKind::Delete => {
            format!("{steps}; {on_disk}{uncounted} deleted permanently, which cannot be undone{images}")
        }
        PlanKind::Undo => format!("{steps}, {size} to be restored"),
        PlanKind::Verify => format!("{steps}, {size} to be read"),
        PlanKind::Import if size_of_old == 0 => steps,
        PlanKind::Import => {
            format!("{steps}; the old content ({size}) goes to the trash (to restore: `samlayers undo`)")
        }
        PlanKind::Publish | PlanKind::Export => steps,
        PlanKind::Refresh => format!("{steps}; the old content ({size}) goes to the trash"),
    })?;
    Ok(())
}

fn print_refused(plan: &Plan, out: &mut Output) -> anyhow::Result<()> {
    for refused in &plan.refused {
        let line = sanitize(&format!("  skipped: {}: {}", refused.target, refused.reason)).into_owned();
        out.line(out.style.yellow(&line))?;
    }
    Ok(())
}

/// Prints the templates that decided which layers are unreferenced.
fn print_considered(plan: &Plan, out: &mut Output) -> anyhow::Result<()> {
    if plan.considered.is_empty() {
        return Ok(());
    }
    out.line(format!("templates considered: {}", counted(plan.considered.len() as u64, "template")))?;
    for path in plan.considered.iter().take(CONSIDERED_LISTED) {
        out.line(format!("  {}", sanitize_path(path)))?;
    }
    let more = plan.considered.len().saturating_sub(CONSIDERED_LISTED);
    if more > 0 {
        out.line(format!("  and {more} more: --json lists all of them"))?;
    }
    Ok(())
}

/// Prints the images that SAM would keep using, with the command that removes them.
fn print_outdated(images: &[&ImageRow], out: &mut Output) -> anyhow::Result<()> {
    if images.is_empty() {
        return Ok(());
    }
    let count = counted(images.len() as u64, "image");
    out.line(format!("{count} built from the old content are still used by SAM. To remove outdated images:"))?;
    let names: Vec<_> = images.iter().map(|image| sanitize(image.name.as_str()).into_owned()).collect();
    out.line(format!("    samlayers purge {}", names.join(" ")))?;
    Ok(())
}

fn describe(step: &Step) -> String {
    let place = step.path.as_deref().map(sanitize_path).unwrap_or_default();
    format!("{:<16} {}  {}  {place}", step.action.as_str(), sanitize(&step.target), bytes(step.size_bytes))
        .trim_end()
        .to_owned()
}

fn print_report(report: &Report, out: &mut Output) -> anyhow::Result<()> {
    for (step, outcome) in report.plan.steps.iter().zip(&report.outcomes) {
        let word = match outcome {
            StepOutcome::Done => out.style.green(outcome.as_str()),
            StepOutcome::Failed(_) => out.style.red(outcome.as_str()),
            StepOutcome::Skipped(_) | StepOutcome::Planned => out.style.yellow(outcome.as_str()),
        };
        out.line(format!("{word}  {} {}", step.action.as_str(), sanitize(&step.target)))?;
        if let Some(reason) = outcome.reason() {
            out.line(format!("    {}", sanitize(&reason)))?;
        }
    }
    for note in &report.notes {
        out.line(format!("note  {}", sanitize(&note.to_string())))?;
    }
    print_refused(&report.plan, out)?;
    print_considered(&report.plan, out)?;
    let uncounted = report.uncounted_in_trash();
    if report.trashed_bytes > 0 || uncounted > 0 {
        let size = match (report.trashed_bytes, uncounted) {
            (size, 0) => bytes(size),
            (0, layers) => format!("{}, not counted yet,", counted(layers as u64, "layer")),
            (size, layers) => format!("{} and {}, not counted yet,", bytes(size), counted(layers as u64, "layer")),
        };
        out.line(format!(
            "{size} moved to the trash. To restore: `samlayers undo`; to free the space: `samlayers trash empty`"
        ))?;
    }
    if report.freed_bytes > 0 {
        out.line(format!("{} freed", bytes(report.freed_bytes)))?;
    }
    Ok(())
}
