//! Verifies every byte of a layer against the best evidence available.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

use super::{Run, StepBytes};
use crate::archive::{CentralDirectory, MAX_END_RECORDS, MAX_HASHED, ZipListing, list_zip, read_central_directory};
use crate::aws::{AwsError, Client, LayerVersion, run_controlled};
use crate::cache::{CacheError, Sums};
use crate::clock;
use crate::content::entries::Entries;
use crate::content::verify::{Comparison, Differences, Entry, EntryContent, LayerVerdict, LayerVerification};
use crate::inventory::facts::{Imported, Origin};
use crate::ops::user_data::baseline::{self, Baseline};
use crate::ops::user_data::origins::Origins;
use crate::ops::{aws, engine};
use crate::plan::{Phase, ProgressEvent, RunControl, SkipReason, StepOutcome};
use crate::sam::{LayerArn, LayerDir};
use crate::text::{Sentence, describe_io_error, sanitize_path, sentence};

/// The expected content of a layer, and its source.
struct Evidence {
    /// Sorted.
    entries: Entries,
    /// What is unusual about the zip.
    notes: Vec<Sentence>,
    /// In a phrase.
    from: Sentence,
    /// The checksums to compare.
    sums: Sums,
    /// Set if there is no baseline of this zip yet. It is written if the layer is intact.
    new_baseline_of: Option<String>,
}

/// The reason why there is no evidence.
enum NoEvidence {
    Cancelled,
    /// The reason, as a sentence.
    Because(Sentence),
}

/// Verifies a layer and reports the verdict. A difference is a failure of the step.
pub(super) fn perform(
    run: &Run<'_>,
    at: usize,
    dir: &LayerDir,
    arn: Option<&LayerArn>,
) -> Result<StepBytes, StepOutcome> {
    run.send(ProgressEvent::Phase { step: at, phase: Phase::LookingUp });
    let (verdict, modified, outcome) = match evidence(run, dir, arn) {
        Err(NoEvidence::Cancelled) => return Err(StepOutcome::Skipped(SkipReason::Cancelled)),
        Err(NoEvidence::Because(why)) => (LayerVerdict::Impossible(why.clone()), None, Err(StepOutcome::Failed(why))),
        Ok(evidence) => match compared(run, at, dir, &evidence) {
            Err(CacheError::Cancelled) => return Err(StepOutcome::Skipped(SkipReason::Cancelled)),
            Err(error) => {
                let why = sentence!("failed-told", why = error.message());
                (LayerVerdict::Impossible(why.clone()), None, Err(StepOutcome::Failed(why)))
            }
            Ok(compared) => {
                let modified = compared.modified;
                let (verdict, outcome) = judge(run, dir, evidence, compared);
                (verdict, modified, outcome)
            }
        },
    };
    let check = LayerVerification { at: clock::now(), modified, verdict };
    run.send(ProgressEvent::Checked { step: at, dir: dir.clone(), check: Box::new(check) });
    outcome
}

/// What a comparison found.
struct Compared {
    differences: Differences,
    /// Files and links.
    files: u64,
    bytes: u64,
    modified: Option<Timestamp>,
    /// What is on disk, for a baseline; `None` where none is written.
    entries: Option<Vec<Entry>>,
}

/// Reads the layer and compares each entry as soon as it was read, so that a large layer takes little memory.
fn compared(run: &Run<'_>, at: usize, dir: &LayerDir, evidence: &Evidence) -> Result<Compared, CacheError> {
    run.send(ProgressEvent::Phase { step: at, phase: Phase::Reading });
    let total = run.plan_bytes(at);
    let reported = AtomicU64::new(0);
    // Reports every few megabytes, as a layer may have thousands of small files.
    let progress = |done: u64| {
        let before = reported.load(Ordering::Relaxed);
        if done >= before + 4_000_000
            && reported.compare_exchange(before, done, Ordering::Relaxed, Ordering::Relaxed).is_ok()
        {
            run.send(ProgressEvent::Bytes { step: at, done, total });
        }
    };
    let cache = run.cache.as_ref().ok_or_else(|| CacheError::Refused(sentence!("cache-gone")))?;
    let mut comparison = Comparison::with(&evidence.entries);
    let mut files = 0;
    let is_kept = evidence.new_baseline_of.is_some() && evidence.entries.len() as u64 <= MAX_HASHED;
    let mut entries = is_kept.then(Vec::new);
    let mut take = |entry: Entry| {
        files += u64::from(entry.what != EntryContent::Folder);
        comparison.add(&entry);
        if let Some(kept) = &mut entries {
            if kept.len() as u64 <= MAX_HASHED { kept.push(entry) } else { entries = None }
        }
    };
    let sums =
        Sums { sha256: evidence.sums.sha256 && (is_kept || evidence.new_baseline_of.is_none()), ..evidence.sums };
    let digest = cache.digest_each(dir, sums, &progress, run.control.stop_switch(), &mut take)?;
    // What lies below something that could not be read is not missing: it is not known.
    let unread: HashSet<&str> = digest.unread.iter().map(String::as_str).collect();
    let is_known = |path: &str| {
        let above = path.match_indices('/').map(|(at, _)| &path[..at]);
        unread.is_empty() || ![path, ""].into_iter().chain(above).any(|path| unread.contains(path))
    };
    let mut differences = comparison.finish(&is_known);
    differences.unreadable = digest.unreadable;
    Ok(Compared { differences, files, bytes: digest.bytes, modified: digest.modified, entries })
}

