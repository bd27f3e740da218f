//! What the app says is what it does: titles of plans, what undo can restore, sums, and what is shown as good.

use samlayers::inventory::facts::{EngineState, Finding, FoundImage, FoundTemplate};
use samlayers::plan::{PlanKind, Report, StepAction, StepOutcome};
use samlayers::sam::template::ResolvedTemplate;
use samlayers::tui::effect::{Effect, JobId};
use samlayers::tui::message::Message;

use super::app::{TestApp, executed_plan};
use super::{builds, sample};

/// Ends the job that was just started, with every step done.
fn succeed(app: &mut TestApp) {
    let Some(Effect::Execute(id, plan)) = app.take_effects().pop() else { panic!("no job") };
    let outcomes = vec![StepOutcome::Done; plan.steps.len()];
    let trashed_bytes = plan.frees_in_cache();
    let freed_bytes = plan.frees_in_engine();
    let report =
        Report { plan, outcomes, trashed_bytes, freed_bytes, sam_waits: None, notes: Vec::new(), outputs: Vec::new() };
    app.send(vec![Message::JobEnded(id, report.into())]);
}

#[test]
fn undo_is_offered_only_for_what_it_can_restore() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter d Enter");
    succeed(&mut app);
    app.expect("Press u to undo, or X to free the space.");
    app.press("Esc 2 d Enter");
    succeed(&mut app);
    app.expect("SAM rebuilds them when needed.").expect_not("Press u to undo");
    // An older purge may still be undone, but not as if it were the removal of the image.
    app.press("u");
    let step = samlayers::plan::Step {
        action: StepAction::Restore { operation: "1".to_owned(), folder: None },
        target: "legacy-utils-2-0a1b2c3d4e".to_owned(),
        path: None,
        size_bytes: 1,
        frees_bytes: 0,
        file_count: None,
        notes: vec![],
    };
    let plan = samlayers::plan::Plan::new(PlanKind::Undo, vec![step]);
    app.send(vec![Message::UndoPlanned(Ok(Some(plan)))]);
    app.expect("The last action cannot be undone: Remove")
        .expect("public.ecr.aws")
        .expect("This undoes an earlier one.");
    app.press("Esc");
    app.send(vec![Message::UndoPlanned(Ok(None))]).expect("The last action cannot be undone: Remove public.ecr.aws");
}

#[test]
fn with_an_empty_trash_the_undo_of_removed_images_says_that_it_is_impossible() {
    let mut findings = sample::findings();
    findings.push(Finding::Trash(samlayers::inventory::facts::TrashTotals::default()));
    let mut app = TestApp::new(120, 36, findings);
    app.press("u").expect("Nothing to undo: the trash is empty.");
    app.press("2 d Enter");
    succeed(&mut app);
    app.press("u").expect("The last action cannot be undone: Remove public.ecr.aws");
}

#[test]
fn a_plan_of_images_alone_does_not_speak_of_the_trash() {
    let mut app = TestApp::with_sample();
    app.press("2 d").expect("Remove images").expect_not("to the trash").expect_not("delete permanently");
    app.expect("undo cannot restore them");
    app.press("t").expect("Images and containers are always deleted permanently.");
    app.press("Esc i").expect("Remove images").expect_not("Purge");
    app.press("Esc 1 / =myLayer Enter d i").expect("Purge: layers to the trash, images permanently");
}

#[test]
fn no_image_of_a_function_is_removed_without_the_tick() {
    let mut app = TestApp::with_sample();
    app.press("3 j j d").expect("i [ ] with images").expect_not("remove image");
    app.press("i").expect("i [x] with images").expect("remove image");
    app.press("Enter");
    let effects = app.take_effects();
    let images = executed_plan(&effects).steps.iter().filter(|step| step.action.is_of_engine());
    assert!(images.count() > 0);
}

/// The sample, in which the image of `CheckoutFunction` is older than a layer it was built from.
fn with_an_outdated_image() -> TestApp {
    let mut findings = sample::findings();
    for finding in &mut findings {
        if let Finding::Image(FoundImage { name, created, .. }) = finding
            && name.as_str().contains("python:3.12-x86_64-")
        {
            *created = Some(sample::ago(24 * 30));
        }
    }
    TestApp::new(120, 40, findings)
}

#[test]
fn functions_show_nothing_as_good_that_is_known_to_be_bad() {
    let mut app = with_an_outdated_image();
    app.press("3 j j");
    assert!(app.cursor().contains("▲ CheckoutFunction"), "{}", app.cursor());
    assert!(app.cursor().contains("▲ outdated"), "{}", app.cursor());
    app.expect_not("✓ Already built").expect("SAM would use this image");
    // The empty layer is no cached layer.
    app.press("j j");
    assert!(app.cursor().contains("✗ ThumbnailFunction") && app.cursor().contains("0 of 2"), "{}", app.cursor());
    app.expect("○ fonts-12").expect_not("✓ fonts-12");
}

