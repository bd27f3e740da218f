//! Navigation: rows, screens, details, filters, orders, marks, and back.

use samlayers::tui::effect::Effect;
use samlayers::tui::state::Screen;

use super::app::TestApp;
use super::sample;

#[test]
fn the_cursor_moves_by_rows_pages_and_to_the_ends() {
    let mut app = TestApp::with_sample();
    app.press("j");
    assert!(app.cursor().contains("chrome"));
    app.press("Up k");
    assert!(app.cursor().contains("AWSL"));
    app.press("G");
    assert!(app.cursor().contains("notes.txt"));
    app.press("g");
    assert!(app.cursor().contains("AWSL"));
    app.press("PgDn");
    assert!(app.cursor().contains("notes.txt"));
    app.press("Home End PgUp");
    assert!(app.cursor().contains("AWSL"));
}

#[test]
fn screens_are_reached_by_tab_and_by_number() {
    let mut app = TestApp::with_sample();
    app.press("Tab").expect("Images by name");
    app.press("Tab").expect("template.yaml");
    app.press("Tab").expect("No jobs yet.");
    app.press("Tab").expect("build folder");
    app.press("Tab").expect("SAM on this machine");
    app.press("Tab").expect("Layers by name");
    app.press("BackTab").expect("SAM on this machine");
    app.press("BackTab").expect("build folder");
    app.press("BackTab").expect("No jobs yet.");
    let screens = [
        ("1", "Layers by name"),
        ("2", "Images by name"),
        ("3", "CheckoutFunction"),
        ("4", "No jobs yet."),
        ("5", "build folder"),
        ("0", "SAM on this machine"),
    ];
    for (key, text) in screens {
        app.press(key).expect(text);
    }
}

#[test]
fn the_detail_scrolls_while_it_has_the_keys() {
    let mut app = TestApp::new(80, 24, sample::findings());
    app.press("j").expect("Incomplete download").expect_not("process 4711, no longer exists");
    app.press("l G").expect("process 4711, no longer exists");
    app.press("g").expect("Incomplete download");
    app.press("j j").expect_not("▌ ◐");
    app.press("h j");
    assert!(app.cursor().contains("fonts"), "back in the list the cursor moves again");
}

#[test]
fn the_filter_is_fuzzy_and_shows_its_matches() {
    let mut app = TestApp::with_sample();
    app.press("/ =mysec").expect("1 match").expect("mySecondLayer").expect_not("legacy-utils");
    app.press("Enter").expect("/mysec 1 match");
    app.press("Esc").expect("legacy-utils");
    app.press("/ =zzz").expect("0 matches").expect("No matches for /zzz");
    app.press("C-u =empty").expect("fonts").expect_not("legacy-utils");
    app.press("Esc").expect("legacy-utils").expect_not("match");
}

#[test]
fn a_filter_is_edited_like_any_line() {
    let mut app = TestApp::with_sample();
    app.press("/ =myl_xx C-w").expect("/myl");
    app.press("Backspace");
    app.press("Down Enter");
    assert!(app.cursor().contains("mySecondLayer"), "the arrows move while typing");
}

#[test]
fn the_filter_finds_functions_with_what_is_above_them() {
    let mut app = TestApp::with_sample();
    app.press("3 / =thumb Enter").expect("~/shop").expect("ThumbnailFunction").expect_not("HealthFunction");
}

#[test]
fn lists_are_sorted_and_reversed() {
    let mut app = TestApp::with_sample();
    // `s` lists the orders with their letters.
    app.press("s").expect("Sort by").expect("reverse the order");
    app.press("s g");
    app.expect("Layers by size").expect_not("Sort by");
    assert!(app.cursor().contains("legacy-utils"), "the largest first");
    app.press("S g").expect("reversed");
    assert!(app.cursor().contains("fonts"), "the smallest first");
    app.press("s r s f").expect("Layers by files").expect_not("reversed");
    app.press("s a").expect("Layers by age");
    app.press("s t g").expect("Layers by state");
    assert!(!app.cursor().contains("✓ ready"), "broken ones first");
    app.press("s d").expect("Layers by last use");
    app.press("s t");
    app.press("s Up Enter").expect("Layers by age");
    app.press("s Esc").expect("Layers by age");
    app.press("s n").expect("Layers by name");
    let stored = app.take_effects();
    assert!(matches!(stored.last(), Some(Effect::RememberSort(Screen::Layers, _, false))), "{stored:?}");
    app.state.restore_sorts([("layers", "size", true), ("images", "of a newer version", false)]);
    app.press("S S").expect("Layers by size, reversed");
}

