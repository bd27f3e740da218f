//! Jobs: long operations that can be stopped, shared by the app and the command line.

mod check_images;
mod empty_trash;
mod search_images;

use std::cell::RefCell;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;

use super::{Context, catch_panic, execute};
use crate::inventory::Inventory;
use crate::inventory::facts::Finding;
use crate::plan::{JobOutcome, JobResult, Plan, ProgressEvent, RunControl};
use crate::sam::ImageName;
use crate::text::Sentence;

/// The interval at which a paused job checks whether to continue.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// A job with all its input.
#[derive(Debug)]
pub enum Job {
    /// Executes a plan, the same value that was shown.
    Execute(Plan),
    /// Frees the space of the whole trash, or of the entries moved there before a time.
    EmptyTrash {
        /// `None` frees everything.
        before: Option<Timestamp>,
    },
    /// Tries combinations of known names for images whose layers are unknown. This may take minutes.
    SearchImages {
        /// The images, one step for each.
        images: Vec<ImageName>,
        /// What is known about layers and images.
        known: Box<Inventory>,
    },
    /// Compares images with the layers they were built from.
    CheckImages {
        /// The images, one step for each; `None` compares all that can be compared.
        images: Option<Vec<ImageName>>,
        /// What is known about layers and images.
        known: Box<Inventory>,
    },
}

impl Job {
    /// Returns a name for each kind.
    fn name(&self) -> &'static str {
        match self {
            Self::Execute(_) => "execute",
            Self::EmptyTrash { .. } => "empty-trash",
            Self::SearchImages { .. } => "search-images",
            Self::CheckImages { .. } => "check-images",
        }
    }
}

/// Receives the progress of a job.
type Listener<'a> = dyn FnMut(ProgressEvent) + Send + 'a;

/// Runs a job and returns its result. Blocks: call it on its own thread.
///
/// `control` stops the job at its next safe point, or pauses it there. A panic is logged and returned as a failure of
/// the job, so that it neither ends the program nor looks like a success.
pub fn run(context: &Context, job: Job, progress: &mut Listener<'_>, control: &RunControl) -> JobResult {
    let findings = RefCell::new(Vec::new());
    let ended = catch_panic(context.log_file.as_deref(), || {
        panic_when_asked(&job);
        perform(context, job, progress, control, &findings)
    });
    JobResult { findings: findings.into_inner(), outcome: ended.and_then(|outcome| outcome) }
}

fn perform(
    context: &Context,
    job: Job,
    progress: &mut Listener<'_>,
    control: &RunControl,
    findings: &RefCell<Vec<Finding>>,
) -> Result<JobOutcome, Sentence> {
    match job {
        Job::Execute(plan) => Ok(JobOutcome::Executed(execute(context, plan, progress, control))),
        Job::EmptyTrash { before } => {
            empty_trash::perform(context, before, progress, control).map(JobOutcome::TrashEmptied)
        }
        Job::SearchImages { images, known } => {
            search_images::perform(&images, &known, progress, control, findings).map(|()| JobOutcome::ImagesSearched)
        }
        Job::CheckImages { images, known } => {
            check_images::perform(context, images.as_deref(), &known, progress, control, findings)
                .map(|()| JobOutcome::ImagesChecked)
        }
    }
}

/// Blocks while the job is paused.
fn wait_while_paused(control: &RunControl) {
    while control.is_paused() {
        thread::sleep(POLL_INTERVAL);
    }
}

/// Panics if `SAMLAYERS_PANIC_IN` names this kind of job, for tests of how a bug in a job is handled. Only in debug
/// builds.
fn panic_when_asked(job: &Job) {
    if cfg!(debug_assertions) {
        let asked = std::env::var("SAMLAYERS_PANIC_IN").ok();
        assert!(asked.is_none_or(|kind| kind != job.name()), "a panic was asked for");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cache::Located;

    fn context(home: &std::path::Path) -> Context {
        let cache = Located { path: home.join("layers-pkg"), chosen_by: "a test".to_owned(), note: None };
        Context { log_file: Some(home.join("samlayers.log")), ..Context::of_cache(cache) }
    }

    #[test]
    fn a_panic_fails_the_job_and_keeps_earlier_findings() {
        let home = tempfile::tempdir().unwrap();
        let image = |name: &str| ImageName::parse(&format!("samcli/lambda-python:3.12-x86_64-{name}")).unwrap();
        let images = vec![image("0123456789abcdef012345678"), image("1123456789abcdef012345678")];
        let mut progress = |progress| assert!(progress != ProgressEvent::Started { step: 1 }, "the second is too much");
        let job = Job::SearchImages { images, known: Box::default() };
        let result = run(&context(home.path()), job, &mut progress, &RunControl::default());
        let reason = result.outcome.unwrap_err().to_string();
        assert!(reason.contains("the second is too much") && reason.contains("samlayers.log"), "{reason}");
        assert_eq!(result.findings.len(), 1, "the first image was searched for");
    }

    #[test]
    fn an_empty_trash_is_emptied_and_a_stopped_search_ends() {
        let home = tempfile::tempdir().unwrap();
        let context = context(home.path());
        let emptied = run(&context, Job::EmptyTrash { before: None }, &mut |_| (), &RunControl::default());
        assert_eq!(emptied, JobResult::done(JobOutcome::TrashEmptied(crate::plan::Freed::default())));
        let control = RunControl::default();
        control.stop();
        let job = Job::SearchImages { images: Vec::new(), known: Box::default() };
        let searched = run(&context, job, &mut |_| (), &control);
        assert_eq!(searched, JobResult::done(JobOutcome::ImagesSearched));
    }

    #[test]
    fn read_only_refuses_to_empty_the_trash() {
        let home = tempfile::tempdir().unwrap();
        let context = context(home.path());
        context.read_only.set(true);
        let refused = run(&context, Job::EmptyTrash { before: None }, &mut |_| (), &RunControl::default());
        assert!(refused.outcome.is_err());
    }
}
