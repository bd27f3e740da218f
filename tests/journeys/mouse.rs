//! Click, double click, wheel.

use crossterm::event::MouseEventKind;
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
    let mut desk = Desk::new(120, 36, shop::findings());
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
