//! Click, double click, wheel.

use crossterm::event::{MouseButton, MouseEventKind};
use samlayers::tui::effect::Effect;

use super::app::TestApp;
use super::sample;

pub fn at(app: &TestApp, text: &str) -> (u16, u16) {
    let screen = app.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).expect(text);
    let column = samlayers::tui::text::width(&line[..line.find(text).unwrap()]);
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

#[test]
fn clicks_select_open_and_switch() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let (x, y) = at(&app, "mySecondLayer");
    app.click(x, y);
    assert!(app.cursor().contains("mySecondLayer"));
    app.click(x, y);
    assert!(matches!(app.take_effects()[..], [Effect::ReadContents(_)]));
    app.press("Esc");
    let (x, y) = at(&app, "3 Functions");
    app.click(x, y).expect("CheckoutFunction");
    let (x, y) = at(&app, "? help");
    app.click(x, y).expect("Keys of Functions");
    let (x, y) = at(&app, "Esc close");
    app.click(x, y).expect_not("Keys of Functions");
}

#[test]
fn the_line_between_list_and_detail_is_drawn_with_the_mouse() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let detail = |app: &TestApp| samlayers::tui::layout::of(&app.state).unwrap().detail;
    let before = detail(&app);
    app.mouse(MouseEventKind::Down(MouseButton::Left), before.x, 10);
    app.mouse(MouseEventKind::Drag(MouseButton::Left), before.x - 12, 11);
    app.mouse(MouseEventKind::Up(MouseButton::Left), before.x - 12, 11);
    assert_eq!(detail(&app).x, before.x - 12);
    // Only so far that both sides stay visible, and only while the button is held.
    app.mouse(MouseEventKind::Drag(MouseButton::Left), 50, 11);
    assert_eq!(detail(&app).x, before.x - 12);
    app.mouse(MouseEventKind::Down(MouseButton::Left), before.x - 12, 10);
    app.mouse(MouseEventKind::Drag(MouseButton::Left), 0, 11);
    assert_eq!(detail(&app).x, 34);
    app.resize(80, 24).press("g");
    let below = detail(&app);
    app.mouse(MouseEventKind::Down(MouseButton::Left), 20, below.y);
    app.mouse(MouseEventKind::Drag(MouseButton::Left), 20, below.y - 3);
    assert_eq!(detail(&app).y, below.y - 3);
}

#[test]
fn the_wheel_moves_what_is_below_it() {
    let mut app = TestApp::new(80, 24, sample::findings());
    app.press("j");
    app.mouse(MouseEventKind::ScrollDown, 10, 6);
    assert!(app.cursor().contains("myLayer"));
    app.press("g j");
    let first = app.screen();
    app.mouse(MouseEventKind::ScrollDown, 10, 18);
    assert!(app.cursor().contains("chrome"), "the list stays");
    assert_ne!(app.screen(), first, "the detail moves");
    app.mouse(MouseEventKind::ScrollUp, 10, 18);
    assert_eq!(app.screen(), first);
}
