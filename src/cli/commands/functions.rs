//! The `functions` command.

use super::verify;
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::cli::output::json::FunctionsDocument;
use crate::cli::problems;
use crate::cli::session::{Session, SurveyResult};
use crate::inventory::facts::EngineState;
use crate::inventory::{FunctionRow, InventoryRows, TemplateRow};
use crate::text::{sanitize, sanitize_path};

pub fn run(session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let survey = session.survey()?;
    if session.json {
        out.json(&FunctionsDocument::new(&survey.shown))?;
    } else if survey.shown.templates.is_empty() {
        out.line("no template found. Specify a project with --project DIR or a template with -t FILE")?;
        print_not_read(&survey.shown, out)?;
    } else {
        for row in &survey.shown.templates {
            print_template(row, &survey, out)?;
        }
        print_not_read(&survey.shown, out)?;
    }
    let unread = problems::of_unread(&survey.shown, survey.shown.layers_of_functions());
    if !unread.is_empty() && !session.json {
        verify::print(&unread, out)?;
    }
    let all_read = survey.shown.templates.iter().all(|row| row.error.is_none());
    let folders_read = !survey.shown.not_read.iter().any(|not_read| not_read.reason.is_problem());
    Ok(Exit::done_if(all_read && folders_read && unread.is_empty()))
}

/// Prints the files and folders that may have more functions.
fn print_not_read(shown: &InventoryRows, out: &mut Output) -> anyhow::Result<()> {
    for not_read in &shown.not_read {
        out.line(sanitize(&format!("{}, so some functions may not be listed", not_read.message())))?;
    }
    Ok(())
}

fn print_template(row: &TemplateRow, survey: &SurveyResult, out: &mut Output) -> anyhow::Result<()> {
    let heading = out.style.bold(&sanitize_path(&row.path));
    out.line(heading)?;
    if let Some(error) = &row.error {
        let line = out.style.red(&sanitize(&format!("  SAM rejects it: {} ({})", error.message, error.code)));
        out.line(line)?;
        if !row.functions.is_empty() {
            out.line("  its functions as if SAM accepted it:")?;
        }
    }
    if row.functions.is_empty() && row.error.is_none() {
        out.line("  no function that SAM would run")?;
    }
    for function in &row.functions {
        print_function(function, survey, out)?;
    }
    Ok(())
}

fn print_function(row: &FunctionRow, survey: &SurveyResult, out: &mut Output) -> anyhow::Result<()> {
    let function = &row.function;
    let runtime = function.runtime.as_ref().map(ToString::to_string).unwrap_or_default();
    let architecture = function.architecture.map(crate::sam::Architecture::as_str).unwrap_or_default();
    out.line(sanitize(format!("  {}  {runtime}  {architecture}", function.full_path).trim_end()))?;
    for (at, layer) in function.layers.iter().enumerate() {
        let name = layer.label();
        let state = if layer.is_local() {
            "local, built each time"
        } else if layer.dir().is_none() {
            "skipped"
        } else {
            match row.cached.get(at).copied().flatten() {
                Some(true) => "cached",
                Some(false) => "missing",
                None if survey.shown.cache_unusable => "unknown, the cache cannot be read",
                None => "unknown, SAM's status of it cannot be read",
            }
        };
        out.line(sanitize(&format!("    {}  {name}  {state}", at + 1)))?;
    }
    if let Some(image) = &function.invoke_image {
        let presence = match row.image_present {
            Some(true) => "present",
            Some(false) => "not built or pulled yet",
            None if survey.inventory.engine == Some(EngineState::Off) => "unknown, the engine is turned off",
            None => "unknown, the engine did not respond",
        };
        out.line(sanitize(&format!("    image {image}  {presence}")))?;
    }
    for problem in &row.problems {
        let line = out.style.yellow(&sanitize(&format!("    {}: {}", problem.code, problem.detail)));
        out.line(line)?;
    }
    Ok(())
}
