//! What if a function had another version of a layer.

use samlayers::inventory::facts::Finding;
use samlayers::sam::LayerDir;

use super::desk::Desk;
use super::shop;

fn desk(columns: u16, lines: u16) -> Desk {
    let older = LayerDir::parse("mySecondLayer-0-00112233aa").unwrap();
    let mut findings = shop::findings();
    findings.insert(1, Finding::Layer(shop::layer(&older, 800)));
    findings.insert(2, shop::measured(&older, 180_000_000, 9));
    let mut desk = Desk::new(columns, lines, findings);
    desk.press("3 j j w").expect("What if CheckoutFunction").expect("as now");
    desk
}

#[test]
fn another_cached_version_changes_gauges_and_image_name() {
    let mut desk = desk(120, 40);
    let before = desk.screen();
    desk.press("j h").expect("mySecondLayer-0-00112233aa").expect("in place of mySecondLayer-1-6bc1022bdf");
    desk.expect("194 MB of 262 MB")
        .expect("Image SAM would run  another name")
        .expect("Not there: SAM would build it.");
    desk.press("l").expect("as now").expect("62.5 MB of 262 MB");
    // The footer names the keys of the layer under the cursor, which is another one now.
    let above_footer =
        |screen: &str| screen.replace('▌', " ").trim_end().rsplit_once('\n').map(|(above, _)| above.to_owned());
    assert_eq!(above_footer(&desk.screen()), above_footer(&before), "back to what is written");
    assert!(desk.take_effects().is_empty(), "nothing is written");
}

#[test]
fn a_version_is_typed_by_number_or_arn() {
    let mut desk = desk(120, 40);
    desk.press("Enter =2 Enter").expect("myLayer-2-").expect("1 layer is not cached: SAM would download first.");
    desk.press("Backspace").expect("as now");
    desk.press("Enter =nonsense Enter").expect("Type a version, a layer version's ARN");
    desk.press("Enter =7 Esc").expect("as now");
    desk.press("Esc").expect_not("What if");
}

#[test]
fn where_there_is_nothing_to_swap_it_says_so() {
    let mut desk = Desk::new(80, 24, shop::findings());
    desk.press("3 w").expect("Put the cursor on a function.");
    desk.press("G w").expect("no layers to swap");
    let mut desk = self::desk(60, 16);
    desk.press("l").expect("No other version of it is cached");
}
