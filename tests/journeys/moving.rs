//! Getting around: rows, screens, details, filters, orders, marks, and back.

use super::desk::Desk;
use super::shop;

#[test]
fn the_cursor_moves_by_rows_pages_and_to_the_ends() {
    let mut desk = Desk::of_the_shop();
    desk.press("j");
    assert!(desk.cursor().contains("chrome"));
    desk.press("Up k");
    assert!(desk.cursor().contains("AWSL"));
    desk.press("G");
    assert!(desk.cursor().contains("notes.txt"));
    desk.press("g");
    assert!(desk.cursor().contains("AWSL"));
    desk.press("PgDn");
    assert!(desk.cursor().contains("notes.txt"));
    desk.press("Home End PgUp");
    assert!(desk.cursor().contains("AWSL"));
}

#[test]
fn screens_are_reached_by_tab_and_by_number() {
    let mut desk = Desk::of_the_shop();
    desk.press("Tab").expect("Images by name");
    desk.press("Tab").expect("template.yaml");
    desk.press("Tab").expect("Nothing was done yet.");
    desk.press("Tab").expect("Layers by name");
    desk.press("BackTab").expect("Nothing was done yet.");
    for (key, text) in [("1", "Layers by name"), ("2", "Images by name"), ("3", "CheckoutFunction"), ("4", "Nothing")] {
        desk.press(key).expect(text);
    }
}

#[test]
fn the_detail_scrolls_while_it_has_the_keys() {
    let mut desk = Desk::new(80, 24, shop::findings());
    desk.press("j").expect("A download ended in the middle").expect_not("process 4711, gone");
    desk.press("l G").expect("process 4711, gone");
    desk.press("g").expect("A download ended in the middle");
    desk.press("j j").expect_not("▌ ◐");
    desk.press("h j");
    assert!(desk.cursor().contains("fonts"), "back in the list the cursor moves again");
}

#[test]
fn the_filter_is_fuzzy_and_shows_what_it_leaves() {
    let mut desk = Desk::of_the_shop();
    desk.press("/ =mysec").expect("1 match").expect("mySecondLayer").expect_not("legacy-utils");
    desk.press("Enter").expect("/mysec 1 match");
    desk.press("Esc").expect("legacy-utils");
    desk.press("/ =zzz").expect("0 matches").expect("Nothing matches /zzz");
    desk.press("C-u =empty").expect("fonts").expect_not("legacy-utils");
    desk.press("Esc").expect("legacy-utils").expect_not("match");
}

#[test]
fn a_filter_is_edited_like_any_line() {
    let mut desk = Desk::of_the_shop();
    desk.press("/ =myl_xx C-w").expect("/myl");
    desk.press("Backspace");
    desk.press("Down Enter");
    assert!(desk.cursor().contains("mySecondLayer"), "the arrows move while typing");
}

#[test]
fn the_filter_finds_functions_with_what_is_above_them() {
    let mut desk = Desk::of_the_shop();
    desk.press("3 / =thumb Enter").expect("~/shop").expect("ThumbnailFunction").expect_not("HealthFunction");
}

#[test]
fn lists_are_sorted_and_turned_round() {
    let mut desk = Desk::of_the_shop();
    desk.press("s g");
    desk.expect("Layers by size");
    assert!(desk.cursor().contains("legacy-utils"), "the largest first");
    desk.press("S g").expect("turned round");
    assert!(desk.cursor().contains("fonts"), "the smallest first");
    desk.press("S s").expect("Layers by files");
    desk.press("s").expect("Layers by age");
    desk.press("s g").expect("Layers by state");
    assert!(!desk.cursor().contains("✓ ok"), "broken ones first");
    desk.press("s s").expect("Layers by name");
}

