//! Performs effects. This is the only part of the app that uses operations, threads and the terminal.

mod background;
mod code_prompt;
mod forms;
mod frame_writer;
mod hang_up;
mod input;
mod jobs;
mod shell;
mod signals;
mod suspend;
mod terminal;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use jiff::Timestamp;

use super::colour_depth::ColourDepth;
use super::contents::{PreviewContent, PreviewTarget};
use super::dialog::Modal;
use super::effect::{Effect, SurveyId};
use super::keys::keymap::Keymap;
use super::lang::{self, Lang};
use super::message::Message;
use super::run_loop::{self, Platform};
use super::state::{StartOptions, State, Tone, ViewMetrics};
use super::theme::{Appearance, Theme};
use super::tips::Tips;
use super::{shell as command, view};
use crate::clock;
use crate::content::packages::target::SizeTarget;
use crate::inventory::changes::Changes;
use crate::inventory::facts::{EngineState, Finding};
use crate::ops::{self, Context, EngineWatch, Job, RetainedLocksGuard, ScratchGuard, Watch, bounded};
use crate::text::Sentence;
use code_prompt::{Asker, CodePrompts};
use input::Input;
use jobs::Jobs;
use terminal::Screen;

/// How the app reports the end of a long job while the terminal is not focused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    /// No notification. This is the default, as a notification is unexpected unless it was requested.
    #[default]
    Off,
    /// The terminal's bell.
    Bell,
    /// A desktop notification, as supported by iTerm2, Windows Terminal, kitty and others (OSC 9).
    Osc9,
    /// A desktop notification, as supported by urxvt, foot and terminals based on VTE (OSC 777).
    Osc777,
}

/// The options the app is started with.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `--ascii`.
    pub ascii: bool,
    /// The colours to use: those of the terminal, or none with `--color never` and `NO_COLOR`.
    pub colours: ColourDepth,
    /// `--theme`; `None` uses the terminal's own colours.
    pub theme: Option<String>,
    /// `--demo`, which is shown on screen.
    pub demo: bool,
    /// The keys, including those from the user's config file.
    pub keys: Keymap,
    /// The errors in the config file, one sentence for each.
    pub wrong: Vec<String>,
    /// `--lang`, or the language of the system.
    pub lang: Lang,
    /// How to report the end of a long job while the terminal is not focused.
    pub notify: Notify,
}

/// Runs the app until the user quits, and restores the terminal.
pub fn run(context: Context, options: &Options) -> anyhow::Result<()> {
    let appearance = Appearance::within(options.colours, theme(options.theme.as_deref())?, options.ascii);
    lang::set_process_lang(options.lang);
    let follows_background =
        options.theme.is_none() && options.colours > ColourDepth::Sixteen && background::is_reported();
    background::follow(follows_background);
    let screen = Screen::enter(options.notify, options.colours)?;
    let mut state = State::new(StartOptions {
        read_only: context.read_only.is_on(),
        demo: options.demo,
        size: screen.size(),
        now: clock::now(),
        home: dirs::home_dir(),
        appearance,
    });
    state.follows_background = follows_background;
    state.project_scope = ops::project_scope(&context.templates);
    state.keys = options.keys.clone();
    let sorts = ops::known_sorts(&context);
    state.restore_sorts(sorts.iter().map(|(screen, (sort, reversed))| (screen.as_str(), sort.as_str(), *reversed)));
    let known = ops::known_hints(&context);
    state.tips = Tips::without(|name| known.contains(name));
    if !options.wrong.is_empty() {
        state.modal = Some(Modal::Notice(tr!("runtime-your-config-file"), options.wrong.clone()));
    }
    let (sender, receiver) = mpsc::channel();
    let gone = Arc::new(AtomicBool::new(false));
    let (is_gone, leave) = (Arc::clone(&gone), sender.clone());
    hang_up::watch(move || {
        is_gone.store(true, Ordering::SeqCst);
        let _ = leave.send(Message::Stop);
    })?;
    let code_prompts = CodePrompts::new(sender.clone());
    let mut of_jobs = context.clone();
    of_jobs.aws.code_prompt = Some(code_prompts.prompt(Asker::Job));
    let mut desktop = Desktop {
        input: Input::start(sender.clone())?,
        jobs: Jobs::start(of_jobs, sender.clone())?,
        code_prompts,
        leaving: Arc::new(AtomicBool::new(false)),
        pending: VecDeque::new(),
        began: Instant::now(),
        survey_took: Arc::default(),
        engine_took: Arc::default(),
        watch: Arc::default(),
        engine_watch: None,
        measuring: Arc::default(),
        watch_again: false,
        proposing: Arc::default(),
        gone,
        _retained_locks: context.retained_locks.release_on_drop(),
        _scratch: context.scratch.remove_on_drop(),
        context,
        screen,
        sender,
        receiver,
        notify: options.notify,
    };
    desktop.watch_engine();
    let outcome = run_loop::run(&mut state, &mut desktop);
    let gone = desktop.leave();
    // A terminal that is gone ends the app like a signal. Failing to draw on it is then not an error.
    let is_terminal_gone = |error: &anyhow::Error| error.downcast_ref().is_some_and(terminal::is_gone);
    if gone || outcome.as_ref().is_err_and(is_terminal_gone) { Ok(()) } else { outcome }
}

