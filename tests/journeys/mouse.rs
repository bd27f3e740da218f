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
    app.click(x, y).expect("Functions shortcuts");
    let (x, y) = at(&app, "Esc close");
    app.click(x, y).expect_not("Functions shortcuts");
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

#[test]
fn the_options_of_a_plan_are_ticked_with_the_mouse() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter d").expect("[ ] with images").expect("[ ] delete permanently");
    let (x, y) = at(&app, "[ ] with images");
    app.click(x, y).expect("[x] with images").expect("remove image");
    let (x, y) = at(&app, "delete permanently");
    app.click(x, y).expect("[x] delete permanently").expect("Purge: delete permanently");
    app.click(x, y).expect("[ ] delete permanently");
    app.click(x, y - 1).expect("[ ] delete permanently");
    assert!(app.take_effects().is_empty());
}

#[test]
fn titles_of_columns_sort_and_reverse() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let (x, y) = at(&app, " size ");
    app.click(x + 1, y).expect("Layers by size").expect("size↓");
    app.click(x + 1, y).expect("size↑");
    let (x, y) = at(&app, "name");
    app.click(x, y).expect("Layers by name");
    let effects = app.take_effects();
    assert!(matches!(effects[..], [Effect::RememberSort(..), Effect::RememberSort(..), Effect::RememberSort(..)]));
    app.press("3 g");
    let (x, y) = at(&app, "layers image");
    app.click(x, y).expect("Functions by layers");
    // A column without an order stays as it is.
    let (x, y) = at(&app, "runtime");
    app.click(x, y).expect("Functions by layers");
}

#[test]
fn the_number_of_problems_opens_their_list() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press("g");
        let (x, y) = at(&app, "▲ 6");
        app.click(x + 2, y).expect("f fix");
        app.press("Esc");
    }
}

#[test]
fn a_narrow_list_keeps_the_sign_of_the_state() {
    let mut app = super::builds::app(120, 36, super::builds::folder());
    app.press("g");
    let split = samlayers::tui::layout::of(&app.state).unwrap().detail.x;
    app.mouse(MouseEventKind::Down(MouseButton::Left), split, 10);
    app.mouse(MouseEventKind::Drag(MouseButton::Left), 0, 10);
    app.mouse(MouseEventKind::Up(MouseButton::Left), 0, 10);
    for (screen, signs) in [("1", "✓○◐"), ("2", "✓○▲"), ("3", "✓✗"), ("5", "✓○")] {
        let lines = app.press(screen).screen();
        let list: Vec<String> = lines.lines().skip(3).map(|line| line.chars().take(34).collect()).collect();
        for sign in signs.chars() {
            assert!(list.iter().any(|line| line.contains(sign)), "no {sign} on screen {screen}:\n{lines}");
        }
    }
}
