//! The `ls` command.

use crate::cli::Exit;
use crate::cli::args::LsArgs;
use crate::cli::output::json::LsDocument;
use crate::cli::output::table::{self, Column};
use crate::cli::output::{Output, warn};
use crate::cli::session::{Session, SurveyResult};
use crate::inventory::facts::newer::Newer;
use crate::inventory::facts::{CacheAccess, CacheEntryKind, EngineState, NotRead};
use crate::inventory::{InventoryRows, LayerRow, Usage};
use crate::sam::problem::{Problem, ProblemCode};
use crate::sam::template::TemplateRefusal;
use crate::text::{age, bytes, counted};
use crate::text::{sanitize, sanitize_path};

const COLUMNS: &[Column] = &[
    table::text("STATE"),
    table::flexible("LAYER"),
    table::number("SIZE"),
    table::number("FILES"),
    table::number("AGE"),
    table::number("USED BY"),
    table::flexible("ARN"),
];

/// Only shown if newer versions were looked up.
const NEWER: Column = table::text("NEWER");

pub fn run(args: &LsArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    if args.check_newer {
        if session.context.aws.offline {
            warn("newer versions were not checked: offline mode is on (--offline, or offline in the config file)");
        }
        session.context.newer_versions.set(true);
    }
    // The footprint includes the build folders.
    session.context.builds.set(true);
    let survey = session.survey()?;
    if session.json {
        out.json(&LsDocument::new(&survey.inventory, &survey.shown))?;
    } else {
        print(&survey, session, out)?;
    }
    let shown = &survey.shown;
    let unreadable =
        |problem: &Problem| matches!(problem.code, ProblemCode::LocksUnreadable | ProblemCode::LayerUnreadable);
    // A file in the place of a layer is not a layer. A folder that cannot be read is one, but its contents are not
    // fully known.
    let layers = shown.layers.iter().filter(|row| row.kind == CacheEntryKind::Directory);
    let layers_read = !layers.flat_map(|row| &row.problems).any(unreadable);
    let places_read = !shown.places.iter().any(|place| place.hides_facts);
    let templates_read = !shown.templates.iter().flat_map(|row| &row.error).any(TemplateRefusal::is_unreadable);
    Ok(Exit::done_if(layers_read && places_read && templates_read))
}

fn print(survey: &SurveyResult, session: &Session, out: &mut Output) -> anyhow::Result<()> {
    let newer = survey.shown.layers.iter().any(|row| row.newer.is_some());
    let columns: Vec<Column> = COLUMNS.iter().copied().chain(newer.then_some(NEWER)).collect();
    let rows: Vec<Vec<String>> = survey.shown.layers.iter().map(|row| cells(row, session, newer)).collect();
    if !rows.is_empty() {
        for line in table::lines(&columns, &rows, &out.style) {
            out.line(line)?;
        }
        out.line("")?;
    }
    for line in summary(survey) {
        out.line(sanitize(&line))?;
    }
    // `doctor` always shows it. Here it matters when SAM's cache is expected elsewhere.
    let is_missing = survey.inventory.cache.as_ref().is_some_and(|cache| cache.access == CacheAccess::Missing);
    if let Some(note) = session.context.cache.note.as_ref().filter(|_| is_missing) {
        out.line(sanitize(note))?;
    }
    Ok(())
}

fn cells(row: &LayerRow, session: &Session, newer: bool) -> Vec<String> {
    let measure = row.measure.as_ref().filter(|measure| measure.is_complete());
    let mut cells = vec![
        if row.imported().is_some() {
            format!("{} imported", row.state.as_str())
        } else {
            row.state.as_str().to_owned()
        },
        row.dir.to_string(),
        measure.map_or_else(|| "?".to_owned(), |measure| bytes(measure.bytes)),
        measure.map_or_else(|| "?".to_owned(), |measure| measure.files.to_string()),
        row.modified.map_or_else(|| "?".to_owned(), |time| age(session.now, time)),
        match &row.usage {
            Usage::Referenced(functions) => functions.len().to_string(),
            Usage::Unreferenced => "0".to_owned(),
            Usage::Unknown(_) | Usage::Loading => "?".to_owned(),
        },
        row.arn.as_ref().map_or_else(|| "unknown".to_owned(), |known| known.arn.to_string()),
    ];
    if newer {
        cells.push(match &row.newer {
            Some(Newer::Behind { by, latest }) => format!("{by} behind {latest}"),
            Some(Newer::Newest) => "newest".to_owned(),
            Some(Newer::Unknown(_)) | None => "unknown".to_owned(),
        });
    }
    cells
}

