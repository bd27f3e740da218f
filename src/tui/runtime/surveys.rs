//! Runs surveys on their own threads, and watches what makes another one necessary.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::Desktop;
use super::answers::catch_panic;
use super::code_prompt::Asker;
use crate::inventory::changes::Changes;
use crate::inventory::facts::Finding;
use crate::ops::{self, Context};
use crate::tui::effect::SurveyId;
use crate::tui::message::Message;
use crate::tui::state::{State, Tone};

/// The longest delay before a change is surveyed.
const LONGEST_REST: Duration = Duration::from_secs(10);

impl Desktop {
    pub(super) fn survey_changes(&self, id: SurveyId, changes: Changes, state: &State) -> anyhow::Result<()> {
        let known = state.inventory.clone();
        self.survey(id, &self.survey_took, move |context, report, cancel| {
            ops::survey_changes(context, known, &changes, report, cancel);
        })
    }

    pub(super) fn survey_engine(&self, id: SurveyId, state: &State) -> anyhow::Result<()> {
        let known = state.inventory.clone();
        self.survey(id, &self.engine_took, |context, report, cancel| ops::survey_engine(context, known, report, cancel))
    }

    /// Runs a survey on its own thread and records how long it took.
    pub(super) fn survey(
        &self,
        id: SurveyId,
        took: &Arc<AtomicU64>,
        survey: impl FnOnce(&Context, &(dyn Fn(Finding) + Sync), &AtomicBool) + Send + 'static,
    ) -> anyhow::Result<()> {
        let (context, sender, leaving) = (self.context.clone(), self.sender.clone(), Arc::clone(&self.leaving));
        let took = Arc::clone(took);
        let mut context = context;
        context.aws.code_prompt = Some(self.code_prompts.prompt(Asker::Survey));
        let work = move || {
            let report = |finding| drop(sender.send(Message::Found(id, vec![finding])));
            let begun = Instant::now();
            let ended = catch_panic(&context, || survey(&context, &report, &leaving));
            took.store(u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
            let _ = sender.send(Message::Surveyed(id, ended));
        };
        thread::Builder::new().name("survey".to_owned()).spawn(work)?;
        Ok(())
    }

    /// Watches the engine that is in use now.
    pub(super) fn watch_engine(&mut self) {
        let (sender, took) = (self.sender.clone(), Arc::clone(&self.engine_took));
        let on_change = move || {
            thread::sleep(Duration::from_millis(took.load(Ordering::Relaxed)).min(LONGEST_REST));
            drop(sender.send(Message::EngineChanged));
        };
        self.engine_watch = ops::watch_engine(&self.context, on_change).unwrap_or_else(|error| {
            tracing::warn!(%error, "the engine cannot be followed");
            None
        });
    }

    /// Enables the check for newer versions in the next survey and those after it.
    pub(super) fn check_newer_versions(&self) {
        if self.context.aws.offline {
            let why = tr!("runtime-offline").to_owned();
            self.sender.send(Message::ShowMessage(Tone::Bad, why)).ok();
        } else {
            self.context.newer_versions.set(true);
        }
    }

    /// Watches the cache and the templates as they are now: the cache folder may have been created, or templates found.
    ///
    /// Collecting the folders to watch takes as long as a search, so it runs on its own thread.
    pub(super) fn watch(&self, state: &State) {
        let sender = self.sender.clone();
        let templates = state.inventory.template_files();
        let took = Arc::clone(&self.survey_took);
        let on_change = move |changes| {
            // While SAM downloads, there is always another change. The longer a survey of the cache takes, the less
            // often it runs.
            thread::sleep(Duration::from_millis(took.load(Ordering::Relaxed).saturating_mul(3)).min(LONGEST_REST));
            drop(sender.send(Message::Changed(changes)));
        };
        let (context, place) = (self.context.clone(), Arc::clone(&self.watch));
        let work = move || match ops::watch(&context, &templates, on_change) {
            Ok(watch) => drop(place.lock().map(|mut place| place.replace(watch))),
            // Without the watch, the app shows the results of the last survey until the user refreshes with `R`.
            Err(error) => tracing::warn!(%error, "changes cannot be followed"),
        };
        if let Err(error) = thread::Builder::new().name("follow".to_owned()).spawn(work) {
            tracing::warn!(%error, "changes cannot be followed");
        }
    }
}
