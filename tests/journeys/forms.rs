//! The forms of an import and a publication: what is typed, the plan that follows, and what is refused.

use samlayers::content::facts::ContentFacts;
use samlayers::content::source::{LocalSource, SourceKind};
use samlayers::plan::{ExportKind, Plan, PlanKind, StepAction};
use samlayers::sam::LayerArn;
use samlayers::tui::effect::Effect;
use samlayers::tui::form::FormRequest;
use samlayers::tui::message::Message;

use super::app::{TestApp, executed_plan};

const ARN: &str = "arn:aws:lambda:us-east-1:000000000000:layer:tools:1";

fn source() -> LocalSource {
    LocalSource {
        path: "/src/tools.zip".into(),
        kind: SourceKind::Zip,
        bytes: 1_000_000,
        files: 12,
        zipped_bytes: Some(400_000),
        stamp: String::new(),
        content: ContentFacts { has_searched_folder: true, ..ContentFacts::default() },
        notes: Vec::new(),
    }
}

#[test]
fn an_import_is_typed_planned_and_confirmed() {
    let mut app = TestApp::with_sample();
    app.press("2 I").expect("Import").expect("Source").expect("Nothing changes until you confirm");
    app.press("Enter").expect("Specify a zip or a folder");
    app.press("=/src/tools.zip Tab").expect(ARN);
    app.press("Enter").expect("Reading");
    let arn = LayerArn::parse(ARN).unwrap();
    let wanted = Effect::ReadForm(FormRequest::Import("/src/tools.zip".into(), arn.clone()));
    assert_eq!(app.take_effects(), [wanted]);
    app.send(vec![Message::ImportRead(arn.clone(), Err("it is no zip".to_owned()))]).expect("it is no zip");
    app.press("Enter");
    app.take_effects();
    app.send(vec![Message::ImportRead(arn, Ok(source()))]).expect("adds 1.00 MB in 12 files").expect(ARN);
    assert!(app.take_effects().is_empty(), "nothing is done before the user confirms");
    app.press("Enter");
    let effects = app.take_effects();
    assert!(
        matches!(&executed_plan(&effects).steps[0].action, StepAction::Import(dir, ..) if dir.layer_name() == "tools")
    );
}

#[test]
fn a_wrong_arn_is_refused_in_the_form_and_escape_closes_it() {
    let mut app = TestApp::with_sample();
    app.press("2 I =a.zip Tab C-u =arn:aws Enter").expect("Import");
    assert!(app.take_effects().is_empty());
    app.press("Esc").expect_not("Press Enter to see the plan");
    // An answer that comes later changes nothing.
    app.send(vec![Message::ImportRead(LayerArn::parse(ARN).unwrap(), Ok(source()))]).expect_not("adds ");
}

#[test]
fn a_publication_asks_for_its_regions_and_grants() {
    let mut app = TestApp::with_sample();
    app.press("2 P").expect("Publish").expect("Layer name").expect("Grant to");
    app.press("=tools.zip Tab =tools Tab =eu-west-1,us-east-1 Tab Tab Tab =everyone Enter").expect("organization:ID");
    app.press("C-u =public Enter").expect("Reading");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Publish(request))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((request.regions.len(), request.grants.len(), &*request.layer_name), (2, 1, "tools"));
    let plan = Plan::new(PlanKind::Publish, Vec::new());
    app.send(vec![Message::FormPlanned(Ok(plan))]).expect("Undo does not remove it");
}

#[test]
fn an_export_is_chosen_planned_and_confirmed() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter e")
        .expect("Export")
        .expect("← the published zip →")
        .expect("myLayer-1-926eeb5ff1.zip");
    app.press("Space").expect("a zip of the cached files").expect("SAM does not keep file modes");
    app.press("Left").expect("the published zip");
    app.press("Right Right").expect("a Docker build context").expect("layers-context");
    app.press("Right Down C-u Enter").expect("Specify a file or a folder");
    app.press("=~/out/my.zip Down Space").expect("[x] replace a file that exists");
    app.press("Enter").expect("Reading");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Export(request))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(request.target, std::path::PathBuf::from("/home/kim/out/my.zip"));
    assert!(request.overwrite && request.kind == ExportKind::Original);
    app.send(vec![Message::FormPlanned(Err("there is no such folder".to_owned()))]).expect("there is no such folder");
    app.press("Enter").take_effects();
    let plan = samlayers::plan::export(request, false);
    app.send(vec![Message::FormPlanned(Ok(plan))]).expect("~/out/my.zip").expect("Nothing in the cache changes");
    app.expect("samlayers export arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1 -o");
    assert!(app.take_effects().is_empty(), "nothing is written before the user confirms");
    app.press("Enter");
    let effects = app.take_effects();
    assert!(matches!(&executed_plan(&effects).steps[0].action, StepAction::Export(_)));
}

#[test]
fn marked_layers_and_those_of_a_function_are_exported_together() {
    let mut app = TestApp::with_sample();
    app.press("/ =^my Enter a e").expect("myLayer-1-926eeb5ff1, mySecondLayer-1-6bc1022bdf");
    app.press("Enter");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Export(request))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((request.layers.len(), request.target.to_str()), (2, Some("layers")));
    app.press("Esc 3 / =Search Enter G e").expect("a Docker build context").expect("SharedCode");
    app.press("Enter");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Export(request))] = &effects[..] else { panic!("{effects:?}") };
    let plan = samlayers::plan::export(request, false);
    app.send(vec![Message::FormPlanned(Ok(plan))]).expect("SharedCode: it belongs to the template");
    app.press("Esc / C-u =Health Enter G e").expect("No layer here to export.");
}

#[test]
fn exports_are_allowed_in_read_only_mode() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter W e Enter").expect("Reading");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Export(request))] = &effects[..] else { panic!("{effects:?}") };
    let plan = samlayers::plan::export(request, false);
    app.send(vec![Message::FormPlanned(Ok(plan))]).press("Enter");
    assert_eq!(app.effects.len(), 1, "{}", app.screen());
}

#[test]
fn the_form_of_an_export_at_every_size() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36)] {
        let mut app = TestApp::new(columns, lines, super::sample::findings());
        insta::assert_snapshot!(format!("export_{columns}x{lines}"), app.press("/ =^myLayer Enter e Down").screen());
    }
}

#[test]
fn read_only_opens_neither() {
    let mut app = TestApp::with_sample();
    app.press("W I").expect_not("Press Enter to see the plan");
    app.press("P").expect_not("Press Enter to see the plan");
}