fn judge(
    run: &Run<'_>,
    dir: &LayerDir,
    evidence: Evidence,
    compared: Compared,
) -> (LayerVerdict, Result<StepBytes, StepOutcome>) {
    let Compared { differences, files, bytes, entries, .. } = compared;
    let outcome = if differences.is_empty() {
        if let (Some(code_sha256), Some(entries)) = (&evidence.new_baseline_of, entries) {
            remember(run, dir, code_sha256, entries);
        }
        Ok(StepBytes::default())
    } else {
        Err(StepOutcome::Failed(sentence!(
            "differences-by",
            differences = differences.summary(),
            by = evidence.from.clone()
        )))
    };
    let verdict = LayerVerdict::Compared {
        evidence: evidence.from,
        files,
        bytes,
        differences: Box::new(differences),
        notes: evidence.notes,
    };
    (verdict, outcome)
}

/// Stores the content of a download that passed all checks, for later comparisons.
pub(super) fn keep_baseline(run: &Run<'_>, dir: &LayerDir, code_sha256: &str, unpacked: Vec<Entry>) {
    if run.context.data_dir.is_some() {
        remember(run, dir, code_sha256, unpacked);
    }
}

/// Stores the verified content. Without it, AWS is asked again.
fn remember(run: &Run<'_>, dir: &LayerDir, code_sha256: &str, entries: Vec<Entry>) {
    let Some(data_dir) = run.context.data_dir.as_ref().filter(|_| !run.context.read_only.is_on()) else { return };
    let baseline = Baseline { written: clock::now(), code_sha256: code_sha256.to_owned(), entries };
    if let Err(error) = baseline::write(data_dir, dir, &baseline) {
        tracing::warn!(path = %data_dir.display(), %error, "cannot keep a baseline");
    }
}

/// Returns the source of the layer's content, if it was imported.
fn origin_of(run: &Run<'_>, dir: &LayerDir) -> Result<Option<Imported>, NoEvidence> {
    let origins = Origins::read(run.context.data_dir.as_deref()).map_err(|(path, error)| {
        let (path, why) = (sanitize_path(&path), describe_io_error(&error));
        NoEvidence::Because(sentence!("problem-not-verified-origin", dir = dir.as_str(), path = path, why = why))
    })?;
    let path = run.cache.as_ref().map(|cache| cache.path().join(dir.as_str()));
    let origin = path.and_then(|path| origins.at(dir, &path));
    Ok(origin.as_ref().and_then(Origin::imported).cloned())
}

/// An imported layer is compared with what was imported, and never with what AWS has under its ARN.
fn of_import(baseline: Option<Baseline>, imported: &Imported, dir: &LayerDir) -> Result<Evidence, NoEvidence> {
    let source = sanitize_path(&imported.source);
    let Some(baseline) = baseline else {
        return Err(NoEvidence::Because(sentence!("problem-not-verified-import", dir = dir.as_str(), source = source)));
    };
    Ok(of_baseline(baseline, |when| sentence!("evidence-import", when = when, source = source)))
}

