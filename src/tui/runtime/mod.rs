//! Performs effects. This is the only part of the app that uses operations, threads and the terminal.

mod answers;
mod background;
mod code_prompt;
mod forms;
mod frame_writer;
mod hang_up;
mod input;
mod jobs;
mod platform;
mod shell;
mod signals;
mod surveys;
mod suspend;
mod terminal;

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use anyhow::Context as _;

use super::colour_depth::ColourDepth;
use super::dialog::Modal;
use super::keys::keymap::Keymap;
use super::lang::{self, Lang};
use super::message::Message;
use super::run_loop;
use super::shell as command;
use super::state::{StartOptions, State, Tone};
use super::theme::{Appearance, Theme};
use super::tips::Tips;
use crate::clock;
use crate::inventory::facts::EngineState;
use crate::ops::{self, Context, EngineWatch, RetainedLocksGuard, ScratchGuard, Watch, bounded};
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
        home: crate::home::home_dir(),
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

impl Desktop {
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
