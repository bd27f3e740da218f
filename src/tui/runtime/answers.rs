//! Answers what the app asks for, each on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use super::Desktop;
use crate::content::packages::target::SizeTarget;
use crate::ops::{self, Context};
use crate::text::Sentence;
use crate::tui::lang;
use crate::tui::message::Message;
use crate::tui::state::Tone;

impl Desktop {
    /// Runs work on its own thread and sends the message it returns.
    pub(super) fn answer(
        &self,
        name: &str,
        work: impl FnOnce(&Context) -> Message + Send + 'static,
    ) -> anyhow::Result<()> {
        let (context, sender) = (self.context.clone(), self.sender.clone());
        let work = move || {
            if let Err(reason) = catch_panic(&context, || drop(sender.send(work(&context)))) {
                let _ = sender.send(Message::ShowMessage(Tone::Bad, reason));
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(())
    }

    /// Searches for folders to propose, and ends the search before.
    pub(super) fn propose_projects(&mut self) -> anyhow::Result<()> {
        self.proposing.store(true, Ordering::Relaxed);
        self.proposing = Arc::default();
        let (context, sender, cancel) = (self.context.clone(), self.sender.clone(), Arc::clone(&self.proposing));
        let work = move || {
            let report = |event| drop(sender.send(Message::Proposed(event)));
            if let Err(reason) = catch_panic(&context, || ops::propose_projects(&context, &report, &cancel)) {
                let _ = sender.send(Message::ShowMessage(Tone::Bad, reason));
            }
        };
        thread::Builder::new().name("propose".to_owned()).spawn(work)?;
        Ok(())
    }

    /// Measures a package by its parts, and stops an earlier measurement.
    pub(super) fn measure_package(&mut self, target: SizeTarget) -> anyhow::Result<()> {
        self.measuring.store(true, Ordering::Relaxed);
        self.measuring = Arc::default();
        let stop = Arc::clone(&self.measuring);
        self.answer("size", move |context| {
            let size = ops::package_size(context, &target, &stop).map_err(|why| lang::localized(&why));
            Message::PackageMeasured(target, size)
        })
    }
}

/// Returns the message about a folder that was added or taken out.
pub(super) fn projects_changed(context: &Context, result: Result<Sentence, Sentence>) -> Message {
    let localized = |sentence: Sentence| lang::localized(&sentence);
    Message::ProjectsChanged(result.map(localized).map_err(localized), ops::project_scope(&context.templates))
}

/// Runs work and returns a panic as a sentence that names the log, so that a bug in one job does not end the app.
pub(super) fn catch_panic(context: &Context, work: impl FnOnce()) -> Result<(), String> {
    ops::catch_panic(context.log_file.as_deref(), work).map_err(|why| lang::localized(&why))
}
