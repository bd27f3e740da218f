//! What-if: a function with another version of a layer.

use samlayers::inventory::facts::Finding;
use samlayers::sam::LayerDir;

use super::app::TestApp;
use super::sample;

fn app(columns: u16, lines: u16) -> TestApp {
    let older = LayerDir::parse("mySecondLayer-0-00112233aa").unwrap();
    let mut findings = sample::findings();
    findings.insert(1, Finding::Layer(sample::layer(&older, 800)));
    findings.insert(2, sample::measured(&older, 180_000_000, 9));
    let mut app = TestApp::new(columns, lines, findings);
    app.press("3 j j w").expect("What if CheckoutFunction").expect("unchanged");
    app
}

#[test]
fn another_cached_version_changes_gauges_and_image_name() {
    let mut app = app(120, 40);
    let before = app.screen();
    app.press("j h").expect("mySecondLayer-0-00112233aa").expect("instead of mySecondLayer-1-6bc1022bdf");
    app.expect("194 MB, 74 % of 250 MB")
        .expect("Image SAM would run  tag changes")
        .expect("Not built yet: SAM would build it.");
    app.press("l").expect("unchanged").expect("62.5 MB, 24 % of 250 MB");
    // The footer shows the keys for the layer under the cursor, which has changed.
    let above_footer =
        |screen: &str| screen.replace('▌', " ").trim_end().rsplit_once('\n').map(|(above, _)| above.to_owned());
    assert_eq!(above_footer(&app.screen()), above_footer(&before), "back to the template");
    assert!(app.take_effects().is_empty(), "no file is written");
}

#[test]
fn a_version_is_typed_by_number_or_arn() {
    let mut app = app(120, 40);
    app.press("Enter =2 Enter").expect("myLayer-2-").expect("1 layer is not cached: SAM would download first.");
    app.press("Backspace").expect("unchanged");
    app.press("Enter =nonsense Enter").expect("Type a version, a layer version ARN");
    app.press("Enter =7 Esc").expect("unchanged");
    app.press("Esc").expect_not("What if");
}

#[test]
fn without_layers_to_swap_the_reason_is_shown() {
    let mut app = TestApp::new(80, 24, sample::findings());
    app.press("3 w").expect("Select a function first.");
    app.press("G w").expect("no layers to replace");
    let mut app = self::app(60, 16);
    app.press("l").expect("No other version is cached");
}
