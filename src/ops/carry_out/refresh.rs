//! Downloads, several at a time: look up, download, check, unpack beside, swap in.

use std::fs::File;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::step::outcome;
use super::{Gain, Run, failed};
use crate::archive::{self, Limits};
use crate::aws::Client;
use crate::cache::{Operation, Staged};
use crate::inventory::found::Measure;
use crate::ops::aws;
use crate::plan::{Action, Outcome, Plan, PlanKind, Progress, Step};
use crate::sam::{LayerArn, LayerDir};

/// Downloads at a time: enough to fill a line, few enough that every bar moves.
const AT_A_TIME: usize = 4;

/// Carries out all downloads of a plan.
pub(super) fn all(run: &Run<'_>, plan: &Plan, downloads: &[usize]) {
    if run.context.aws.offline {
        for at in downloads {
            let why = "offline: a refresh needs AWS; run it without --offline";
            run.tell(*at, Outcome::Failed(why.to_owned()), Gain::default());
        }
        return;
    }
    let prepared = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let (runtime, operation) = match (prepared.map_err(failed), run.begin(PlanKind::Refresh)) {
        (Ok(runtime), Ok(operation)) => (runtime, Mutex::new(operation)),
        (Err(why), _) | (_, Err(why)) => {
            for at in downloads {
                run.tell(*at, why.clone(), Gain::default());
            }
            return;
        }
    };
    let client = runtime.block_on(aws::client(&run.context.aws));
    let worker = Worker { run, runtime: &runtime, client: &client, operation: &operation };
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_A_TIME.min(downloads.len()) {
            scope.spawn(|| {
                while let Some(at) = downloads.get(next.fetch_add(1, Ordering::Relaxed)) {
                    run.one(*at, || worker.refresh(*at, &plan.steps[*at]));
                }
            });
        }
    });
    if let Ok(operation) = operation.into_inner() {
        run.finish(operation);
    }
}

struct Worker<'a, 'r> {
    run: &'a Run<'r>,
    runtime: &'a tokio::runtime::Runtime,
    client: &'a Client,
    operation: &'a Mutex<Operation>,
}

impl Worker<'_, '_> {
    /// The old content stays until the new one has its hash, is unpacked whole and synced.
    fn refresh(&self, at: usize, step: &Step) -> Result<Gain, Outcome> {
        let Action::Refresh(dir, arn) = &step.action else { return Ok(Gain::default()) };
        let cache = self.run.cache()?;
        let lock = cache.lock_download(dir).map_err(outcome)?;
        let staged = cache.stage(dir).map_err(outcome)?;
        self.download(at, arn, &staged)?;
        self.unpack(at, dir, &staged)?;
        if self.run.is_cancelled() {
            return Err(Outcome::Skipped("cancelled; the old content is untouched".to_owned()));
        }
        self.phase(at, "swapping in");
        let known = step.file_count.map(|files| Measure { bytes: step.size_bytes, files, ..Measure::default() });
        let mut operation = self.operation.lock().map_err(|_| failed("another download broke off; try again"))?;
        let moved = operation.swap_in(&staged, &lock, known.as_ref()).map_err(outcome)?;
        Ok(Gain { trashed: moved.bytes, freed: 0 })
    }

    fn download(&self, at: usize, arn: &LayerArn, staged: &Staged) -> Result<(), Outcome> {
        self.phase(at, "looking up");
        let path = staged.zip_path();
        let unwritable = |error: std::io::Error| failed(format!("cannot write {}: {error}", path.display()));
        let mut zip = File::create(&path).map_err(unwritable)?;
        let mut on_bytes = |done, total| self.run.say(Progress::Bytes { step: at, done, total });
        let done = self.runtime.block_on(async {
            let layer = self.client.look_up(arn).await?;
            self.phase(at, "downloading");
            let downloaded = self.client.download(&layer, &mut zip, &mut on_bytes, self.run.cancel).await?;
            layer.check(&downloaded)
        });
        done.map_err(|error| if self.run.is_cancelled() { cancelled() } else { failed(error) })
    }

    fn unpack(&self, at: usize, dir: &LayerDir, staged: &Staged) -> Result<(), Outcome> {
        self.phase(at, "unpacking");
        let unreadable = |error: std::io::Error| failed(format!("cannot read the download of {dir}: {error}"));
        let zip = File::open(staged.zip_path()).map_err(unreadable)?;
        let unpacked = archive::unpack(zip, &staged.content_path(), &Limits::default(), &|_| {}, self.run.cancel);
        match unpacked {
            Ok(_) => Ok(()),
            Err(_) if self.run.is_cancelled() => Err(cancelled()),
            Err(error) => Err(failed(error)),
        }
    }

    fn phase(&self, at: usize, text: &'static str) {
        self.run.say(Progress::Phase { step: at, text });
    }
}

fn cancelled() -> Outcome {
    Outcome::Skipped("cancelled; the old content is untouched".to_owned())
}
