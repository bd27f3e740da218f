//! `explain X`: every input of every hash, what SAM would look for, and what is there.

mod facts;
mod print;

use serde::Serialize;

use crate::cli::args::ExplainArgs;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::sam::{ImageName, LayerArn, LayerDir};
use facts::Facts;

/// What was asked about.
#[derive(Debug)]
enum Subject {
    Arn(LayerArn),
    Dir(LayerDir),
    Image(ImageName),
}

/// The JSON document.
#[derive(Debug, Serialize)]
struct Document {
    schema: u32,
    arn: Option<String>,
    layer_name: Option<String>,
    version: Option<String>,
    sha256: Option<String>,
    dir: Option<String>,
    cached: bool,
    image: Option<String>,
    layers: Option<Vec<String>>,
    image_sha256: Option<String>,
    candidates: Vec<Candidate>,
    images: Vec<String>,
}

/// An ARN that makes the digits of a directory whose ARN nobody has proven.
#[derive(Debug, Serialize)]
struct Candidate {
    arn: String,
    arn_source: String,
}

pub fn run(args: &ExplainArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let subject = parse(&args.name)?;
    let facts = Facts::gather(subject, session.survey()?);
    if session.json {
        out.json(&facts.document())?;
    } else {
        print::print(&facts, out)?;
    }
    Ok(Exit::done_if(facts.is_explained()))
}

fn parse(text: &str) -> Result<Subject, UsageError> {
    if let Ok(dir) = LayerDir::parse(text.trim_end_matches('/').rsplit('/').next().unwrap_or_default()) {
        return Ok(Subject::Dir(dir));
    }
    if let Some(image) = ImageName::parse(text) {
        return Ok(Subject::Image(image));
    }
    LayerArn::new(text).map(Subject::Arn).map_err(|_| {
        UsageError(format!(
            "`{text}` is no layer ARN (arn:aws:lambda:…:layer:NAME:VERSION), no layer directory \
             (NAME-VERSION-10 hex digits) and no image of SAM's (samcli/lambda-…)"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let arn = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
        assert!(matches!(parse(arn), Ok(Subject::Arn(_))));
        assert!(matches!(parse("/x/layers-pkg/myLayer-1-926eeb5ff1/"), Ok(Subject::Dir(_))));
        let image = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";
        assert!(matches!(parse(image), Ok(Subject::Image(_))));
        assert!(parse("myLayer").unwrap_err().0.contains("no layer ARN"));
    }
}