#[test]
fn a_purge_names_the_functions_that_need_a_layer() {
    let mut app = TestApp::with_sample();
    app.press("/ =myLayer Enter d").expect("used by CheckoutFunction");
    app.press("Esc Esc / =legacy Enter d").expect("move to trash legacy-utils").expect_not("used by CheckoutFunction");
}

#[test]
fn the_sum_of_marked_images_is_that_of_their_plan() {
    let mut app = TestApp::with_sample();
    app.press("2 a").expect("4 marked, frees 111 MB");
    app.press("d").expect("Images (111 MB)");
}

#[test]
fn the_cursor_stays_on_the_first_row_while_templates_arrive() {
    let template = |path: &str| {
        let outcome = Ok(ResolvedTemplate::default());
        Finding::Template(FoundTemplate { path: path.into(), outcome, region: None })
    };
    let mut app = TestApp::new(120, 36, vec![template("/home/kim/zoo/template.yaml")]);
    app.press("3");
    let more = vec![template("/home/kim/alpha/template.yaml"), template("/home/kim/mid/template.yaml")];
    app.send(vec![Message::Found(app.state.survey.id, more)]);
    assert!(app.cursor().contains("alpha"), "{}", app.cursor());
    // From the first key on, it stays on what the user chose.
    app.press("G");
    let chosen = app.cursor();
    app.send(vec![Message::Found(app.state.survey.id, vec![template("/home/kim/zz/template.yaml")])]);
    assert_eq!(app.cursor(), chosen);
}

#[test]
fn the_words_of_the_state_column_find_their_rows() {
    let mut app = TestApp::with_sample();
    app.press("2");
    let unused = app.screen().lines().filter(|line| line.contains("○ unused")).count();
    assert!(unused > 0);
    app.press("/ =unused Enter");
    assert!(app.state.list().rows.len() >= unused);
    app.press("Esc / =in_use Enter");
    assert!(!app.state.list().rows.is_empty());
}

#[test]
fn a_key_without_a_meaning_says_so() {
    let mut app = TestApp::with_sample();
    app.press("2 n").expect("n (newer) works in: Layers.");
    app.press("r").expect("works in: Layers, Functions.");
    app.press("§").expect("§ is not used here. Press ? for the shortcuts.");
    app.press("1 G Space").expect("Cannot be marked");
    app.press("g d z").expect("z is not used here. Press ? for the shortcuts.");
}

#[test]
fn every_dialog_lists_its_keys_and_comes_back() {
    let mut app = TestApp::with_sample();
    app.press("d ?").expect("Dialog shortcuts").expect_not("Layers shortcuts");
    app.press("Esc").expect("Purge: move to the trash");
}

#[test]
fn a_range_that_is_being_marked_is_shown_as_one() {
    let mut app = TestApp::with_sample();
    app.press("v j j").expect("range: 3 marked");
    app.press("v").expect("3 marked").expect_not("range:");
}

#[test]
fn escape_from_a_fix_returns_to_the_problems() {
    let mut app = TestApp::with_sample();
    app.press("p j f").expect("Refresh: download again");
    app.press("Esc").expect("6 problems").expect("→");
    app.press("f Enter").expect("6 problems");
    assert!(matches!(app.take_effects()[..], [Effect::Execute(..)]));
    app.press("Esc").expect_not("6 problems ─");
}

#[test]
fn refusals_come_before_the_steps() {
    let mut app = TestApp::with_sample();
    app.press("a r");
    let screen = app.screen();
    let (refused, step) = (screen.find("Skipped").unwrap(), screen.find("download myLayer").unwrap());
    assert!(refused < step, "{screen}");
}

#[test]
fn a_question_is_not_answered_by_enter_and_no_returns_to_the_plan() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter d t Enter Enter")
        .expect("Press y to confirm, or n to go back.")
        .expect("Delete permanently?");
    app.press("n").expect("Purge: delete").expect("legacy-utils-2");
    app.press("Enter y");
    assert_eq!(executed_plan(&app.take_effects()).kind, PlanKind::Delete);
    app.expect_not("Purge: delete");
}

