//! Looking inside: a function's `/opt`, two versions of a layer, and files.

use std::path::PathBuf;

use samlayers::content::difference::difference;
use samlayers::content::listing::{Listed, ListedKind, Listing};
use samlayers::content::merge::merge;
use samlayers::content::preview::Preview;
use samlayers::content::tree::{BrowseTarget, Tree};
use samlayers::inventory::facts::Finding;
use samlayers::sam::LayerDir;
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;

use super::desk::Desk;
use super::shop::{self, dir};

fn listing(files: &[(&str, u64)]) -> Listing {
    let mut entries: Vec<Listed> = Vec::new();
    for (path, bytes) in files {
        let kind = if path.ends_with('/') { ListedKind::Directory } else { ListedKind::File { executable: false } };
        entries.push(Listed { path: PathBuf::from(path.trim_end_matches('/')), kind, bytes: *bytes });
    }
    Listing { entries, ..Listing::default() }
}

/// The answer to what was asked last.
fn answer(desk: &mut Desk, tree: Tree) {
    let asked = desk.take_effects();
    let [Effect::LookInside(inside)] = &asked[..] else { panic!("{asked:?}") };
    desk.send(vec![Message::Inside(inside.clone(), Ok(tree))]);
}

fn older_version() -> LayerDir {
    LayerDir::parse("mySecondLayer-0-00112233aa").unwrap()
}

#[test]
fn the_opt_of_a_function_names_who_wins() {
    let mut desk = Desk::of_the_shop();
    desk.press("3 j j Enter").expect("/opt of CheckoutFunction").expect("Reading the directory");
    let [Effect::LookInside(BrowseTarget::Opt { layers, .. })] = &desk.effects[..] else {
        panic!("{:?}", desk.effects)
    };
    let dirs: Vec<_> = layers.iter().map(|(_, dir)| dir.clone()).collect();
    assert_eq!(dirs, [Some(dir(shop::MY_LAYER)), Some(dir(shop::MY_SECOND_LAYER))]);
    let first = listing(&[("python/", 0), ("python/shared.py", 100), ("python/own.py", 50)]);
    let second = listing(&[("python/", 0), ("python/shared.py", 300)]);
    let names = [dir(shop::MY_LAYER).to_string(), dir(shop::MY_SECOND_LAYER).to_string()];
    let tree = merge(names.into_iter().zip([first, second]).collect());
    answer(&mut desk, tree);
    desk.expect("2 hides 1").expect("1 myLayer-1-926eeb5ff1").expect("2 mySecondLayer-1-6bc1022bdf");
    desk.press("j j").expect("hides      myLayer-1-926eeb5ff1");
    // One file is read at a time, and the next one is that of the layer that wins.
    let asked = desk.take_effects();
    let [Effect::Preview(first)] = &asked[..] else { panic!("{asked:?}") };
    desk.send(vec![Message::Preview(first.clone(), Err("It is gone.".to_owned()))]);
    let asked = desk.take_effects();
    let [Effect::Preview((from, path))] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!((from, path.as_path()), (&dir(shop::MY_SECOND_LAYER), "python/shared.py".as_ref()));
}

#[test]
fn a_function_without_cached_layers_goes_where_it_did() {
    let mut desk = Desk::of_the_shop();
    desk.press("3 G Enter");
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::LookInside(_))));
}

#[test]
fn a_layer_is_compared_with_its_version_before() {
    let mut findings = shop::findings();
    findings.insert(1, Finding::Layer(shop::layer(&older_version(), 800)));
    findings.insert(2, shop::measured(&older_version(), 1, 1));
    let mut desk = Desk::new(120, 36, findings);
    desk.press("/ =mySecond Enter G =");
    let inside = BrowseTarget::Difference { old: older_version(), new: dir(shop::MY_SECOND_LAYER) };
    assert_eq!(desk.effects, [Effect::LookInside(inside)]);
    let old = listing(&[("lib/", 0), ("lib/gone.so", 9000), ("a.txt", 10)]);
    let new = listing(&[("a.txt", 30), ("b.txt", 5)]);
    answer(&mut desk, difference(old, new, &mut |_| Some(true)));
    desk.expect("removed").expect("added").expect("changed").expect("-9.00 kB").expect("+20 B");
    desk.press("G k").expect("10 B → 30 B, +20 B");
}

#[test]
fn comparing_needs_two_versions_or_two_marks() {
    let mut desk = Desk::of_the_shop();
    desk.press("/ =fonts Enter =").expect("No other version of fonts is cached");
    desk.press("Esc g Space Space Space =").expect("Mark exactly two layers");
    assert!(desk.take_effects().is_empty());
    desk.press("Esc g Space Space =");
    assert!(matches!(&desk.take_effects()[..], [Effect::LookInside(BrowseTarget::Difference { .. })]));
}

#[test]
fn enter_reads_a_file_and_escape_goes_back_to_the_tree() {
    for (columns, lines) in [(120, 36), (60, 16)] {
        let mut desk = Desk::new(columns, lines, shop::findings());
        desk.press("/ =mySecond Enter Enter");
        answer(&mut desk, Tree::of_layer(listing(&[("a.json", 900), ("b.bin", 5)])));
        let asked = desk.take_effects();
        let [Effect::Preview(file)] = &asked[..] else { panic!("{asked:?}") };
        let json: String = format!("[{}]", (0..99).map(|n| format!("{{\"n\":{n}}}")).collect::<Vec<_>>().join(","));
        let preview = Preview::of(json.as_bytes(), json.len() as u64);
        desk.send(vec![Message::Preview(file.clone(), Ok(preview))]);
        desk.press("Enter").expect("content    JSON").expect("\"n\": 0");
        desk.press("G").expect("\"n\": 98").expect_not("\"n\": 0\n");
        desk.press("Esc").expect("b.bin");
        desk.press("Esc").expect_not("b.bin");
    }
}

#[test]
fn enter_on_an_image_lists_its_opt_without_starting_it() {
    let mut desk = Desk::of_the_shop();
    desk.press("2 / =7-x86 Enter Enter").expect("/opt of samcli/lambda:python3.7-x86_64").expect("Reading the image");
    let asked = desk.take_effects();
    let [Effect::LookInside(inside @ BrowseTarget::Image(_))] = &asked[..] else { panic!("{asked:?}") };
    let files = listing(&[("python/", 0), ("python/a.py", 30), ("python/b.py", 12)]);
    desk.send(vec![Message::Inside(inside.clone(), Ok(Tree::of_layer(files)))]);
    desk.expect("a folder with 2 files");
    desk.press("j").expect("Files in an image are only listed");
    // Nothing is read of them, and Enter, which would do nothing, is not offered.
    assert!(!desk.take_effects().iter().any(|effect| matches!(effect, Effect::Preview(_))));
    desk.expect_not("Enter open");
    // A failure says why and never looks like an empty image.
    desk.press("Esc Enter");
    desk.send(vec![Message::Inside(inside.clone(), Err("The engine has no such image.".to_owned()))]);
    desk.expect("The engine has no such image.").expect_not("There is nothing in it.");
    desk.take_effects();
    // A container is made for it, for a moment: read-only mode does not allow that.
    desk.press("Esc W Enter").expect("Read-only mode: looking into an image takes a container");
    desk.press("c").expect("Read-only mode: looking into an image takes a container");
    assert!(!desk.take_effects().iter().any(|effect| matches!(effect, Effect::LookInside(_))));
}
