//! The forms of an import and a publication: what is typed, the plan that follows, and what is refused.

use samlayers::content::facts::ContentFacts;
use samlayers::content::source::{LocalSource, SourceKind};
use samlayers::plan::{ExportKind, Plan, PlanKind, Step, StepAction};
use samlayers::sam::{LayerArn, LayerDir};
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
        folders: 1,
        zipped_bytes: Some(400_000),
        stamp: String::new(),
        content: ContentFacts { has_searched_folder: true, ..ContentFacts::default() },
        notes: Vec::new(),
    }
}

#[test]
fn an_import_is_typed_planned_and_confirmed() {
    let mut app = TestApp::with_sample();
    app.press("2 I").expect("Import").expect("Source").expect("nothing changes yet");
    app.press("Enter").expect("Specify what to use as the source.");
    app.press("=/src/tools.zip Tab").expect(ARN);
    app.press("Enter").expect("Preparing the plan");
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
    app.press("Esc").expect_not("Enter shows the plan");
    // An answer that comes later changes nothing.
    app.send(vec![Message::ImportRead(LayerArn::parse(ARN).unwrap(), Ok(source()))]).expect_not("adds ");
}

#[test]
fn a_publication_asks_for_its_regions_and_grants() {
    let mut app = TestApp::with_sample();
    app.press("2 P").expect("Publish").expect("Layer name").expect("Grant to");
    app.press("=tools.zip Tab =tools Tab =eu-west-1,us-east-1 Tab Tab Tab =everyone Enter").expect("organization:ID");
    app.press("C-u =public Enter").expect("Preparing the plan");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Publish(request))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((request.regions.len(), request.grants.len(), &*request.layer_name), (2, 1, "tools"));
    assert_eq!(request.layer, None);
    let plan = Plan::new(PlanKind::Publish, vec![published()]);
    app.send(vec![Message::FormPlanned(Ok(plan))]).expect("undo cannot remove it");
}

/// A step of a publication.
fn published() -> Step {
    Step {
        action: StepAction::ReleaseLock(LayerDir::parse("tools-1-0123456789").unwrap()),
        target: "tools".to_owned(),
        path: None,
        size_bytes: 0,
        frees_bytes: 0,
        file_count: None,
        notes: vec![],
    }
}

#[test]
fn a_copy_of_the_layer_under_the_cursor_is_published() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter P").expect("default: myLayer-1-926eeb5ff1").expect("default: myLayer");
    app.expect("a layer by its directory name or ARN");
    app.press("Enter");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Publish(request))] = &effects[..] else { panic!("{effects:?}") };
    let layer = request.layer.as_ref().unwrap();
    assert_eq!((layer.dir.as_str(), &*request.layer_name), ("myLayer-1-926eeb5ff1", "myLayer"));
    assert!(layer.arn.is_some() && layer.cached.is_some() && layer.imported.is_none());
    // An ARN names a layer that need not be cached; what begins like one has to be one.
    app.press("Esc P =arn:aws:lambda:eu-west-1:123456789012:layer:other:3 Tab =other Enter");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Publish(request))] = &effects[..] else { panic!("{effects:?}") };
    let layer = request.layer.as_ref().unwrap();
    assert!(layer.dir.as_str().starts_with("other-3-") && layer.cached.is_none());
    assert_eq!(&*request.layer_name, "other");
    // The name of a path is never that of the layer under the cursor.
    app.press("Esc P =tools.zip Enter");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Publish(request))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((&*request.layer_name, &request.layer), ("", &None));
    app.press("Esc P =arn:aws Enter").expect("is not a layer version ARN");
    assert!(app.take_effects().is_empty());
}

#[test]
fn without_an_arn_a_zip_of_the_cached_files_is_proposed() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter e").expect("← a zip of the cached files →");
}

#[test]
fn the_field_that_gets_the_keys_is_explained() {
    for (columns, lines) in [(60, 16), (80, 24)] {
        let mut app = TestApp::new(columns, lines, super::sample::findings());
        app.press("2 I Tab").expect("customer has.").expect("Enter plan").expect("Tab next field");
        app.press("Esc P").expect("The path of a zip or folder");
        app.press("Tab Tab Tab Tab Tab").expect("organization:ID,").expect("▌ Grant to");
    }
}

#[test]
fn an_export_is_chosen_planned_and_confirmed() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter e")
        .expect("Export")
        .expect("← the published zip →")
        .expect("myLayer-1-926eeb5ff1.zip");
    app.press("Space").expect("a zip of the cached files").expect("SAM does not keep file permissions");
    app.press("Left").expect("the published zip");
    app.press("Right Right").expect("a Docker build context").expect("layers-context");
    app.press("Right Down C-u Enter").expect("Specify a file or a folder to save to.");
    app.press("=~/out/my.zip Down Space").expect("[x] replace an existing file");
    app.press("Enter").expect("Preparing the plan");
    let effects = app.take_effects();
    let [Effect::ReadForm(FormRequest::Export(request))] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(request.target, std::path::PathBuf::from("/home/kim/out/my.zip"));
    assert!(request.overwrite && request.kind == ExportKind::Original);
    app.send(vec![Message::FormPlanned(Err("there is no such folder".to_owned()))]).expect("there is no such folder");
    app.press("Enter").take_effects();
    let plan = samlayers::plan::export(request, false);
    let target = format!("~{}out/my.zip", std::path::MAIN_SEPARATOR);
    app.send(vec![Message::FormPlanned(Ok(plan))]).expect(&target).expect("The cache stays unchanged.");
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
    app.send(vec![Message::FormPlanned(Ok(plan))]).expect("SharedCode: defined in the template");
    app.press("Esc / C-u =Health Enter G e").expect("No layer here to export.");
}

#[test]
fn exports_are_allowed_in_read_only_mode() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter W e Enter").expect("Preparing the plan");
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
    app.press("W I").expect_not("Enter shows the plan");
    app.press("P").expect_not("Enter shows the plan");
}