#[test]
fn what_is_unknown_is_not_counted_as_zero() {
    let gone = EngineState::Unavailable { endpoint: "unix:///x".to_owned(), reason: "No such socket.".into() };
    let mut findings: Vec<Finding> = sample::findings();
    findings.retain(|finding| !matches!(finding, Finding::Engine(_) | Finding::Image(_) | Finding::ImagesListed));
    findings.retain(|finding| !matches!(finding, Finding::Containers(_)));
    findings.push(Finding::Engine(gone));
    let app_of = |findings| {
        let mut app = TestApp::new(120, 36, findings);
        app.press("j");
        app
    };
    app_of(findings).expect("2 Images ? ").expect_not("Images 0");
    let empty = vec![sample::ready_cache(), Finding::CacheListed, Finding::CacheMeasured];
    app_of(empty).expect_not("no problems").expect("1 Layers 0").expect_not("Images 0");
}

/// Layers with names of 28 characters, and longer ones that differ in the middle and at the end.
fn with_long_names() -> Vec<Finding> {
    let names = [
        "payments-shared-utils-layers-4-0123456789",
        "AWSLambdaPowertoolsPythonV2-python312-x86_64-7-1123456789",
        "AWSLambdaPowertoolsPythonV3-python312-arm64-7-2123456789",
        "AWSLambdaPowertoolsPythonV3-python312-x86_64-7-3123456789",
        "AWSLambdaPowertoolsPythonV3-python313-x86_64-7-4123456789",
    ];
    let mut findings = vec![sample::ready_cache()];
    for name in names {
        let dir = samlayers::sam::LayerDir::parse(name).unwrap();
        findings.push(Finding::Layer(sample::layer(&dir, 50)));
        findings.push(sample::measured(&dir, 1_000_000, 3));
    }
    findings.extend([Finding::CacheListed, Finding::CacheMeasured, Finding::TemplatesRead]);
    findings
}

#[test]
fn the_name_of_a_directory_stands_whole_and_long_names_keep_what_tells_them_apart() {
    let mut app = TestApp::new(120, 36, with_long_names());
    app.press("G").expect("payments-shared-utils-layers   4 0123456789").expect("uses");
    let rows: Vec<String> =
        app.screen().lines().filter(|line| line.contains("123456789 ")).map(str::to_owned).collect();
    let name = |hash: &str| {
        let row = rows.iter().find(|row| row.contains(hash)).unwrap();
        row.trim_start_matches(['│', '▌', ' ']).split_whitespace().next().unwrap().to_owned()
    };
    let names = ["1123456789", "2123456789", "3123456789", "4123456789"].map(name);
    for (at, one) in names.iter().enumerate() {
        assert!(!names[..at].contains(one), "{names:?}");
    }
    assert!(names[0].contains("V2") && names[1].contains("V3"), "{names:?}");
    assert!(names[2].contains("312") && names[3].contains("313"), "{names:?}");
}

#[test]
fn the_column_of_the_sort_order_is_on_screen() {
    let mut app = TestApp::new(80, 24, sample::findings());
    for (screen, sorts) in
        [("1", &["size", "files", "age", "state", "uses", "name"][..]), ("2", &["size", "age", "state", "uses"][..])]
    {
        app.press(screen);
        for sort in sorts {
            let letter = if *sort == "state" { "t" } else { &sort[..1] };
            app.press(&format!("s {letter}")).expect(&format!("by {sort}"));
            let titles = app.screen().lines().nth(4).unwrap().to_owned();
            assert!(titles.contains(&format!("{sort}↓")) || titles.contains(&format!("{sort}↑")), "{sort}: {titles}");
        }
    }
}

#[test]
fn a_layer_with_a_warning_is_not_called_ready() {
    let mut findings = sample::findings();
    for finding in &mut findings {
        if let Finding::Layer(found) = finding
            && found.dir.as_str().starts_with("legacy")
        {
            found.lock = Some(samlayers::inventory::facts::FoundLock {
                path: format!("{}/.locks/{}.downloading.lock", sample::CACHE, found.dir).into(),
                content: Some(samlayers::sam::lock::LockContent { pid: 4711, since: 0.0 }),
                owner_alive: false,
                modified: Some(sample::ago(26)),
                sam_waits: None,
                failure: None,
            });
        }
    }
    let mut app = TestApp::new(120, 36, findings);
    app.press("/ =legacy Enter").expect_not("▲ ready").expect_not("▲ ok");
    assert!(app.cursor().contains("▲ warning"), "{}", app.cursor());
}

#[test]
fn a_narrow_list_keeps_the_sign_of_the_state() {
    let mut app = TestApp::with_sample();
    app.state.split.0 = Some(86);
    app.press("g j j").expect("○ fonts");
}

