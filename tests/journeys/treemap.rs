//! The treemap: the cache by layer name and version, a layer by folder, an image by layer; keys and mouse.

use crossterm::event::{MouseButton, MouseEventKind};
use samlayers::content::listing::{Listed, ListedKind, Listing};
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
    app.press("Enter").expect("This cell has no parts to show.");
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
    app.press("m").expect("once they are read");
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