#[test]
fn functions_are_sorted_within_their_templates() {
    let mut app = TestApp::with_sample();
    let first = |app: &mut TestApp| {
        app.press("g j j");
        app.cursor()
    };
    app.press("3").expect("Functions by template");
    assert!(first(&mut app).contains("Checkout"));
    app.press("s n").expect("Functions by name");
    app.press("s s").expect("Functions by size");
    assert!(first(&mut app).contains("CheckoutFunction") && app.shows("49.5 MB"));
    app.press("S").expect("reversed");
    assert!(first(&mut app).contains("HealthFunction"), "the one without layers");
    app.press("S s y").expect("Functions by layers");
    app.press("s t").expect("Functions by state");
    assert!(first(&mut app).contains("✗ Thumbnail"), "what does not work");
    app.press("s w").expect("Functions by template");
    assert!(first(&mut app).contains("Checkout"));
}

#[test]
fn marks_outlive_filters() {
    let mut app = TestApp::with_sample();
    app.press("/ =myLayer Enter Space Esc").expect("1 marked, 1.24 MB");
    app.press("/ =legacy Enter a").expect("2 marked, 153 MB");
    app.press("*").expect("1 marked, 1.24 MB");
    app.press("Esc Esc").expect_not("marked");
}

#[test]
fn a_range_marks_everything_it_passes() {
    let mut app = TestApp::with_sample();
    app.press("v j j").expect("3 marked");
    app.press("k").expect("2 marked");
    app.press("v j j j").expect("2 marked");
    app.press("v j Esc").expect("2 marked");
}

#[test]
fn foreign_entries_cannot_be_marked() {
    let mut app = TestApp::with_sample();
    app.press("G Space").expect_not("1 marked").expect("Cannot be marked");
    app.press("d").expect("Not created by SAM");
}

#[test]
fn projects_and_templates_fold() {
    let mut app = TestApp::with_sample();
    app.press("3 h").expect("▸ ~/shop").expect_not("▾ template.yaml");
    app.press("l").expect("CheckoutFunction");
    app.press("j Enter").expect("▸ template.yaml").expect_not("CheckoutFunction");
    app.press("Enter j j").expect("CheckoutFunction");
    app.press("h");
    assert!(app.cursor().contains("template.yaml"), "left goes up to the template");
}

#[test]
fn o_goes_to_related_entries_and_back() {
    let mut app = TestApp::with_sample();
    app.press("/ =myLayer Enter o").expect("CheckoutFunction").expect("samcli/lambda-python");
    app.press("Enter");
    assert!(app.cursor().contains("CheckoutFunction"));
    app.press("o Down Enter");
    assert!(app.cursor().contains("mySecondLayer"), "a filter in the way is cleared");
    app.press("Backspace");
    assert!(app.cursor().contains("CheckoutFunction"));
    app.press("Backspace");
    assert!(app.cursor().contains("myLayer"));
    app.press("Backspace").expect("No previous location");
}

#[test]
fn the_palette_runs_the_selected_action() {
    let mut app = TestApp::with_sample();
    app.press(": =problems").expect("list all problems");
    app.press("Enter").expect("6 problems");
    app.press("Esc : =nonsense").expect("No matching action.");
    app.press("Enter Esc").expect("Layers by name");
}

#[test]
fn enter_on_a_problem_goes_to_its_entry() {
    let mut app = TestApp::with_sample();
    app.press("p").expect("chrome-33-5f0e1d2c3b");
    app.press("j j Enter");
    let line = app.cursor();
    assert!(line.contains("chrome") || line.contains("fonts"), "{line}");
}

#[test]
fn resizing_keeps_the_cursor_visible() {
    let mut app = TestApp::with_sample();
    app.press("G");
    app.resize(60, 16);
    assert!(app.cursor().contains("notes.txt"));
    app.resize(59, 16).expect("samlayers needs 60 columns and 16 lines");
    app.resize(120, 36);
    assert!(app.cursor().contains("notes.txt"));
}

#[test]
fn the_cursor_of_an_input_line_moves() {
    let mut app = TestApp::with_sample();
    app.press("/ =condLayer Home =mySe").expect("/mySecondLayer").expect("1 match");
    app.press("Right Delete Left Backspace").expect("/myScndLayer");
    app.press("End =zz").expect("/myScndLayerzz").expect("0 matches");
    app.press("Home C-k").expect_not("myScnd").expect("legacy-utils");
    app.press("Esc : =ges Home =ima").expect(": images");
    app.press("C-k").expect(": ima").expect_not(": images");
}
