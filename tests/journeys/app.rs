//! The app under test: a terminal in memory, scripted keys, and a survey that answers from a list.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::Result;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::Timestamp;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use samlayers::inventory::facts::Finding;
use samlayers::plan::Plan;
use samlayers::tui::effect::Effect;
use samlayers::tui::lang::{self, Lang};
use samlayers::tui::message::Message;
use samlayers::tui::run_loop::{self, Platform};
use samlayers::tui::state::{StartOptions, State, ViewMetrics};
use samlayers::tui::theme::{Appearance, Theme};
use samlayers::tui::view;

/// The time at which every journey takes place.
pub const NOW: &str = "2026-07-01T12:00:00Z";

pub struct TestApp {
    pub state: State,
    /// The effects that the app requested, except surveys.
    pub effects: Vec<Effect>,
    /// What each survey finds.
    pub findings: Vec<Finding>,
    /// The current time.
    pub now: Timestamp,
    terminal: Terminal<TestBackend>,
    /// The last frame. The terminal in memory keeps cells behind a wide character that a real terminal drops.
    drawn: Buffer,
    script: VecDeque<Message>,
    answers: VecDeque<Message>,
    elapsed: Duration,
}

/// The one plan that the app asked to execute.
pub fn executed_plan(effects: &[Effect]) -> &Plan {
    match effects {
        [Effect::Execute(_, plan)] => plan,
        other => panic!("not one plan: {other:?}"),
    }
}

impl TestApp {
    /// An app of usual size with the cache, engine and templates of the sample.
    pub fn with_sample() -> Self {
        Self::new(120, 36, super::sample::findings())
    }

    pub fn new(columns: u16, lines: u16, findings: Vec<Finding>) -> Self {
        Self::in_language(Lang::English, columns, lines, findings)
    }

    /// The language belongs to the thread, and so to this test.
    pub fn in_language(lang: Lang, columns: u16, lines: u16, findings: Vec<Finding>) -> Self {
        lang::set_thread_lang(lang);
        let appearance = Appearance::new(Theme::named("default").unwrap(), false, false);
        let start = StartOptions {
            read_only: false,
            demo: false,
            size: (columns, lines),
            now: NOW.parse().unwrap(),
            home: Some("/home/kim".into()),
            appearance,
        };
        Self {
            state: State::new(start),
            effects: Vec::new(),
            findings,
            now: NOW.parse().unwrap(),
            terminal: Terminal::new(TestBackend::new(columns, lines)).unwrap(),
            drawn: Buffer::empty(Rect::new(0, 0, columns, lines)),
            script: VecDeque::new(),
            answers: VecDeque::new(),
            elapsed: Duration::ZERO,
        }
    }

