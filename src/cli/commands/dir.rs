//! The `dir` command.

use serde::Serialize;

use crate::cli::Exit;
use crate::cli::args::{DirArgs, Global};
use crate::cli::output::{Output, warn};
use crate::text::sanitize;

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    arn: &'a str,
    dir: &'a str,
    sha256: String,
}

pub fn run(args: &DirArgs, global: &Global, out: &mut Output) -> anyhow::Result<Exit> {
    // SAM accepts any text with two colons as an ARN, but AWS does not have such a layer.
    if let Err(odd) = args.arn.parts() {
        warn(&format!("SAM would use this directory, but {odd}"));
    }
    let dir = args.arn.dir();
    if global.json {
        out.json(&Answer { schema: 1, arn: args.arn.as_str(), dir: dir.as_str(), sha256: args.arn.sha256() })?;
    } else {
        out.line(sanitize(dir.as_str()))?;
    }
    Ok(Exit::Done)
}
