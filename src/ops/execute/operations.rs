//! The journal entries of one run: one for the cache, and one for each build folder that is changed.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::sam_processes::{self, RunningBuild};
use super::{Run, failed};
use crate::builds;
use crate::cache::{CacheError, Operation, OperationKind};
use crate::plan::{BuildToRemove, PlanKind, StepOutcome};
use crate::text::sentence;

/// How long a list of processes is used: a plan may have a thousand steps, and each list takes milliseconds.
const LIST_LIFETIME: Duration = Duration::from_millis(500);

/// The operations of a run. Each begins with the first step that needs it.
#[derive(Default)]
pub(super) struct Operations {
    /// The operation in the cache.
    pub cache: Option<Operation>,
    builds: BTreeMap<PathBuf, Operation>,
    running: Mutex<Option<(Instant, Vec<RunningBuild>)>>,
}

impl Operations {
    /// Returns the operation in the cache.
    pub fn in_cache(&mut self, run: &Run<'_>) -> Result<&mut Operation, StepOutcome> {
        self.begun_in_cache(run)?.map_err(failed)
    }

    /// Returns the operation in the cache, or why it cannot be begun.
    pub fn begun_in_cache(&mut self, run: &Run<'_>) -> Result<Result<&mut Operation, CacheError>, StepOutcome> {
        if self.cache.is_none() {
            match run.cache()?.begin(run.operation_kind()) {
                Ok(begun) => self.cache = Some(begun),
                Err(error) => return Ok(Err(error)),
            }
        }
        self.cache.as_mut().map(Ok).ok_or_else(|| failed(sentence!("failed-journal")))
    }

    /// Calls `perform` with the operation in a build folder, and with what returns the process that builds there now.
    pub fn in_builds<T>(
        &mut self,
        run: &Run<'_>,
        build: &BuildToRemove,
        perform: impl FnOnce(&mut Operation, &dyn Fn() -> Option<u32>) -> T,
    ) -> Result<T, StepOutcome> {
        let operation = match self.builds.entry(build.folder.clone()) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(entry) => {
                let folder = builds::open(&build.folder).map_err(failed)?;
                entry.insert(folder.begin(run.operation_kind()).map_err(failed)?)
            }
        };
        let running = &self.running;
        Ok(perform(operation, &|| build.projects.iter().find_map(|project| builds_in(running, project))))
    }

    /// Returns the operations in build folders, to end them.
    pub fn into_builds(self) -> impl Iterator<Item = Operation> {
        self.builds.into_values()
    }
}

fn builds_in(running: &Mutex<Option<(Instant, Vec<RunningBuild>)>>, project: &Path) -> Option<u32> {
    let Ok(mut listed) = running.lock() else { return None };
    if listed.as_ref().is_none_or(|(at, _)| at.elapsed() > LIST_LIFETIME) {
        *listed = Some((Instant::now(), sam_processes::building()));
    }
    listed.as_ref().and_then(|(_, running)| sam_processes::builds_in(running, project))
}

impl Run<'_> {
    /// Begins an operation in the cache.
    pub(super) fn begin(&self) -> Result<Operation, StepOutcome> {
        self.cache()?.begin(self.operation_kind()).map_err(failed)
    }

    /// Returns the kind of the operations of this run.
    fn operation_kind(&self) -> OperationKind {
        match self.report.lock().map_or(PlanKind::Trash, |report| report.plan.kind) {
            PlanKind::Delete => OperationKind::Delete,
            PlanKind::Refresh => OperationKind::Refresh,
            PlanKind::Import => OperationKind::Import,
            PlanKind::Trash | PlanKind::Undo | PlanKind::Verify | PlanKind::Publish | PlanKind::Export => {
                OperationKind::Purge
            }
        }
    }
}
