//! The explanation for people.

use super::facts::{Facts, Image, Layer};
use crate::cli::output::{Output, safe};
use crate::cli::units::bytes;
use crate::inventory::Usage;
use crate::sam::image_name::{self, ImageKind, layers_sha256};
use crate::sam::layer_dir;

pub fn print(facts: &Facts, out: &mut Output) -> anyhow::Result<()> {
    if let Some(layer) = &facts.layer {
        print_layer(layer, facts, out)?;
    }
    if let Some(image) = &facts.image {
        print_image(image, out)?;
    }
    Ok(())
}

fn print_layer(layer: &Layer, facts: &Facts, out: &mut Output) -> anyhow::Result<()> {
    match &layer.arn {
        Some(known) => {
            entry("ARN", known.arn.as_str(), out)?;
            if !layer.given {
                entry("learnt from", &known.source.describe(), out)?;
            }
            if let Err(odd) = known.arn.parts() {
                entry("but", &odd.to_string(), out)?;
            }
            let sha256 = known.arn.sha256();
            let (counts, rest) = sha256.split_at(layer_dir::HASH_DIGITS);
            let digits = format!("{} {}", out.look.bold(counts), out.look.dim(rest));
            out.line(format!("{:<12} {digits}", "sha256"))?;
        }
        None => {
            let hint = "not known: no template in scope names it; try --project DIR, -t FILE or --account ID";
            entry("ARN", hint, out)?;
        }
    }
    let dir = &layer.dir;
    let parts = format!("{dir}  = name {} - version {} - digits {}", dir.layer_name(), dir.version(), dir.hash());
    entry("directory", &parts, out)?;
    match facts.row() {
        Some(row) => {
            let size = row.measure.as_ref().map(|measure| bytes(measure.bytes)).unwrap_or_default();
            entry("in the cache", &format!("{} {size} {}", row.state.as_str(), safe::path(&row.path)), out)?;
            for problem in &row.problems {
                entry("problem", &format!("{} ({})", problem.detail, problem.code), out)?;
            }
            if let Usage::Unknown(templates) = &row.usage {
                let why =
                    if templates.is_empty() { "no template was read" } else { "not every template could be resolved" };
                entry("used by", &format!("unknown: {why}"), out)?;
            }
            for function in row.usage.functions() {
                let place = format!("{} in {}", function.function, function.template.display());
                entry("used by", &place, out)?;
            }
        }
        None => entry("in the cache", "no: SAM would download it there", out)?,
    }
    for image in facts.images_with_layer() {
        entry("in image", image.name.as_str(), out)?;
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
            match &image.layers {
                Some(layers) => {
                    for (at, name) in layers.names.iter().enumerate() {
                        entry(&format!("layer {}", at + 1), name, out)?;
                    }
                    entry("learnt from", &layers.source, out)?;
                    entry("hashed text", &layers.names.join("-"), out)?;
                    let sha256 = layers_sha256(&layers.names);
                    let (counts, rest) = sha256.split_at(image_name::HASH_DIGITS);
                    let digits = format!("{} {}", out.look.bold(counts), out.look.dim(rest));
                    out.line(format!("{:<12} {digits}", "sha256"))?;
                }
                None => {
                    entry("digits", hash, out)?;
                    entry(
                        "layers",
                        "not known: no template and no selection of cached layers makes these digits",
                        out,
                    )?;
                }
            }
        }
        ImageKind::Rapid { .. } => {
            entry("holds", "a runtime without layers: SAM's base image, or an image function", out)?
        }
        ImageKind::Emulation => entry("holds", "a runtime without layers, from a SAM CLI before 1.71.0", out)?,
    }
    entry("in engine", if image.there { "yes" } else { "no, or the engine was not asked" }, out)?;
    Ok(())
}

fn entry(label: &str, text: &str, out: &mut Output) -> anyhow::Result<()> {
    out.line(format!("{label:<12} {}", safe::text(text)))?;
    Ok(())
}
