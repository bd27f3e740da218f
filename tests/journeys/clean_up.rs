//! Cleaning up by criteria: the total is live, and Enter shows the plan that the total was computed from.

use samlayers::inventory::facts::{EngineState, FilesystemLayer, Finding, FoundTemplate, ImageDisk};
use samlayers::plan::{PlanKind, StepAction};
use samlayers::sam::problem::ProblemCode;
use samlayers::sam::template::TemplateRefusal;

use super::app::{TestApp, executed_plan};
use super::mouse::at;
use super::{builds, sample};

/// The line of a criterion, up to the border of the dialog.
fn line(app: &TestApp, label: &str) -> String {
    let screen = app.screen();
    let line = screen.lines().find(|line| line.contains(label)).unwrap_or_default();
    let end = line.find(label).and_then(|from| Some(from + line[from..].find('│')?)).unwrap_or(line.len());
    line[..end].trim_end().to_owned()
}

#[test]
fn the_dialog_at_three_sizes() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press("D Space j j Space j j j Space j j j j Space");
        insta::assert_snapshot!(format!("clean_up_{columns}x{lines}"), app.screen());
    }
}

#[test]
fn unused_builds_are_counted_and_go_to_a_trash_that_undo_restores() {
    let mut app = builds::app(120, 36, builds::folder());
    app.press("D").expect("[x] unused builds").expect("1 unused build");
    app.press("Space j j j j j j j j j j").expect("[ ] unused builds");
    assert!(line(&app, "unused builds").ends_with("1    13.0 MB"), "{}", app.screen());
    app.press("Space").expect("1 unused build").expect("13.0 MB can be restored with undo");
    app.press("Enter").expect("Purge: move to the trash").expect("cache/5c0a6a8e").expect("Undo (u) restores them");
    app.press("Enter");
    let effects = app.take_effects();
    let plan = executed_plan(&effects);
    assert!(matches!(&plan.steps[..], [step] if matches!(step.action, StepAction::TrashBuild(_))));
}

#[test]
fn builds_that_are_all_in_use_are_none() {
    let mut folder = builds::folder();
    folder.entries.remove(1);
    let mut app = builds::app(120, 36, folder);
    app.press("D Space j j j j j j j j j j");
    assert!(line(&app, "unused builds").ends_with("none"), "{}", app.screen());
    app.press("Space").expect("No matching items.");
    app.press("Enter").expect("Clean up");
    assert!(app.take_effects().is_empty());
}

#[test]
fn images_that_share_all_bytes_free_nothing_and_say_so() {
    let mut findings = sample::findings();
    for finding in &mut findings {
        if let Finding::Image(image) = finding {
            let part = FilesystemLayer { chain: "base".to_owned(), bytes: 500_000_000, holders: 4 };
            image.disk = ImageDisk { other_names: 0, parts: Some(vec![part]) };
        }
    }
    let mut app = TestApp::new(120, 36, findings);
    app.press("D Space G k k k");
    assert!(line(&app, "rapid images").ends_with("1 all shared"), "{}", app.screen());
    app.press("Space Enter").expect("content, so no space is freed.");
}

#[test]
fn four_keys_free_what_no_template_uses() {
    let mut app = TestApp::with_sample();
    app.press("D").expect("[x] safe clean-up").expect("2 layers, 2 images, 1 leftover, 1 lock");
    app.press("Enter").expect("legacy-utils-2-0a1b2c3d4e");
    app.press("X").expect("y yes");
    assert!(app.take_effects().is_empty(), "deleting asks first");
    app.press("y");
    let effects = app.take_effects();
    let plan = executed_plan(&effects);
    assert_eq!((plan.kind, plan.frees_in_cache()), (PlanKind::Delete, 194_100_000));
    let kept = ["myLayer-1-926eeb5ff1", "mySecondLayer-1-6bc1022bdf"];
    assert!(plan.steps.iter().all(|step| !kept.contains(&step.target.as_str())), "what a template uses stays");
}

#[test]
fn the_safe_preset_takes_nothing_whose_uses_are_unknown() {
    let mut findings = sample::findings();
    findings.retain(|finding| !matches!(finding, Finding::Template(_)));
    let mut app = TestApp::new(120, 36, findings);
    app.press("D").expect("[x] safe clean-up").expect("[x] leftovers").expect("[ ] unused ").expect("1 leftover");
    app.press("j j").expect("no template found");
    app.press("Enter")
        .expect("chrome-33-5f0e1d2c3b_0123456789abcdef0123456789abcdef.zip")
        .expect_not("legacy-utils-2-0a1b2c3d4e ");
}

#[test]
fn a_line_of_the_preset_can_be_switched_off() {
    let mut app = TestApp::with_sample();
    app.press("D G k k Space").expect("[ ] safe clean-up").expect("[ ] leftovers").expect("[x] unused images");
    app.expect("2 layers, 2 images");
}

#[test]
fn the_total_is_what_is_then_purged() {
    let mut app = TestApp::with_sample();
    app.press("D Space").expect("Nothing selected");
    // legacy-utils and chrome with its zip and lock: 152 MB, 9.1 MB and 33 MB.
    app.press("j j Space").expect("2 layers, 1 leftover, 1 lock").expect("194 MB can be restored with undo");
    app.press("Enter").expect("194 MB move to the trash");
    assert!(app.take_effects().is_empty(), "nothing is done before the user confirms");
    app.press("Enter");
    let effects = app.take_effects();
    let actions: Vec<&str> = executed_plan(&effects).steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(actions, ["release-lock", "trash-layer", "trash-leftover", "trash-layer"]);
    app.press("D").expect("2 layers, 1 leftover, 1 lock");
}

