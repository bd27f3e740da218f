//! Performs effects. The only part of the app that knows the operations, threads and the terminal.

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
use crate::inventory::changes::Changes;
use crate::inventory::facts::{EngineState, Finding};
use crate::ops::{self, Context, EngineWatch, Job, RetainedLocksGuard, Watch, bounded};
use input::Input;
use jobs::Jobs;
use terminal::Screen;

/// How the end of a long job is told while the terminal does not have the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notify {
    /// Not at all. A tool that was not asked to should not call.
    #[default]
    Off,
    /// The terminal's bell.
    Bell,
    /// A notice of the desktop, as iTerm2, Windows Terminal, kitty and others show them (OSC 9).
    Osc9,
    /// The same for urxvt, foot and VTE's terminals (OSC 777).
    Osc777,
}

/// How the app is started.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// `--ascii`.
    pub ascii: bool,
    /// Whether to colour at all: `--color`, `NO_COLOR`.
    pub colour: bool,
    /// `--theme`; `None` is the terminal's own colours.
    pub theme: Option<String>,
    /// `--demo`: said on screen.
    pub demo: bool,
    /// Keys of the user's own.
    pub keys: Keymap,
    /// What is wrong with the config file, a sentence each.
    pub wrong: Vec<String>,
    /// `--lang`, or the system's.
    pub lang: Lang,
    /// How the end of a long job is told to whoever looks elsewhere.
    pub notify: Notify,
}

/// Opens the app, and returns when the user leaves it, with the terminal as it was before.
pub fn run(context: Context, options: &Options) -> anyhow::Result<()> {
    let appearance = Appearance::new(theme(options.theme.as_deref())?, options.ascii, !options.colour);
    lang::set_process_lang(options.lang);
    let screen = Screen::enter(options.notify)?;
    let mut state = State::new(StartOptions {
        read_only: context.read_only.is_on(),
        demo: options.demo,
        size: screen.size(),
        now: Timestamp::now(),
        home: dirs::home_dir(),
        appearance,
    });
    state.keys = options.keys.clone();
    let known = ops::known_hints(&context);
    state.tips = Tips::without(|name| known.contains(name));
    if !options.wrong.is_empty() {
        state.modal = Some(Modal::Notice(tr!("runtime-your-config-file"), options.wrong.clone()));
    }
    let (tell, told) = mpsc::channel();
    let gone = Arc::new(AtomicBool::new(false));
    let (is_gone, leave) = (Arc::clone(&gone), tell.clone());
    hang_up::watch(move || {
        is_gone.store(true, Ordering::SeqCst);
        let _ = leave.send(Message::Stop);
    })?;
    let mut desktop = Desktop {
        input: Input::start(tell.clone())?,
        jobs: Jobs::start(context.clone(), tell.clone())?,
        leaving: Arc::new(AtomicBool::new(false)),
        held: VecDeque::new(),
        began: Instant::now(),
        survey_took: Arc::default(),
        engine_took: Arc::default(),
        watch: Arc::default(),
        engine_watch: None,
        watch_again: false,
        gone,
        _retained_locks: context.retained_locks.release_on_drop(),
        context,
        screen,
        tell,
        told,
        notify: options.notify,
    };
    desktop.watch_engine();
    let outcome = run_loop::run(&mut state, &mut desktop);
    let gone = desktop.leave();
    // A terminal that went away ends the app as a signal does; that nothing can be drawn on it any more is no error.
    let is_of_it = |error: &anyhow::Error| error.downcast_ref().is_some_and(terminal::is_gone);
    if gone || outcome.as_ref().is_err_and(is_of_it) { Ok(()) } else { outcome }
}

/// A theme that comes along, or a file of one's own.
fn theme(name: Option<&str>) -> anyhow::Result<Theme> {
    let name = name.unwrap_or("default");
    if !Path::new(name).extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
        return Ok(Theme::named(name)?);
    }
    let yaml = bounded::read_text(Path::new(name), bounded::BY_HAND)
        .with_context(|| format!("the theme {name} cannot be read"))?;
    Ok(Theme::parse(name, &yaml)?)
}

/// The real world: terminal, threads, clock.
struct Desktop {
    context: Context,
    screen: Screen,
    input: Input,
    jobs: Jobs,
    /// Set when the app ends: surveys stop.
    leaving: Arc<AtomicBool>,
    tell: Sender<Message>,
    told: Receiver<Message>,
    /// Messages taken out of the channel while looking for more findings.
    held: VecDeque<Message>,
    began: Instant,
    notify: Notify,
    /// Follows changes as long as it lives.
    watch: Arc<Mutex<Option<Watch>>>,
    /// Follows the engine as long as it lives.
    engine_watch: Option<EngineWatch>,
    /// How long the last survey of changes took, in milliseconds.
    survey_took: Arc<AtomicU64>,
    /// How long the last one of the engine alone took, in milliseconds.
    engine_took: Arc<AtomicU64>,
    /// A survey ended: what is to be followed may have changed.
    watch_again: bool,
    /// The terminal is not there any more.
    gone: Arc<AtomicBool>,
    /// SAM's locks that outlast a purge do not outlast the app.
    _retained_locks: RetainedLocksGuard,
}

