//! The treemap: the cache by layer name and version, a layer by folder, an image by layer; keys and mouse.

use crossterm::event::{MouseButton, MouseEventKind};
use samlayers::content::listing::{Listed, ListedKind, Listing};
use samlayers::content::packages::breakdown::{Part, PartKind, Parts};
use samlayers::content::packages::distribution::Ecosystem;
use samlayers::content::packages::package::{PackageKind, PackageSize};
use samlayers::content::packages::target::SizeTarget;
use samlayers::content::tree::{BrowseTarget, Tree};
use samlayers::inventory::facts::Finding;
use samlayers::sam::LayerDir;
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;
use samlayers::tui::theme::{Appearance, Theme};

use super::app::TestApp;
use super::mouse::at;
use super::sample;

/// The line below the tiles: the cell under the cursor in full.
fn under_cursor(app: &TestApp) -> String {
    let screen = app.screen();
    let lines: Vec<&str> = screen.lines().collect();
    lines[lines.len() - 4].trim_matches(['│', ' ', '|']).to_owned()
}

/// The layer of the sample that is the largest, with a second version of it.
fn two_versions() -> Vec<Finding> {
    let mut findings = sample::findings();
    let newer = LayerDir::parse("legacy-utils-3-0a1b2c3d4f").unwrap();
    findings.splice(1..1, [Finding::Layer(sample::layer(&newer, 9)), sample::measured(&newer, 90_000_000, 5)]);
    findings
}

fn files() -> Tree {
    let entry = |path: &str, bytes, is_folder| Listed {
        path: path.into(),
        kind: if is_folder { ListedKind::Directory } else { ListedKind::File { executable: false } },
        bytes,
    };
    Tree::of_layer(Listing {
        entries: vec![
            entry("python", 90_000_000, true),
            entry("python/numpy", 50_000_000, true),
            entry("python/numpy/core.so", 50_000_000, false),
            entry("python/six.py", 40_000_000, false),
            entry("README", 60_000_000, false),
        ],
        ..Listing::default()
    })
}

#[test]
fn at_every_size() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, two_versions());
        insta::assert_snapshot!(format!("treemap_{columns}x{lines}"), app.press("0 m").screen());
    }
}

#[test]
fn in_ascii() {
    let mut app = TestApp::with_sample();
    app.press("m");
    app.state.appearance = Appearance::new(Theme::named("light").unwrap(), true, false);
    let screen = app.press("Right").screen();
    assert!(screen.is_ascii(), "{screen}");
    insta::assert_snapshot!("treemap_ascii", screen);
}

#[test]
fn arrows_move_to_the_neighbour_and_back() {
    let mut app = TestApp::with_sample();
    app.press("m g");
    let first = under_cursor(&app);
    assert!(first.contains("legacy-utils-2") && first.contains("152 MB, 65 %"), "{first}");
    app.press("Right");
    let second = under_cursor(&app);
    assert_ne!(first, second);
    app.press("Left");
    assert_eq!(under_cursor(&app), first);
    app.press("Left Up");
    assert_eq!(under_cursor(&app), first, "the edge");
}

#[test]
fn the_cache_is_entered_by_name_version_and_folder() {
    let mut app = TestApp::new(120, 36, two_versions());
    app.press("m g");
    assert!(under_cursor(&app).contains("legacy-utils  242 MB"), "{}", under_cursor(&app));
    app.press("Enter").expect("legacy-utils-2").expect("legacy-utils-3");
    app.press("Enter").expect("reading…");
    let effects = app.take_effects();
    let [Effect::ReadContents(inside)] = &effects[..] else { panic!("{effects:?}") };
    let dir = LayerDir::parse("legacy-utils-2-0a1b2c3d4e").unwrap();
    assert_eq!(*inside, BrowseTarget::Layer(dir));
    app.send(vec![Message::Inside(inside.clone(), Ok(files()))]).expect("python/").expect("README");
    app.press("Enter").expect("numpy/").expect("six.py");
    app.press("Enter").expect("core.so");
    app.press("Enter").expect("Nothing smaller to show here.");
    app.press("Backspace Esc").expect("README");
    app.press("Esc Esc").expect("mySecondLayer-1");
    app.press("Esc").expect("Layers by name");
}

