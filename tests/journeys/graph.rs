//! The graph of functions, layers and images: the path of the cursor, what is shared, what SAM does at each step, and what
//! a purge would cause.

use samlayers::inventory::changes::Changes;
use samlayers::inventory::facts::{Finding, FoundTemplate};
use samlayers::plan::StepAction;
use samlayers::sam::template::{FunctionLayer, ResolvedTemplate};
use samlayers::sam::{LayerArn, LogicalId};
use samlayers::tui::message::Message;
use samlayers::tui::theme::{Appearance, Theme};

use super::app::{TestApp, executed_plan};
use super::mouse::at;
use super::sample::{self, FONTS, MY_LAYER, MY_SECOND_LAYER};

fn layer(arn: &str) -> FunctionLayer {
    FunctionLayer::of_arn(LayerArn::new(arn).unwrap())
}

/// The sample with a second project, whose functions share layers with the first.
fn shared() -> Vec<Finding> {
    let mut findings = sample::findings();
    let functions = [
        sample::function("OrdersFunction", "python3.12", vec![layer(MY_LAYER), layer(MY_SECOND_LAYER)]),
        sample::function("RefundFunction", "python3.12", vec![layer(MY_LAYER)]),
        sample::function("ReportFunction", "nodejs22.x", vec![layer(MY_LAYER), layer(FONTS)]),
    ];
    let functions = functions.into_iter().map(Into::into).collect();
    let answer = ResolvedTemplate { functions, ..ResolvedTemplate::default() };
    let path = "/home/kim/billing/template.yaml".into();
    let at = findings.len() - 1;
    findings.insert(at, Finding::Template(FoundTemplate { path, outcome: Ok(answer), region: None }));
    findings
}

fn graph(columns: u16, lines: u16) -> TestApp {
    let mut app = TestApp::new(columns, lines, shared());
    app.press("3 / =Checkout Enter V");
    app
}

#[test]
fn at_every_size() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        insta::assert_snapshot!(format!("graph_{columns}x{lines}"), graph(columns, lines).press("l").screen());
    }
}

#[test]
fn in_ascii() {
    let mut app = graph(120, 36);
    app.state.appearance = Appearance::new(Theme::named("light").unwrap(), true, false);
    let screen = app.press("l").screen();
    assert!(screen.is_ascii(), "{screen}");
    insta::assert_snapshot!("graph_ascii", screen);
}

#[test]
fn a_function_leads_to_its_layers_and_its_image() {
    let mut app = graph(120, 36);
    app.expect("CheckoutFunction · ~/shop/template.yaml");
    app.expect("SAM would reuse 2 layers and reuse the image.");
    // Both run in one image, which is drawn once.
    app.expect("OrdersFunction billing");
    app.press("Tab")
        .expect("myLayer-1-926eeb5ff1")
        .expect("Used by 4 functions: OrdersFunction, RefundFunction, ReportFunction and 1 more.");
    app.press("Tab").expect("Used by 2 functions");
    app.press("Tab").expect("SAM reuses this image.");
    app.press("Tab").expect("CheckoutFunction · ~/shop/template.yaml");
}

#[test]
fn each_step_says_what_sam_does() {
    let mut app = TestApp::new(160, 40, shared());
    app.press("3 / =Thumbnail Enter V").expect("reuse 1 layer, download 1 layer and build the image");
    app.press("Tab").expect("SAM reuses it anyway.").expect_not("Not cached");
    app.press("j").expect("not-here-yet-3").expect("Not cached: SAM downloads it at the next invocation.");
    app.press("l").expect("SAM builds this image at the next invocation.");
    app.press("q 3 / C-u =Search Enter V").expect("use 1 layer from the template and build the image");
}

