//! Ten thousand random keys, clicks and resizes: no panic, and no change without confirmation.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;
use samlayers::tui::update::{join, update};
use samlayers::tui::view;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::app::TestApp;

/// A small generator with a fixed seed, so that a failure can be reproduced.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn short(&mut self, sides: u16) -> u16 {
        u16::try_from(self.roll(u64::from(sides))).unwrap()
    }

    fn message(&mut self) -> Message {
        let codes = [
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::PageUp,
            KeyCode::PageDown,
            KeyCode::Home,
            KeyCode::End,
            KeyCode::Tab,
            KeyCode::BackTab,
            KeyCode::Enter,
            KeyCode::Esc,
            KeyCode::Backspace,
            KeyCode::Delete,
            KeyCode::F(1),
        ];
        let code = match self.roll(3) {
            0 => codes[usize::try_from(self.roll(15)).unwrap()],
            _ => KeyCode::Char(char::from_u32(0x20 + u32::try_from(self.roll(0x5f)).unwrap()).unwrap()),
        };
        match self.roll(60) {
            0 => Message::Resize(1 + self.short(220), 1 + self.short(70)),
            1 => {
                let kinds =
                    [MouseEventKind::ScrollDown, MouseEventKind::ScrollUp, MouseEventKind::Down(MouseButton::Left)];
                let kind = kinds[usize::try_from(self.roll(3)).unwrap()];
                Message::Mouse(MouseEvent {
                    kind,
                    column: self.short(230),
                    row: self.short(80),
                    modifiers: KeyModifiers::NONE,
                })
            }
            2 => Message::Paste("한글 \u{1b}[2J\npasted".to_owned()),
            3 => Message::Tick,
            _ => Message::Key(KeyEvent::new(code, KeyModifiers::NONE)),
        }
    }
}

#[test]
fn random_keys_never_panic() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let mut state = app.state.clone();
    let mut dice = Dice(0x5eed_5a17);
    let mut terminal = Terminal::new(TestBackend::new(120, 36)).unwrap();
    for round in 0..10_000 {
        let agreed = state.modal.is_some();
        for effect in update(&mut state, dice.message()) {
            assert!(agreed || !effect.changes() || matches!(effect, Effect::Shell(_)), "{effect:?} without a dialog");
            assert!(!(state.read_only && effect.changes()), "{effect:?} in read-only mode");
            // Surveys end at once here, so that the next one can begin.
            if let Effect::Survey(id) | Effect::SurveyChanges(id, _) = effect {
                update(&mut state, Message::Surveyed(id, Ok(())));
            }
        }
        join(&mut state);
        if round % 4 != 0 {
            continue;
        }
        let (columns, lines) = state.size;
        if terminal.size().unwrap() != (columns, lines).into() {
            terminal = Terminal::new(TestBackend::new(columns, lines)).unwrap();
        }
        terminal.draw(|frame| state.view_metrics = view::draw(frame, &state)).unwrap();
    }
}