#[test]
fn an_image_is_shown_by_layer_and_the_shared_part_once() {
    let mut app = TestApp::with_sample();
    app.press("2 m").expect("shared by images");
    app.press("g Right Enter");
    app.press("Esc o").expect("Images by name");
}

#[test]
fn the_contents_of_a_layer_become_a_treemap() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter Enter");
    let effects = app.take_effects();
    let [Effect::ReadContents(inside)] = &effects[..] else { panic!("{effects:?}") };
    app.press("m").expect("once its files have been read");
    app.send(vec![Message::Inside(inside.clone(), Ok(files()))]).press("m").expect("python/");
    app.press("Enter").expect("six.py");
    app.press("m").expect("Layers by name");
}

#[test]
fn the_mouse_selects_enters_and_leaves() {
    let mut app = TestApp::new(120, 36, two_versions());
    app.press("m");
    let (x, y) = at(&app, "mySecondLayer");
    app.click(x, y);
    assert!(under_cursor(&app).contains("mySecondLayer-1"), "{}", under_cursor(&app));
    let (x, y) = at(&app, "legacy-utils");
    app.click(x, y);
    app.click(x, y).expect("legacy-utils-3");
    app.mouse(MouseEventKind::Down(MouseButton::Right), 5, 5).expect("mySecondLayer");
    let (x, y) = at(&app, "legacy-utils");
    app.mouse(MouseEventKind::ScrollUp, x, y).expect("legacy-utils-3");
    app.mouse(MouseEventKind::ScrollDown, 5, 5).expect("mySecondLayer");
    app.mouse(MouseEventKind::ScrollDown, 5, 5).expect("Layers by name");
}

#[test]
fn the_tiles_follow_what_changes_and_an_empty_cache_says_so() {
    let mut app = TestApp::with_sample();
    app.press("m").expect("legacy-utils");
    app.findings
        .retain(|finding| !matches!(finding, Finding::Layer(found) if found.dir.layer_name() == "legacy-utils"));
    let changed = samlayers::inventory::changes::Changes::of_cache();
    app.send(vec![Message::Changed(changed)]).expect_not("legacy-utils");
    let findings = [sample::ready_cache(), Finding::CacheListed, Finding::CacheMeasured];
    let mut app = TestApp::new(120, 36, findings.to_vec());
    app.press("m").expect("Nothing here takes space.");
}

#[test]
fn every_line_is_whole_at_every_size() {
    for (columns, lines) in [(60, 16), (61, 21), (80, 24), (99, 30), (120, 36), (400, 100)] {
        let mut app = TestApp::new(columns, lines, two_versions());
        for keys in ["m", "Right", "Down", "g Enter"] {
            let screen = app.press(keys).screen();
            for line in screen.lines() {
                assert!(samlayers::tui::text::width(line) <= usize::from(columns), "{line}");
                if line.starts_with('│') {
                    assert!(line.ends_with('│'), "{columns}x{lines}: {line}\n{screen}");
                }
            }
        }
    }
}

/// The packages of a layer, as they are measured.
fn packages() -> PackageSize {
    let part = |kind, name: Option<&str>, version: Option<&str>, bytes| Part {
        kind,
        name: name.map(str::to_owned),
        ecosystem: name.map(|_| Ecosystem::Pip),
        version: version.map(str::to_owned),
        bytes,
        files: 1,
        is_in_runtime: false,
        layer: None,
        also_in: Vec::new(),
    };
    let parts = vec![
        part(PartKind::Distribution, Some("numpy"), Some("1.26.4"), 80_000_000),
        part(PartKind::Tests, Some("numpy"), Some("1.26.4"), 30_000_000),
        part(PartKind::Own, None, None, 20_000_000),
    ];
    let parts = Parts { bytes: 130_000_000, files: 3, parts };
    PackageSize::of_parts("legacy-utils-2-0a1b2c3d4e".to_owned(), PackageKind::Layer, parts)
}