#[test]
fn the_purge_of_a_shared_layer_names_everything_it_causes() {
    let mut app = graph(120, 36);
    app.press("Tab").expect("Purging it (1.24 MB) makes SAM download it again for these functions.");
    app.expect("2 images built from this content would remain in use.");
    app.press("d").expect("Purge: move to the trash").expect("myLayer-1-926eeb5ff1");
    app.press("Esc").expect("Functions, layers and images");
    app.press("d Enter");
    let effects = app.take_effects();
    let plan = executed_plan(&effects);
    assert!(
        matches!(&plan.steps[..], [step] if matches!(&step.action, StepAction::TrashLayer(dir) if *dir == sample::dir(MY_LAYER)))
    );
    let mut app = graph(120, 36);
    app.press("l l").expect("Removing it frees 49.6 MB");
    app.press("q W V d").expect("Read-only mode");
}

#[test]
fn it_opens_on_the_item_under_the_cursor_and_goes_back_to_it() {
    let mut app = TestApp::new(120, 36, shared());
    app.press("1 / =^fonts Enter V").expect("Functions, layers and images").expect("Used by 2 functions");
    app.press("o").expect("Layers by name");
    assert!(app.cursor().contains("fonts"), "{}", app.screen());
    app.press("/ C-u =legacy Enter V").expect("No function uses it, so it is not in the graph.");
    app.press("2 / =samcli/lambda-python Enter V").expect("Used by 2 functions: OrdersFunction, CheckoutFunction");
    app.press("Enter").expect("Images by name");
    app.press("3 g V").expect("OrdersFunction · ~/billing/template.yaml");
    app.press("h h k k V").expect("Functions by template");
}

#[test]
fn the_mouse_selects_nodes_and_a_double_click_goes_there() {
    let mut app = graph(120, 36);
    let (x, y) = at(&app, "mySecondLayer-1");
    app.click(x, y).expect("Used by 2 functions");
    app.click(x, y).expect("Layers by name");
    assert!(app.cursor().contains("mySecondLayer"), "{}", app.screen());
}

#[test]
fn the_cursor_stays_on_its_layer_while_findings_arrive() {
    let mut app = graph(120, 36);
    app.press("Tab Tab").expect("Used by 2 functions");
    let functions = vec![sample::function("AnotherFunction", "python3.12", vec![layer(MY_SECOND_LAYER)]).into()];
    let answer = ResolvedTemplate { functions, ..ResolvedTemplate::default() };
    let path = "/home/kim/another/template.yaml".into();
    app.findings.push(Finding::Template(FoundTemplate { path, outcome: Ok(answer), region: None }));
    app.send(vec![Message::Changed(Changes { templates: true, ..Changes::default() })]);
    app.expect("Used by 3 functions").expect("mySecondLayer-1");
}

#[test]
fn a_thousand_functions_are_walked_through() {
    let mut findings = sample::findings();
    findings.retain(|finding| !matches!(finding, Finding::Template(_)));
    let local = |id: &str| FunctionLayer::Local { written: id.into(), id: LogicalId::new(id), content: None };
    let functions = (0..1000).map(|at| {
        let layers = match at % 5 {
            0 => vec![],
            1 => vec![layer(MY_LAYER)],
            2 => vec![layer(MY_LAYER), layer(FONTS)],
            _ => vec![local(&format!("Own{at}")), layer(MY_LAYER)],
        };
        sample::function(&format!("Function{at:04}"), "python3.12", layers).into()
    });
    let answer = ResolvedTemplate { functions: functions.collect(), ..ResolvedTemplate::default() };
    let at = findings.len() - 1;
    let path = "/home/kim/large/template.yaml".into();
    findings.insert(at, Finding::Template(FoundTemplate { path, outcome: Ok(answer), region: None }));
    let mut app = TestApp::new(120, 36, findings);
    app.press("3 V").expect("1,000 functions").expect("Function0000");
    app.press("l l").expect("python:3.12-rapid-x86_64");
    app.press("h G").expect("Function0999");
    app.press("l j k g l").expect("×800");
    for _ in 0..30 {
        app.press("PgDn j Tab l h");
    }
    app.expect("Functions, layers and images");
}

#[test]
fn without_functions_there_is_no_graph() {
    let mut findings = sample::findings();
    findings.retain(|finding| !matches!(finding, Finding::Template(_)));
    let mut app = TestApp::new(120, 36, findings);
    app.press("V").expect("no template with functions was found. Press A");
}
