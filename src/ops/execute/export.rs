//! Writes an exported layer to the file or folder that the user named. Nothing in the cache changes.

use super::{Run, StepBytes, failed};
use crate::content::packages::output::PackageOutput;
use crate::ops::packages::{dockerfile, export as package};
use crate::plan::{Export, ExportSource, Output, Phase, ProgressEvent, SkipReason, StepOutcome};
use crate::text::Sentence;

/// Executes an export. A step that is stopped leaves nothing behind.
pub(super) fn perform(run: &Run<'_>, at: usize, bytes: u64, export: &Export) -> Result<StepBytes, StepOutcome> {
    match write(run, at, bytes, export) {
        Ok(output) => {
            if let Ok(mut report) = run.report.lock() {
                report.outputs.push(Output {
                    path: output.path,
                    arn: output.arn,
                    region: output.region.map(|region| region.to_string()),
                    code_sha256: output.code_sha256,
                    size_bytes: output.size_bytes,
                    unzipped_bytes: output.unzipped_bytes.unwrap_or(output.size_bytes),
                });
            }
            Ok(StepBytes::default())
        }
        Err(_) if run.is_cancelled() => Err(StepOutcome::Skipped(SkipReason::Cancelled)),
        Err(why) => Err(failed(why)),
    }
}

fn write(run: &Run<'_>, at: usize, bytes: u64, export: &Export) -> Result<PackageOutput, Sentence> {
    let Export { layers, source, output, overwrite } = export;
    let (context, stop) = (run.context, run.control.stop_switch());
    let phase = |phase| run.send(ProgressEvent::Phase { step: at, phase });
    let copied =
        |done| run.send(ProgressEvent::Bytes { step: at, done, total: Some(bytes).filter(|all| *all >= done) });
    if !matches!(source, ExportSource::BuildContext) {
        package::create_folder_of(output)?;
    }
    match (source, layers.first()) {
        (ExportSource::Published(arn), _) => {
            phase(Phase::Downloading);
            let mut progress = |done, total| run.send(ProgressEvent::Bytes { step: at, done, total });
            package::export_original(context, arn, output, *overwrite, &mut progress, run.control)
        }
        (ExportSource::CachedFiles, Some(dir)) => {
            phase(Phase::Reading);
            package::export_repacked(context, dir, output, *overwrite, &copied, stop)
        }
        _ => {
            phase(Phase::Copying);
            dockerfile::export_dockerfile(context, layers, output, &copied, stop)
        }
    }
}
