//! Cleaning up by criteria: the total is live, and the plan that Enter shows is the one the total was of.

use samlayers::inventory::facts::{EngineState, Finding, FoundTemplate};
use samlayers::plan::StepAction;
use samlayers::sam::problem::ProblemCode;
use samlayers::sam::template::TemplateRefusal;

use super::desk::{Desk, carried_out};
use super::mouse::at;
use super::shop;

#[test]
fn the_dialog_at_three_sizes() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36)] {
        let mut desk = Desk::new(columns, lines, shop::findings());
        desk.press("D Space j j j Space j j j j Space");
        insta::assert_snapshot!(format!("clean_up_{columns}x{lines}"), desk.screen());
    }
}

#[test]
fn what_the_total_says_is_what_is_then_done() {
    let mut desk = Desk::of_the_shop();
    desk.press("D").expect("Nothing is chosen yet");
    // legacy-utils and chrome with its zip and lock: 152 MB, 9.1 MB and 33 MB.
    desk.press("Space").expect("2 layers, 1 leftover, 1 lock").expect("194 MB that undo can bring back");
    desk.press("Enter").expect("Purge: to the trash").expect("194 MB to the trash");
    assert!(desk.take_effects().is_empty(), "nothing is done before it is agreed to");
    desk.press("Enter");
    let effects = desk.take_effects();
    let actions: Vec<&str> = carried_out(&effects).steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(actions, ["release-lock", "trash-layer", "trash-leftover", "trash-layer"]);
    desk.press("D").expect("2 layers, 1 leftover, 1 lock");
}

#[test]
fn criteria_narrow_each_other_as_they_are_chosen() {
    let mut desk = Desk::of_the_shop();
    desk.press("D Space j j j Space")
        .expect("[x] older than")
        .expect("1 layer")
        .expect("152 MB that undo can bring back");
    desk.press("Right Right Right Right").expect("1y").expect("1 layer");
    desk.press("Left Left Left Left").expect("7d");
    desk.press("Space").expect("[ ] older than").expect("2 layers");
}

#[test]
fn images_are_counted_apart_for_nothing_brings_them_back() {
    let mut desk = Desk::of_the_shop();
    // Every layer, and what was built from them.
    desk.press("D j j j j j j 0 Enter").expect("[x] trim cache to").expect_not("of images");
    desk.press("j Space").expect("265 MB that undo can bring back").expect("of images that it cannot");
    desk.press("Enter").expect("remove container brave_hopper").expect("remove image");
}

#[test]
fn a_value_is_typed_and_what_is_none_is_told() {
    let mut desk = Desk::of_the_shop();
    desk.press("D j j j j 5 0 =MB Enter").expect("[x] larger than").expect("50MB").expect("1 layer");
    desk.press("=7x Enter").expect("`7x` is no size: write 5GB");
    desk.press("Esc").expect("50MB").expect("Clean up");
    desk.press("= C-u =1_kB Enter").expect("1 kB");
    desk.press("Esc").expect_not("Clean up");
}

#[test]
fn other_things_come_on_top() {
    let mut desk = Desk::of_the_shop();
    desk.press("D G Space").expect("1 container");
    desk.press("k Space").expect("1 image, 1 container").expect("of images for good: SAM builds them again.");
    desk.press("k").expect("cannot be told: the container engine has not said");
    desk.press("Space Enter").expect("cannot be told").expect("Clean up");
    desk.press("Space k Space").expect("1 image, 1 container, 1 lock");
    desk.press("Enter Enter");
    let effects = desk.take_effects();
    let plan = carried_out(&effects);
    assert!(plan.steps.iter().all(|step| !matches!(step.action, StepAction::TrashLayer(_))), "the locked layer stays");
}

#[test]
fn unreferenced_is_unknown_while_a_template_cannot_be_resolved_and_it_is_named() {
    let mut findings = shop::findings();
    let refusal = TemplateRefusal { code: ProblemCode::TemplateRefused.to_string(), message: "no".to_owned() };
    findings.insert(
        findings.len() - 1,
        Finding::Template(FoundTemplate {
            path: "/home/kim/other/template.yaml".into(),
            outcome: Err(refusal),
            region: None,
        }),
    );
    let mut desk = Desk::new(120, 36, findings);
    desk.press("D").expect("not known").expect("/home/kim/other/template.yaml");
    desk.press("Space Enter").expect("Clean up").expect_not("Purge: to the trash");
    assert!(desk.take_effects().is_empty());
}

#[test]
fn the_total_follows_what_sam_does_meanwhile() {
    let mut desk = Desk::of_the_shop();
    desk.press("D G k k k k Space").expect("1 leftover");
    desk.findings.retain(|finding| !matches!(finding, Finding::Leftover(_)));
    desk.send(vec![samlayers::tui::message::Message::Changed(samlayers::inventory::changes::Changes::of_cache())])
        .expect("There is nothing like that here.");
}

#[test]
fn the_mouse_chooses_lines_and_changes_values() {
    let mut desk = Desk::of_the_shop();
    desk.press("D");
    let (x, y) = at(&desk, "superseded");
    desk.click(x, y).expect("[x] superseded");
    desk.click(x, y).expect("[ ] superseded");
    let (x, y) = at(&desk, "→");
    desk.click(x, y).expect("[x] older than").expect("90d");
    let (x, y) = at(&desk, "←");
    desk.click(x, y).expect("30d");
    let (x, y) = at(&desk, "Enter show the plan");
    desk.click(x, y).expect("Purge: to the trash");
}

#[test]
fn nothing_is_cleaned_up_in_read_only_mode_or_without_an_engine_that_answers() {
    let mut desk = Desk::of_the_shop();
    desk.press("W D").expect("Read-only mode: nothing is changed.").expect_not("Clean up");
    let mut findings = shop::findings();
    findings.retain(|finding| {
        !matches!(finding, Finding::Engine(_) | Finding::Image(_) | Finding::Containers(_) | Finding::ImagesListed)
    });
    let silent = EngineState::Unavailable { endpoint: "x".to_owned(), reason: "nobody listens".into() };
    findings.push(Finding::Engine(silent));
    let mut desk = Desk::new(120, 36, findings);
    desk.press("D G").expect("not known").expect("engine has not said");
}
