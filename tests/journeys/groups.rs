//! Layers grouped by name: versions fold below their name, and everything still works on what is meant.

use samlayers::inventory::facts::Finding;
use samlayers::sam::LayerDir;
use samlayers::tui::effect::Effect;

use super::desk::Desk;
use super::mouse::at;
use super::shop;

/// Three versions of one layer beside what is in the shop.
fn desk() -> Desk {
    let mut findings = shop::findings();
    let complete = findings.iter().position(|finding| *finding == Finding::CacheListed).unwrap();
    let versions = [("1", 40_000_000, 900), ("2", 100_000_000, 400), ("10", 60_000_000, 1)];
    for (version, bytes, hours) in versions {
        let dir = LayerDir::parse(&format!("utils-{version}-0123456789")).unwrap();
        let found = [Finding::Layer(shop::layer(&dir, hours)), shop::measured(&dir, bytes, 7)];
        findings.splice(complete..complete, found);
    }
    Desk::new(120, 36, findings)
}

#[test]
fn versions_fold_below_their_name() {
    let mut desk = desk();
    desk.press("z").expect("Layers by name, grouped").expect("▸ utils (3)").expect("  legacy-utils");
    desk.press("G k k");
    assert!(desk.cursor().contains("▸ utils (3)") && desk.cursor().contains("200 MB"), "{}", desk.cursor());
    desk.expect("3 versions of this layer are cached, 200 MB").expect("version 10 in the cache");
    desk.press("l").expect("▾ utils (3)");
    desk.press("j j j");
    assert!(desk.cursor().contains("10 0123456789"), "{}", desk.cursor());
    desk.press("h");
    assert!(desk.cursor().contains("▾ utils (3)"), "left goes up to the group");
    desk.press("h").expect("▸ utils (3)");
    desk.press("Enter").expect("▾ utils (3)");
    desk.press("Enter").expect("▸ utils (3)");
    desk.press("z").expect("Layers by name").expect_not("grouped").expect_not("utils (3)");
    assert!(desk.cursor().contains("utils") && desk.cursor().contains(" 1 0123456789"), "{}", desk.cursor());
}

#[test]
fn the_cursor_stays_on_its_layer_or_on_the_group_that_has_it() {
    let mut desk = desk();
    desk.press("/ =utils-10 Enter z");
    assert!(desk.cursor().contains("▾ utils (3)") || desk.cursor().contains("10 0123456789"), "{}", desk.cursor());
    desk.press("Esc").expect("▸ utils (3)");
    assert!(desk.cursor().contains("▸ utils (3)"), "{}", desk.cursor());
    // What SAM does meanwhile does not move it.
    desk.press("R");
    assert!(desk.cursor().contains("▸ utils (3)"), "{}", desk.cursor());
}

#[test]
fn a_mark_on_a_group_marks_its_versions() {
    let mut desk = desk();
    desk.press("z G k k Space").expect("3 marked, 200 MB");
    desk.press("k l j Space").expect("2 marked, 160 MB");
    desk.press("k k").expect("◐");
    desk.press("Space").expect("3 marked");
    desk.press("k Space").expect_not("marked");
    // Without marks it is the whole group as well.
    desk.press("k d").expect("utils-1-0123456789").expect("utils-10-0123456789").expect("Purge");
    desk.press("Esc v j").expect("marked");
}

#[test]
fn the_filter_unfolds_what_matches_and_marks_only_that() {
    let mut desk = desk();
    desk.press("z / =^utils-2- Enter").expect("▾ utils (3)").expect("2 0123456789").expect_not("10 0123456789");
    desk.press("g Space").expect("1 marked, 100 MB");
    desk.press("a").expect_not("marked");
    desk.press("h Esc").expect("▸ utils (3)").expect_not("2 0123456789");
    // A group is no match of its own.
    desk.press("Esc / =^utils- Enter").expect("3 matches");
}

#[test]
fn groups_and_the_versions_in_them_are_sorted() {
    let mut desk = desk();
    desk.press("z s g").expect("Layers by size, grouped");
    assert!(desk.cursor().contains("utils (3)"), "200 MB together is the most: {}", desk.cursor());
    desk.press("l j");
    assert!(desk.cursor().contains(" 2 0123456789"), "the largest version first: {}", desk.cursor());
    desk.press("S g");
    assert!(desk.cursor().contains("fonts"), "turned round, the smallest is first: {}", desk.cursor());
    desk.press("S s s g");
    assert!(desk.cursor().contains("utils (3)"), "the newest came an hour ago: {}", desk.cursor());
}

#[test]
fn the_mouse_folds_and_going_somewhere_unfolds() {
    let mut desk = desk();
    desk.press("z");
    let (x, y) = at(&desk, "▸ utils (3)");
    desk.click(x, y).expect("▾ utils (3)");
    desk.click(x, y).expect("▸ utils (3)");
    desk.click(x + 4, y).expect("▸ utils (3)");
    desk.press("3");
    let (x, y) = at(&desk, "▾ template.yaml");
    desk.click(x, y).expect("▸ template.yaml");
    // A comparison is one of the newest two.
    desk.press("1 G k k =");
    let compared = desk.take_effects();
    assert!(matches!(&compared[..], [Effect::LookInside(inside)] if format!("{inside:?}").contains("utils-10")));
}

#[test]
fn where_every_layer_has_one_version_nothing_is_grouped() {
    let mut desk = Desk::new(120, 36, shop::findings());
    desk.press("z").expect("every layer here has one version only");
    desk.press("y").expect("directory");
}
