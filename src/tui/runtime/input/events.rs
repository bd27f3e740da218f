//! Translates what the terminal sends into messages.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use termina::Event;
use termina::escape::csi::{self, Csi};
use termina::escape::osc::{ColorOrQuery, DynamicColorNumber, Osc};
use termina::event::{self as from, Modifiers};

use crate::tui::message::Message;
use crate::tui::runtime::background;
use crate::tui::theme::Background;

/// Returns the message of an event; `None` for one without a meaning in the app.
pub fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(event) => key(event).map(Message::Key),
        Event::Mouse(event) => mouse(event).map(Message::Mouse),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::FocusIn => Some(Message::Focused(true)),
        Event::FocusOut => Some(Message::Focused(false)),
        Event::Osc(Osc::ChangeDynamicColors(DynamicColorNumber::TextBackgroundColor, colours)) => {
            background::answered();
            colours.into_iter().find_map(|colour| match colour {
                ColorOrQuery::Color(colour) => {
                    Some(Message::Background(Background::of(colour.red, colour.green, colour.blue)))
                }
                ColorOrQuery::Query => None,
            })
        }
        Event::Csi(Csi::Mode(csi::Mode::ReportTheme(mode))) => Some(Message::Background(match mode {
            csi::ThemeMode::Dark => Background::Dark,
            csi::ThemeMode::Light => Background::Light,
        })),
        // Resizes come as a signal.
        Event::WindowResized(_) | Event::Csi(_) | Event::Osc(_) | Event::Dcs(_) => None,
    }
}

fn key(event: from::KeyEvent) -> Option<KeyEvent> {
    let code = match event.code {
        from::KeyCode::Char(c) => KeyCode::Char(c),
        from::KeyCode::Enter => KeyCode::Enter,
        from::KeyCode::Backspace => KeyCode::Backspace,
        from::KeyCode::Tab => KeyCode::Tab,
        from::KeyCode::BackTab => KeyCode::BackTab,
        from::KeyCode::Escape => KeyCode::Esc,
        from::KeyCode::Left => KeyCode::Left,
        from::KeyCode::Right => KeyCode::Right,
        from::KeyCode::Up => KeyCode::Up,
        from::KeyCode::Down => KeyCode::Down,
        from::KeyCode::Home => KeyCode::Home,
        from::KeyCode::End => KeyCode::End,
        from::KeyCode::PageUp => KeyCode::PageUp,
        from::KeyCode::PageDown => KeyCode::PageDown,
        from::KeyCode::Insert => KeyCode::Insert,
        from::KeyCode::Delete => KeyCode::Delete,
        from::KeyCode::Function(number) => KeyCode::F(number),
        _ => return None,
    };
    let kind = match event.kind {
        from::KeyEventKind::Press => KeyEventKind::Press,
        from::KeyEventKind::Repeat => KeyEventKind::Repeat,
        from::KeyEventKind::Release => KeyEventKind::Release,
    };
    Some(KeyEvent::new_with_kind(code, modifiers(event.modifiers), kind))
}

fn modifiers(from: Modifiers) -> KeyModifiers {
    let pairs = [
        (Modifiers::SHIFT, KeyModifiers::SHIFT),
        (Modifiers::ALT, KeyModifiers::ALT),
        (Modifiers::CONTROL, KeyModifiers::CONTROL),
    ];
    let held = pairs.into_iter().filter(|(held, _)| from.contains(*held));
    held.fold(KeyModifiers::NONE, |all, (_, modifier)| all | modifier)
}

/// Movements of the mouse have no meaning in the app, and there are too many of them to process.
fn mouse(event: from::MouseEvent) -> Option<MouseEvent> {
    let button = |button| match button {
        from::MouseButton::Left => MouseButton::Left,
        from::MouseButton::Right => MouseButton::Right,
        from::MouseButton::Middle => MouseButton::Middle,
    };
    let kind = match event.kind {
        from::MouseEventKind::Down(which) => MouseEventKind::Down(button(which)),
        from::MouseEventKind::Up(which) => MouseEventKind::Up(button(which)),
        from::MouseEventKind::Drag(which) => MouseEventKind::Drag(button(which)),
        from::MouseEventKind::ScrollDown => MouseEventKind::ScrollDown,
        from::MouseEventKind::ScrollUp => MouseEventKind::ScrollUp,
        from::MouseEventKind::ScrollLeft => MouseEventKind::ScrollLeft,
        from::MouseEventKind::ScrollRight => MouseEventKind::ScrollRight,
        from::MouseEventKind::Moved => return None,
    };
    Some(MouseEvent { kind, column: event.column, row: event.row, modifiers: modifiers(event.modifiers) })
}

#[cfg(test)]
mod tests {
    use termina::Parser;

    use super::*;

    /// Returns the messages of these bytes, which arrive in pieces.
    fn messages(pieces: &[&[u8]]) -> Vec<Message> {
        let mut parser = Parser::default();
        let mut found = Vec::new();
        for piece in pieces {
            parser.parse(piece, false);
            while let Some(event) = parser.pop() {
                found.extend(message(event));
            }
        }
        found
    }

    fn backgrounds(pieces: &[&[u8]]) -> Vec<Background> {
        let background = |message| match message {
            Message::Background(background) => background,
            other => panic!("not an answer: {other:?}"),
        };
        messages(pieces).into_iter().map(background).collect()
    }

    #[test]
    fn answers_are_no_keys_however_they_arrive() {
        assert_eq!(backgrounds(&[b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"]), [Background::Light]);
        assert_eq!(backgrounds(&[b"\x1b]11;rgb:1e1e/1e1e/2e2e\x07"]), [Background::Dark]);
        assert_eq!(backgrounds(&[b"\x1b]11;rgb:ff", b"ff/ffff/ff", b"ff\x1b", b"\\"]), [Background::Light]);
        assert_eq!(backgrounds(&[b"\x1b[?997;1n\x1b[?997;2n"]), [Background::Dark, Background::Light]);
    }

    #[test]
    fn other_answers_are_dropped_and_keys_after_them_count() {
        let found = messages(&[b"\x1b]10;rgb:0000/0000/0000\x1b\\\x1b[?62;22cq"]);
        assert!(matches!(&found[..], [Message::Key(key)] if key.code == KeyCode::Char('q')), "{found:?}");
    }

    #[test]
    fn keys_and_clicks_are_those_of_the_terminal() {
        let found = messages(&[b"\x1b[A", b"G", b"\x1b[Z", b"\x03", b"\x1b[<0;5;7M", b"\x1b[200~d\r\x1b[201~"]);
        let [
            Message::Key(up),
            Message::Key(capital),
            Message::Key(tab),
            Message::Key(quit),
            Message::Mouse(click),
            Message::Paste(text),
        ] = &found[..]
        else {
            panic!("{found:?}")
        };
        assert_eq!((up.code, capital.code, tab.code), (KeyCode::Up, KeyCode::Char('G'), KeyCode::BackTab));
        assert_eq!((quit.code, quit.modifiers), (KeyCode::Char('c'), KeyModifiers::CONTROL));
        assert_eq!((click.column, click.row), (4, 6));
        assert_eq!(text, "d\r");
    }
}