#[test]
fn any_rule_adds_and_all_rules_narrow_with_a_message() {
    let mut app = TestApp::with_sample();
    app.press("D Space").expect("(●) any").expect("( ) all");
    app.press("j j Space").expect("2 layers");
    app.press("j j j Space").expect("[x] older than").expect("2 layers");
    app.press("m").expect("( ) any").expect("(●) all").expect("1 layer").expect("152 MB can be restored");
    app.press("Space").expect("[ ] older than").expect("2 layers");
    app.press("Space").expect("Layers must match all rules: 1 selected instead of 2");
    app.press("Right Right Right Right").expect("1y").expect("1 layer");
    app.press("Left Left Left Left").expect("7d");
    app.press("k k k k Space").expect("(●) any").expect("3 layers");
}

#[test]
fn images_are_counted_separately_as_undo_cannot_restore_them() {
    let mut app = TestApp::with_sample();
    // Every layer, and what was built from them.
    app.press("D Space j j j j j j j j 0 Enter").expect("[x] trim cache to").expect_not("images (");
    app.press("j Space").expect("265 MB can be restored with undo").expect("images (");
    app.press("Enter").expect("remove container brave_hopper").expect("remove image");
}

#[test]
fn a_value_can_be_typed_and_an_invalid_one_is_reported() {
    let mut app = TestApp::with_sample();
    app.press("D Space j j j j j j 5 0 =MB Enter").expect("[x] larger than").expect("50MB").expect("1 layer");
    app.press("=7x Enter").expect("`7x` is not a valid size. Examples: 5GB");
    app.press("Esc").expect("50MB").expect("Clean up");
    app.press("= C-u =1_kB Enter").expect("1 kB");
    app.press("k =45 Enter").expect("[x] older than").expect("45d");
    app.press("Esc").expect_not("Clean up");
}

#[test]
fn containers_images_and_locks_are_added_to_layers() {
    let mut app = TestApp::with_sample();
    app.press("D Space G Space").expect("1 container");
    app.press("k k k Space").expect("1 image, 1 container").expect("SAM rebuilds them when needed");
    app.press("k").expect("the container engine did not respond");
    app.press("Space Enter").expect("did not respond").expect("Clean up");
    app.press("Space j j j Space").expect("1 image, 1 container, 1 lock");
    app.press("Enter Enter");
    let effects = app.take_effects();
    let plan = executed_plan(&effects);
    assert!(plan.steps.iter().all(|step| !matches!(step.action, StepAction::TrashLayer(_))), "the locked layer stays");
}

#[test]
fn the_space_of_images_is_a_lower_bound_where_the_engine_did_not_report_what_they_share() {
    let mut app = TestApp::with_sample();
    app.press("D");
    assert!(line(&app, "rapid images").ends_with('?'), "not 0 B:\n{}", app.screen());
    assert!(line(&app, "unused images").ends_with("61.5 MB+"), "{}", app.screen());
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
    app.press("D j j").expect("unknown").expect("/home/kim/other/template.yaml");
    app.press("Space Enter").expect("Clean up").expect_not("to the trash");
    assert!(app.take_effects().is_empty());
}

#[test]
fn the_plan_of_unreferenced_layers_names_the_templates_it_considered() {
    let mut app = TestApp::with_sample();
    app.press("D Space j j Space Enter")
        .expect("Purge: move to the trash")
        .expect("not named by this template")
        .expect("template.yaml");
}

#[test]
fn the_total_follows_what_sam_does_meanwhile() {
    let mut app = TestApp::with_sample();
    app.press("D Space G k k Space").expect("1 leftover");
    app.findings.retain(|finding| !matches!(finding, Finding::Leftover(_)));
    app.send(vec![samlayers::tui::message::Message::Changed(samlayers::inventory::changes::Changes::of_cache())])
        .expect("No matching items.");
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
    let (x, y) = at(&app, "Enter plan");
    app.click(x, y).expect("legacy-utils-2-0a1b2c3d4e");
}

#[test]
fn read_only_mode_shows_the_numbers_and_nothing_is_cleaned_up_without_an_engine_that_answers() {
    let mut app = TestApp::with_sample();
    app.press("W D").expect("Clean up").expect("2 layers, 2 images, 1 leftover, 1 lock");
    app.press("Enter").expect("legacy-utils-2-0a1b2c3d4e");
    app.press("Enter").expect("Read-only mode is on.").expect("legacy-utils-2-0a1b2c3d4e");
    app.press("X y").expect("Read-only mode is on.");
    assert!(app.take_effects().is_empty() && app.state.jobs.is_empty(), "no job waits for what never begins");
    app.press("Esc 4").expect("No jobs yet.");
    let mut findings = sample::findings();
    findings.retain(|finding| {
        !matches!(finding, Finding::Engine(_) | Finding::Image(_) | Finding::Containers(_) | Finding::ImagesListed)
    });
    let silent = EngineState::Unavailable { endpoint: "x".to_owned(), reason: "connection refused".into() };
    findings.push(Finding::Engine(silent));
    let mut app = TestApp::new(120, 36, findings);
    app.press("D G").expect("unknown").expect("engine did not respond");
}
