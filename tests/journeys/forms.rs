//! The forms of an import and a publication: what is typed, the plan that follows, and what is refused.

use samlayers::content::facts::ContentFacts;
use samlayers::content::source::{LocalSource, SourceKind};
use samlayers::plan::{Plan, PlanKind, StepAction};
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
    app.press("2 I").expect("Import").expect("Source").expect("Nothing is changed before you confirm it");
    app.press("Enter").expect("Name a zip or a folder");
    app.press("=/src/tools.zip Tab").expect(ARN);
    app.press("Enter").expect("Reading");
    let arn = LayerArn::parse(ARN).unwrap();
    let wanted = Effect::ReadForm(FormRequest::Import("/src/tools.zip".into(), arn.clone()));
    assert_eq!(app.take_effects(), [wanted]);
    app.send(vec![Message::ImportRead(arn.clone(), Err("it is no zip".to_owned()))]).expect("it is no zip");
    app.press("Enter");
    app.take_effects();
    app.send(vec![Message::ImportRead(arn, Ok(source()))]).expect("1.00 MB in 12 files come in").expect(ARN);
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
    app.send(vec![Message::ImportRead(LayerArn::parse(ARN).unwrap(), Ok(source()))]).expect_not("come in");
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
    app.send(vec![Message::PublishPlanned(Ok(plan))]).expect("undo does not remove it");
}

#[test]
fn read_only_opens_neither() {
    let mut app = TestApp::with_sample();
    app.press("W I").expect_not("Enter shows the plan");
    app.press("P").expect_not("Enter shows the plan");
}
