//! The `arn` command.

use serde::Serialize;

use crate::cli::args::ArnArgs;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::{Output, warn};
use crate::cli::session::Session;
use crate::inventory::{ArnSource, KnownArn};
use crate::sam::LayerDir;
use crate::text::sanitize;

#[derive(Serialize)]
struct Answer<'a> {
    schema: u32,
    dir: &'a str,
    arn: Option<&'a str>,
    arn_source: Option<String>,
}

pub fn run(args: &ArnArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    // Accepts a path too, as shell completion produces one.
    let dir = LayerDir::at_end_of(&args.dir).map_err(|error| UsageError(error.to_string()))?;
    let known = session.survey()?.arn_of(&dir);
    if session.json {
        out.json(&Answer {
            schema: 1,
            dir: dir.as_str(),
            arn: known.as_ref().map(|known| known.arn.as_str()),
            arn_source: known.as_ref().map(|known| known.source.describe()),
        })?;
    } else if let Some(known) = &known {
        out.line(sanitize(known.arn.as_str()))?;
    }
    match &known {
        None => warn(&format!(
            "the ARN of {dir} is unknown: no template names it. Try --project DIR, -t FILE or --account ID"
        )),
        Some(KnownArn { source: source @ ArnSource::Searched { .. }, .. }) => {
            warn(&format!("very likely, not proven: {}", source.describe()));
        }
        Some(_) => {}
    }
    Ok(Exit::done_if(known.is_some()))
}