/// Findings that are handed over at once.
const BATCH: usize = 4096;

/// The longest a change waits until it is looked at.
const LONGEST_REST: Duration = Duration::from_secs(10);

impl Platform for Desktop {
    fn next(&mut self, wait: Duration) -> Option<Message> {
        let message = match self.held.pop_front() {
            Some(message) => message,
            None => match self.told.recv_timeout(wait) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => return None,
                Err(RecvTimeoutError::Disconnected) => Message::Stop,
            },
        };
        let message = self.with_more(message);
        match &message {
            Message::Resumed => self.screen.come_back(),
            Message::Surveyed(..) => self.watch_again = true,
            _ => {}
        }
        Some(message)
    }

    fn perform(&mut self, effect: Effect, state: &State) -> anyhow::Result<()> {
        self.context.read_only.set(state.read_only);
        match effect {
            Effect::Survey(id) => self.look(id, &Arc::default(), ops::survey)?,
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
            Effect::Pause(id, on) => self.jobs.hold(id, on),
            Effect::CheckNewerVersions => self.look_for_newer(),
            Effect::PlanUndo => self.answer("undo", |context| {
                Message::UndoPlanned(ops::plan_undo(context).map_err(|error| lang::told(&error.message())))
            })?,
            Effect::ReadContents(inside) => self.answer("inside", move |context| {
                let tree = ops::look_inside(context, &inside).map_err(|why| lang::told(&why));
                Message::Inside(inside, tree)
            })?,
            Effect::Preview(file) => self.answer("preview", move |context| {
                let preview = ops::preview(context, &file.0, &file.1).map_err(|why| lang::told(&why));
                Message::Preview(file, preview)
            })?,
            Effect::MeasureCode(path) => self.answer("code", move |_| {
                let size = ops::code_size(&path);
                Message::Code(path, size)
            })?,
            Effect::Notify(text) => self.screen.notify(self.notify, &text)?,
            Effect::RememberTips(names) => ops::remember_hints(&self.context, &names),
            Effect::Copy(text) => self.screen.copy(&text)?,
            Effect::UseEngine(other) => {
                ops::use_engine(&self.context, &other);
                self.watch_engine();
            }
            Effect::Shell(image) => self.shell(&image, state),
            Effect::Suspend => self.away(suspend::suspend),
            Effect::Quit => {}
        }
        Ok(())
    }

    fn paint(&mut self, state: &State) -> anyhow::Result<ViewMetrics> {
        #[cfg(debug_assertions)]
        panic_when_asked(state);
        // The key that toggles it has no effect of its own.
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
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

impl Desktop {
    /// Findings come by the thousand: those that are there already go along in one message.
    fn with_more(&mut self, message: Message) -> Message {
        let Message::Found(id, mut findings) = message else { return message };
        while findings.len() < BATCH {
            match self.told.try_recv() {
                Ok(Message::Found(other, more)) if other == id => findings.extend(more),
                Ok(other) => {
                    self.held.push_back(other);
                    break;
                }
                Err(_) => break,
            }
        }
        Message::Found(id, findings)
    }

    fn survey_changes(&self, id: SurveyId, changes: Changes, state: &State) -> anyhow::Result<()> {
        let known = state.inventory.clone();
        self.look(id, &self.survey_took, move |context, report, cancel| {
            ops::survey_changes(context, known, &changes, report, cancel);
        })
    }

    fn survey_engine(&self, id: SurveyId, state: &State) -> anyhow::Result<()> {
        let known = state.inventory.clone();
        self.look(id, &self.engine_took, |context, report, cancel| ops::survey_engine(context, known, report, cancel))
    }

    /// Looks on a thread of its own, and keeps how long it took.
    fn look(
        &self,
        id: SurveyId,
        took: &Arc<AtomicU64>,
        look: impl FnOnce(&Context, &(dyn Fn(Finding) + Sync), &AtomicBool) + Send + 'static,
    ) -> anyhow::Result<()> {
        let (context, tell, leaving) = (self.context.clone(), self.tell.clone(), Arc::clone(&self.leaving));
        let took = Arc::clone(took);
        let work = move || {
            let report = |finding| drop(tell.send(Message::Found(id, vec![finding])));
            let begun = Instant::now();
            let ended = caught(&context, || look(&context, &report, &leaving));
            took.store(u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
            let _ = tell.send(Message::Surveyed(id, ended));
        };
        thread::Builder::new().name("survey".to_owned()).spawn(work)?;
        Ok(())
    }

    /// Follows the engine that is asked now.
    fn watch_engine(&mut self) {
        let (tell, took) = (self.tell.clone(), Arc::clone(&self.engine_took));
        let on_change = move || {
            thread::sleep(Duration::from_millis(took.load(Ordering::Relaxed)).min(LONGEST_REST));
            drop(tell.send(Message::EngineChanged));
        };
        self.engine_watch = ops::watch_engine(&self.context, on_change).unwrap_or_else(|error| {
            tracing::warn!(%error, "the engine cannot be followed");
            None
        });
    }

    /// The next survey asks, and those after it.
    fn look_for_newer(&self) {
        if self.context.aws.offline {
            let why = tr!("runtime-offline").to_owned();
            self.tell.send(Message::ShowMessage(Tone::Bad, why)).ok();
        } else {
            self.context.newer_versions.set(true);
        }
    }

    /// Follows what is there now: the cache's folder may have appeared, templates may have been found.
    ///
    /// Finding the folders to follow takes as long as a search does, so it has a thread of its own.
    fn watch(&self, state: &State) {
        let tell = self.tell.clone();
        let templates = state.inventory.template_files();
        let took = Arc::clone(&self.survey_took);
        let on_change = move |changes| {
            // While SAM downloads, changes never end. A cache that takes long to look at is looked at less often.
            thread::sleep(Duration::from_millis(took.load(Ordering::Relaxed).saturating_mul(3)).min(LONGEST_REST));
            drop(tell.send(Message::Changed(changes)));
        };
        let (context, place) = (self.context.clone(), Arc::clone(&self.watch));
        let work = move || match ops::watch(&context, &templates, on_change) {
            Ok(watch) => drop(place.lock().map(|mut place| place.replace(watch))),
            // Without it the app shows what the last survey found; `R` looks again.
            Err(error) => tracing::warn!(%error, "changes cannot be followed"),
        };
        if let Err(error) = thread::Builder::new().name("follow".to_owned()).spawn(work) {
            tracing::warn!(%error, "changes cannot be followed");
        }
    }

    /// Does something on a thread of its own, and sends what came of it.
    fn answer(&self, name: &str, work: impl FnOnce(&Context) -> Message + Send + 'static) -> anyhow::Result<()> {
        let (context, tell) = (self.context.clone(), self.tell.clone());
        let work = move || {
            if let Err(reason) = caught(&context, || drop(tell.send(work(&context)))) {
                let _ = tell.send(Message::ShowMessage(Tone::Bad, reason));
            }
        };
        thread::Builder::new().name(name.to_owned()).spawn(work)?;
        Ok(())
    }

    fn shell(&mut self, image: &str, state: &State) {
        let Some(EngineState::Ready { name, endpoint, .. }) = &state.inventory.engine else { return };
        let words = command::command(name, endpoint, image);
        let environment = ops::engine_environment(&self.context, endpoint);
        let mut failure = None;
        self.away(|| failure = shell::run(&words, environment).err());
        if let Some(reason) = failure {
            self.tell.send(Message::ShowMessage(Tone::Bad, reason)).ok();
        }
    }

    /// Gives the terminal away while something else has it.
    fn away(&mut self, other: impl FnOnce()) {
        self.input.pause();
        terminal::give_back();
        other();
        self.screen.come_back();
        self.input.resume();
        self.tell.send(Message::Resumed).ok();
        let (columns, lines) = self.screen.size();
        self.tell.send(Message::Resize(columns, lines)).ok();
    }

    /// Ends: the terminal first, then a running step comes to a whole state. Tells whether the terminal went away.
    fn leave(mut self) -> bool {
        self.leaving.store(true, Ordering::SeqCst);
        crate::cache::stop_waiting();
        let gone = self.gone.load(Ordering::SeqCst);
        if !gone {
            // Whoever reads keys from a terminal that went away does not hear this.
            self.input.pause();
        }
        terminal::give_back();
        if self.jobs.is_running() {
            terminal::complain(tr!("runtime-step-ends-first"));
        }
        self.jobs.finish();
        gone || self.gone.load(Ordering::SeqCst)
    }
}

/// Tests see to it that a bug leaves the terminal as it was: in builds for development, a filter of this text is one.
#[cfg(debug_assertions)]
fn panic_when_asked(state: &State) {
    let asked = std::env::var("SAMLAYERS_PANIC_ON").ok();
    assert!(asked.is_none_or(|filter| filter.is_empty() || state.list().filter != filter), "a panic was requested");
}

/// Does something; a panic of it is a sentence that names the log. A bug in one job must not take the app with it.
fn caught(context: &Context, work: impl FnOnce()) -> Result<(), String> {
    ops::caught(context.log_file.as_deref(), work).map_err(|why| lang::told(&why))
}
