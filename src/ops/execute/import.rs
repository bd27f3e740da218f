//! Copies a local zip or folder into a staging folder, and swaps it in like a download.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::step::outcome;
use super::{Run, StepBytes, failed};
use crate::archive::{self, Copied, Limits};
use crate::cache::Operation;
use crate::content::source::{LocalSource, SourceKind};
use crate::inventory::facts::{Imported, Measure, Origin};
use crate::ops::user_data::baseline::{self, Baseline};
use crate::ops::user_data::{arn_store, origins};
use crate::plan::{Output, Phase, ProgressEvent, SkipReason, Step, StepOutcome};
use crate::sam::{LayerArn, LayerDir};
use crate::text::{Sentence, sentence};

/// Executes an import. The old content stays until the new one is copied whole and synced.
pub(super) fn perform(
    run: &Run<'_>,
    at: usize,
    step: &Step,
    (dir, arn, source): (&LayerDir, &LayerArn, &LocalSource),
    operation: &mut Operation,
) -> Result<StepBytes, StepOutcome> {
    let cache = run.cache()?;
    run.context.retained_locks.give_back(dir.as_str());
    let lock = cache.lock_download(dir).map_err(outcome)?;
    let staged = cache.stage(dir).map_err(outcome)?;
    run.send(ProgressEvent::Phase { step: at, phase: Phase::Copying });
    let copied = copy(run, at, source, &staged.content_path())?;
    run.wait_while_paused();
    if run.is_cancelled() {
        return Err(StepOutcome::Skipped(SkipReason::OldContentUntouched));
    }
    // First: a content that is in the cache without its origin would look like one of SAM.
    remember(run, arn, source, &copied, &staged.content_path())?;
    run.send(ProgressEvent::Phase { step: at, phase: Phase::SwappingIn });
    let known = step.file_count.map(|files| Measure { bytes: step.size_bytes, files, ..Measure::default() });
    let moved = operation.swap_in(&staged, &lock, known.as_ref()).map_err(outcome)?;
    if let Ok(mut report) = run.report.lock() {
        report.outputs.push(Output {
            path: step.path.clone(),
            arn: Some(arn.clone()),
            region: None,
            code_sha256: (source.kind == SourceKind::Zip).then(|| STANDARD.encode(copied.sha256)),
            size_bytes: source.zipped_bytes.unwrap_or(copied.unpacked.bytes),
            unzipped_bytes: copied.unpacked.bytes,
        });
    }
    Ok(StepBytes { trashed: moved.bytes, freed: 0 })
}

fn copy(run: &Run<'_>, at: usize, source: &LocalSource, into: &std::path::Path) -> Result<Copied, StepOutcome> {
    let limits = if run.context.allow_over_quota.is_on() { Limits { bytes: None } } else { Limits::default() };
    let progress = |done| run.send(ProgressEvent::Bytes { step: at, done, total: Some(source.bytes) });
    match archive::copy_source(source, into, &limits, &progress, run.control.stop_switch()) {
        Ok(copied) => Ok(copied),
        Err(_) if run.is_cancelled() => Err(StepOutcome::Skipped(SkipReason::OldContentUntouched)),
        Err(error) => Err(failed(sentence!(
            "failed-import",
            source = crate::text::sanitize_path(&source.path),
            why = error.message()
        ))),
    }
}

/// Stores the origin of the content, and its baseline. Without a data folder neither is known later, which is reported.
fn remember(
    run: &Run<'_>,
    arn: &LayerArn,
    source: &LocalSource,
    copied: &Copied,
    content: &std::path::Path,
) -> Result<(), StepOutcome> {
    let dir = &arn.dir();
    let not_kept = |why: Sentence| sentence!("failed-import-origin", dir = dir.as_str(), why = why);
    let Some(data_dir) = &run.context.data_dir else {
        return Err(failed(not_kept(sentence!("failed-no-data-folder"))));
    };
    let (at, sha256) = (crate::clock::now(), hex::encode(copied.sha256));
    let imported = Imported { source: source.path.clone(), sha256: sha256.clone(), at };
    origins::record(data_dir, dir, content, &Origin::Imported(imported))
        .map_err(|error| failed(not_kept(crate::text::describe_io_error(&error))))?;
    // Without it, the layer could only be refreshed while a template names it.
    if let Err(error) = arn_store::remember(data_dir, std::iter::once(arn)) {
        tracing::warn!(path = %data_dir.display(), %error, "cannot remember an ARN");
    }
    if let Some(entries) = &copied.unpacked.entries {
        let baseline = Baseline { written: at, code_sha256: sha256, entries: entries.clone() };
        if let Err(error) = baseline::write_import(data_dir, dir, &baseline) {
            tracing::warn!(path = %data_dir.display(), %error, "cannot keep a baseline");
        }
    }
    Ok(())
}
