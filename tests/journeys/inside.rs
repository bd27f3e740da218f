//! Contents: the `/opt` of a function, two versions of a layer, and files.

use std::path::PathBuf;

use samlayers::content::difference::difference;
use samlayers::content::listing::{Listed, ListedKind, Listing};
use samlayers::content::merge::merge;
use samlayers::content::preview::Preview;
use samlayers::content::tree::{BrowseTarget, Tree};
use samlayers::inventory::facts::Finding;
use samlayers::sam::LayerDir;
use samlayers::tui::contents::{PreviewContent, PreviewTarget};
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;

use super::app::TestApp;
use super::sample::{self, dir};

pub fn listing(files: &[(&str, u64)]) -> Listing {
    let mut entries: Vec<Listed> = Vec::new();
    for (path, bytes) in files {
        let kind = if path.ends_with('/') { ListedKind::Directory } else { ListedKind::File { executable: false } };
        entries.push(Listed { path: PathBuf::from(path.trim_end_matches('/')), kind, bytes: *bytes });
    }
    Listing { entries, ..Listing::default() }
}

/// The answer to the last request.
pub fn answer(app: &mut TestApp, tree: Tree) {
    let asked = app.take_effects();
    let [Effect::ReadContents(inside)] = &asked[..] else { panic!("{asked:?}") };
    app.send(vec![Message::Inside(inside.clone(), Ok(tree))]);
}

pub fn older_version() -> LayerDir {
    LayerDir::parse("mySecondLayer-0-00112233aa").unwrap()
}

#[test]
fn the_opt_of_a_function_names_the_winning_layer() {
    let mut app = TestApp::with_sample();
    app.press("3 j j Enter").expect("/opt of CheckoutFunction").expect("Reading the directory");
    let [Effect::ReadContents(BrowseTarget::Opt { layers, .. })] = &app.effects[..] else {
        panic!("{:?}", app.effects)
    };
    let dirs: Vec<_> = layers.iter().map(|(_, dir)| dir.clone()).collect();
    assert_eq!(dirs, [Some(dir(sample::MY_LAYER)), Some(dir(sample::MY_SECOND_LAYER))]);
    let first = listing(&[("python/", 0), ("python/shared.py", 100), ("python/own.py", 50)]);
    let second = listing(&[("python/", 0), ("python/shared.py", 300)]);
    let names = [dir(sample::MY_LAYER).to_string(), dir(sample::MY_SECOND_LAYER).to_string()];
    let tree = merge(names.into_iter().zip([first, second]).collect());
    answer(&mut app, tree);
    app.expect("2 overrides 1").expect("1 myLayer-1-926eeb5ff1").expect("2 mySecondLayer-1-6bc1022bdf");
    app.press("j j").expect("overrides    myLayer-1-926eeb5ff1");
    // One file is read at a time, and the next one is that of the winning layer.
    let asked = app.take_effects();
    let [Effect::Preview(first)] = &asked[..] else { panic!("{asked:?}") };
    app.send(vec![Message::Preview(first.clone(), Err("It is gone.".to_owned()))]);
    let asked = app.take_effects();
    let expected = PreviewTarget::File(dir(sample::MY_SECOND_LAYER), "python/shared.py".into());
    assert_eq!(asked, [Effect::Preview(expected)]);
}

#[test]
fn enter_on_a_function_without_cached_layers_reads_nothing() {
    let mut app = TestApp::with_sample();
    app.press("3 G Enter");
    assert!(!app.effects.iter().any(|effect| matches!(effect, Effect::ReadContents(_))));
}

/// The app with two versions of mySecondLayer, which are compared.
pub fn comparing(columns: u16, lines: u16) -> TestApp {
    let mut findings = sample::findings();
    findings.insert(1, Finding::Layer(sample::layer(&older_version(), 800)));
    findings.insert(2, sample::measured(&older_version(), 1, 1));
    let mut app = TestApp::new(columns, lines, findings);
    app.press("/ =mySecond Enter G =");
    app
}

