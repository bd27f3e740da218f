//! What the detail panes explain.

use samlayers::content::quotas::CodeSize;
use samlayers::inventory::facts::Finding;
use samlayers::tui::message::Message;

use super::app::TestApp;
use super::sample;

#[test]
fn matching_digits_are_aligned() {
    let mut app = TestApp::with_sample();
    app.press("/ =myLayer Enter");
    let screen = app.screen();
    let column = |text: &str, nth: usize| {
        let lines: Vec<&str> = screen.lines().filter(|line| line.contains(text)).collect();
        let line = lines.get(nth).unwrap_or_else(|| panic!("no `{text}` in\n{screen}"));
        samlayers::tui::text::width(&line[..line.rfind(text).unwrap()])
    };
    let sha256 = samlayers::sam::LayerArn::new(sample::MY_LAYER).unwrap().sha256();
    let under = column("▔▔▔▔▔▔▔▔▔▔", 0);
    assert_eq!(column(&sha256[..16], 0), under);
    let directory = screen.lines().rev().find(|line| line.contains("│ myLayer-1-926eeb5ff1")).unwrap();
    assert_eq!(samlayers::tui::text::width(&directory[..directory.rfind("926eeb5ff1").unwrap()]), under);
    app.expect("ARN  proven by its hash").expect("(CheckoutFunction):").expect("2dd7ac5ffb30d515926aefffd");
}

#[test]
fn an_unknown_arn_shows_how_to_find_it() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter").expect("ARN  unknown").expect("--project DIR");
}

#[test]
fn an_image_shows_its_layers_in_order_or_as_unknown() {
    let mut app = TestApp::new(120, 40, sample::findings());
    app.press("2 / =lambda-python Enter").expect("1 ✓ myLayer-1-926eeb5ff1").expect("2 ✓ mySecondLayer-1-6bc1022bdf");
    app.expect("brave_hopper  exited").expect("SAM CLI 1.71.0 and later");
    app.press("Esc / =nodejs Enter").expect("Layers  unknown").expect("arm64");
}

#[test]
fn a_function_shows_its_layers_quotas_and_image() {
    let mut app = TestApp::with_sample();
    app.press("3 j j")
        .expect("2 of 5")
        .expect("62.5 MB, 24 % of 250 MB")
        .expect("18 %")
        .expect("Already built or pulled.");
    app.press("j")
        .expect("⌂ SharedCode")
        .expect("from this template, built each time")
        .expect("SAM builds it at the next");
    app.press("j").expect("missing: SAM downloads it");
    app.press("j").expect("Layers  none").expect("public.ecr.aws/lambda/python:3.12-rapid-x86");
}

#[test]
fn quotas_include_the_functions_code_and_show_only_what_is_certain() {
    let mut app = TestApp::new(120, 44, sample::findings());
    app.press("3 j j").expect("function code").expect("13.0 MB   5 %").expect("of 50 MB");
    let path = app.state.code_sizes.keys().next().unwrap().clone();
    let large = CodeSize { bytes: 200_000_000, ..sample::CODE };
    app.send(vec![Message::Code(path.clone(), Some(large))]).expect("known after packaging");
    let package = CodeSize { zipped: Some(61_000_000), ..large };
    app.send(vec![Message::Code(path.clone(), Some(package))]).expect("61.0 MB, 117 % of 50 MB");
    app.send(vec![Message::Code(path, None)]).expect("Function code not included");
}

#[test]
fn an_incomplete_chain_is_drawn_as_such() {
    let mut app = TestApp::new(120, 40, sample::findings());
    app.press("/ =legacy Enter").expect("╳ SHA-256 of an unknown ARN");
    app.press("Esc / =chrome Enter").expect("╳ Not usable");
    app.press("Esc / =mySecond Enter").expect_not("╳");
    let gone = sample::findings()
        .into_iter()
        .filter(|finding| !matches!(finding, Finding::Layer(layer) if layer.dir == sample::dir(sample::MY_LAYER)));
    let mut app = TestApp::new(120, 40, gone.collect());
    app.press("2 / =lambda-python Enter").expect("╳ 1 of 2 no longer cached");
}

#[test]
fn without_unicode_nothing_but_ascii_is_drawn() {
    let mut app = TestApp::with_sample();
    let theme = samlayers::tui::theme::Theme::named("default").unwrap();
    app.state.appearance = samlayers::tui::theme::Appearance::new(theme, true, true);
    for keys in ["j", "d", "Esc 2", "3 j j", "4", "1 ?", "Esc p", "Esc :"] {
        let screen = app.press(keys).screen();
        assert!(screen.is_ascii(), "after {keys}:\n{screen}");
    }
}