#[test]
fn the_inside_of_a_layer_is_shown_by_package_and_by_folder_again() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press("m g b").expect("reading…");
        let effects = app.take_effects();
        let [Effect::MeasurePackage(target @ SizeTarget::Layer(dir))] = &effects[..] else { panic!("{effects:?}") };
        assert_eq!(dir.as_str(), "legacy-utils-2-0a1b2c3d4e");
        app.send(vec![Message::PackageMeasured(target.clone(), Ok(packages()))]);
        app.expect("numpy 1.26.4 (pip)").expect("own files");
        assert!(under_cursor(&app).contains("80.0 MB, 62 %"), "{}", under_cursor(&app));
        if columns >= 80 {
            app.expect("tests of numpy").expect("tests, caches, symbols");
        }
        app.press("b");
        let effects = app.take_effects();
        let [Effect::ReadContents(inside)] = &effects[..] else { panic!("{effects:?}") };
        app.send(vec![Message::Inside(inside.clone(), Ok(files()))]).expect("python/");
        app.press("Enter").expect("six.py");
        // From a folder deep inside, it is the whole layer again, and nothing is read twice.
        app.press("b").expect("numpy 1.26.4 (pip)");
        assert!(app.take_effects().is_empty());
        app.press("Esc").expect("legacy-utils-2").expect("152 MB, 65 %");
        app.press("Esc").expect("Layers by name");
    }
}

#[test]
fn packages_need_one_layer_and_show_what_could_not_be_read() {
    let mut app = TestApp::new(120, 36, two_versions());
    app.press("m g b").expect("Open a layer first: packages are shown for one layer");
    assert!(app.take_effects().is_empty());
    app.press("Enter g b");
    let effects = app.take_effects();
    let [Effect::MeasurePackage(target)] = &effects[..] else { panic!("{effects:?}") };
    let mut size = packages();
    size.unknown = vec![("python/x".to_owned(), "denied".into())];
    app.send(vec![Message::PackageMeasured(target.clone(), Ok(size))]).expect("at least 130 MB, 1 unreadable");
    let mut app = TestApp::with_sample();
    app.press("m g b");
    let effects = app.take_effects();
    let [Effect::MeasurePackage(target)] = &effects[..] else { panic!("{effects:?}") };
    app.send(vec![Message::PackageMeasured(target.clone(), Err("It is gone.".to_owned()))]).expect("It is gone.");
}

#[test]
fn packages_in_ascii() {
    let mut app = TestApp::with_sample();
    app.state.appearance = Appearance::new(Theme::named("light").unwrap(), true, true);
    app.press("m g b");
    let effects = app.take_effects();
    let [Effect::MeasurePackage(target)] = &effects[..] else { panic!("{effects:?}") };
    app.send(vec![Message::PackageMeasured(target.clone(), Ok(packages()))]).expect("numpy 1.26.4 (pip)");
    assert!(app.screen().is_ascii(), "{}", app.screen());
}

#[test]
fn the_sizes_of_tiles_are_whole_or_left_out() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        let screen = app.press("m").screen();
        for word in screen.split(|c: char| c.is_whitespace() || c == '│') {
            let is_number = word.trim_end_matches('…').chars().all(|c| c.is_ascii_digit() || c == '.');
            assert!(word == "…" || !word.ends_with('…') || !is_number, "{columns}x{lines}: {word}\n{screen}");
        }
        assert!(!screen.contains("… …"), "{columns}x{lines}\n{screen}");
    }
}
