//! The dialogs of purge, refresh, undo and others: the plan shown is the plan executed.

use samlayers::content::listing::{Listed, ListedKind, Listing};
use samlayers::content::tree::{BrowseTarget, Tree};
use samlayers::inventory::facts::{Finding, FoundLock};
use samlayers::plan::{Plan, PlanKind, Step, StepAction};
use samlayers::sam::lock::LockContent;
use samlayers::tui::effect::Effect;
use samlayers::tui::message::Message;

use super::app::{TestApp, executed_plan};
use super::sample::{self, dir};

#[test]
fn a_purge_lists_every_path_and_then_does_exactly_that() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter d").expect("Purge: move to the trash");
    app.expect("~/.aws-sam/layers-pkg/legacy-utils-2-0a1b2c3d4e").expect("152 MB move to the trash");
    assert!(app.take_effects().is_empty(), "nothing is done before the user confirms");
    app.press("Enter").expect_not("Purge: move to the trash");
    let effects = app.take_effects();
    let plan = executed_plan(&effects);
    assert_eq!(plan.kind, PlanKind::Trash);
    assert_eq!(plan.steps.len(), 1);
    assert!(
        matches!(&plan.steps[0].action, StepAction::TrashLayer(dir) if dir.as_str() == "legacy-utils-2-0a1b2c3d4e")
    );
}

#[test]
fn escape_purges_nothing() {
    let mut app = TestApp::with_sample();
    app.press("d Esc d q");
    assert!(app.take_effects().is_empty());
    app.expect_not("Purge:");
}

#[test]
fn images_are_included_on_request() {
    let mut app = TestApp::with_sample();
    app.press("/ =myLayer Enter d").expect("SAM keeps using them").expect_not("remove image");
    app.press("i").expect("remove container brave_hopper").expect("remove image").expect("undo cannot restore them");
    app.press("Enter");
    let effects = app.take_effects();
    let actions: Vec<&str> = executed_plan(&effects).steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(actions, ["remove-container", "remove-image", "remove-image", "trash-layer"]);
}

#[test]
fn a_lock_whose_owner_is_not_visible_is_released_only_when_the_user_says_so() {
    let mut findings = sample::findings();
    for finding in &mut findings {
        if let Finding::Layer(found) = finding
            && found.dir.as_str().starts_with("legacy-utils-2")
        {
            found.lock = Some(FoundLock {
                path: format!("{}/.locks/{}.downloading.lock", sample::CACHE, found.dir).into(),
                content: Some(LockContent { pid: 4711, since: 0.0 }),
                owner_alive: false,
                modified: None,
                sam_waits: Some(std::time::Duration::from_secs(288)),
                failure: None,
            });
        }
    }
    let mut app = TestApp::new(120, 36, findings);
    app.press("/ =legacy Enter").expect("which is not visible from here and may").expect_not("Cannot be read");
    app.press("d").expect("process 4711").expect("288 s more").expect("o [ ] release locks");
    app.press("Enter");
    assert!(app.take_effects().is_empty(), "refused until the question is answered");
    app.press("o").expect("o [x] release locks").expect("release lock of");
    app.press("Enter");
    let effects = app.take_effects();
    let actions: Vec<&str> = executed_plan(&effects).steps.iter().map(|step| step.action.as_str()).collect();
    assert_eq!(actions, ["release-lock", "trash-layer"]);
    TestApp::with_sample().press("d o").expect("No locks of processes that are not visible from here.");
}

#[test]
fn an_image_that_frees_nothing_says_why_before_it_goes() {
    let mut findings = sample::findings();
    for finding in &mut findings {
        if let Finding::Image(image) = finding {
            image.disk.other_names = 1;
        }
    }
    TestApp::new(120, 36, findings).press("2 d").expect("the image has another name, so this frees no space");
    TestApp::with_sample()
        .press("2 d")
        .expect("remove image")
        .expect_not("another name")
        .expect_not("cannot be undone; SAM rebuilds");
}

#[test]
fn deleting_for_good_asks_twice() {
    let mut app = TestApp::with_sample();
    app.press("/ =legacy Enter d t").expect("delete permanently").expect("Undo cannot restore");
    app.press("Enter").expect("Permanently delete 1 item (152 MB)?");
    app.press("Enter");
    assert!(app.take_effects().is_empty(), "Enter alone does not confirm");
    app.press("d t Enter y");
    let effects = app.take_effects();
    assert_eq!(executed_plan(&effects).kind, PlanKind::Delete);
}

#[test]
fn marks_of_several_kinds_are_purged_together() {
    let mut app = TestApp::with_sample();
    app.press("/ =chrome Enter a d")
        .expect("release lock of chrome-33")
        .expect("move leftover to trash")
        .expect("trash chrome-33");
    app.press("Enter");
    let effects = app.take_effects();
    assert_eq!(executed_plan(&effects).steps.len(), 3);
    app.press("Esc").expect_not("marked");
}

#[test]
fn purging_a_function_purges_its_layers_and_image() {
    let mut app = TestApp::with_sample();
    app.press("3 j j d").expect("trash myLayer-1").expect("trash mySecondLayer-1").expect_not("remove image");
    app.press("i").expect("remove image samcli/lambda");
}

#[test]
fn a_refresh_shows_what_it_downloads_and_what_it_refuses() {
    let mut app = TestApp::with_sample();
    app.press("/ =^my Enter a r").expect("Refresh: download again").expect("arn:aws:lambda:us-west-2:111111111111");
    app.expect("The current content (49.5 MB) stays until the new content is complete");
    app.press("Enter");
    let effects = app.take_effects();
    assert_eq!(executed_plan(&effects).kind, PlanKind::Refresh);
    app.press("Esc / =legacy Enter r").expect("Skipped (1 item):").expect("its ARN is unknown");
    app.press("Enter").expect("Nothing to do");
    assert!(app.take_effects().is_empty());
}

