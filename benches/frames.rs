//! How long the app keeps somebody waiting, with 10,000 layers on a screen of 120x36: from a key to the painted frame,
//! while nothing else goes on, while a filter is typed, and while a scan, ten downloads and a purge run.
//!
//! The loop, the state and the drawing are the app's own; only the messages are made up, and the escape sequences go
//! nowhere. Exit code 1 when an aim is missed.
#![allow(
    clippy::disallowed_macros,
    clippy::disallowed_methods,
    reason = "a benchmark prints its results and takes the time"
)]

use std::collections::VecDeque;
use std::io::sink;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::Timestamp;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use samlayers::inventory::facts::{CacheAccess, CacheEntryKind, CacheState, Finding, FoundLayer, Measure};
use samlayers::plan::{Plan, PlanKind, ProgressEvent, Step, StepAction};
use samlayers::sam::{LayerArn, LayerDir};
use samlayers::tui::effect::{Effect, JobId, SurveyId};
use samlayers::tui::job::{Job, Work};
use samlayers::tui::message::Message;
use samlayers::tui::run_loop::{self, Platform};
use samlayers::tui::state::{StartOptions, State, ViewMetrics};
use samlayers::tui::theme::{Appearance, Theme};
use samlayers::tui::treemap::arrange::arrange;
use samlayers::tui::view;

const LAYERS: u32 = 10_000;
const KEY_AIM: Duration = Duration::from_millis(5);
const STALL_AIM: Duration = Duration::from_millis(16);
const MEMORY_AIM: u64 = 80_000_000;

/// Findings the runtime hands over at once.
const BATCH: usize = 256;

type Screen = Terminal<CrosstermBackend<std::io::Sink>>;

struct Bench {
    script: VecDeque<Message>,
    began: Instant,
    screen: Screen,
    /// When the loop took the message it is busy with.
    handed: Option<Instant>,
    /// When the key came that is not painted yet.
    key: Option<Instant>,
    /// From each key to its frame.
    keys: Vec<Duration>,
    /// How long the loop was busy with anything at a stretch.
    stalls: Vec<Duration>,
}

impl Platform for Bench {
    fn next(&mut self, wait: Duration) -> Option<Message> {
        if let Some(handed) = self.handed.take() {
            self.stalls.push(handed.elapsed());
        }
        if self.script.is_empty() && wait >= Duration::from_secs(1) {
            return Some(Message::Stop);
        }
        // Between two messages the loop may draw and join what it has.
        let message = self.script.pop_front();
        if message.is_none() {
            thread::sleep(wait.min(Duration::from_millis(1)));
        }
        let now = Instant::now();
        self.handed = Some(now);
        if matches!(message, Some(Message::Key(_))) {
            self.key = Some(now);
        }
        message
    }

    fn perform(&mut self, _effect: Effect, _state: &State) -> anyhow::Result<()> {
        Ok(())
    }

    fn paint(&mut self, state: &State) -> anyhow::Result<ViewMetrics> {
        let mut seen = ViewMetrics::default();
        self.screen.draw(|frame| seen = view::draw(frame, state))?;
        self.keys.extend(self.key.take().map(|key| key.elapsed()));
        Ok(seen)
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }
}

