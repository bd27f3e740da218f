//! The `builds` command.

use crate::cli::Exit;
use crate::cli::output::Output;
use crate::cli::output::json::{BuildsDocument, reason_of_builds, status_of_builds};
use crate::cli::output::table::{self, Column};
use crate::cli::session::Session;
use crate::inventory::InventoryRows;
use crate::inventory::facts::builds::{BuildFolderState, FoundBuild, FoundBuildFolder, Referenced, duplicates};
use crate::text::{age, bytes, counted};
use crate::text::{sanitize, sanitize_path};

const COLUMNS: &[Column] = &[
    table::text("USED"),
    table::flexible("ENTRY"),
    table::number("SIZE"),
    table::number("FILES"),
    table::number("AGE"),
    table::text("RUNTIME"),
    table::flexible("BUILT FOR"),
];

pub fn run(session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let survey = session.survey_of_builds()?;
    if session.json {
        out.json(&BuildsDocument::new(&survey.shown))?;
    } else {
        for folder in &survey.shown.builds {
            print(folder, session, out)?;
        }
        print_summary(&survey.shown, out)?;
        for message in &survey.inventory.recovered {
            out.line(sanitize(message))?;
        }
    }
    let is_known = |folder: &FoundBuildFolder| {
        let is_read = |entry: &FoundBuild| entry.measure.as_ref().is_none_or(|measure| measure.is_complete());
        folder.state == BuildFolderState::Known && folder.entries.iter().all(is_read)
    };
    Ok(Exit::done_if(survey.shown.builds.iter().all(|folder| is_known(folder))))
}

fn print(folder: &FoundBuildFolder, session: &Session, out: &mut Output) -> anyhow::Result<()> {
    let size = folder.bytes().map_or_else(|| "?".to_owned(), bytes);
    out.line(format!("{}  {size}  {}", sanitize_path(&folder.path), status_of_builds(folder)))?;
    if let Some(reason) = reason_of_builds(folder) {
        out.line(out.style.yellow(&format!("  {}", sanitize(&reason))))?;
    }
    let rows: Vec<Vec<String>> = folder.entries.iter().map(|entry| cells(folder, entry, session)).collect();
    for line in table::lines(COLUMNS, &rows, &out.style) {
        out.line(format!("  {line}"))?;
    }
    for entry in &folder.entries {
        for problem in &entry.problems {
            let name = entry.name_in(&folder.path);
            out.line(sanitize(&format!("  {name}: {} ({})", problem.detail, problem.code)))?;
        }
    }
    if !folder.without_folder.is_empty() {
        let count = counted(folder.without_folder.len() as u64, "UUID");
        out.line(format!("  build.toml names {count} without a folder. SAM rebuilds them when needed"))?;
    }
    if folder.trash.entries > 0 {
        let count = counted(folder.trash.entries, "entry");
        out.line(format!("  {count} in the trash, {}", bytes(folder.trash.bytes)))?;
    }
    out.line("")?;
    Ok(())
}

fn cells(folder: &FoundBuildFolder, entry: &FoundBuild, session: &Session) -> Vec<String> {
    let unknown = || "?".to_owned();
    let built_for: Vec<&str> = entry.functions.iter().chain(&entry.layers).map(String::as_str).collect();
    vec![
        match entry.referenced {
            Referenced::Yes => "yes",
            Referenced::No => "no",
            Referenced::Unknown => "?",
        }
        .to_owned(),
        entry.name_in(&folder.path),
        entry.bytes().map_or_else(unknown, bytes),
        entry.measure.as_ref().map_or_else(unknown, |measure| measure.files.to_string()),
        entry.modified.map_or_else(unknown, |time| age(session.now, time)),
        match (&entry.runtime, entry.architecture) {
            (Some(runtime), Some(architecture)) => format!("{runtime} {architecture}"),
            (Some(runtime), None) => runtime.clone(),
            _ => String::new(),
        },
        entry.purpose.as_ref().map_or_else(|| built_for.join(" "), ToString::to_string),
    ]
}

fn print_summary(shown: &InventoryRows, out: &mut Output) -> anyhow::Result<()> {
    if shown.builds.is_empty() {
        out.line(
            "no build folder found. `sam build` creates .aws-sam in a project; specify projects with --project DIR",
        )?;
        return Ok(());
    }
    let sizes = shown.builds.iter().filter_map(|folder| folder.bytes()).sum();
    let folders = counted(shown.builds.len() as u64, "build folder");
    out.line(format!("{folders}, {}", bytes(sizes)))?;
    let duplicates = duplicates(shown.builds.iter().map(|folder| &**folder));
    if !duplicates.is_empty() {
        let all = shown.builds.iter().flat_map(|folder| &folder.entries);
        let copies = all.filter(|entry| duplicates.contains_key(entry.path.as_path()));
        let size = copies.filter_map(FoundBuild::bytes).sum();
        out.line(format!("{} of the same build, {}", counted(duplicates.len() as u64, "further copy"), bytes(size)))?;
    }
    let orphans: Vec<&FoundBuild> = shown.builds.iter().flat_map(|folder| folder.orphans()).collect();
    if !orphans.is_empty() {
        let size = orphans.iter().filter_map(|entry| entry.bytes()).sum();
        let count = counted(orphans.len() as u64, "UUID");
        out.line(format!("{count} unused, {}: `samlayers purge --builds`", bytes(size)))?;
    }
    let unknown = shown.builds.iter().filter(|folder| matches!(folder.state, BuildFolderState::Unknown(_))).count();
    if unknown > 0 {
        let folders = counted(unknown as u64, "build folder");
        out.line(format!("unknown what is in use in {folders}, so nothing is removed there"))?;
    }
    Ok(())
}
