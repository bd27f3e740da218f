//! The `images` command.

use super::ls::engine_line;
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::cli::output::json::ImagesDocument;
use crate::cli::output::table::{self, Column};
use crate::cli::session::{Session, SurveyResult};
use crate::inventory::facts::EngineState;
use crate::inventory::{ImageRow, Usage};
use crate::sam::hashed_name::texts;
use crate::sam::image_name::ImageKind;
use crate::text::sanitize;
use crate::text::{age, bytes, counted};

const COLUMNS: &[Column] = &[
    table::flexible("IMAGE"),
    table::number("SIZE"),
    table::number("OWN"),
    table::number("AGE"),
    table::number("USED BY"),
    table::number("CONTAINERS"),
    table::flexible("BUILT FROM"),
];

pub fn run(session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let mut survey = session.survey()?;
    let unknown = survey.shown.images.iter().filter(|row| row.layers.is_none()).map(|row| row.name.clone());
    survey.search_images(&unknown.collect::<Vec<_>>(), session)?;
    if session.json {
        out.json(&ImagesDocument::new(&survey.inventory, &survey.shown))?;
    } else {
        print(&survey, session, out)?;
    }
    Ok(Exit::done_if(!matches!(survey.inventory.engine, Some(EngineState::Unavailable { .. }) | None)))
}

fn print(survey: &SurveyResult, session: &Session, out: &mut Output) -> anyhow::Result<()> {
    let rows: Vec<Vec<String>> = survey.shown.images.iter().map(|row| cells(row, session)).collect();
    if !rows.is_empty() {
        for line in table::lines(COLUMNS, &rows, &out.style) {
            out.line(line)?;
        }
    }
    for row in &survey.shown.images {
        if let (None, Some(search)) = (&row.layers, &row.search) {
            out.line(sanitize(&format!("{}: {}", row.name, search.describe())))?;
        }
        for names in row.other_layers() {
            out.line(sanitize(&format!("{}: or {}", row.name, texts(names).join(" "))))?;
        }
        for problem in &row.problems {
            out.line(sanitize(&format!("{}: {} ({})", row.name, problem.detail, problem.code)))?;
        }
    }
    for image in survey.shown.dangling.iter().flatten() {
        let short: String = image.id.chars().take(19).collect();
        let own = image.unique_bytes.unwrap_or(image.size_bytes);
        out.line(sanitize(&format!(
            "{short}: {} left by a build of SAM without a name (`purge --dangling`)",
            bytes(own)
        )))?;
    }
    let ended = survey.shown.containers.iter().flatten().filter(|container| container.has_ended()).count();
    if ended > 0 {
        let ended = counted(ended as u64, "container");
        out.line(format!(
            "{ended} of SAM {} ended (`purge --containers`)",
            if ended.starts_with("1 ") { "has" } else { "have" }
        ))?;
    }
    match &survey.inventory.engine {
        Some(EngineState::Off) => out.line("the container engine was not asked (--no-engine)")?,
        Some(EngineState::Ready { .. }) if rows.is_empty() => out.line("SAM has made no image yet")?,
        engine => {
            if let Some(line) = engine_line(engine.as_ref()) {
                out.line(sanitize(&line))?;
            }
        }
    }
    Ok(())
}

fn cells(row: &ImageRow, session: &Session) -> Vec<String> {
    vec![
        row.name.to_string(),
        bytes(row.size_bytes),
        row.unique_bytes.map_or_else(|| "?".to_owned(), bytes),
        row.created.map_or_else(|| "?".to_owned(), |time| age(session.now, time)),
        match &row.usage {
            Usage::Referenced(functions) => functions.len().to_string(),
            Usage::Unreferenced => "0".to_owned(),
            Usage::Unknown(_) | Usage::Loading => "?".to_owned(),
        },
        row.containers.len().to_string(),
        match (&row.layers, row.name.kind()) {
            (Some(layers), _) => texts(&layers.names).join(" "),
            (None, ImageKind::Layered { generation, .. }) => format!("unknown layers ({})", generation.releases()),
            (None, ImageKind::Rapid { .. } | ImageKind::Emulation) => "no layers".to_owned(),
        },
    ]
}
