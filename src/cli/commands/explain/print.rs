//! The text output of `explain`.

use super::facts::{Explanation, Image, Layer};
use super::lines::{digits, entry, instead};
use super::print_function;
use crate::cli::output::Output;
use crate::inventory::facts::{NotRead, Origin};
use crate::inventory::search::arns::collision_odds;
use crate::inventory::search::image_layers::ImageSearchResult;
use crate::inventory::{ArnSource, Inventory, LayerRow, Usage};
use crate::sam::hashed_name::texts;
use crate::sam::image_name::{self, ImageKind, layers_sha256};
use crate::sam::installed::Rule;
use crate::sam::known_sam_cli;
use crate::sam::layer_dir;
use crate::text::{Sentence, bytes, count, sanitize_path};

pub fn print(explanation: &Explanation, out: &mut Output) -> anyhow::Result<()> {
    if let Some(function) = &explanation.function {
        print_function::print(function, out)?;
    }
    if let Some(layer) = &explanation.layer {
        print_layer(layer, explanation, out)?;
    }
    if let Some(image) = &explanation.image {
        print_image(image, out)?;
    }
    instead(&explanation.instead(), out)?;
    // Those of the layer itself are printed with it.
    let is_printed = |problem| explanation.row().is_some_and(|row| row.problems.contains(problem));
    for found in explanation.unread().iter().filter(|found| !is_printed(&found.problem)) {
        entry("problem", &format!("{}: {} ({})", found.target, found.problem.detail, found.problem.code), out)?;
        if let Some(fix) = &found.problem.fix {
            entry("  do", &fix.to_string(), out)?;
        }
    }
    print_sam(&explanation.survey.inventory, out)
}

/// Prints the SAM CLI whose rules the output follows.
fn print_sam(inventory: &Inventory, out: &mut Output) -> anyhow::Result<()> {
    let Some(sam) = inventory.installed_sam() else { return Ok(()) };
    entry("by the rules", &format!("of {} at {}", sam.describe(), sam.program.display()), out)?;
    if sam.is_newer_than_known() {
        let release = known_sam_cli();
        let why = format!("newer than {release}, the latest release that samlayers was checked against");
        entry("but", &why, out)?;
    }
    // The output above depends on these rules.
    for rule in [Rule::CallersAccount, Rule::StatusFiles, Rule::LayerOrder] {
        if sam.holds(rule) == Some(false) {
            entry("before", &format!("{}: {}", rule.since_text(), rule.describe(false)), out)?;
        }
    }
    Ok(())
}

fn print_layer(layer: &Layer, explanation: &Explanation, out: &mut Output) -> anyhow::Result<()> {
    print_arn(layer, explanation, out)?;
    let dir = &layer.dir;
    let parts = format!("{dir}  = name {} - version {} - digits {}", dir.layer_name(), dir.version(), dir.hash());
    entry("directory", &parts, out)?;
    match explanation.row() {
        Some(row) => print_row(row, out)?,
        None if explanation.is_cached().is_none() => entry("in the cache", "unknown: the cache cannot be read", out)?,
        None if layer.s3_object.is_some() => entry("in the cache", "no", out)?,
        None => entry("in the cache", "no: SAM would download it to this directory", out)?,
    }
    if let Some(object) = &layer.s3_object {
        entry("kept in", &format!("{object}, by its owner"), out)?;
        let fact = if explanation.is_cached() == Some(true) {
            "cannot download such a layer (1.170 asks for the URL None and fails); it uses the cached one"
        } else {
            "cannot download such a layer (1.170 asks for the URL None and fails): run `samlayers prefetch` before it"
        };
        entry("SAM", fact, out)?;
    }
    for image in explanation.images_with_layer() {
        entry("in image", image.name.as_str(), out)?;
    }
    Ok(())
}