fn key(code: KeyCode) -> Message {
    Message::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn typed(text: &str) -> impl Iterator<Item = Message> {
    text.chars().map(|c| key(KeyCode::Char(c)))
}

fn dir(number: u32) -> LayerDir {
    let arn = format!("arn:aws:lambda:eu-west-1:123456789012:layer:bench-layer-{}:{}", number / 4, number % 4 + 1);
    LayerArn::new(arn).expect("an ARN").dir()
}

/// What a survey of ten thousand layers finds, in the batches it comes in.
fn survey(id: SurveyId) -> Vec<Message> {
    let path = "/home/kim/.aws-sam/layers-pkg";
    let access = CacheAccess::Ready;
    let mut findings = vec![Finding::Cache(CacheState { path: path.into(), chosen_by: "default".to_owned(), access })];
    let layer = |dir: LayerDir| FoundLayer {
        path: format!("{path}/{dir}").into(),
        dir,
        kind: CacheEntryKind::Directory,
        modified: Timestamp::from_second(1_780_000_000).ok(),
        lock: None,
        status: None,
        origin: None,
    };
    findings.extend((0..LAYERS).map(|number| Finding::Layer(layer(dir(number)))));
    findings.push(Finding::CacheListed);
    let size = |number: u32| Measure { bytes: u64::from(number) * 1000, files: 10, ..Measure::default() };
    findings.extend((0..LAYERS).map(|number| Finding::Measured(dir(number), size(number))));
    findings.extend([Finding::CacheMeasured, Finding::TemplatesRead]);
    let mut messages: Vec<Message> = findings.chunks(BATCH).map(|batch| Message::Found(id, batch.to_vec())).collect();
    messages.push(Message::Surveyed(id, Ok(())));
    messages
}

/// A job of so many steps that are under way.
fn job(state: &mut State, id: u64, steps: u32, kind: PlanKind) -> JobId {
    let step = |number| Step {
        action: StepAction::ReleaseLock(dir(number)),
        target: dir(number).to_string(),
        path: None,
        size_bytes: 1_000_000,
        frees_bytes: 1_000_000,
        file_count: None,
        notes: vec![],
    };
    let plan = Plan::new(kind, (0..steps).map(step).collect());
    state.jobs.push(Job::new(JobId(id), "bench".to_owned(), Work::Plan(plan), state.now));
    JobId(id)
}

fn progress(id: JobId, round: u64) -> Vec<Message> {
    let step = usize::try_from(round % 10).unwrap_or(0);
    vec![
        Message::Progress(id, ProgressEvent::Started { step }),
        Message::Progress(id, ProgressEvent::Bytes { step, done: round * 1000, total: Some(10_000_000) }),
    ]
}

fn screen() -> Screen {
    let viewport = Viewport::Fixed(Rect::new(0, 0, 120, 36));
    Terminal::with_options(CrosstermBackend::new(sink()), TerminalOptions { viewport }).expect("a sink takes anything")
}

fn run(state: &mut State, script: Vec<Message>) -> Bench {
    let mut bench = Bench {
        script: script.into(),
        began: Instant::now(),
        screen: screen(),
        handed: None,
        key: None,
        keys: Vec::new(),
        stalls: Vec::new(),
    };
    run_loop::run(state, &mut bench).expect("the sink takes everything");
    bench
}

fn at(sorted: &mut [Duration], percent: usize) -> Duration {
    sorted.sort_unstable();
    sorted.get((sorted.len().max(1) - 1) * percent / 100).copied().unwrap_or_default()
}

fn told(what: &str, time: Duration, aim: Duration) -> bool {
    let ok = time <= aim;
    println!("  {what:<52} {:>7.2} ms{}", time.as_secs_f64() * 1000.0, if ok { "" } else { "  MISSED" });
    ok
}

fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

fn main() -> ExitCode {
    let appearance = Appearance::new(Theme::named("dark").expect("it comes along"), false, false);
    let (size, now) = ((120, 36), Timestamp::now());
    let mut state = State::new(StartOptions { read_only: false, demo: false, size, now, home: None, appearance });
    println!("{LAYERS} layers at 120x36; a key within 5 ms, nothing longer than 16 ms, 80 MB are the aims");
    let mut ok = true;

    let mut scan = run(&mut state, survey(SurveyId(1)));
    ok &= told("the first scan: longest stretch", at(&mut scan.stalls, 100), STALL_AIM);

    let moves = [KeyCode::Down, KeyCode::PageDown, KeyCode::Up, KeyCode::Char('G'), KeyCode::Char('s'), KeyCode::Tab];
    let mut moving = run(&mut state, (0..1200).map(|n| key(moves[n % moves.len()])).collect());
    ok &= told("key to frame, moving and sorting: 95th percentile", at(&mut moving.keys, 95), KEY_AIM);
    ok &= told("key to frame, moving and sorting: longest", at(&mut moving.keys, 100), STALL_AIM);
    run(&mut state, vec![key(KeyCode::Char('1'))]);

    run(&mut state, vec![key(KeyCode::Char('m'))]);
    let moves = [KeyCode::Right, KeyCode::Down, KeyCode::Right, KeyCode::Up, KeyCode::Left];
    let mut map = run(&mut state, (0..500).map(|n| key(moves[n % moves.len()])).collect());
    ok &= told("key to frame, treemap of the cache: 95th percentile", at(&mut map.keys, 95), KEY_AIM);
    run(&mut state, vec![key(KeyCode::Esc)]);
    let sizes: Vec<u64> = (0..u64::from(LAYERS)).map(|n| 1_000_000 - n).collect();
    let began = Instant::now();
    let tiles = arrange(&sizes, Rect::new(0, 0, 400, 100));
    ok &= told("tiles for 10,000 cells on 400x100", began.elapsed(), KEY_AIM) && !tiles.is_empty();
    run(&mut state, vec![key(KeyCode::Char('0'))]);
    let moves = [KeyCode::Down, KeyCode::Down, KeyCode::Right, KeyCode::Up, KeyCode::Left];
    let mut overview = run(&mut state, (0..500).map(|n| key(moves[n % moves.len()])).collect());
    ok &= told("key to frame, Overview: 95th percentile", at(&mut overview.keys, 95), KEY_AIM);
    run(&mut state, vec![key(KeyCode::Char('1'))]);

    let mut script = vec![key(KeyCode::Char('/'))];
    for text in ["bench-layer-99", "yl2", "!9 bench 4", "zzzz"] {
        script.extend(typed(text));
        script.extend(text.chars().map(|_| key(KeyCode::Backspace)));
    }
    script.push(key(KeyCode::Esc));
    let mut filtering = run(&mut state, script);
    ok &= told("key to frame, typing a filter: 95th percentile", at(&mut filtering.keys, 95), KEY_AIM);
    ok &= told("key to frame, typing a filter: longest", at(&mut filtering.keys, 100), STALL_AIM);

    let downloads = job(&mut state, 1, 10, PlanKind::Refresh);
    let purge = job(&mut state, 2, 300, PlanKind::Trash);
    let mut script = vec![Message::Resumed];
    let mut scanning: VecDeque<Message> = survey(SurveyId(2)).into();
    for round in 0..1500 {
        script.extend(progress(downloads, round));
        script.extend(progress(purge, round));
        script.extend(scanning.pop_front());
        if round % 3 == 0 {
            script.push(key(if round % 2 == 0 { KeyCode::Down } else { KeyCode::PageDown }));
        }
    }
    let mut busy = run(&mut state, script);
    ok &= told("key to frame, while everything runs: 95th percentile", at(&mut busy.keys, 95), KEY_AIM);
    ok &= told("while everything runs: longest stretch", at(&mut busy.stalls, 100), STALL_AIM);

    if let Some(peak) = peak_memory() {
        println!("  {:<52} {:>7} MB", "memory at most", peak / 1_000_000);
        ok &= peak <= MEMORY_AIM;
    }
    if ok { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