    /// Presses keys, separated by spaces: `j Enter PgDn C-c`; `=text` types a text.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        let messages: Vec<Message> = keys.split_whitespace().flat_map(pressed).collect();
        self.send(messages)
    }

    /// Runs the loop over some messages and stops, leaving the last frame on the screen.
    pub fn send(&mut self, messages: Vec<Message>) -> &mut Self {
        self.script.extend(messages);
        let mut state = self.state.clone();
        run_loop::run(&mut state, self).unwrap();
        self.state = state;
        self
    }

    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        self.send(vec![Message::Mouse(event)])
    }

    pub fn resize(&mut self, columns: u16, lines: u16) -> &mut Self {
        self.terminal = Terminal::new(TestBackend::new(columns, lines)).unwrap();
        self.send(vec![Message::Resize(columns, lines)])
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        let buffer = &self.drawn;
        let mut screen = String::new();
        for y in 0..buffer.area.height {
            let mut line = String::new();
            let mut skip = 0;
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip > 0 {
                    assert_eq!(symbol, " ", "below a wide character, at {x}, {y}");
                    skip -= 1;
                    continue;
                }
                skip = samlayers::tui::text::width(symbol).saturating_sub(1);
                line.push_str(symbol);
            }
            screen.push_str(line.trim_end());
            screen.push('\n');
        }
        screen
    }

    /// The colours and attributes of each cell.
    pub fn cell_styles(&self) -> Vec<Vec<String>> {
        let buffer = &self.drawn;
        let appearance = |x: u16, y| {
            // A wide character styles both of its columns.
            let wide = |x: &u16| samlayers::tui::text::width(buffer[(*x, y)].symbol()) > 1;
            let cell = &buffer[(x.checked_sub(1).filter(wide).unwrap_or(x), y)];
            format!("{:?} on {:?} {:?}", cell.fg, cell.bg, cell.modifier)
        };
        (0..buffer.area.height).map(|y| (0..buffer.area.width).map(|x| appearance(x, y)).collect()).collect()
    }

    /// The line under the cursor.
    pub fn cursor(&self) -> String {
        let screen = self.screen();
        let line = screen.lines().find(|line| line.trim_start_matches('│').starts_with('▌'));
        line.unwrap_or_else(|| panic!("no cursor in\n{screen}")).to_owned()
    }

    pub fn shows(&self, text: &str) -> bool {
        let screen = self.screen();
        if screen.contains(text) {
            return true;
        }
        // A sentence may be wrapped in the pane beside the list.
        let beside = screen.lines().filter_map(|line| line.rsplit_once("││")).map(|(_, beside)| beside);
        let lines: Vec<&str> = beside.map(|line| line.trim_matches(['│', ' '])).collect();
        lines.join(" ").contains(text)
    }

    #[track_caller]
    pub fn expect(&self, text: &str) -> &Self {
        assert!(self.shows(text), "no `{text}` in\n{}", self.screen());
        self
    }

    #[track_caller]
    pub fn expect_not(&self, text: &str) -> &Self {
        assert!(!self.shows(text), "`{text}` in\n{}", self.screen());
        self
    }

    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}

impl Platform for TestApp {
    fn next(&mut self, wait: Duration) -> Option<Message> {
        if let Some(answer) = self.answers.pop_front() {
            return Some(answer);
        }
        // A short wait is the loop's pause before the next frame or join: each message of the script arrives after
        // everything before it was drawn.
        if wait < Duration::from_secs(1) {
            self.elapsed += wait;
            return None;
        }
        Some(self.script.pop_front().unwrap_or(Message::Stop))
    }

    fn perform(&mut self, effect: Effect, _state: &State) -> Result<()> {
        if let Effect::Survey(id) | Effect::SurveyChanges(id, _) = effect {
            self.answers.push_back(Message::Found(id, self.findings.clone()));
            self.answers.push_back(Message::Surveyed(id, Ok(())));
        } else if let Effect::MeasureCode(path) = effect {
            self.answers.push_back(Message::Code(path, Some(super::sample::CODE)));
        } else {
            self.effects.push(effect);
        }
        Ok(())
    }

    fn paint(&mut self, state: &State) -> Result<ViewMetrics> {
        let mut seen = ViewMetrics::default();
        let drawn = self.terminal.draw(|frame| seen = view::draw(frame, state))?;
        self.drawn.clone_from(drawn.buffer);
        Ok(seen)
    }

    fn now(&self) -> Timestamp {
        self.now
    }

    fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

pub fn key(code: KeyCode) -> Message {
    Message::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn pressed(name: &str) -> Vec<Message> {
    if let Some(text) = name.strip_prefix('=').filter(|text| !text.is_empty()) {
        return text.chars().map(|c| key(KeyCode::Char(if c == '_' { ' ' } else { c }))).collect();
    }
    if let Some(c) = name.strip_prefix("C-") {
        let c = c.chars().next().unwrap();
        return vec![Message::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL))];
    }
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Space" => KeyCode::Char(' '),
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PgUp" => KeyCode::PageUp,
        "PgDn" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Backspace" => KeyCode::Backspace,
        "Delete" => KeyCode::Delete,
        c => KeyCode::Char(c.chars().next().filter(|_| c.chars().count() == 1).unwrap_or_else(|| panic!("no key {c}"))),
    };
    vec![key(code)]
}