/// Returns notes about everything except the layers, each with a command to type.
fn summary(survey: &SurveyResult) -> Vec<String> {
    let (inventory, shown) = (&survey.inventory, &survey.shown);
    let mut lines = inventory.recovered.clone();
    if let Some(cache) = &inventory.cache {
        let place = sanitize_path(&cache.path);
        lines.push(match &cache.access {
            CacheAccess::Ready => format!(
                "{}, {}{} in {}, in {place}",
                counted(shown.layers.len() as u64, "layer"),
                if shown.totals.incomplete > 0 { "at least " } else { "" },
                bytes(shown.totals.bytes),
                counted(shown.totals.files, "file")
            ),
            CacheAccess::Missing => {
                format!("{place} does not exist yet. SAM creates it when it first runs a function with layers")
            }
            CacheAccess::Unusable(reason) => format!("{place}: {reason}"),
        });
    }
    lines.push(shown.footprint.describe());
    // The reason is usually the same for all layers, so only one is shown.
    let unknown = shown.layers.iter().find_map(|row| match &row.newer {
        Some(Newer::Unknown(why)) => Some(why),
        _ => None,
    });
    lines.extend(unknown.map(|why| format!("newer versions unknown: {why}")));
    if !shown.leftovers.is_empty() {
        let size = shown.leftovers.iter().map(|leftover| leftover.bytes).sum();
        lines.push(format!(
            "{} left by interrupted SAM runs, {}: `samlayers purge --leftovers`",
            shown.leftovers.len(),
            bytes(size)
        ));
    }
    for foreign in &shown.foreign {
        lines.push(format!("not created by SAM, never changed: {} ({})", sanitize_path(&foreign.path), foreign.reason));
    }
    for place in &shown.places {
        // The reason for the cache is shown above.
        if place.problem.code != ProblemCode::CacheUnusable {
            lines.push(format!("{}: {}", sanitize_path(&place.path), place.problem.detail));
        }
    }
    if inventory.trash.entries > 0 {
        lines.push(format!(
            "{} in the trash, {}: `samlayers undo`, `samlayers trash ls`, `samlayers trash empty`",
            counted(inventory.trash.entries, "entry"),
            bytes(inventory.trash.bytes)
        ));
    }
    for row in &shown.templates {
        if let Some(error) = &row.error {
            lines.push(format!("{}: {} ({})", sanitize_path(&row.path), error.message, error.code));
        }
    }
    lines.extend(not_read_lines(shown));
    lines.extend(engine_line(inventory.engine.as_ref()));
    if shown.totals.problems > 0 {
        lines.push(format!("{}: `samlayers verify`", counted(shown.totals.problems as u64, "problem")));
    }
    lines
}

/// Returns the files and folders that may name layers and were not read. Those that are a problem of their own are
/// listed with the problems.
pub fn not_read_lines(shown: &InventoryRows) -> Vec<String> {
    let is_problem = |not_read: &&NotRead| not_read.reason.is_problem();
    let others = shown.not_read.iter().filter(|not_read| !is_problem(not_read));
    others.map(|not_read| format!("{}, so no layer is marked unreferenced", not_read.message())).collect()
}

/// Returns a note about the state of the engine; `None` if everything is normal.
pub fn engine_line(engine: Option<&EngineState>) -> Option<String> {
    match engine {
        Some(EngineState::Ready { name, recorded: true, .. }) => {
            Some(format!("images from a recorded answer of {name}"))
        }
        Some(EngineState::Ready { .. } | EngineState::Off) => None,
        Some(EngineState::Unavailable { reason, .. }) => Some(format!("no images: {reason}")),
        None => Some("no images: the container engine did not respond".to_owned()),
    }
}