fn print_arn(layer: &Layer, explanation: &Explanation, out: &mut Output) -> anyhow::Result<()> {
    let Some(known) = &layer.arn else {
        entry("ARN", "unknown: no template names it. Try --project DIR, -t FILE or --account ID", out)?;
        for candidate in explanation.candidates() {
            entry("may be", &format!("{} ({})", candidate.arn, candidate.source.describe()), out)?;
        }
        return Ok(());
    };
    entry("ARN", known.arn.as_str(), out)?;
    if known.source != ArnSource::Given {
        entry("learnt from", &known.source.describe(), out)?;
    }
    if let ArnSource::Searched { candidates, .. } = &known.source {
        let chance = count(collision_odds(*candidates));
        entry("evidence", &format!("odds of a false match: 1 in {chance}"), out)?;
    }
    if let Err(odd) = known.arn.parts() {
        entry("but", &odd.to_string(), out)?;
    }
    digits("sha256", &known.arn.sha256(), layer_dir::HASH_DIGITS, out)
}

fn print_row(row: &LayerRow, out: &mut Output) -> anyhow::Result<()> {
    let size = match &row.measure {
        Some(measure) if measure.is_complete() => bytes(measure.bytes),
        _ => "of unknown size".to_owned(),
    };
    entry("in the cache", &format!("{} {size} {}", row.state.as_str(), sanitize_path(&row.path)), out)?;
    match row.origin.as_deref() {
        Some(Origin::Imported(import)) => {
            let from = format!("imported on {} from {}", import.at.strftime("%Y-%m-%d"), sanitize_path(&import.source));
            entry("content", &from, out)?;
            entry("", "AWS may have different content for this ARN; `samlayers refresh` replaces the import", out)?;
        }
        Some(Origin::Downloaded { code_sha256 }) => {
            entry("content", &format!("downloaded by samlayers, CodeSha256 {code_sha256}"), out)?;
        }
        Some(Origin::Sam) => entry("content", "downloaded by SAM CLI", out)?,
        None => {}
    }
    for problem in &row.problems {
        entry("problem", &format!("{} ({})", problem.detail, problem.code), out)?;
        if let Some(fix) = &problem.fix {
            entry("  do", &fix.to_string(), out)?;
        }
    }
    if let Usage::Unknown(paths) = &row.usage {
        let why = if paths.is_empty() { Sentence::from("no template was read") } else { NotRead::list(paths) };
        entry("used by", &format!("unknown: {why}"), out)?;
    }
    for function in row.usage.functions() {
        entry("used by", &format!("{} in {}", function.function, function.template.display()), out)?;
    }
    Ok(())
}

fn print_image(image: &Image, out: &mut Output) -> anyhow::Result<()> {
    entry("image", image.name.as_str(), out)?;
    match image.name.kind() {
        ImageKind::Layered { generation, runtime, architecture, hash } => {
            entry("named by", generation.releases(), out)?;
            entry("runtime", runtime.as_str(), out)?;
            if let Some(architecture) = architecture {
                entry("architecture", architecture.as_str(), out)?;
            }
            print_layers(image, hash, out)?;
        }
        ImageKind::Rapid { .. } => {
            entry("holds", "a runtime without layers: SAM's base image, or an image function", out)?;
        }
        ImageKind::Emulation => entry("holds", "a runtime without layers, built by SAM CLI before 1.71.0", out)?,
        ImageKind::Build { runtime, .. } => {
            entry("holds", &format!("what `sam build --use-container` builds {runtime} in"), out)?;
        }
        ImageKind::Durable => entry("holds", "the durable execution emulator", out)?,
        ImageKind::Function => entry("holds", "an image function", out)?,
    }
    let presence = match image.is_present {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unknown: the engine is turned off or did not respond",
    };
    entry("in engine", presence, out)
}

fn print_layers(image: &Image, hash: &str, out: &mut Output) -> anyhow::Result<()> {
    let Some(layers) = &image.layers else {
        entry("digits", hash, out)?;
        let why = image
            .search
            .as_ref()
            .map_or_else(|| "no template matches these digits".to_owned(), ImageSearchResult::describe);
        return entry("layers", &format!("unknown: {why}"), out);
    };
    for (at, name) in layers.names.iter().enumerate() {
        entry(&format!("layer {}", at + 1), name.as_str(), out)?;
    }
    for names in image.search.iter().flat_map(|search| &search.found).filter(|names| **names != layers.names) {
        entry("or layers", &texts(names).join(" "), out)?;
    }
    entry("learnt from", &layers.source, out)?;
    entry("hashed text", &image_name::hashed_text(&layers.names), out)?;
    digits("sha256", &layers_sha256(&layers.names), image_name::HASH_DIGITS, out)
}
