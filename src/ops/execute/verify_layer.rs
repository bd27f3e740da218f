//! Verifies every byte of a layer against the best evidence available.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;

use super::{Run, StepBytes};
use crate::archive::{CentralDirectory, MAX_END_RECORDS, read_central_directory};
use crate::aws::{AwsError, Client, LayerVersion, run_controlled};
use crate::cache::{CacheError, Digest, Sums};
use crate::content::verify::{Entry, LayerVerdict, LayerVerification, compare};
use crate::ops::user_data::baseline::{self, Baseline};
use crate::ops::{aws, engine};
use crate::plan::{Phase, ProgressEvent, RunControl, SkipReason, StepOutcome};
use crate::sam::{LayerArn, LayerDir};
use crate::text::{Sentence, sentence};

/// The expected content of a layer, and its source.
struct Evidence {
    entries: Vec<Entry>,
    /// The source, as a phrase.
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
        Ok(evidence) => match digest(run, at, dir, &evidence) {
            Err(CacheError::Cancelled) => return Err(StepOutcome::Skipped(SkipReason::Cancelled)),
            Err(error) => {
                let why = sentence!("failed-told", why = error.message());
                (LayerVerdict::Impossible(why.clone()), None, Err(StepOutcome::Failed(why)))
            }
            Ok(digest) => {
                let modified = digest.modified;
                let (verdict, outcome) = judge(run, dir, evidence, digest);
                (verdict, modified, outcome)
            }
        },
    };
    let check = LayerVerification { at: Timestamp::now(), modified, verdict };
    run.send(ProgressEvent::Checked { step: at, dir: dir.clone(), check: Box::new(check) });
    outcome
}

fn digest(run: &Run<'_>, at: usize, dir: &LayerDir, evidence: &Evidence) -> Result<Digest, CacheError> {
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
    cache.digest(dir, evidence.sums, &progress, run.control.stop_switch())
}

fn judge(
    run: &Run<'_>,
    dir: &LayerDir,
    evidence: Evidence,
    digest: Digest,
) -> (LayerVerdict, Result<StepBytes, StepOutcome>) {
    // Entries below an unreadable path are unknown, not missing.
    let unread: HashSet<&str> = digest.unread.iter().map(String::as_str).collect();
    let is_known = |entry: &Entry| {
        let above = entry.path.match_indices('/').map(|(at, _)| &entry.path[..at]);
        ![entry.path.as_str(), ""].into_iter().chain(above).any(|path| unread.contains(path))
    };
    let expected = if unread.is_empty() {
        Cow::Borrowed(&evidence.entries)
    } else {
        Cow::Owned(evidence.entries.iter().filter(|entry| is_known(entry)).cloned().collect())
    };
    let mut differences = compare(&expected, &digest.entries);
    differences.unreadable = digest.unreadable;
    let outcome = if differences.is_empty() {
        if let Some(code_sha256) = &evidence.new_baseline_of {
            remember(run, dir, code_sha256, digest.entries.clone());
        }
        Ok(StepBytes::default())
    } else {
        Err(StepOutcome::Failed(sentence!(
            "differences-by",
            differences = differences.summary(),
            by = evidence.from.clone()
        )))
    };
    let files =
        digest.entries.iter().filter(|entry| entry.what != crate::content::verify::EntryContent::Folder).count();
    let verdict = LayerVerdict::Compared {
        evidence: evidence.from,
        files: files as u64,
        bytes: digest.bytes,
        differences: Box::new(differences),
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
    let baseline = Baseline { written: Timestamp::now(), code_sha256: code_sha256.to_owned(), entries };
    if let Err(error) = baseline::write(data_dir, dir, &baseline) {
        tracing::warn!(path = %data_dir.display(), %error, "cannot keep a baseline");
    }
}

/// Asks AWS first, which knows what was published, and otherwise uses the baseline.
fn evidence(run: &Run<'_>, dir: &LayerDir, arn: Option<&LayerArn>) -> Result<Evidence, NoEvidence> {
    let data_dir = run.context.data_dir.as_deref();
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
        entries: baseline.entries,
        sums: Sums { crc32: false, sha256: true },
        new_baseline_of: None,
    }
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
        let (entries, from) = directory(&client, &layer, run.control).await?;
        let sums = Sums { crc32: true, sha256: true };
        Ok(Evidence { entries, from, sums, new_baseline_of: Some(layer.code_sha256.clone()) })
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
) -> Result<(Vec<Entry>, Sentence), NoEvidence> {
    let mut from = layer.code_size.saturating_sub(MAX_END_RECORDS);
    while let Some(end) = client.read_tail(layer, from, control).await? {
        match read_central_directory(&end, layer.code_size)? {
            CentralDirectory::Listed(entries) => return Ok((entries, sentence!("evidence-aws-directory"))),
            CentralDirectory::BeginsAt(begin) => from = begin,
        }
    }
    let unwritable = |error: std::io::Error| NoEvidence::Because(sentence!("failed-zip-kept", why = error));
    let mut zip = tempfile::tempfile().map_err(unwritable)?;
    let downloaded = client.download(layer, &mut zip, &mut |_| {}, control).await?;
    layer.check(&downloaded)?;
    let entries = in_file(&mut zip, downloaded.bytes).map_err(unwritable)??;
    Ok((entries, sentence!("evidence-aws-zip")))
}

fn in_file(zip: &mut File, length: u64) -> std::io::Result<Result<Vec<Entry>, NoEvidence>> {
    let mut from = length.saturating_sub(MAX_END_RECORDS);
    loop {
        zip.seek(SeekFrom::Start(from))?;
        let mut end = Vec::new();
        zip.read_to_end(&mut end)?;
        match read_central_directory(&end, length) {
            Ok(CentralDirectory::Listed(entries)) => return Ok(Ok(entries)),
            Ok(CentralDirectory::BeginsAt(begin)) => from = begin,
            Err(error) => return Ok(Err(error.into())),
        }
    }
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