/// Returns a built-in theme, or one read from a file.
fn theme(name: Option<&str>) -> anyhow::Result<Theme> {
    let name = name.unwrap_or("default");
    if !Path::new(name).extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
        return Ok(Theme::named(name)?);
    }
    let yaml = bounded::read_text(Path::new(name), bounded::BY_HAND)
        .with_context(|| format!("cannot read the theme {name}"))?;
    Ok(Theme::parse(name, &yaml)?)
}

/// The platform of a real session: terminal, threads and clock.
struct Desktop {
    context: Context,
    screen: Screen,
    input: Input,
    jobs: Jobs,
    /// The questions for MFA codes.
    code_prompts: CodePrompts,
    /// Set when the app ends, to cancel surveys.
    leaving: Arc<AtomicBool>,
    sender: Sender<Message>,
    receiver: Receiver<Message>,
    /// Messages that were received while collecting findings, and are to be handled next.
    pending: VecDeque<Message>,
    began: Instant,
    notify: Notify,
    /// Watches the cache and the templates until it is dropped.
    watch: Arc<Mutex<Option<Watch>>>,
    /// Watches the engine until it is dropped.
    engine_watch: Option<EngineWatch>,
    /// The duration of the last survey of changes, in milliseconds.
    survey_took: Arc<AtomicU64>,
    /// The duration of the last survey of the engine alone, in milliseconds.
    engine_took: Arc<AtomicU64>,
    /// Set to stop the measurement of a package that runs.
    measuring: Arc<AtomicBool>,
    /// Set when a survey has ended, as the paths to watch may have changed.
    watch_again: bool,
    /// Set when the search for folders to propose should end.
    proposing: Arc<AtomicBool>,
    /// Set when the terminal is gone.
    gone: Arc<AtomicBool>,
    /// Releases retained locks when the app ends.
    _retained_locks: RetainedLocksGuard,
    /// Removes temporary files when the app ends.
    _scratch: ScratchGuard,
}

/// The maximum number of findings in one message.
const BATCH: usize = 4096;

