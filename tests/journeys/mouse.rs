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

/// Clicks at the start of a text, or some columns behind it.
fn click(app: &mut TestApp, text: &str, columns: u16) {
    let (x, y) = at(app, text);
    app.click(x + columns, y);
}

#[test]
fn a_click_on_a_text_field_moves_the_focus_and_the_text_cursor() {
    let mut app = TestApp::with_sample();
    app.press("2 I =tools.zip");
    click(&mut app, "tools.zip", 5);
    app.press("=-2").expect("tools-2.zip");
    click(&mut app, "tools-2.zip", 30);
    app.press("=x").expect("tools-2.zipx");
    // The field of the ARN proposes one for the source, as Tab does.
    click(&mut app, "ARN ", 0);
    app.expect("000000000000:layer:tools-2:1");
    app.press("=1").expect("layer:tools-2:11");
    click(&mut app, "Source", 0);
    app.press("=y").expect("tools-2.zipxy");
}

#[test]
fn choices_switches_and_buttons_of_a_form_are_clicked() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter e");
    click(&mut app, "the published zip", 3);
    app.expect("← a zip of the cached files →");
    click(&mut app, "← a zip", 0);
    app.expect("← the published zip →");
    click(&mut app, "[ ] replace", 1);
    app.expect("[x] replace").expect("▌ Overwrite");
    click(&mut app, "Save to", 0);
    app.expect("[x] replace").expect("▌ Save to");
    click(&mut app, "Enter shows the plan", 8);
    app.expect("Preparing the plan");
    assert!(matches!(app.take_effects()[..], [Effect::ReadForm(_)]));
}

#[test]
fn the_wheel_moves_through_the_fields_and_ends_at_the_last() {
    let mut app = TestApp::with_sample();
    app.press("2 P").expect("▌ Source");
    app.mouse(MouseEventKind::ScrollUp, 60, 18).expect("▌ Source");
    app.mouse(MouseEventKind::ScrollDown, 60, 18).expect("▌ Layer name");
    for _ in 0..9 {
        app.mouse(MouseEventKind::ScrollDown, 60, 18);
    }
    app.expect("▌ S3 bucket");
}

#[test]
fn the_input_line_of_a_dialog_takes_the_cursor_from_a_click() {
    let mut app = TestApp::with_sample();
    app.press(": =prgex");
    click(&mut app, ": prgex", 4);
    app.press("=u").expect(": prugex");
    app.press("Esc / =mySond");
    click(&mut app, "/mySond", 4);
    app.press("=ec").expect("/mySecond");
    app.press("Esc 3 j j w Enter =12");
    click(&mut app, "ARN: 12", 5);
    app.press("=3").expect("ARN: 312");
    // A click on another layer ends the input.
    click(&mut app, "mySecondLayer-1", 2);
    app.expect_not("ARN: 312").expect("▌ 2 mySecondLayer");
}

#[test]
fn what_the_filter_covers_is_not_clicked() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let (x, y) = at(&app, "d purge");
    app.press("/ =my");
    app.click(x, y).expect("/my").expect_not("Purge:");
}

#[test]
fn rows_of_dialogs_are_clicked() {
    let mut app = TestApp::with_sample();
    app.press("g s");
    click(&mut app, "last use ", 2);
    app.expect("Layers by last use");
    app.press(": =theme");
    click(&mut app, "next theme", 1);
    app.expect("Theme:");
    app.press("p");
    click(&mut app, "✗ fonts-12", 3);
    app.expect("f fix").expect("fonts-12-68532afe87: The directory is empty");
    click(&mut app, "✗ fonts-12", 3);
    assert!(app.cursor().contains("fonts"), "{}", app.screen());
    app.expect_not("f fix");
}

#[test]
fn files_are_selected_opened_and_folded_with_the_mouse() {
    let mut app = super::contents::contents(120, 36);
    click(&mut app, "z.txt", 1);
    assert!(app.state.modal.is_some() && app.screen().contains("z.txt"));
    click(&mut app, "▾ bin", 0);
    app.expect("▸ bin").expect_not("tool");
    click(&mut app, "bin", 1);
    click(&mut app, "bin", 1);
    app.expect("▾ bin").expect("tool");
}

#[test]
fn a_question_is_answered_with_a_click() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter d X").expect("Delete permanently?");
    click(&mut app, "n no", 1);
    app.expect_not("Delete permanently?").expect("Purge: move to the trash");
    app.press("X");
    click(&mut app, "y yes", 3);
    assert!(matches!(app.take_effects()[..], [Effect::Execute(..)]));
}
