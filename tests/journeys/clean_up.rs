//! Cleaning up by criteria: the total is live, and Enter shows the plan that the total was computed from.

use samlayers::inventory::facts::{EngineState, Finding, FoundTemplate};
use samlayers::plan::StepAction;
use samlayers::sam::problem::ProblemCode;
use samlayers::sam::template::TemplateRefusal;

use super::app::{TestApp, executed_plan};
use super::mouse::at;
use super::sample;

#[test]
fn the_dialog_at_three_sizes() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press("D Space j j j Space j j j j Space");
        insta::assert_snapshot!(format!("clean_up_{columns}x{lines}"), app.screen());
    }
}

#[test]
fn the_total_is_what_is_then_purged() {
    let mut app = TestApp::with_sample();
    app.press("D").expect("Nothing is chosen yet");
    // legacy-utils and chrome with its zip and lock: 152 MB, 9.1 MB and 33 MB.
    app.press("Space").expect("2 layers, 1 leftover, 1 lock").expect("194 MB that undo can bring back");
    app.press("Enter").expect("Purge: to the trash").expect("194 MB to the trash");
    assert!(app.take_effects().is_empty(), "nothing is done before the user confirms");
    app.press("Enter");
    let effects = app.take_effects();
    let actions: Vec<&str> = executed_plan(&effects).steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(actions, ["release-lock", "trash-layer", "trash-leftover", "trash-layer"]);
    app.press("D").expect("2 layers, 1 leftover, 1 lock");
}

#[test]
fn criteria_narrow_each_other_as_they_are_chosen() {
    let mut app = TestApp::with_sample();
    app.press("D Space j j j Space")
        .expect("[x] older than")
        .expect("1 layer")
        .expect("152 MB that undo can bring back");
    app.press("Right Right Right Right").expect("1y").expect("1 layer");
    app.press("Left Left Left Left").expect("7d");
    app.press("Space").expect("[ ] older than").expect("2 layers");
}

#[test]
fn images_are_counted_separately_as_undo_cannot_restore_them() {
    let mut app = TestApp::with_sample();
    // Every layer, and what was built from them.
    app.press("D j j j j j j 0 Enter").expect("[x] trim cache to").expect_not("of images");
    app.press("j Space").expect("265 MB that undo can bring back").expect("of images that it cannot");
    app.press("Enter").expect("remove container brave_hopper").expect("remove image");
}

#[test]
fn a_value_can_be_typed_and_an_invalid_one_is_reported() {
    let mut app = TestApp::with_sample();
    app.press("D j j j j 5 0 =MB Enter").expect("[x] larger than").expect("50MB").expect("1 layer");
    app.press("=7x Enter").expect("`7x` is no size: write 5GB");
    app.press("Esc").expect("50MB").expect("Clean up");
    app.press("= C-u =1_kB Enter").expect("1 kB");
    app.press("Esc").expect_not("Clean up");
}

#[test]
fn containers_images_and_locks_are_added_to_layers() {
    let mut app = TestApp::with_sample();
    app.press("D G Space").expect("1 container");
    app.press("k Space").expect("1 image, 1 container").expect("of images for good: SAM builds them again.");
    app.press("k").expect("cannot be told: the container engine has not said");
    app.press("Space Enter").expect("cannot be told").expect("Clean up");
    app.press("Space k Space").expect("1 image, 1 container, 1 lock");
    app.press("Enter Enter");
    let effects = app.take_effects();
    let plan = executed_plan(&effects);
    assert!(plan.steps.iter().all(|step| !matches!(step.action, StepAction::TrashLayer(_))), "the locked layer stays");
}

#[test]
fn unreferenced_is_unknown_while_a_template_cannot_be_resolved_and_it_is_named() {
    let mut findings = sample::findings();
    let refusal = TemplateRefusal { code: ProblemCode::TemplateRefused.to_string(), message: "no".to_owned() };
    findings.insert(
        findings.len() - 1,
        Finding::Template(FoundTemplate {
            path: "/home/kim/other/template.yaml".into(),
            outcome: Err(refusal),
            region: None,
        }),
    );
    let mut app = TestApp::new(120, 36, findings);
    app.press("D").expect("not known").expect("/home/kim/other/template.yaml");
    app.press("Space Enter").expect("Clean up").expect_not("Purge: to the trash");
    assert!(app.take_effects().is_empty());
}

#[test]
fn the_plan_of_unreferenced_layers_names_the_templates_it_considered() {
    let mut app = TestApp::with_sample();
    app.press("D Space Enter")
        .expect("Purge: to the trash")
        .expect("not named by this template")
        .expect("template.yaml");
}

#[test]
fn the_total_follows_what_sam_does_meanwhile() {
    let mut app = TestApp::with_sample();
    app.press("D G k k k k Space").expect("1 leftover");
    app.findings.retain(|finding| !matches!(finding, Finding::Leftover(_)));
    app.send(vec![samlayers::tui::message::Message::Changed(samlayers::inventory::changes::Changes::of_cache())])
        .expect("There is nothing like that here.");
}

#[test]
fn the_mouse_chooses_lines_and_changes_values() {
    let mut app = TestApp::with_sample();
    app.press("D");
    let (x, y) = at(&app, "superseded");
    app.click(x, y).expect("[x] superseded");
    app.click(x, y).expect("[ ] superseded");
    let (x, y) = at(&app, "→");
    app.click(x, y).expect("[x] older than").expect("90d");
    let (x, y) = at(&app, "←");
    app.click(x, y).expect("30d");
    let (x, y) = at(&app, "Enter show the plan");
    app.click(x, y).expect("Purge: to the trash");
}

#[test]
fn nothing_is_cleaned_up_in_read_only_mode_or_without_an_engine_that_answers() {
    let mut app = TestApp::with_sample();
    app.press("W D").expect("Read-only mode: nothing is changed.").expect_not("Clean up");
    let mut findings = sample::findings();
    findings.retain(|finding| {
        !matches!(finding, Finding::Engine(_) | Finding::Image(_) | Finding::Containers(_) | Finding::ImagesListed)
    });
    let silent = EngineState::Unavailable { endpoint: "x".to_owned(), reason: "connection refused".into() };
    findings.push(Finding::Engine(silent));
    let mut app = TestApp::new(120, 36, findings);
    app.press("D G").expect("not known").expect("engine has not said");
}