#[test]
fn functions_are_sorted_within_their_templates() {
    let mut desk = Desk::of_the_shop();
    let first = |desk: &mut Desk| {
        desk.press("g j j");
        desk.cursor()
    };
    desk.press("3").expect("Functions by template");
    assert!(first(&mut desk).contains("Checkout"));
    desk.press("s").expect("Functions by name");
    desk.press("s").expect("Functions by size");
    assert!(first(&mut desk).contains("CheckoutFunction") && desk.shows("49.5 MB"));
    desk.press("S").expect("turned round");
    assert!(first(&mut desk).contains("HealthFunction"), "the one without layers");
    desk.press("S s").expect("Functions by layers");
    desk.press("s").expect("Functions by state");
    assert!(first(&mut desk).contains("↓"), "what SAM would have to download first");
    desk.press("s").expect("Functions by template");
    assert!(first(&mut desk).contains("Checkout"));
}

#[test]
fn marks_outlive_filters() {
    let mut desk = Desk::of_the_shop();
    desk.press("/ =myLayer Enter Space Esc").expect("1 marked, 1.24 MB");
    desk.press("/ =legacy Enter a").expect("2 marked, 153 MB");
    desk.press("*").expect("1 marked, 1.24 MB");
    desk.press("Esc Esc").expect_not("marked");
}

#[test]
fn a_range_marks_everything_it_passes() {
    let mut desk = Desk::of_the_shop();
    desk.press("v j j").expect("3 marked");
    desk.press("k").expect("2 marked");
    desk.press("v j j j").expect("2 marked");
    desk.press("v j Esc").expect("2 marked");
}

#[test]
fn what_is_not_sams_cannot_be_marked() {
    let mut desk = Desk::of_the_shop();
    desk.press("G Space").expect_not("marked");
    desk.press("d").expect("SAM did not make this");
}

#[test]
fn projects_and_templates_fold() {
    let mut desk = Desk::of_the_shop();
    desk.press("3 h").expect("▸ ~/shop").expect_not("▾ template.yaml");
    desk.press("l").expect("CheckoutFunction");
    desk.press("j Enter").expect("▸ template.yaml").expect_not("CheckoutFunction");
    desk.press("Enter j j").expect("CheckoutFunction");
    desk.press("h");
    assert!(desk.cursor().contains("template.yaml"), "left goes up to the template");
}

#[test]
fn one_goes_to_what_belongs_together_and_back() {
    let mut desk = Desk::of_the_shop();
    desk.press("/ =myLayer Enter o").expect("CheckoutFunction").expect("samcli/lambda-python");
    desk.press("Enter");
    assert!(desk.cursor().contains("CheckoutFunction"));
    desk.press("o Down Enter");
    assert!(desk.cursor().contains("mySecondLayer"), "a filter in the way is cleared");
    desk.press("Backspace");
    assert!(desk.cursor().contains("CheckoutFunction"));
    desk.press("Backspace");
    assert!(desk.cursor().contains("myLayer"));
    desk.press("Backspace").expect("nowhere to return to");
}

#[test]
fn the_palette_does_what_its_line_says() {
    let mut desk = Desk::of_the_shop();
    desk.press(": =problems").expect("list every problem");
    desk.press("Enter").expect("6 problems");
    desk.press("Esc : =nonsense").expect("No action is called that.");
    desk.press("Enter Esc").expect("Layers by name");
}

#[test]
fn a_problem_leads_to_what_has_it() {
    let mut desk = Desk::of_the_shop();
    desk.press("p").expect("chrome-33-5f0e1d2c3b");
    desk.press("j j Enter");
    let line = desk.cursor();
    assert!(line.contains("chrome") || line.contains("fonts"), "{line}");
}

#[test]
fn resizing_keeps_the_cursor_in_sight() {
    let mut desk = Desk::of_the_shop();
    desk.press("G");
    desk.resize(60, 16);
    assert!(desk.cursor().contains("notes.txt"));
    desk.resize(59, 16).expect("samlayers needs 60 columns and 16 lines");
    desk.resize(120, 36);
    assert!(desk.cursor().contains("notes.txt"));
}
