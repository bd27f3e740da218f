//! The size of packages as text.

use std::fmt::Write as _;

use crate::cli::output::Output;
use crate::cli::output::table::{self, Column};
use crate::content::packages::breakdown::{Part, PartKind, added_up};
use crate::content::packages::package::{PackageKind, PackageSize};
use crate::text::{bytes, count, counted, percent, quota_bytes, sanitize};

const COLUMNS: &[Column] = &[
    table::number("SIZE"),
    table::number("FILES"),
    table::flexible("PART"),
    table::text("KIND"),
    table::flexible("IN"),
    table::flexible("ALSO IN"),
];

/// Parts that are shown on a terminal; the rest is added up. Programs get all of them.
const SHOWN: usize = 20;

pub fn print(packages: &[PackageSize], out: &mut Output) -> anyhow::Result<()> {
    for (at, size) in packages.iter().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        package(size, out)?;
    }
    Ok(())
}

fn package(size: &PackageSize, out: &mut Output) -> anyhow::Result<()> {
    let name = out.style.bold(&sanitize(&size.target));
    out.line(format!("{name}  {}", size.kind.as_str()))?;
    let exceeded = size.exceeded();
    let total = totals(size);
    let line = if exceeded.is_empty() { total } else { out.style.red(&total) };
    out.line(format!("  {line}"))?;
    for (target, why) in &size.unknown {
        let line = out.style.yellow(&sanitize(&format!("  not counted: {target}: {why}")));
        out.line(line)?;
    }
    if !size.parts.is_empty() {
        print_parts(&size.parts, out)?;
    }
    for (at, saving) in size.savings().iter().enumerate() {
        if at == 0 {
            out.line("  largest savings:")?;
        }
        out.line(format!("    {:>8}  {}", bytes(saving.bytes), sanitize(&saving.advice().to_string())))?;
    }
    Ok(())
}

/// Returns the sizes with their shares of the quotas, which are written as AWS does.
fn totals(size: &PackageSize) -> String {
    let quota = size.quota();
    let at_least = if size.unknown.is_empty() { "" } else { "at least " };
    let of = |size: u64, most: u64| format!("{}, {} of {}", bytes(size), percent(size, most), quota_bytes(most));
    let mut text = format!("{at_least}{}", of(size.unzipped, quota.unzipped));
    text.push_str(if size.kind == PackageKind::Image { " of an image" } else { " unzipped" });
    if size.kind == PackageKind::Function {
        let code = size.code.map_or_else(|| "code unknown".to_owned(), |size| format!("code {}", bytes(size)));
        let layers = match size.layers.len() {
            0 => "no layers".to_owned(),
            number => {
                let of_layers = size.unzipped - size.code.unwrap_or(0);
                format!("{} of at most 5 with {}", counted(number as u64, "layer"), bytes(of_layers))
            }
        };
        let _ = write!(text, ": {code}, {layers}");
    }
    if let Some((zipped, most)) = size.zipped.zip(quota.zipped) {
        let _ = write!(text, "; {} zipped", of(zipped, most));
        text.push_str(if zipped > most { ", to be uploaded through S3" } else { " for a direct upload" });
    }
    if size.unzipped > quota.unzipped {
        let _ = write!(text, "; {} too much", bytes(size.unzipped - quota.unzipped));
    }
    text
}

fn print_parts(parts: &[Part], out: &mut Output) -> anyhow::Result<()> {
    let parts = added_up(parts);
    let shown = if out.style.columns.is_some() && parts.len() > SHOWN + 1 { SHOWN } else { parts.len() };
    let (shown, rest) = parts.split_at(shown);
    let mut rows: Vec<Vec<String>> = shown.iter().map(cells).collect();
    if !rest.is_empty() {
        let of_rest = rest.iter().map(|part| part.bytes).sum();
        let files = rest.iter().map(|part| part.files).sum();
        let name = format!("{} more (--json lists them)", rest.len());
        rows.push(vec![bytes(of_rest), count(files), name, String::new(), String::new(), String::new()]);
    }
    // Columns without any content are left out.
    let used: Vec<usize> = (0..COLUMNS.len()).filter(|at| rows.iter().any(|row| !row[*at].is_empty())).collect();
    let columns: Vec<Column> = used.iter().map(|at| COLUMNS[*at]).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| used.iter().map(|at| row[*at].clone()).collect()).collect();
    for line in table::lines(&columns, &rows, &out.style) {
        out.line(format!("  {line}").trim_end())?;
    }
    Ok(())
}

fn cells(part: &Part) -> Vec<String> {
    let name = match (part.kind, &part.name) {
        (PartKind::Tests, _) => "tests".to_owned(),
        (PartKind::Cache, _) => "compiled files and caches".to_owned(),
        (PartKind::Debug, _) => "debug symbols".to_owned(),
        (PartKind::Own, _) | (_, None) => "own files".to_owned(),
        (_, Some(name)) => name.clone(),
    };
    let name = match &part.version {
        Some(version) => format!("{name} {version}"),
        None => name,
    };
    let kind = match (part.kind, part.ecosystem) {
        (PartKind::Distribution, Some(ecosystem)) if part.is_in_runtime => {
            format!("{}, in the runtime", ecosystem.as_str())
        }
        (PartKind::Distribution, Some(ecosystem)) => ecosystem.as_str().to_owned(),
        (kind, _) => kind.as_str().to_owned(),
    };
    vec![
        bytes(part.bytes),
        count(part.files),
        name,
        kind,
        part.layer.clone().unwrap_or_default(),
        part.also_in.join(", "),
    ]
}