/// The longest delay before a change is surveyed.
const LONGEST_REST: Duration = Duration::from_secs(10);

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

    fn survey_changes(&self, id: SurveyId, changes: Changes, state: &State) -> anyhow::Result<()> {
        let known = state.inventory.clone();
        self.survey(id, &self.survey_took, move |context, report, cancel| {
            ops::survey_changes(context, known, &changes, report, cancel);
        })
    }

    fn survey_engine(&self, id: SurveyId, state: &State) -> anyhow::Result<()> {
        let known = state.inventory.clone();
        self.survey(id, &self.engine_took, |context, report, cancel| ops::survey_engine(context, known, report, cancel))
    }

    /// Runs a survey on its own thread and records how long it took.
    fn survey(
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
    fn watch_engine(&mut self) {
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

    /// Measures a package by its parts, and stops an earlier measurement.
    fn measure_package(&mut self, target: SizeTarget) -> anyhow::Result<()> {
        self.measuring.store(true, Ordering::Relaxed);
        self.measuring = Arc::default();
        let stop = Arc::clone(&self.measuring);
        self.answer("size", move |context| {
            let size = ops::package_size(context, &target, &stop).map_err(|why| lang::localized(&why));
            Message::PackageMeasured(target, size)
        })
    }

    /// Enables the check for newer versions in the next survey and those after it.
    fn check_newer_versions(&self) {
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
    fn watch(&self, state: &State) {
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

    /// Runs work on its own thread and sends the message it returns.
    fn answer(&self, name: &str, work: impl FnOnce(&Context) -> Message + Send + 'static) -> anyhow::Result<()> {
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
    fn propose_projects(&mut self) -> anyhow::Result<()> {
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

    fn shell(&mut self, image: &str, state: &State) {
        let Some(EngineState::Ready { name, endpoint, .. }) = &state.inventory.engine else { return };
        let words = command::command(name, endpoint, image);
        let environment = ops::engine_environment(&self.context, endpoint);
        let mut failure = None;
        self.without_terminal(|| failure = shell::run(&words, environment).err());
        if let Some(reason) = failure {
            self.sender.send(Message::ShowMessage(Tone::Bad, reason)).ok();
        }
    }

    /// Releases the terminal while another program uses it.
    fn without_terminal(&mut self, other: impl FnOnce()) {
        self.input.pause();
        terminal::restore();
        other();
        self.screen.resume();
        self.input.resume();
        self.sender.send(Message::Resumed).ok();
        let (columns, lines) = self.screen.size();
        self.sender.send(Message::Resize(columns, lines)).ok();
    }

    /// Restores the terminal, and then waits for a running step. Returns whether the terminal is gone.
    fn leave(mut self) -> bool {
        self.leaving.store(true, Ordering::SeqCst);
        self.proposing.store(true, Ordering::Relaxed);
        self.measuring.store(true, Ordering::Relaxed);
        crate::cache::stop_waiting();
        self.code_prompts.close();
        let gone = self.gone.load(Ordering::SeqCst);
        if !gone {
            // The thread that reads keys may be blocked on a terminal that is gone, and would not pause.
            self.input.pause();
        }
        terminal::restore();
        if self.jobs.is_running() {
            terminal::print_error(tr!("runtime-step-ends-first"));
        }
        self.jobs.finish();
        gone || self.gone.load(Ordering::SeqCst)
    }
}

/// Returns the message about a folder that was added or taken out.
fn projects_changed(context: &Context, result: Result<Sentence, Sentence>) -> Message {
    let localized = |sentence: Sentence| lang::localized(&sentence);
    Message::ProjectsChanged(result.map(localized).map_err(localized), ops::project_scope(&context.templates))
}

/// Panics if the filter is the text in `SAMLAYERS_PANIC_ON`, so that a test can check that the terminal is restored.
/// Only in debug builds.
#[cfg(debug_assertions)]
fn panic_when_asked(state: &State) {
    let asked = std::env::var("SAMLAYERS_PANIC_ON").ok();
    assert!(asked.is_none_or(|filter| filter.is_empty() || state.list().filter != filter), "a panic was requested");
}

/// Runs work and returns a panic as a sentence that names the log, so that a bug in one job does not end the app.
fn catch_panic(context: &Context, work: impl FnOnce()) -> Result<(), String> {
    ops::catch_panic(context.log_file.as_deref(), work).map_err(|why| lang::localized(&why))
}
