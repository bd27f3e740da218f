//! Click, double click, wheel.

use crossterm::event::{MouseButton, MouseEventKind};
use samlayers::tui::effect::Effect;

use super::desk::Desk;
use super::shop;

pub fn at(desk: &Desk, text: &str) -> (u16, u16) {
    let screen = desk.screen();
    let (row, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).expect(text);
    let column = samlayers::tui::text::width(&line[..line.find(text).unwrap()]);
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

#[test]
fn clicks_select_open_and_switch() {
    let mut desk = Desk::of_the_shop();
    desk.press("g");
    let (x, y) = at(&desk, "mySecondLayer");
    desk.click(x, y);
    assert!(desk.cursor().contains("mySecondLayer"));
    desk.click(x, y);
    assert!(matches!(desk.take_effects()[..], [Effect::LookInside(_)]));
    desk.press("Esc");
    let (x, y) = at(&desk, "3 Functions");
    desk.click(x, y).expect("CheckoutFunction");
    let (x, y) = at(&desk, "? help");
    desk.click(x, y).expect("Keys of Functions");
    let (x, y) = at(&desk, "Esc close");
    desk.click(x, y).expect_not("Keys of Functions");
}

#[test]
fn the_line_between_list_and_detail_is_drawn_with_the_mouse() {
    let mut desk = Desk::of_the_shop();
    desk.press("g");
    let detail = |desk: &Desk| samlayers::tui::layout::of(&desk.state).unwrap().detail;
    let before = detail(&desk);
    desk.mouse(MouseEventKind::Down(MouseButton::Left), before.x, 10);
    desk.mouse(MouseEventKind::Drag(MouseButton::Left), before.x - 12, 11);
    desk.mouse(MouseEventKind::Up(MouseButton::Left), before.x - 12, 11);
    assert_eq!(detail(&desk).x, before.x - 12);
    // Not farther than that there is something to see on both sides, and only while the button is held.
    desk.mouse(MouseEventKind::Drag(MouseButton::Left), 50, 11);
    assert_eq!(detail(&desk).x, before.x - 12);
    desk.mouse(MouseEventKind::Down(MouseButton::Left), before.x - 12, 10);
    desk.mouse(MouseEventKind::Drag(MouseButton::Left), 0, 11);
    assert_eq!(detail(&desk).x, 34);
    desk.resize(80, 24).press("g");
    let below = detail(&desk);
    desk.mouse(MouseEventKind::Down(MouseButton::Left), 20, below.y);
    desk.mouse(MouseEventKind::Drag(MouseButton::Left), 20, below.y - 3);
    assert_eq!(detail(&desk).y, below.y - 3);
}

#[test]
fn the_wheel_moves_what_is_below_it() {
    let mut desk = Desk::new(80, 24, shop::findings());
    desk.press("j");
    desk.mouse(MouseEventKind::ScrollDown, 10, 6);
    assert!(desk.cursor().contains("myLayer"));
    desk.press("g j");
    let first = desk.screen();
    desk.mouse(MouseEventKind::ScrollDown, 10, 18);
    assert!(desk.cursor().contains("chrome"), "the list stays");
    assert_ne!(desk.screen(), first, "the detail moves");
    desk.mouse(MouseEventKind::ScrollUp, 10, 18);
    assert_eq!(desk.screen(), first);
}
