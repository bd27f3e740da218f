//! Downloads layers, several at a time. First all of them are looked up, so that the total size is known. Then each is
//! downloaded, verified, unpacked in a staging folder and swapped in.

use std::fs::File;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};
use std::thread;

use super::step::outcome;
use super::{Run, StepBytes, failed, verify_layer};
use crate::archive::{self, FileHashes, Limits, Unpacked};
use crate::aws::{AwsError, Client, DownloadEvent, LayerVersion, run_controlled};
use crate::cache::{Operation, Staged};
use crate::inventory::facts::{Measure, Origin};
use crate::ops::aws;
use crate::ops::user_data::origins;
use crate::plan::{Phase, Plan, ProgressEvent, SkipReason, Step, StepAction, StepOutcome};
use crate::sam::LayerDir;
use crate::text::sentence;

/// Parallel downloads: enough to use the bandwidth, and few enough that each of them makes progress.
const PARALLEL_DOWNLOADS: usize = 4;

/// Executes all downloads of a plan.
pub(super) fn all(run: &Run<'_>, plan: &Plan, downloads: &[usize]) {
    if run.context.aws.offline {
        for at in downloads {
            run.finish_step(*at, StepOutcome::Failed(sentence!("failed-offline")), StepBytes::default());
        }
        return;
    }
    let prepared = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let (runtime, operation) = match (prepared.map_err(failed), run.begin()) {
        (Ok(runtime), Ok(operation)) => (runtime, Mutex::new(operation)),
        (Err(why), _) | (_, Err(why)) => {
            for at in downloads {
                run.finish_step(*at, why.clone(), StepBytes::default());
            }
            return;
        }
    };
    let client = runtime.block_on(aws::client(&run.context.aws));
    let worker = Worker { run, runtime: &runtime, client: &client, operation: &operation };
    let found: Vec<OnceLock<LayerVersion>> = downloads.iter().map(|_| OnceLock::new()).collect();
    run_parallel(downloads.len(), |number| {
        if let Some(layer) = worker.look_up(downloads[number], &plan.steps[downloads[number]]) {
            let _ = found[number].set(layer);
        }
    });
    run_parallel(downloads.len(), |number| {
        if let Some(layer) = found[number].get() {
            let at = downloads[number];
            run.run_started(at, || worker.refresh(at, &plan.steps[at], layer));
        }
    });
    if let Ok(operation) = operation.into_inner() {
        run.finish(operation);
    }
}

/// Calls `work` for every number below `count`, several at a time, and returns when all calls have returned.
fn run_parallel(count: usize, work: impl Fn(usize) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..PARALLEL_DOWNLOADS.min(count) {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    work(number);
                }
            });
        }
    });
}

struct Worker<'a, 'r> {
    run: &'a Run<'r>,
    runtime: &'a tokio::runtime::Runtime,
    client: &'a Client,
    operation: &'a Mutex<Operation>,
}

impl Worker<'_, '_> {
    /// Looks up a layer version in AWS. An error is the outcome of the step.
    fn look_up(&self, at: usize, step: &Step) -> Option<LayerVersion> {
        let StepAction::Refresh(_, arn) = &step.action else { return None };
        self.run.wait_while_paused();
        if !self.run.is_cancelled() {
            self.run.send(ProgressEvent::Started { step: at });
            self.phase(at, Phase::LookingUp);
        }
        let control = self.run.control.without_pause();
        let asked = run_controlled(&control, self.client.look_up(arn));
        match self.runtime.block_on(asked).and_then(|answer| answer) {
            Ok(layer) => {
                self.run.send(ProgressEvent::Expected { step: at, bytes: layer.code_size });
                self.phase(at, Phase::Waiting);
                Some(layer)
            }
            Err(error) => {
                self.run.finish_step(at, self.stopped_or(error), StepBytes::default());
                None
            }
        }
    }