/// Asks AWS first, which knows what was published, and otherwise uses the baseline.
fn evidence(run: &Run<'_>, dir: &LayerDir, arn: Option<&LayerArn>) -> Result<Evidence, NoEvidence> {
    let data_dir = run.context.data_dir.as_deref();
    if let Some(imported) = origin_of(run, dir)? {
        return of_import(
            data_dir.and_then(|data_dir| baseline::read_import(data_dir, dir, &imported.sha256)),
            &imported,
            dir,
        );
    }
    let stored = |code_sha256: Option<&str>| data_dir.and_then(|data_dir| baseline::read(data_dir, dir, code_sha256));
    let (no_answer, why) = match arn {
        _ if run.context.aws.offline => {
            (sentence!("evidence-offline"), sentence!("problem-not-verified-offline", dir = dir.as_str()))
        }
        None => (sentence!("evidence-no-arn"), sentence!("problem-not-verified-no-arn", dir = dir.as_str())),
        Some(arn) => match ask(run, arn, &stored) {
            Ok(evidence) => return Ok(evidence),
            Err(NoEvidence::Cancelled) => return Err(NoEvidence::Cancelled),
            Err(NoEvidence::Because(why)) => {
                tracing::info!(%dir, %why, "no deep check by AWS");
                (sentence!("evidence-no-answer"), sentence!("problem-not-verified", dir = dir.as_str(), why = why))
            }
        },
    };
    let Some(baseline) = stored(None) else { return Err(NoEvidence::Because(why)) };
    Ok(of_baseline(baseline, |when| sentence!("evidence-baseline", when = when, why = no_answer)))
}

fn of_baseline(baseline: Baseline, from: impl FnOnce(String) -> Sentence) -> Evidence {
    Evidence {
        from: from(baseline.written.strftime("%Y-%m-%d").to_string()),
        entries: sorted(baseline.entries),
        notes: Vec::new(),
        sums: Sums { crc32: false, sha256: true },
        new_baseline_of: None,
    }
}

fn sorted(entries: Vec<Entry>) -> Entries {
    let mut entries: Entries = entries.into_iter().collect();
    entries.sort();
    entries
}

fn ask(
    run: &Run<'_>,
    arn: &LayerArn,
    stored: &dyn Fn(Option<&str>) -> Option<Baseline>,
) -> Result<Evidence, NoEvidence> {
    let asked = engine::block_on(async {
        let client = aws::client(&run.context.aws).await;
        let layer = run_controlled(&run.control.without_pause(), client.look_up(arn)).await??;
        if let Some(baseline) = stored(Some(&layer.code_sha256)) {
            return Ok(of_baseline(baseline, |when| sentence!("evidence-aws-baseline", when = when)));
        }
        let (ZipListing { entries, notes }, from) = directory(&client, &layer, run.control).await?;
        let sums = Sums { crc32: true, sha256: true };
        Ok(Evidence { entries, notes, from, sums, new_baseline_of: Some(layer.code_sha256.clone()) })
    });
    match asked {
        Ok(Ok(evidence)) => Ok(evidence),
        Ok(Err(lack)) => Err(lack),
        Err(error) => Err(NoEvidence::Because(error.into())),
    }
}

/// Lists the zip at AWS: from its end if the server supports range requests, otherwise by downloading it.
async fn directory(
    client: &Client,
    layer: &LayerVersion,
    control: &RunControl,
) -> Result<(ZipListing, Sentence), NoEvidence> {
    let mut from = layer.code_size.saturating_sub(MAX_END_RECORDS);
    while let Some(end) = client.read_tail(layer, from, control).await? {
        match read_central_directory(&end, layer.code_size)? {
            CentralDirectory::Listed(listing) => return Ok((listing, sentence!("evidence-aws-directory"))),
            CentralDirectory::BeginsAt(begin) => from = begin,
        }
    }
    let unwritable = |error: std::io::Error| NoEvidence::Because(sentence!("failed-zip-kept", why = error));
    let mut zip = tempfile::tempfile().map_err(unwritable)?;
    let downloaded = client.download(layer, &mut zip, &mut |_| {}, control).await?;
    layer.check(&downloaded)?;
    Ok((list_zip(zip)?, sentence!("evidence-aws-zip")))
}

impl From<AwsError> for NoEvidence {
    fn from(error: AwsError) -> Self {
        if error == AwsError::Cancelled { Self::Cancelled } else { Self::Because(error.message()) }
    }
}

impl From<crate::archive::ArchiveError> for NoEvidence {
    fn from(error: crate::archive::ArchiveError) -> Self {
        Self::Because(error.message())
    }
}
