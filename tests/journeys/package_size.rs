//! What makes a layer or function large: measured in the background, shown by distribution with the largest savings.

use samlayers::content::listing::Listing;
use samlayers::content::packages::breakdown::{Part, PartKind, Parts};
use samlayers::content::packages::distribution::Ecosystem;
use samlayers::content::packages::package::{PackageKind, PackageSize};
use samlayers::content::packages::target::SizeTarget;
use samlayers::content::tree::{BrowseTarget, Tree};
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;

use super::app::TestApp;
use super::sample::{self, MY_LAYER};

fn part(kind: PartKind, name: &str, version: &str, bytes: u64) -> Part {
    Part {
        kind,
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        ecosystem: Some(Ecosystem::Pip),
        version: Some(version.to_owned()).filter(|version| !version.is_empty()),
        bytes,
        files: 3,
        is_in_runtime: false,
        layer: None,
        also_in: Vec::new(),
    }
}

fn large() -> PackageSize {
    let parts = vec![
        part(PartKind::Distribution, "numpy", "1.26.4", 200 << 20),
        Part { is_in_runtime: true, ..part(PartKind::Distribution, "botocore", "1.40.1", 60 << 20) },
        part(PartKind::Tests, "numpy", "1.26.4", 30 << 20),
        Part {
            also_in: vec!["other-1-0123456789".to_owned()],
            ..part(PartKind::Distribution, "six", "1.17.0", 40_000)
        },
        part(PartKind::Own, "", "", 5_000),
    ];
    let bytes = parts.iter().map(|part| part.bytes).sum();
    PackageSize::of_parts("myLayer-1-926eeb5ff1".to_owned(), PackageKind::Layer, Parts { parts, bytes, files: 15 })
}

fn wanted(app: &mut TestApp) -> SizeTarget {
    match &app.take_effects()[..] {
        [Effect::MeasurePackage(target)] => target.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_layer_is_measured_in_the_background_and_shown_by_its_parts() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press("/ =^myLayer Enter b").expect("Why so large: myLayer-1-926eeb5ff1").expect("Reading the files");
        let target = wanted(&mut app);
        assert_eq!(target, SizeTarget::Layer(sample::dir(MY_LAYER)));
        app.send(vec![Message::PackageMeasured(target, Ok(large()))]);
        insta::assert_snapshot!(format!("size_{columns}x{lines}"), app.screen());
    }
}

#[test]
fn what_was_asked_before_is_not_shown_for_something_else() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter b");
    let target = wanted(&mut app);
    app.press("Esc");
    assert_eq!(app.take_effects(), [Effect::StopMeasuring], "nothing reads on for a dialog that is closed");
    app.press("/ C-u =legacy Enter b").take_effects();
    app.send(vec![Message::PackageMeasured(target, Ok(large()))]).expect("Reading the files").expect_not("numpy");
}

#[test]
fn a_function_names_what_could_not_be_counted() {
    let mut app = TestApp::with_sample();
    app.press("3 / =Thumbnail Enter G b").expect("Why so large: ThumbnailFunction");
    let target = wanted(&mut app);
    let SizeTarget::Function(function) = &target else { panic!("{target:?}") };
    assert_eq!(function.layers.len(), 2);
    let unknown = vec![("not-here-yet-3-0123456789".to_owned(), "the layer is not cached".into())];
    let size = PackageSize { kind: PackageKind::Function, unknown, ..large() };
    app.send(vec![Message::PackageMeasured(target, Ok(size))])
        .expect("Not included: not-here-yet-3")
        .expect("at least");
    app.press("j j k G q").expect_not("Why so large");
    app.press("/ C-u =template.yaml Enter g b").expect("Select a layer or a function first.");
}

#[test]
fn it_opens_above_the_contents_of_a_layer_and_returns_to_them() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter Enter b").expect("The files are still being read.");
    let dir = sample::dir(MY_LAYER);
    app.take_effects();
    let tree = Tree::of_layer(Listing::default());
    app.send(vec![Message::Inside(BrowseTarget::Layer(dir), Ok(tree))]).press("b").expect("Why so large");
    let target = wanted(&mut app);
    app.send(vec![Message::PackageMeasured(target, Err("it cannot be read".to_owned()))]).expect("it cannot be read");
    app.press("Esc").expect_not("Why so large");
    assert!(app.state.modal.is_some(), "the contents are open again");
}
