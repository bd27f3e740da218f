//! The `pack` command: a folder becomes the zip of a layer.

use std::sync::atomic::Ordering;

use super::package_report::{self, PackageReport};
use crate::archive::pack::ExecutableBy;
use crate::cli::args::{MadeForArgs, PackArgs};
use crate::cli::exit::{Exit, Interrupted};
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::content::packages::layout::{LayoutFinding, LayoutReport};
use crate::ops::{self, MadeFor, PackRequest};
use crate::sam::Runtime;
use crate::text::sanitize;

pub fn run(args: &PackArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let request = PackRequest {
        source: args.source.clone(),
        output: args.output.clone(),
        overwrite: args.overwrite,
        force: args.force,
        made_for: made_for(&args.made_for),
        executable_by: ExecutableBy::ModeOrContent,
    };
    let packed = ops::pack(&request, &|_| (), &session.stop);
    if session.stop.load(Ordering::SeqCst) && packed.is_err() {
        return Err(Interrupted.into());
    }
    let target = args.source.to_string_lossy().into_owned();
    let mut report = PackageReport::new("pack", target.clone(), &args.output);
    match packed {
        Err(why) => report.failed(&why),
        Ok(packed) => {
            for finding in &packed.layout.findings {
                let text = text(finding);
                if finding.rejects && packed.output.is_none() {
                    report.refused.push((target.clone(), text));
                } else {
                    report.notes.push(text);
                }
            }
            match packed.output {
                Some(output) => {
                    if !session.json {
                        print_layouts(&packed.layout, out)?;
                    }
                    report.done(output);
                }
                None => report.rejected("the layer was rejected; to pack it anyway, pass --force"),
            }
        }
    }
    package_report::finish(vec![report], session, out)
}

/// Returns the functions that a layer is made for.
pub fn made_for(args: &MadeForArgs) -> MadeFor {
    MadeFor { runtimes: args.runtime.iter().map(Runtime::new).collect(), architectures: args.architecture.clone() }
}

fn text(finding: &LayoutFinding) -> String {
    format!("{} ({})", finding.problem.with_fix(), finding.problem.code)
}

fn print_layouts(layout: &LayoutReport, out: &mut Output) -> anyhow::Result<()> {
    let names: Vec<&str> = layout.layouts.iter().map(|layout| layout.as_str()).collect();
    let names = if names.is_empty() { "data that no runtime loads automatically".to_owned() } else { names.join(", ") };
    out.line(sanitize(&format!("provides: {names}")))?;
    Ok(())
}