#[test]
fn undo_is_shown_before_it_is_done() {
    let mut app = TestApp::with_sample();
    app.press("u");
    assert_eq!(app.take_effects(), [Effect::PlanUndo]);
    let step = Step {
        action: StepAction::Restore { operation: "1".to_owned(), folder: None },
        target: "numbers-3-0123456789".to_owned(),
        path: Some(format!("{}/numbers-3-0123456789", sample::CACHE).into()),
        size_bytes: 5_300_000,
        frees_bytes: 0,
        file_count: Some(3),
        notes: vec![],
    };
    let plan = Plan::new(PlanKind::Undo, vec![step]);
    app.send(vec![Message::UndoPlanned(Ok(Some(plan.clone())))]);
    app.expect("Undo: restore").expect("restore numbers-3-0123456789").expect("5.30 MB move from the trash");
    app.press("i t Enter");
    assert_eq!(executed_plan(&app.take_effects()), &plan);
    app.send(vec![Message::UndoPlanned(Ok(None))]).expect("Nothing to undo.");
}

#[test]
fn the_trash_is_emptied_only_after_a_yes() {
    let mut app = TestApp::with_sample();
    app.press("X").expect("Permanently delete the trash (2 entries, 5.30 MB)?");
    app.press("n");
    assert!(app.take_effects().is_empty());
    app.press("X y");
    assert!(matches!(app.take_effects()[..], [Effect::EmptyTrash(_)]));
}

#[test]
fn read_only_makes_changes_impossible() {
    let mut app = TestApp::with_sample();
    app.press("W").expect("READ-ONLY").expect("nothing can be changed");
    for key in ["d", "r", "u", "X", "!"] {
        app.press(key).expect("Read-only mode is on. Press W to turn it off.");
    }
    assert!(app.take_effects().is_empty());
    app.press("W d").expect("Purge: move to the trash");
}

#[test]
fn a_dialog_that_is_already_open_changes_nothing_in_read_only_mode() {
    let mut app = TestApp::with_sample();
    app.press("d");
    app.state.read_only = true;
    app.press("Enter").expect("Read-only mode is on.").expect("Purge: move to the trash");
    assert!(app.take_effects().is_empty());
}

#[test]
fn names_paths_and_commands_are_copied() {
    let mut app = TestApp::with_sample();
    app.press("/ =myLayer Enter y").expect("ARN").expect("path");
    app.press("Down Enter").expect("Copied ARN.");
    assert_eq!(app.take_effects(), [Effect::Copy(sample::MY_LAYER.to_owned())]);
    app.press("2 G y").expect("docker run -it --rm --entrypoint=/bin/sh");
}

#[test]
fn a_shell_opens_in_the_selected_image() {
    let mut app = TestApp::with_sample();
    app.press("3 j j !");
    assert!(matches!(&app.take_effects()[..], [Effect::Shell(image)] if image.starts_with("samcli/lambda-python")));
    app.press("j !").expect("No image here");
    assert!(app.take_effects().is_empty());
}

fn second() -> BrowseTarget {
    BrowseTarget::Layer(dir(sample::MY_SECOND_LAYER))
}

#[test]
fn enter_lists_the_files_of_a_layer() {
    let mut app = TestApp::with_sample();
    app.press("/ =mySecond Enter Enter").expect("/opt from mySecondLayer-1").expect("Reading the directory");
    assert_eq!(app.take_effects(), [Effect::ReadContents(second())]);
    let entry = |path: &str, kind, bytes| Listed { path: path.into(), kind, bytes };
    let file = ListedKind::File { executable: false };
    let listing = Listing {
        entries: vec![
            entry("python", ListedKind::Directory, 3000),
            entry("python/a.py", file.clone(), 3000),
            entry("한글\u{202e}.txt", file, 7),
        ],
        ..Listing::default()
    };
    // A late answer about another layer is ignored.
    app.send(vec![Message::Inside(BrowseTarget::Layer(dir(sample::FONTS)), Err("no".to_owned()))])
        .expect("Reading the directory");
    app.send(vec![Message::Inside(second(), Ok(Tree::of_layer(listing)))]);
    app.expect("▾ python").expect("a.py").expect("3.01 kB").expect("한글\\u{202e}.txt");
    app.press("Enter").expect("▸ python").expect_not("a.py");
    app.press("l j h").expect("▾ python");
    app.press("q").expect_not("/opt from");
}

#[test]
fn a_layer_that_cannot_be_listed_shows_the_reason() {
    let mut app = TestApp::with_sample();
    app.press("/ =mySecond Enter Enter");
    app.send(vec![Message::Inside(second(), Err("It is gone.".to_owned()))]).expect("It is gone.");
}

#[test]
fn help_lists_the_keys_of_this_screen_and_scrolls() {
    let mut app = TestApp::new(80, 24, sample::findings());
    app.press("?").expect("Layers shortcuts").expect_not("incomplete download");
    app.press("G").expect("incomplete download");
    app.press("Esc 4 ?").expect("Activity shortcuts").expect("cancel the job after its current step");
}

#[test]
fn themes_change_with_a_key() {
    let mut app = TestApp::with_sample();
    app.press("T").expect("Theme: dark");
    app.press("T T T").expect("Theme: default");
}
