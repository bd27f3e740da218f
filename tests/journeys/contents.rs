//! The keys of the contents of a layer: order, folding, filter, copying, and where the focus is.

use samlayers::content::merge::merge;
use samlayers::content::preview::Preview;
use samlayers::content::tree::Tree;
use samlayers::tui::contents::PreviewContent;
use samlayers::tui::effect::Effect;
use samlayers::tui::lang::Lang;
use samlayers::tui::message::Message;

use super::app::TestApp;
use super::inside::{answer, listing};
use super::sample::{self, dir};

/// The contents of mySecondLayer.
pub fn contents(columns: u16, lines: u16) -> TestApp {
    let mut app = TestApp::new(columns, lines, sample::findings());
    app.press("/ =mySecond Enter Enter");
    let files =
        [("bin/", 900), ("bin/tool", 900), ("python/", 60), ("python/a.py", 10), ("python/b.py", 50), ("z.txt", 99)];
    answer(&mut app, Tree::of_layer(listing(&files)));
    app
}

/// The rows of the tree, by name.
fn rows(app: &TestApp) -> Vec<String> {
    let names = ["bin", "tool", "python", "a.py", "b.py", "z.txt"];
    let row = |line: &str| {
        let tree: String = line.chars().take(60).collect();
        let word = tree.split_whitespace().rev().find(|word| names.contains(word))?;
        tree.contains(" B ").then(|| word.to_owned())
    };
    app.screen().lines().filter_map(row).collect()
}

#[test]
fn s_sorts_by_size_and_says_so() {
    let mut app = contents(120, 36);
    assert_eq!(rows(&app), ["bin", "tool", "python", "a.py", "b.py", "z.txt"]);
    app.press("s").expect("Sorted by size.");
    assert_eq!(rows(&app), ["bin", "tool", "z.txt", "python", "b.py", "a.py"]);
    app.press("Up").expect("by size");
    app.press("s").expect("Sorted by name.");
    assert_eq!(rows(&app), ["bin", "tool", "python", "a.py", "b.py", "z.txt"]);
}

#[test]
fn all_folders_fold_and_unfold() {
    let mut app = contents(120, 36);
    app.press("-");
    assert_eq!(rows(&app), ["bin", "python", "z.txt"]);
    app.press("+");
    assert_eq!(rows(&app).len(), 6);
}

#[test]
fn a_filter_finds_files_in_folded_folders_and_escape_clears_it() {
    for (columns, lines) in [(120, 36), (60, 16)] {
        let mut app = contents(columns, lines);
        app.press("- / =b.py").expect("/b.py").expect("1 match");
        assert_eq!(rows(&app), ["python", "b.py"]);
        app.press("Enter s").expect("Sorted by size.");
        assert_eq!(rows(&app), ["python", "b.py"], "the filter stays");
        app.press("-").expect("The filter shows all matches. Press Esc to clear it.");
        app.press("Esc");
        assert_eq!(rows(&app), ["bin", "z.txt", "python"], "folded as before");
        app.press("/ =nothing").expect("0 matches").expect("Esc");
        // While it is typed, Esc goes back to the filter before.
        app.press("Esc");
        assert_eq!(rows(&app).len(), 3);
        app.press("Esc").expect("mySecondLayer").expect_not("z.txt");
    }
}

#[test]
fn y_copies_the_path_in_lambda_or_on_disk_and_comes_back() {
    let mut app = contents(120, 36);
    app.take_effects();
    app.press("G y").expect("path in Lambda").expect("/opt/z.txt");
    app.press("1").expect("path in Lambda").expect("z.txt");
    assert_eq!(copied(&mut app), ["/opt/z.txt"]);
    app.press("y 2");
    let copied = copied(&mut app);
    assert!(copied[0].replace('\\', "/").ends_with("/z.txt") && copied[0].contains("mySecondLayer-1-"), "{copied:?}");
    app.press("y Esc").expect("python");
}

