//! The `trash` commands.

use std::time::Duration;

use serde::Serialize;

use super::run_plan;
use crate::cache::{JournalDamage, Remains, TrashedEntry, TrashedOperation};
use crate::cli::args::{Consent, TrashCommand};
use crate::cli::exit::{Exit, Interrupted, UsageError};
use crate::cli::output::Output;
use crate::cli::output::json::{self, ProblemJson};
use crate::cli::output::table::{self, Column};
use crate::cli::problems::ReportedProblem;
use crate::cli::prompt::confirm;
use crate::cli::session::Session;
use crate::ops::{self, Job};
use crate::text::{age, bytes, counted};
use crate::text::{sanitize, sanitize_path};

const COLUMNS: &[Column] = &[
    table::text("OPERATION"),
    table::text("WHAT"),
    table::number("AGE"),
    table::number("SIZE"),
    table::number("FILES"),
    table::flexible("NAME"),
];

#[derive(Serialize)]
struct ListDocument<'a> {
    schema: u32,
    entries: Vec<EntryJson<'a>>,
    size_bytes: u64,
    remains: Vec<RemainsJson>,
    /// Damaged journals; absent if there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<ProblemJson>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    operation: &'a str,
    kind: Option<&'static str>,
    at: Option<String>,
    undone: bool,
    name: &'a str,
    dir: Option<&'a str>,
    size_bytes: u64,
    file_count: u64,
    replaced: bool,
    /// The build folder whose trash it is in; null for the trash of the cache.
    folder: Option<String>,
}

/// An entry that could not be deleted permanently.
#[derive(Serialize)]
struct RemainsJson {
    path: String,
    size_bytes: u64,
    file_count: u64,
}

impl From<&Remains> for RemainsJson {
    fn from(remains: &Remains) -> Self {
        Self { path: json::lossy_path(&remains.path), size_bytes: remains.bytes, file_count: remains.files }
    }
}

#[derive(Serialize)]
struct EmptyDocument {
    schema: u32,
    dry_run: bool,
    freed_bytes: u64,
    file_count: u64,
    failures: Vec<FailureJson>,
}

#[derive(Serialize)]
struct FailureJson {
    path: String,
    reason: String,
}

pub fn run(command: &TrashCommand, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    match command {
        TrashCommand::Ls => list(session, out),
        TrashCommand::Empty { older_than, consent } => empty(*older_than, *consent, session, out),
        TrashCommand::Restore { names, consent } => restore(names, *consent, session, out),
    }
}

fn list(session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let operations = ops::trash(&session.context)?;
    let entries = || operations.iter().flat_map(|of| of.entries.iter().map(move |entry| (of, entry)));
    let size = entries().map(|(_, entry)| entry.bytes).sum();
    let remains = ops::remains(&session.context)?;
    let damaged = ops::damaged_journals(&session.context)?;
    if session.json {
        let entries = entries().map(|(of, entry)| entry_json(of, entry)).collect();
        let remains = remains.iter().map(RemainsJson::from).collect();
        let problems =
            damaged.into_iter().map(|(path, problem)| ReportedProblem { target: sanitize_path(&path), problem });
        let problems = problems.map(|found| ProblemJson::from(&found)).collect();
        out.json(&ListDocument { schema: json::SCHEMA, entries, size_bytes: size, remains, problems })?;
    } else if operations.is_empty() {
        out.line("the trash is empty")?;
    } else {
        let rows: Vec<Vec<String>> = entries().map(|(of, entry)| cells(of, entry, session)).collect();
        for line in table::lines(COLUMNS, &rows, &out.style) {
            out.line(line)?;
        }
        let sum = format!("\n{}, {}", counted(rows.len() as u64, "entry"), bytes(size));
        out.line(match ops::operation_to_undo(&session.context)? {
            Some(operation) => {
                let place =
                    operation.folder.map(|folder| format!(" in {}", sanitize_path(&folder))).unwrap_or_default();
                format!("{sum}: `samlayers undo` restores {}{place}", operation.id)
            }
            None if operations.iter().any(|operation| operation.damage.is_some()) => sum,
            None => format!("{sum}: all entries are cached again. For details: `samlayers trash restore NAME`"),
        })?;
        for (path, problem) in &damaged {
            out.line(sanitize(&format!("{}: {} ({})", sanitize_path(path), problem.detail, problem.code)))?;
            if let Some(fix) = &problem.fix {
                out.line(sanitize(&format!("    fix: {fix}")))?;
            }
        }
    }
    if !session.json {
        for Remains { path, bytes: size, .. } in &remains {
            out.line(format!("could not be removed, {}: {}", bytes(*size), sanitize_path(path)))?;
        }
    }
    Ok(Exit::done_if(!operations.iter().any(|operation| operation.damage == Some(JournalDamage::Unusable))))
}