    /// Replaces the content of a layer. The old content stays until the new one has the right hash, is fully unpacked
    /// and is synced.
    fn refresh(&self, at: usize, step: &Step, layer: &LayerVersion) -> Result<StepBytes, StepOutcome> {
        let StepAction::Refresh(dir, _) = &step.action else { return Ok(StepBytes::default()) };
        let cache = self.run.cache()?;
        self.run.context.retained_locks.give_back(dir.as_str());
        let lock = cache.lock_download(dir).map_err(outcome)?;
        let staged = cache.stage(dir).map_err(outcome)?;
        self.download(at, layer, &staged)?;
        self.run.wait_while_paused();
        let unpacked = self.unpack(at, dir, &staged)?;
        self.run.wait_while_paused();
        if self.run.is_cancelled() {
            return Err(cancelled());
        }
        if let Some(data_dir) = &self.run.context.data_dir {
            let origin = Origin::Downloaded { code_sha256: layer.code_sha256.clone() };
            if let Err(error) = origins::record(data_dir, dir, &staged.content_path(), &origin) {
                tracing::warn!(path = %data_dir.display(), %error, "cannot keep the origin of a layer");
            }
        }
        self.phase(at, Phase::SwappingIn);
        let known = step.file_count.map(|files| Measure { bytes: step.size_bytes, files, ..Measure::default() });
        let mut operation = self.operation.lock().map_err(|_| failed(sentence!("failed-other-download")))?;
        let moved = operation.swap_in(&staged, &lock, known.as_ref()).map_err(outcome)?;
        drop(operation);
        if let Some(entries) = unpacked.entries {
            verify_layer::keep_baseline(self.run, dir, &layer.code_sha256, entries);
        }
        self.run.note(unpacked.notes.into_iter().map(|note| sentence!("failed-layer", dir = dir.as_str(), why = note)));
        Ok(StepBytes { trashed: moved.bytes, freed: 0 })
    }

    fn download(&self, at: usize, layer: &LayerVersion, staged: &Staged) -> Result<(), StepOutcome> {
        self.phase(at, Phase::Downloading);
        let path = staged.zip_path();
        let unwritable =
            |error: std::io::Error| failed(sentence!("failed-write", path = path.display().to_string(), why = error));
        let mut zip = File::create(&path).map_err(unwritable)?;
        let mut listener = |event| match event {
            DownloadEvent::Bytes(done, total) => self.run.send(ProgressEvent::Bytes { step: at, done, total }),
            DownloadEvent::Again(error, pause) => {
                self.run.send(ProgressEvent::Again { step: at, why: error.message(), pause });
            }
        };
        let downloaded = self.runtime.block_on(self.client.download(layer, &mut zip, &mut listener, self.run.control));
        downloaded.and_then(|downloaded| layer.check(&downloaded)).map_err(|error| self.stopped_or(error))
    }

    fn stopped_or(&self, error: AwsError) -> StepOutcome {
        if self.run.is_cancelled() { cancelled() } else { failed(error) }
    }

    /// Unpacks the zip, with checksums for a baseline if one can be stored.
    fn unpack(&self, at: usize, dir: &LayerDir, staged: &Staged) -> Result<Unpacked, StepOutcome> {
        self.phase(at, Phase::Unpacking);
        let unreadable =
            |error: std::io::Error| failed(sentence!("failed-read-download", dir = dir.as_str(), why = error));
        let zip = File::open(staged.zip_path()).map_err(unreadable)?;
        let context = self.run.context;
        let limits = if context.allow_over_quota.is_on() { Limits { bytes: None } } else { Limits::default() };
        let sums = if context.data_dir.is_some() { FileHashes::Sha256 } else { FileHashes::None };
        let stop = self.run.control.stop_switch();
        match archive::unpack(zip, &staged.content_path(), &limits, sums, &|_| {}, stop) {
            Ok(unpacked) => Ok(unpacked),
            Err(_) if self.run.is_cancelled() => Err(cancelled()),
            Err(error) => Err(failed(error)),
        }
    }

    fn phase(&self, at: usize, phase: Phase) {
        self.run.send(ProgressEvent::Phase { step: at, phase });
    }
}

fn cancelled() -> StepOutcome {
    StepOutcome::Skipped(SkipReason::OldContentUntouched)
}