fn copied(app: &mut TestApp) -> Vec<String> {
    let effects = app.take_effects();
    let text = |effect| if let Effect::Copy(text) = effect { Some(text) } else { None };
    effects.into_iter().filter_map(text).collect()
}

#[test]
fn keys_of_the_screen_say_where_they_work_and_files_are_not_purged() {
    let mut app = contents(120, 36);
    app.press("d").expect("Single files cannot be purged, as the layer would be incomplete.");
    app.press("r").expect("r (refresh) works on the Layers screen. Press Esc to close this.");
    app.press("?").expect("copy the path of the entry").expect("fold all folders").expect("filter by name or path");
    app.press("Esc").expect("z.txt");
}

#[test]
fn the_focus_is_visible() {
    for (columns, lines) in [(120, 36), (200, 60)] {
        let mut app = contents(columns, lines);
        app.press("G").expect_not("Esc back to the list");
        let asked = app.take_effects();
        let Some(Effect::Preview(target)) = asked.last() else { panic!("{asked:?}") };
        let text = (0..200).map(|line| format!("text {line}")).collect::<Vec<_>>().join("\n");
        let preview = Preview::of(text.as_bytes(), text.len() as u64);
        app.send(vec![Message::Preview(target.clone(), Ok(PreviewContent::File(preview)))]);
        app.press("Right").expect("▌ z.txt").expect("Esc back to the list").expect("text 0");
        // Enter leads back as well, and the footer names what leads back instead of what opens.
        app.expect_not("Enter open");
        app.press("Enter").expect("Enter open");
        app.press("Enter").expect_not("Enter open");
        // The path stays while the file scrolls.
        app.press("PgDn").expect("▌ z.txt").expect_not("text 0\n");
        app.press("Esc").expect_not("Esc back to the list").expect("z.txt");
    }
}

#[test]
fn overridden_files_show_what_they_waste() {
    for (columns, lines) in [(160, 36), (80, 24), (60, 16)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press("3 j j Enter");
        let first =
            listing(&[("python/", 0), ("python/big.so", 9_000), ("python/shared.py", 100), ("python/own.py", 50)]);
        let second = listing(&[("python/", 0), ("python/big.so", 8_000), ("python/shared.py", 300)]);
        let names = [dir(sample::MY_LAYER).to_string(), dir(sample::MY_SECOND_LAYER).to_string()];
        let mut tree = merge(names.into_iter().zip([first, second]).collect());
        let (files, bytes) = tree.overridden();
        tree.notes = vec![samlayers::content::tree::TreeNote::Overridden { files, bytes }];
        answer(&mut app, tree);
        app.expect("8.35 kB, 9.10 kB wasted").expect("2 overrides 1");
        app.expect("2 files override files of earlier layers.");
        if columns >= 120 {
            app.expect("2 overrides 1, 9.00 kB wasted").expect("wasted       9.10 kB in 2 files");
        }
        app.press("n").expect("big.so");
        app.press("s s").expect("Sorted by wasted bytes.");
        app.press("j").expect("9.00 kB");
        assert!(app.screen().contains("by wasted bytes"), "{}", app.screen());
    }
}

#[test]
fn korean_and_ascii_draw_the_same_contents() {
    let mut app = TestApp::in_language(Lang::Korean, 80, 24, sample::findings());
    app.press("/ =mySecond Enter Enter");
    answer(&mut app, Tree::of_layer(listing(&[("python/", 60), ("python/a.py", 60)])));
    app.press("s").expect("크기순으로 정렬했습니다.");
    app.press("d").expect("파일 하나만 지우면");
    let mut app = contents(80, 24);
    let theme = samlayers::tui::theme::Theme::named("light").unwrap();
    app.state.appearance = samlayers::tui::theme::Appearance::new(theme, true, true);
    for keys in ["s", "-", "+", "G Right", "Esc / =py", "Enter y"] {
        app.press(keys);
        assert!(app.screen().is_ascii(), "{keys}\n{}", app.screen());
    }
}