#[test]
fn a_layer_is_compared_with_its_previous_version() {
    let mut app = comparing(120, 36);
    let inside = BrowseTarget::Difference { old: older_version(), new: dir(sample::MY_SECOND_LAYER) };
    assert_eq!(app.effects, [Effect::ReadContents(inside)]);
    let old = listing(&[("lib/", 0), ("lib/gone.so", 9000), ("a.txt", 10)]);
    let new = listing(&[("a.txt", 30), ("b.txt", 5)]);
    answer(&mut app, difference(old, new, &mut |_| Some(true)));
    app.expect("removed").expect("added").expect("changed").expect("-9.00 kB").expect("+20 B");
    // The cursor begins on the first file that is in both.
    app.expect("10 B → 30 B, +20 B");
}

#[test]
fn comparing_needs_two_versions_or_two_marks() {
    let mut app = TestApp::with_sample();
    app.press("/ =fonts Enter =").expect("No other version of fonts is cached");
    app.press("Esc g Space Space Space =").expect("mark exactly two");
    assert!(app.take_effects().is_empty());
    app.press("Esc g Space Space =");
    assert!(matches!(&app.take_effects()[..], [Effect::ReadContents(BrowseTarget::Difference { .. })]));
}

#[test]
fn enter_reads_a_file_and_escape_goes_back_to_the_tree() {
    for (columns, lines) in [(120, 36), (60, 16)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press("/ =mySecond Enter Enter");
        answer(&mut app, Tree::of_layer(listing(&[("a.json", 900), ("b.bin", 5)])));
        let asked = app.take_effects();
        let [Effect::Preview(file)] = &asked[..] else { panic!("{asked:?}") };
        let json: String = format!("[{}]", (0..99).map(|n| format!("{{\"n\":{n}}}")).collect::<Vec<_>>().join(","));
        let preview = Preview::of(json.as_bytes(), json.len() as u64);
        app.send(vec![Message::Preview(file.clone(), Ok(PreviewContent::File(preview)))]);
        app.press("Enter").expect("content      JSON").expect("\"n\": 0");
        app.press("G").expect("\"n\": 98").expect_not("\"n\": 0\n");
        app.press("Esc").expect("b.bin");
        app.press("Esc").expect_not("b.bin");
    }
}

#[test]
fn enter_on_an_image_lists_its_opt_without_starting_it() {
    let mut app = TestApp::with_sample();
    app.press("2 / =7-x86 Enter Enter").expect("/opt of samcli/lambda:python3.7-x86_64").expect("Reading the image");
    let asked = app.take_effects();
    let [Effect::ReadContents(inside @ BrowseTarget::Image(_))] = &asked[..] else { panic!("{asked:?}") };
    let files = listing(&[("python/", 0), ("python/a.py", 30), ("python/b.py", 12)]);
    app.send(vec![Message::Inside(inside.clone(), Ok(Tree::of_layer(files)))]);
    app.expect("folder with 2 files");
    app.press("j").expect("Files in an image are listed only");
    // Their content is not read, so Enter is not offered.
    assert!(!app.take_effects().iter().any(|effect| matches!(effect, Effect::Preview(_))));
    app.expect_not("Enter open");
    // A failure shows its reason and never looks like an empty image.
    app.press("Esc Enter");
    app.send(vec![Message::Inside(inside.clone(), Err("The engine has no such image.".to_owned()))]);
    app.expect("The engine has no such image.").expect_not("Empty.");
    app.take_effects();
    // Listing creates a container for a moment: read-only mode does not allow that.
    app.press("Esc W Enter").expect("Reading an image needs a temporary container");
    app.press("c").expect("Reading an image needs a temporary container");
    assert!(!app.take_effects().iter().any(|effect| matches!(effect, Effect::ReadContents(_))));
}
