//! The platform of a real session: takes messages from the queue, performs effects and draws.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use jiff::Timestamp;

use super::answers::projects_changed;
use super::{Desktop, forms, suspend};
use crate::clock;
use crate::ops::{self, Job};
use crate::tui::contents::{PreviewContent, PreviewTarget};
use crate::tui::effect::Effect;
use crate::tui::lang;
use crate::tui::message::Message;
use crate::tui::run_loop::Platform;
use crate::tui::state::{State, ViewMetrics};
use crate::tui::view;

/// The maximum number of findings in one message.
const BATCH: usize = 4096;

impl Platform for Desktop {
    fn next(&mut self, wait: Duration) -> Option<Message> {
        let message = match self.pending.pop_front() {
            Some(message) => message,
            None => match self.receiver.recv_timeout(wait) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => Message::Stop,
            },
        };
        let message = self.with_more(message);
        match &message {
            Message::Resumed => self.screen.resume(),
            Message::Surveyed(..) => self.watch_again = true,
            _ => {}
        }
        Some(message)
    }

    fn perform(&mut self, effect: Effect, state: &State) -> anyhow::Result<()> {
        self.context.read_only.set(state.read_only);
        match effect {
            Effect::Survey(id) => self.survey(id, &Arc::default(), ops::survey)?,
            Effect::SurveyEngine(id) => self.survey_engine(id, state)?,
            Effect::SurveyChanges(id, changes) => self.survey_changes(id, changes, state)?,
            Effect::Execute(id, plan) => self.jobs.start_job(id, Job::Execute(plan))?,
            Effect::EmptyTrash(id) => self.jobs.start_job(id, Job::EmptyTrash { before: None })?,
            Effect::SearchImages(id, images) => {
                let known = Box::new(state.inventory.clone());
                self.jobs.start_job(id, Job::SearchImages { images, known })?;
            }
            Effect::CheckImages(id, images) => {
                let known = Box::new(state.inventory.clone());
                self.jobs.start_job(id, Job::CheckImages { images: Some(images), known })?;
            }
            Effect::Cancel(id) => self.jobs.cancel(id),
            Effect::Pause(id, on) => self.jobs.pause(id, on),
            Effect::CheckNewerVersions => self.check_newer_versions(),
            Effect::PlanUndo => self.answer("undo", |context| {
                Message::UndoPlanned(ops::plan_undo(context).map_err(|error| lang::localized(&error.message())))
            })?,
            Effect::ReadForm(request) => self.answer("form", move |context| forms::read(context, request))?,
            Effect::ReadContents(inside) => self.answer("inside", move |context| {
                let tree = ops::read_contents(context, &inside).map_err(|why| lang::localized(&why));
                Message::Inside(inside, tree)
            })?,
            Effect::Preview(target) => self.answer("preview", move |context| {
                let content = match &target {
                    PreviewTarget::File(dir, path) => ops::preview(context, dir, path).map(PreviewContent::File),
                    PreviewTarget::Changes { old, new, path } => {
                        ops::file_changes(context, old, new, path).map(PreviewContent::Changes)
                    }
                };
                Message::Preview(target, content.map_err(|why| lang::localized(&why)))
            })?,
            Effect::ProposeProjects => self.propose_projects()?,
            Effect::StopProposing => self.proposing.store(true, Ordering::Relaxed),
            Effect::AddProject(typed) => {
                self.answer("projects", move |context| projects_changed(context, ops::add_project(context, &typed)))?;
            }
            Effect::ForgetProject(folder) => {
                self.answer("projects", move |context| {
                    projects_changed(context, ops::forget_project(context, &folder))
                })?;
            }
            Effect::MeasureCode(path) => self.answer("code", move |_| {
                let size = ops::code_size(&path);
                Message::Code(path, size)
            })?,
            Effect::MeasurePackage(target) => self.measure_package(target)?,
            Effect::StopMeasuring => self.measuring.store(true, Ordering::Relaxed),
            Effect::AnswerCode(id, code) => self.code_prompts.answer(id, code),
            Effect::Notify(text) => self.screen.notify(self.notify, &text)?,
            Effect::RememberTips(names) => ops::remember_hints(&self.context, &names),
            Effect::RememberSort(screen, sort, reversed) => {
                ops::remember_sort(&self.context, screen.id(), sort.id(), reversed);
            }
            Effect::Copy(text) => self.screen.copy(&text)?,
            Effect::UseEngine(other) => {
                ops::use_engine(&self.context, &other);
                self.watch_engine();
            }
            Effect::Shell(image) => self.shell(&image, state),
            Effect::Suspend => self.without_terminal(suspend::suspend),
            Effect::Quit => {}
        }
        Ok(())
    }

    fn paint(&mut self, state: &State) -> anyhow::Result<ViewMetrics> {
        #[cfg(debug_assertions)]
        panic_when_asked(state);
        // The key that toggles read-only mode has no effect of its own, so the switch is updated here.
        self.context.read_only.set(state.read_only);
        if self.watch_again && !state.stale {
            self.watch_again = false;
            self.watch(state);
        }
        let mut seen = ViewMetrics::default();
        self.screen.draw(state.size, |frame| seen = view::draw(frame, state))?;
        Ok(seen)
    }

    fn now(&self) -> Timestamp {
        clock::now()
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

impl Desktop {
    /// Adds the findings that are already queued to a message, as a survey sends thousands of them.
    fn with_more(&mut self, message: Message) -> Message {
        let Message::Found(id, mut findings) = message else { return message };
        while findings.len() < BATCH {
            match self.receiver.try_recv() {
                Ok(Message::Found(other, more)) if other == id => findings.extend(more),
                Ok(other) => {
                    self.pending.push_back(other);
                    break;
                }
                Err(_) => break,
            }
        }
        Message::Found(id, findings)
    }
}

/// Panics if the filter is the text in `SAMLAYERS_PANIC_ON`, so that a test can check that the terminal is restored.
/// Only in debug builds.
#[cfg(debug_assertions)]
fn panic_when_asked(state: &State) {
    let asked = std::env::var("SAMLAYERS_PANIC_ON").ok();
    assert!(asked.is_none_or(|filter| filter.is_empty() || state.list().filter != filter), "a panic was requested");
}
