//! Layers grouped by name: versions fold below their name, and actions apply to the selected group or version.

use samlayers::inventory::facts::Finding;
use samlayers::sam::LayerDir;
use samlayers::tui::effect::Effect;

use super::app::TestApp;
use super::mouse::at;
use super::sample;

/// Three versions of one layer beside the layers of the sample.
fn app() -> TestApp {
    let mut findings = sample::findings();
    let complete = findings.iter().position(|finding| *finding == Finding::CacheListed).unwrap();
    let versions = [("1", 40_000_000, 900), ("2", 100_000_000, 400), ("10", 60_000_000, 1)];
    for (version, bytes, hours) in versions {
        let dir = LayerDir::parse(&format!("utils-{version}-0123456789")).unwrap();
        let found = [Finding::Layer(sample::layer(&dir, hours)), sample::measured(&dir, bytes, 7)];
        findings.splice(complete..complete, found);
    }
    TestApp::new(120, 36, findings)
}

#[test]
fn versions_fold_below_their_name() {
    let mut app = app();
    app.press("z").expect("Layers by name, grouped").expect("▸ utils (3)").expect("  legacy-utils");
    app.press("G k k");
    assert!(app.cursor().contains("▸ utils (3)") && app.cursor().contains("200 MB"), "{}", app.cursor());
    app.expect("3 versions of this layer are cached, 200 MB").expect("version 10 cached");
    app.press("l").expect("▾ utils (3)");
    app.press("j j j");
    assert!(app.cursor().contains("10 0123456789"), "{}", app.cursor());
    app.press("h");
    assert!(app.cursor().contains("▾ utils (3)"), "left goes up to the group");
    app.press("h").expect("▸ utils (3)");
    app.press("Enter").expect("▾ utils (3)");
    app.press("Enter").expect("▸ utils (3)");
    app.press("z").expect("Layers by name").expect_not(", grouped").expect_not("utils (3)");
    assert!(app.cursor().contains("utils") && app.cursor().contains(" 1 0123456789"), "{}", app.cursor());
}

#[test]
fn the_cursor_stays_on_its_layer_or_on_the_group_that_has_it() {
    let mut app = app();
    app.press("/ =utils-10 Enter z");
    assert!(app.cursor().contains("▾ utils (3)") || app.cursor().contains("10 0123456789"), "{}", app.cursor());
    app.press("Esc").expect("▸ utils (3)");
    assert!(app.cursor().contains("▸ utils (3)"), "{}", app.cursor());
    // Changes by SAM meanwhile do not move it.
    app.press("R");
    assert!(app.cursor().contains("▸ utils (3)"), "{}", app.cursor());
}

#[test]
fn a_mark_on_a_group_marks_its_versions() {
    let mut app = app();
    app.press("z G k k Space").expect("3 marked, 200 MB");
    app.press("k l j Space").expect("2 marked, 160 MB");
    app.press("k k").expect("◐");
    app.press("Space").expect("3 marked");
    app.press("k Space").expect_not("marked");
    // Without marks the whole group is meant as well.
    app.press("k d").expect("utils-1-0123456789").expect("utils-10-0123456789").expect("Purge");
    app.press("Esc v j").expect("marked");
}

#[test]
fn the_filter_unfolds_what_matches_and_marks_only_that() {
    let mut app = app();
    app.press("z / =^utils-2- Enter").expect("▾ utils (3)").expect("2 0123456789").expect_not("10 0123456789");
    app.press("g Space").expect("1 marked, 100 MB");
    app.press("a").expect_not("marked");
    app.press("h Esc").expect("▸ utils (3)").expect_not("2 0123456789");
    // A group does not count as a match.
    app.press("Esc / =^utils- Enter").expect("3 matches");
}

#[test]
fn groups_and_the_versions_in_them_are_sorted() {
    let mut app = app();
    app.press("z s s g").expect("Layers by size, grouped");
    assert!(app.cursor().contains("utils (3)"), "200 MB together is the most: {}", app.cursor());
    app.press("l j");
    assert!(app.cursor().contains(" 2 0123456789"), "the largest version first: {}", app.cursor());
    app.press("S g");
    assert!(app.cursor().contains("fonts"), "reversed, the smallest is first: {}", app.cursor());
    app.press("S s a g");
    assert!(app.cursor().contains("utils (3)"), "the newest was written an hour ago: {}", app.cursor());
}

#[test]
fn the_mouse_folds_and_navigation_unfolds() {
    let mut app = app();
    app.press("z");
    let (x, y) = at(&app, "▸ utils (3)");
    app.click(x, y).expect("▾ utils (3)");
    app.click(x, y).expect("▸ utils (3)");
    app.click(x + 4, y).expect("▸ utils (3)");
    app.press("3");
    let (x, y) = at(&app, "▾ template.yaml");
    app.click(x, y).expect("▸ template.yaml");
    // A group compares its newest two versions.
    app.press("1 G k k =");
    let compared = app.take_effects();
    assert!(matches!(&compared[..], [Effect::ReadContents(inside)] if format!("{inside:?}").contains("utils-10")));
}

#[test]
fn where_every_layer_has_one_version_nothing_is_grouped() {
    let mut app = TestApp::new(120, 36, sample::findings());
    app.press("z").expect("every layer here has only one version");
    app.press("y").expect("directory");
}