fn entry_json<'a>(of: &'a TrashedOperation, entry: &'a TrashedEntry) -> EntryJson<'a> {
    EntryJson {
        operation: &of.id,
        kind: of.kind.map(crate::cache::OperationKind::as_str),
        at: of.at.map(json::time),
        undone: of.undone,
        name: &entry.name,
        dir: entry.dir.as_ref().map(crate::sam::LayerDir::as_str),
        size_bytes: entry.bytes,
        file_count: entry.files,
        replaced: entry.replaced,
        folder: entry.folder.as_deref().map(json::lossy_path),
    }
}

fn cells(of: &TrashedOperation, entry: &TrashedEntry, session: &Session) -> Vec<String> {
    vec![
        of.id.clone(),
        of.kind.map_or("?", crate::cache::OperationKind::as_str).to_owned(),
        of.at.map_or_else(|| "?".to_owned(), |at| age(session.now, at)),
        bytes(entry.bytes),
        entry.files.to_string(),
        entry
            .folder
            .as_ref()
            .map_or_else(|| entry.name.clone(), |folder| folder.join(&entry.name).display().to_string()),
    ]
}

fn empty(older_than: Option<Duration>, consent: Consent, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    run_plan::require_consent("trash empty", consent, session)?;
    let before = older_than.map(|age| session.now.checked_sub(age)).transpose()?;
    let operations = ops::trash(&session.context)?;
    let entries_to_delete = || {
        let old_enough = operations.iter().filter(|of| before.is_none_or(|before| of.at.is_none_or(|at| at < before)));
        old_enough.flat_map(|of| &of.entries)
    };
    let size: u64 = entries_to_delete().map(|entry| entry.bytes).sum();
    if !session.json {
        out.line(match entries_to_delete().count() as u64 {
            0 if before.is_some() => "the trash has no entries that old".to_owned(),
            0 => "the trash is empty".to_owned(),
            entries => {
                format!("{} in the trash, {}; emptying it cannot be undone", counted(entries, "entry"), bytes(size))
            }
        })?;
        out.flush()?;
    }
    if consent.dry_run {
        if session.json {
            out.json(&EmptyDocument {
                schema: json::SCHEMA,
                dry_run: true,
                freed_bytes: 0,
                file_count: 0,
                failures: Vec::new(),
            })?;
        }
        return Ok(Exit::Done);
    }
    if !consent.yes && entries_to_delete().next().is_some() && !confirm("Free it?", &session.stop)? {
        out.line("nothing was changed")?;
        return Ok(Exit::Problems);
    }
    // Entries that cannot be restored still use space, so this runs even if nothing is listed.
    let result = session.run(Job::EmptyTrash { before }, &mut |_| ());
    let freed = result.into_freed().map_err(|reason| anyhow::anyhow!("{reason}"))?;
    if session.json {
        let failures = freed.failures.iter();
        let failures =
            failures.map(|(path, reason)| FailureJson { path: json::lossy_path(path), reason: reason.clone() });
        out.json(&EmptyDocument {
            schema: json::SCHEMA,
            dry_run: false,
            freed_bytes: freed.bytes,
            file_count: freed.files,
            failures: failures.collect(),
        })?;
    } else {
        out.line(format!("{} freed, {}", bytes(freed.bytes), counted(freed.files, "file")))?;
        for (path, reason) in &freed.failures {
            out.line(format!("not removed: {}: {}", sanitize_path(path), sanitize(reason)))?;
        }
    }
    if freed.cancelled {
        out.flush()?;
        return Err(Interrupted.into());
    }
    Ok(Exit::done_if(freed.failures.is_empty()))
}

fn restore(names: &[String], consent: Consent, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    run_plan::require_consent("trash restore", consent, session)?;
    let operations = ops::trash(&session.context)?;
    let mut chosen = Vec::new();
    for name in names {
        chosen.extend(named(name, &operations)?);
    }
    let plan = ops::plan_restore(&session.context, chosen.into_iter());
    run_plan::execute_plan(plan, "Restore it?", consent, session, out)
}

/// Returns the newest entry with this name, or all entries of the operation with this id.
fn named<'a>(name: &str, operations: &'a [TrashedOperation]) -> Result<Vec<&'a TrashedEntry>, UsageError> {
    if let Some(operation) = operations.iter().find(|operation| operation.id == name) {
        return Ok(operation.entries.iter().rev().collect());
    }
    let newest_first = operations.iter().rev().flat_map(|operation| operation.entries.iter().rev());
    let found = newest_first.into_iter().find(|entry| entry.name == name);
    found
        .map(|entry| vec![entry])
        .ok_or_else(|| UsageError(format!("`{name}` is not in the trash. `samlayers trash ls` lists the entries")))
}
