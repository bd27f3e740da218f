//! Hints for somebody new: one at a time, gone for good once they were followed.

use samlayers::tui::effect::Effect;
use samlayers::tui::tips::Tips;

use super::desk::Desk;
use super::shop;

fn new_here() -> Desk {
    let mut desk = Desk::new(100, 30, shop::findings());
    desk.state.tips = Tips::without(|_| false);
    desk
}

#[test]
fn hints_go_one_by_one_as_they_are_followed() {
    let mut desk = new_here();
    desk.press("g").expect("→ Hint Enter looks inside, o goes to what belongs to it.").expect("Esc no hints");
    desk.press("Enter");
    let effects = desk.take_effects();
    assert!(effects.contains(&Effect::RememberTips(vec!["open"])), "{effects:?}");
    desk.press("Esc").expect("Space marks, d shows what a purge would take, and asks.");
    desk.press("j").expect("Space marks");
    desk.press("d Esc").expect("? tells every key");
    desk.press("? Esc").expect_not("Hint");
    let effects = desk.take_effects();
    assert_eq!(effects, [Effect::RememberTips(vec!["purge"]), Effect::RememberTips(vec!["keys"])]);
}

#[test]
fn escape_takes_all_of_them_away_after_everything_else() {
    let mut desk = new_here();
    desk.press("/ =my Enter Space Esc").expect("Hint");
    desk.press("Esc").expect("Hint").expect_not("marked");
    desk.press("Esc").expect_not("Hint");
    assert_eq!(desk.take_effects(), [Effect::RememberTips(vec!["open", "purge", "keys"])]);
    desk.press("Esc").expect("Press q to quit.");
}

#[test]
fn hints_stay_away_where_there_is_no_room_or_nothing_to_act_on() {
    let mut desk = new_here();
    desk.press("g").expect("Hint");
    desk.resize(60, 16).expect_not("Hint");
    desk.resize(100, 30).expect("Hint");
    desk.press("4").expect_not("Hint");
    let mut old_hand = Desk::new(100, 30, shop::findings());
    old_hand.press("g").expect_not("Hint");
}
