//! The dialog about projects: what is read, what is proposed, adding and removing.

use std::path::PathBuf;

use samlayers::inventory::facts::Finding;
use samlayers::inventory::scope::{
    ProjectOrigin, ProjectScope, ProposalEvent, ProposedProject, ScopedProject, SearchLimit,
};
use samlayers::tui::effect::Effect;
use samlayers::tui::lang::Lang;
use samlayers::tui::message::Message;

use super::app::TestApp;
use super::sample;

fn project(path: &str, origin: ProjectOrigin) -> ScopedProject {
    ScopedProject { path: path.into(), origin, is_read: true }
}

fn found(path: &str, templates: usize) -> Message {
    Message::Proposed(ProposalEvent::Found(ProposedProject { path: path.into(), templates }))
}

/// The app in the home folder, with a project of the config file and a remembered one, and the dialog open.
fn picker(columns: u16, lines: u16) -> TestApp {
    let mut app = TestApp::new(columns, lines, sample::findings());
    open(&mut app);
    app
}

fn open(app: &mut TestApp) {
    app.state.project_scope.projects =
        vec![project("/home/kim/work", ProjectOrigin::ConfigFile), project("/home/kim/old", ProjectOrigin::Remembered)];
    app.press("A");
    assert_eq!(app.take_effects(), [Effect::ProposeProjects]);
    app.send(vec![
        Message::Proposed(ProposalEvent::Searched(400)),
        found("/home/kim/shop", 1),
        found("/home/kim/work/inner", 1),
        found("/home/kim/tools", 3),
    ]);
}

#[test]
fn folders_are_proposed_while_the_search_goes_on() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = picker(columns, lines);
        app.expect("✓ ~/work").expect("✓ ~/old").expect("· ~/shop").expect("3 templates").expect("400 folders so");
        app.expect_not("inner");
        let ended = ProposalEvent::Ended { folders: 1_234, limit: None };
        app.send(vec![Message::Proposed(ended)]).expect("1,234 folders searched");
        let cut = ProposalEvent::Ended { folders: 1_234, limit: Some(SearchLimit::Time) };
        app.send(vec![Message::Proposed(cut)]).expect("1,234 folders searched; the");
    }
    let mut app = TestApp::in_language(Lang::Korean, 80, 24, sample::findings());
    open(&mut app);
    app.expect("템플릿 3개").expect("지금까지 폴더 400개");
}

#[test]
fn enter_adds_a_folder_which_is_read_at_once() {
    let mut app = picker(120, 36);
    app.press("j j").expect("Enter adds this folder. Its");
    app.press("Enter");
    assert_eq!(app.take_effects(), [Effect::AddProject("/home/kim/shop".to_owned())]);
    let mut scope = app.state.project_scope.clone();
    scope.projects.push(project("/home/kim/shop", ProjectOrigin::Remembered));
    let surveys = app.state.survey.id;
    app.send(vec![Message::ProjectsChanged(Ok("Added ~/shop.".to_owned()), scope)]);
    assert!(app.state.survey.id > surveys, "the templates are read again");
    app.expect("Added ~/shop.");
    app.expect("✓ ~/shop");
    app.press("Enter").expect("Already in the list. Press d to remove it.");
    app.press("d");
    assert_eq!(app.take_effects(), [Effect::ForgetProject(PathBuf::from("/home/kim/shop"))]);
}

#[test]
fn folders_of_options_and_the_config_file_say_where_they_come_from() {
    let mut app = picker(120, 36);
    app.press("d").expect("To leave it out, remove it there.");
    app.press("Enter").expect("To leave it out, remove it there.");
    app.press("G d").expect("Not in the list. Press Enter to add it.");
    assert!(app.take_effects().is_empty());
    app.state.project_scope.projects[0].origin = ProjectOrigin::Option;
    app.press("g d").expect("From --project, -t or SAM_TEMPLATE_FILE.");
}

#[test]
fn a_path_can_be_typed_and_a_word_filters() {
    let mut app = picker(120, 36);
    app.press("/ =tools").expect("~/tools").expect_not("· ~/shop");
    app.press("Enter").expect_not("· ~/shop");
    assert!(app.take_effects().is_empty(), "Enter ends the filter first");
    app.press("Esc").expect("· ~/shop");
    app.press("/ =~/new").expect("add this folder");
    app.press("Enter");
    assert_eq!(app.take_effects(), [Effect::AddProject("~/new".to_owned())]);
    let scope = app.state.project_scope.clone();
    app.send(vec![Message::ProjectsChanged(Err("~/new cannot be opened: no such file.".to_owned()), scope)]);
    app.expect("~/new cannot be opened: no such file.").expect("add this folder");
    app.press("Esc Esc");
    assert_eq!(app.take_effects(), [Effect::StopProposing]);
}

#[test]
fn read_only_mode_says_that_nothing_is_remembered() {
    let mut app = TestApp::with_sample();
    app.press("W");
    open(&mut app);
    app.press("G").expect("in read-only mode, the list is not saved.");
    app.press("Enter");
    assert!(matches!(&app.take_effects()[..], [Effect::AddProject(_)]));
}

#[test]
fn started_in_the_home_folder_the_app_says_why_uses_are_unknown_and_which_key_helps() {
    let without = |finding: &Finding| !matches!(finding, Finding::Template(_) | Finding::OtherTemplate(_));
    let findings: Vec<Finding> = sample::findings().into_iter().filter(without).collect();
    for (columns, lines) in [(120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, findings.clone());
        app.state.project_scope = ProjectScope { too_wide: Some("/home/kim".into()), ..ProjectScope::default() };
        app.send(Vec::new());
        app.expect("Uses are unknown: ~ is too large to search for templates. Press A to add a project.");
        app.press("j").expect("samlayers was started in ~");
        app.press("3").expect("Press A to add a project");
    }
}

#[test]
fn the_demo_has_its_own_project() {
    let mut app = TestApp::with_sample();
    app.state.demo = true;
    app.press("A").expect("The demo has its own project.");
    assert!(app.take_effects().is_empty());
}

#[test]
fn in_ascii_what_is_read_and_what_is_proposed_have_different_signs() {
    let mut app = TestApp::with_sample();
    let theme = samlayers::tui::theme::Theme::named("default").unwrap();
    app.state.appearance = samlayers::tui::theme::Appearance::new(theme, true, true);
    open(&mut app);
    app.expect("+ ~/old").expect("- ~/shop");
    app.press("/ =~/x").expect("> ~/x");
    assert!(app.screen().is_ascii(), "{}", app.screen());
}
