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
use crate::text::{age, bytes};

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
        if !row.evidence.is_proof() {
            out.line(sanitize(&format!("{}: {}", row.name, row.evidence.message())))?;
        }
        for problem in &row.problems {
            out.line(sanitize(&format!("{}: {} ({})", row.name, problem.detail, problem.code)))?;
        }
    }
    for image in survey.shown.dangling.iter().flatten() {
        let short: String = image.id.chars().take(19).collect();
        let own = image.unique_bytes.unwrap_or(image.size_bytes);
        out.line(sanitize(&format!(
            "{short}: {}, an untagged image left over from a SAM build (`purge --dangling`)",
            bytes(own)
        )))?;
    }
    for container in survey.shown.containers.iter().flatten() {
        let function = container.function.as_ref().map(|name| format!(" of {name}")).unwrap_or_default();
        let note = match container.state.as_str() {
            "running" => ", running or kept warm for the next request; never removed",
            "exited" | "dead" => " (`purge --containers`)",
            _ => "; not removed, it may be about to start",
        };
        out.line(sanitize(&format!("container {}{function}: {}{note}", container.name, container.state)))?;
    }
    match &survey.inventory.engine {
        Some(EngineState::Off) => out.line("the container engine is turned off (--no-engine)")?,
        Some(EngineState::Ready { .. }) if rows.is_empty() => out.line("no images built by SAM yet")?,
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
            (None, ImageKind::Build { .. }) => "for `sam build --use-container`".to_owned(),
            (None, ImageKind::Durable) => "durable execution emulator".to_owned(),
            (None, ImageKind::Function) => "an image function".to_owned(),
        },
    ]
}