#[test]
fn a_failed_job_says_why_in_its_message() {
    let mut app = TestApp::with_sample();
    app.press("/ =^myLayer Enter r Enter");
    let Some(Effect::Execute(id, plan)) = app.take_effects().pop() else { panic!("no job") };
    let outcomes = vec![StepOutcome::Failed("no credentials were found".into()); plan.steps.len()];
    let report = Report {
        plan,
        outcomes,
        trashed_bytes: 0,
        freed_bytes: 0,
        sam_waits: None,
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::JobEnded(id, report.into())]).expect("failed: no credentials were found");
    assert_eq!(id, JobId(1));
}

#[test]
fn newer_versions_that_cannot_be_asked_for_say_so() {
    let mut app = TestApp::with_sample();
    app.findings.push(Finding::Newer(
        sample::dir(sample::MY_LAYER),
        samlayers::inventory::facts::newer::Newer::Unknown("no credentials were found".to_owned()),
    ));
    app.press("n").expect("Could not check for newer versions: no credentials were found").expect_not("Checking AWS");
}

#[test]
fn the_palette_hangs_from_the_top_and_knows_other_words() {
    let mut app = TestApp::with_sample();
    app.press(":");
    let prompt = |app: &TestApp| app.screen().lines().position(|line| line.contains("│ : ")).unwrap();
    let before = prompt(&app);
    app.press("=delete").expect("purge").expect_not("one row up");
    assert_eq!(prompt(&app), before, "the prompt stays where it is");
    app.press("Enter").expect("Purge: move to the trash");
}

#[test]
fn help_stands_in_columns_on_a_wide_screen() {
    let mut app = TestApp::new(200, 60, sample::findings());
    app.press("?");
    let line = app.screen().lines().find(|line| line.contains("Navigation")).unwrap().to_owned();
    assert!(
        line.trim_matches(['│', ' ']).len() > 20 || app.screen().lines().any(|line| line.matches("  ").count() > 6)
    );
    app.expect("incomplete download").expect("Navigation");
}

#[test]
fn plans_and_jobs_show_the_command_line_that_does_the_same() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter d").expect("$ samlayers purge legacy-utils-2-0a1b2c3d4e");
    app.press("Enter 4").expect("samlayers purge");
    app.press("y").expect("command");
    app.press("1");
    let copied = "samlayers purge legacy-utils-2-0a1b2c3d4e".to_owned();
    assert!(app.take_effects().contains(&Effect::Copy(copied)));
}

#[test]
fn titles_shorten_the_home_folder_and_nothing_else() {
    let mut app = builds::app(120, 36, builds::folder());
    app.press("3 g").expect("╭ ~/shop ─");
    app.press("5 g").expect("╭ ~/shop/.aws-sam ─");
    app.press("1 / =Powertools Enter d Enter 4");
    let title = "Purge AWSLambdaPowertoolsPythonV3-python312-x86_64-7-";
    assert!(app.state.jobs[0].title.starts_with(title), "{}", app.state.jobs[0].title);
    assert!(!app.screen().contains(".."), "{}", app.screen());
}

#[test]
fn without_an_engine_nothing_is_said_about_images_that_is_not_known() {
    let mut findings = sample::findings();
    findings.retain(|finding| !matches!(finding, Finding::Engine(_) | Finding::Image(_)));
    findings.push(Finding::Engine(EngineState::Unavailable {
        endpoint: "unix:///none".into(),
        reason: "no socket there".into(),
    }));
    let mut app = TestApp::new(120, 36, findings);
    app.press("i").expect("No container engine: no socket there").expect_not("No outdated images");
    let nothing = vec![
        sample::ready_cache(),
        Finding::CacheListed,
        Finding::CacheMeasured,
        Finding::TemplatesRead,
        Finding::Engine(EngineState::Unavailable { endpoint: "unix:///none".into(), reason: "no socket".into() }),
    ];
    let mut app = TestApp::new(120, 36, nothing);
    app.press("p").expect("No problems found, but images could not be checked");
    app.expect("size unknown").expect_not("unknown unused");
}

#[test]
fn a_plan_in_which_nothing_can_be_done_promises_nothing() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter r").expect("Nothing to do").expect("its ARN is unknown");
    app.expect("the reasons are listed above").expect_not("stays until the new content").expect_not("Enter refresh");
}

#[test]
fn a_long_message_is_shown_in_full_on_a_narrow_screen() {
    let mut app = super::contents::contents(60, 16);
    let screen = app.press("d").screen();
    let last: Vec<&str> = screen.lines().skip(13).map(str::trim).collect();
    let message = last.join(" ");
    assert!(message.contains("Press Esc, then d to purge the whole layer."), "{screen}");
    app.press("Down").expect_not("Single files cannot be purged");
}
