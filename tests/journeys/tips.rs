//! Hints for new users: one at a time, never shown again once followed.

use samlayers::tui::effect::Effect;
use samlayers::tui::tips::Tips;

use super::app::TestApp;
use super::sample;

fn new_here() -> TestApp {
    let mut app = TestApp::new(100, 30, sample::findings());
    app.state.tips = Tips::without(|_| false);
    app
}

#[test]
fn hints_disappear_one_by_one_as_they_are_followed() {
    let mut app = new_here();
    app.press("g").expect("→ Hint Enter opens the files, o goes to related entries.").expect("Esc hide hints");
    app.press("Enter");
    let effects = app.take_effects();
    assert!(effects.contains(&Effect::RememberTips(vec!["open"])), "{effects:?}");
    app.press("Esc").expect("Space marks, d shows what a purge would remove.");
    app.press("j").expect("Space marks");
    app.press("d Esc").expect("? lists keys");
    app.press("? Esc").expect_not("Hint");
    let effects = app.take_effects();
    assert_eq!(effects, [Effect::RememberTips(vec!["purge"]), Effect::RememberTips(vec!["keys"])]);
}

#[test]
fn escape_dismisses_all_hints_last() {
    let mut app = new_here();
    app.press("/ =my Enter Space Esc").expect("Hint");
    app.press("Esc").expect("Hint").expect_not("marked");
    app.press("Esc").expect_not("Hint");
    assert_eq!(app.take_effects(), [Effect::RememberTips(vec!["open", "purge", "keys"])]);
    app.press("Esc").expect("Press q to quit.");
}

#[test]
fn hints_are_hidden_without_space_or_entries() {
    let mut app = new_here();
    app.press("g").expect("Hint");
    app.resize(60, 16).expect_not("Hint");
    app.resize(100, 30).expect("Hint");
    app.press("4").expect_not("Hint");
    let mut old_hand = TestApp::new(100, 30, sample::findings());
    old_hand.press("g").expect_not("Hint");
}

#[test]
fn a_hint_speaks_of_the_screen_it_is_on() {
    let mut app = new_here();
    app.press("0").expect("Enter goes to the entry, D reclaims its space.").expect_not("opens the files");
    app.press("1 g").expect("Enter opens the files");
    // A project has no files to open.
    app.press("3 g").expect("o goes to related entries.").expect_not("opens the files");
    app.press("j j").expect("Enter opens the files, o goes to");
}
