//! The text output of `explain` for a function: each layer SAM would look for, then the image.

use super::function::Function;
use super::lines::{digits, entry, instead};
use crate::cli::output::Output;
use crate::inventory::search::near_matches::NearMatch;
use crate::sam::image_name::{self, layers_sha256};
use crate::sam::layer_dir;
use crate::sam::template::{FunctionLayer, PackageType};

pub fn print(function: &Function, out: &mut Output) -> anyhow::Result<()> {
    let resolved = &function.row.function;
    entry("function", &format!("{} in {}", resolved.full_path, function.template.display()), out)?;
    match resolved.package_type {
        PackageType::Image => entry("package", "a container image; layers do not apply", out)?,
        PackageType::Zip => {
            entry("runtime", resolved.runtime.as_ref().map_or("none valid", |runtime| runtime.as_str()), out)?;
            entry("architecture", resolved.architecture.map_or("none valid", |it| it.as_str()), out)?;
        }
    }
    for (at, layer) in resolved.layers.iter().enumerate() {
        let cached = function.row.cached.get(at).copied().flatten();
        let nearby = function.layers_instead.get(at).map(Vec::as_slice).unwrap_or_default();
        print_layer(function, at, layer, cached, nearby, out)?;
    }
    print_image(function, out)?;
    for problem in &resolved.problems {
        entry("problem", &format!("{} ({})", problem.detail, problem.code), out)?;
    }
    Ok(())
}

/// Returns whether SAM gets as far as running the function.
fn function_is_run(function: &Function) -> bool {
    function.row.function.invoke_image.is_some()
}

fn print_layer(
    function: &Function,
    at: usize,
    layer: &FunctionLayer,
    cached: Option<bool>,
    nearby: &[NearMatch],
    out: &mut Output,
) -> anyhow::Result<()> {
    entry(&format!("layer {}", at + 1), layer.written(), out)?;
    if let Some(arn) = layer.arn() {
        if arn.as_str() != layer.written() {
            entry("  ARN", arn.as_str(), out)?;
        }
        digits("  sha256", &arn.sha256(), layer_dir::HASH_DIGITS, out)?;
    }
    match layer {
        FunctionLayer::Remote { dir, .. } | FunctionLayer::Directory(dir) => {
            let state = match cached {
                Some(true) => "cached",
                Some(false) => "not cached, so SAM would download it",
                None => "unknown, as it cannot be read",
            };
            entry("  looks for", &format!("{dir}: {state}"), out)?;
        }
        FunctionLayer::Local { id, .. } => {
            entry("  looks for", &format!("none: {id} is a layer of the template, built each time"), out)?;
        }
        FunctionLayer::Unusable { .. } if function_is_run(function) => {
            entry("  looks for", "none: SAM ignores it", out)?;
        }
        // SAM stops at it, as the problem says.
        FunctionLayer::Unusable { .. } => entry("  looks for", "nothing", out)?,
    }
    instead(nearby, out)?;
    if let Some(problem) = layer.problem() {
        entry("  problem", &format!("{} ({})", problem.detail, problem.code), out)?;
        if let Some(fix) = &problem.fix {
            entry("  do", &fix.to_string(), out)?;
        }
    }
    Ok(())
}

fn print_image(function: &Function, out: &mut Output) -> anyhow::Result<()> {
    let row = &function.row;
    let Some(image) = &row.function.invoke_image else {
        return entry("image", "none: SAM cannot run this function", out);
    };
    if row.function.image.is_some() {
        let names = row.layer_names();
        entry("hashed text", &image_name::hashed_text(&names), out)?;
        digits("sha256", &layers_sha256(&names), image_name::HASH_DIGITS, out)?;
    }
    let state = match row.image_present {
        Some(true) => "present",
        Some(false) if row.function.image.is_some() => "not present, so SAM would build it",
        Some(false) => "not present, so SAM would pull or build it",
        None => "unknown: no container engine responded",
    };
    entry("image", &format!("{image}: {state}"), out)?;
    instead(&function.images_instead, out)
}
