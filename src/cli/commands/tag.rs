//! The `tag` command.

use anyhow::Context;
use serde::Serialize;

use crate::cli::Exit;
use crate::cli::args::{Global, TagArgs};
use crate::cli::output::{Output, warn};
use crate::sam::hashed_name::texts;
use crate::sam::image_name::{Generation, layers_sha256};
use crate::sam::{HashedName, ImageName, LayerArn, Runtime, known_sam_cli};
use crate::text::sanitize;

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    image: &'a str,
    generation: &'a str,
    layers: Vec<String>,
    image_sha256: String,
}

pub fn run(args: &TagArgs, global: &Global, out: &mut Output) -> anyhow::Result<Exit> {
    let runtime = Runtime::new(&args.runtime);
    warn_unknown_runtime(args, &runtime);
    let names = args.layers.iter().map(|layer| hashed_name(layer)).collect::<anyhow::Result<Vec<_>>>()?;
    let image = ImageName::layered(args.generation, &runtime, args.architecture, &names);
    if global.json {
        out.json(&Answer {
            schema: 1,
            image: image.as_str(),
            generation: args.generation.as_str(),
            layers: texts(&names),
            image_sha256: layers_sha256(&names),
        })?;
    } else {
        out.line(sanitize(image.as_str()))?;
    }
    Ok(Exit::Done)
}

/// Returns the name SAM hashes for a layer: the directory name of an ARN; a directory name or logical ID as it is.
fn hashed_name(layer: &str) -> anyhow::Result<HashedName> {
    if !layer.contains(':') {
        return Ok(HashedName::parse(layer));
    }
    let arn = LayerArn::new(layer).context("specify ARNs, layer directories or logical IDs")?;
    Ok(arn.dir().into())
}

fn warn_unknown_runtime(args: &TagArgs, runtime: &Runtime) {
    if args.generation != Generation::V1_71 {
        return;
    }
    if !runtime.is_known() {
        let release = known_sam_cli();
        warn(&format!(
            "SAM CLI {release} does not know the runtime {runtime}; an older release may have made this name"
        ));
    } else if !runtime.runs_on(args.architecture) {
        warn(&format!("SAM does not run {runtime} on {}", args.architecture));
    }
}
