//! The changes of a file between two versions of a layer.

use samlayers::content::difference::difference;
use samlayers::content::file_changes::{Version, compare};
use samlayers::tui::contents::{PreviewContent, PreviewTarget};
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;

use super::app::TestApp;
use super::inside::{answer, comparing, listing};

fn version(text: &[u8]) -> Version<'_> {
    Version { head: text, total: text.len() as u64, is_executable: false }
}

/// Answers the request for the changes of a file; returns its path.
fn answer_changes(app: &mut TestApp, old: &[u8], new: &[u8]) -> String {
    let asked = app.take_effects();
    let [Effect::Preview(target @ PreviewTarget::Changes { path, .. })] = &asked[..] else { panic!("{asked:?}") };
    let changes = PreviewContent::Changes(compare(version(old), version(new), None));
    app.send(vec![Message::Preview(target.clone(), Ok(changes))]);
    path.to_string_lossy().into_owned()
}

/// Two files in a folder that changed, and one that was added.
fn changed_files(app: &mut TestApp) {
    let old = listing(&[("python/", 0), ("python/a.py", 10), ("python/b.py", 10)]);
    let new = listing(&[("python/", 0), ("python/a.py", 30), ("python/b.py", 11), ("python/c.py", 11)]);
    answer(app, difference(old, new, &mut |_| Some(true)));
}

fn text(changed: &[(usize, &str)]) -> Vec<u8> {
    let line = |number: usize| {
        let other = changed.iter().find(|(at, _)| *at == number).map(|(_, text)| (*text).to_owned());
        other.unwrap_or_else(|| format!("line {number}")) + "\n"
    };
    (1..=60).map(line).collect::<String>().into_bytes()
}

#[test]
fn the_first_changed_file_shows_its_lines_with_signs() {
    let mut app = comparing(120, 36);
    changed_files(&mut app);
    assert_eq!(answer_changes(&mut app, &text(&[]), &text(&[(5, "new five")])), "python/a.py");
    app.expect("10 B → 30 B, +20 B").expect("+1 -1").expect("5 - line 5").expect("5 + new five").expect("4   line 4");
    app.expect("… 52 unchanged lines");
    let korean = {
        let mut app = TestApp::in_language(samlayers::tui::lang::Lang::Korean, 120, 36, app.findings.clone());
        app.press("/ =mySecond Enter G =");
        changed_files(&mut app);
        answer_changes(&mut app, &text(&[]), &text(&[(5, "새 줄")]));
        app.screen()
    };
    assert!(korean.contains("5 + 새 줄") && korean.contains("바뀌지 않은 52줄"), "{korean}");
}

#[test]
fn on_a_wide_screen_both_versions_stand_side_by_side() {
    for (columns, lines) in [(140, 36), (200, 60)] {
        let mut app = comparing(columns, lines);
        changed_files(&mut app);
        answer_changes(&mut app, &text(&[]), &text(&[(5, "new five")]));
        app.press("Enter").expect("mySecondLayer-0-00112233aa");
        let screen = app.screen();
        let row = screen.lines().find(|line| line.contains("- line 5")).expect("the old line");
        assert!(row.contains("│") && row.contains("5 + new five"), "{row}");
        app.press("Esc").expect("python/a.py").expect_not("┆");
    }
    // Narrower, one column takes the whole dialog.
    for (columns, lines) in [(120, 36), (80, 24), (60, 16)] {
        let mut app = comparing(columns, lines);
        changed_files(&mut app);
        answer_changes(&mut app, &text(&[]), &text(&[(5, "new five")]));
        app.press("Enter").expect("- line 5").expect("+ new five").expect_not("b.py");
        app.press("Esc").expect("b.py");
    }
}

#[test]
fn n_visits_every_change_and_then_the_next_file() {
    let mut app = comparing(100, 24);
    changed_files(&mut app);
    answer_changes(&mut app, &text(&[]), &text(&[(5, "new five"), (30, "new thirty"), (55, "new end")]));
    app.press("Enter").expect("change 1 of 3").expect("new five").expect_not("new end");
    app.press("n").expect("change 2 of 3").expect("new thirty");
    app.press("n").expect("change 3 of 3").expect("new end");
    app.press("N").expect("change 2 of 3").expect("new thirty");
    app.press("n n").expect("python/b.py");
    answer_changes(&mut app, b"same\nold\n", b"same\nnew b\n");
    app.expect("+ new b");
    // The last file is new: it has no older version.
    app.press("n").expect("python/c.py");
    app.press("n").expect("Last change. Press N for the previous one.");
    app.press("N").expect("python/b.py");
}

#[test]
fn binary_and_large_files_are_one_sentence_with_sizes() {
    let mut app = comparing(120, 36);
    changed_files(&mut app);
    answer_changes(&mut app, b"\x7fELF\0\0\0", b"\x7fELF\0");
    app.expect("Binary file (ELF), not compared line by line: 7 B").expect("before, 5 B now.");
    app.press("j");
    answer_changes(&mut app, &b"x\n".repeat(900_000), b"x\n");
    app.expect("Too large to compare line by line: 1.80 MB").expect_not("Binary");
}

#[test]
fn a_tree_without_differences_says_that_there_is_no_next_one() {
    let mut app = TestApp::with_sample();
    app.press("/ =mySecond Enter Enter");
    answer(&mut app, samlayers::content::tree::Tree::of_layer(listing(&[("a", 1)])));
    app.press("n").expect("No changed or overridden files here.");
}

#[test]
fn without_colours_and_unicode_the_signs_remain() {
    let mut app = comparing(160, 36);
    let theme = samlayers::tui::theme::Theme::named("default").unwrap();
    app.state.appearance = samlayers::tui::theme::Appearance::new(theme, true, true);
    changed_files(&mut app);
    answer_changes(&mut app, &text(&[]), &text(&[(5, "new five")]));
    app.press("Enter").expect("5 - line 5").expect("5 + new five");
    assert!(app.screen().is_ascii(), "{}", app.screen());
}
