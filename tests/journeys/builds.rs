//! The Builds screen: what `sam build` left, what of it nothing uses, and its purge.

use std::sync::Arc;

use samlayers::inventory::facts::builds::{
    BuildFolderState, BuildInUse, BuildKind, FoundBuild, FoundBuildFolder, Referenced, TrashOfBuilds,
};
use samlayers::inventory::facts::{Finding, Measure};
use samlayers::plan::StepAction;
use samlayers::sam::Architecture;
use samlayers::sam::build_graph::BuildId;
use samlayers::tui::effect::Effect;

use super::app::{TestApp, executed_plan};
use super::sample;

const FOLDER: &str = "/home/kim/shop/.aws-sam";
const USED: &str = "0b6ba6ef-3d33-4a50-9d0c-1ad9ab2f3b3e";
const UNUSED: &str = "5c0a6a8e-9a3e-4e4b-8f3a-0f4d9a2b7c11";

fn entry(below: &str, kind: BuildKind, referenced: Referenced, bytes: u64) -> FoundBuild {
    let id = below.rsplit('/').next().and_then(BuildId::parse);
    FoundBuild {
        path: format!("{FOLDER}/{below}").into(),
        kind,
        definition: id.clone().filter(|_| referenced == Referenced::Yes),
        id,
        functions: if referenced == Referenced::Yes { vec!["CheckoutFunction".to_owned()] } else { Vec::new() },
        layers: Vec::new(),
        runtime: Some("python3.12".to_owned()),
        architecture: Some(Architecture::X86_64),
        source_hash: None,
        manifest_hash: None,
        referenced,
        purpose: None,
        measure: Some(Arc::new(Measure { bytes, files: 12, ..Measure::default() })),
        modified: Some(sample::ago(30)),
        problems: Vec::new(),
    }
}

pub fn folder() -> FoundBuildFolder {
    FoundBuildFolder {
        path: FOLDER.into(),
        projects: vec!["/home/kim/shop".into()],
        graphs: vec![format!("{FOLDER}/build.toml").into()],
        state: BuildFolderState::Known,
        in_use: None,
        entries: vec![
            entry("build/CheckoutFunction", BuildKind::Build, Referenced::Yes, 13_000_000),
            entry(&format!("cache/{UNUSED}"), BuildKind::Cache, Referenced::No, 13_000_000),
            entry(&format!("deps/{USED}"), BuildKind::Deps, Referenced::Yes, 12_000_000),
        ],
        without_folder: Vec::new(),
        trash: TrashOfBuilds::default(),
    }
}

pub fn app(columns: u16, lines: u16, folder: FoundBuildFolder) -> TestApp {
    let mut findings = sample::findings();
    findings.extend([Finding::BuildFolder(Box::new(folder)), Finding::BuildsListed, Finding::BuildsMeasured]);
    TestApp::new(columns, lines, findings)
}

#[test]
fn the_builds_screen() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = app(columns, lines, folder());
        app.press("5 Down Down");
        insta::assert_snapshot!(format!("builds_{columns}x{lines}"), app.screen());
    }
}

#[test]
fn a_folder_is_purged_of_what_nothing_uses_and_of_nothing_else() {
    let mut app = app(120, 36, folder());
    app.press("5").expect("cache/5c0a").expect("unused");
    app.press("d").expect("cache/5c0a");
    app.press("Enter");
    let plan = executed_plan(&app.effects);
    assert_eq!(plan.steps.len(), 1);
    let StepAction::TrashBuild(build) = &plan.steps[0].action else { panic!("{plan:?}") };
    assert_eq!((build.id.as_str(), build.folder.to_str()), (UNUSED, Some(FOLDER)));
}

#[test]
fn what_is_in_use_or_unknown_is_refused_with_the_reason() {
    let mut used = app(120, 36, folder());
    used.press("5 End d").expect("link of the last build uses it");
    let building = FoundBuildFolder { in_use: Some(BuildInUse::Process(4711)), ..folder() };
    let mut building = app(120, 36, building);
    building.press("5").expect("building");
    building.press("d").expect("process 4711 is building in this project");
    assert!(building.effects.iter().all(|effect| !matches!(effect, Effect::Execute(..))));
    let unknown = FoundBuildFolder { state: BuildFolderState::Unknown("no build.toml".into()), ..folder() };
    let mut unknown = app(120, 36, unknown);
    unknown.press("5").expect("unknown").expect("no build.toml");
}

#[test]
fn undo_and_emptying_the_trash_count_what_is_in_the_trash_of_build_folders() {
    let without_cache_trash = |trash| {
        let findings = sample::findings().into_iter().filter(|finding| !matches!(finding, Finding::Trash(_)));
        let folder = FoundBuildFolder { trash, ..folder() };
        let more = [Finding::BuildFolder(Box::new(folder)), Finding::BuildsListed, Finding::BuildsMeasured];
        TestApp::new(120, 36, findings.chain(more).collect())
    };
    let mut empty = without_cache_trash(TrashOfBuilds::default());
    empty.press("X").expect("The trash is already empty");
    empty.press("u");
    assert!(!empty.effects.iter().any(|effect| matches!(effect, Effect::PlanUndo)));
    let mut app = without_cache_trash(TrashOfBuilds { entries: 2, bytes: 25_000_000, unknown: false });
    app.press("u");
    assert!(app.effects.iter().any(|effect| matches!(effect, Effect::PlanUndo)));
    app.press("X").expect("2 entries").expect("25.0 MB");
    app.press("y");
    assert!(app.effects.iter().any(|effect| matches!(effect, Effect::EmptyTrash(_))));
}

#[test]
fn folders_fold_and_a_filter_finds_functions() {
    let mut app = app(120, 36, folder());
    app.press("5 Enter").expect(".aws-sam");
    assert!(!app.screen().contains("deps/0b6b"), "{}", app.screen());
    app.press("Enter / =CheckoutFunction Enter").expect("deps/0b6b");
    assert!(!app.screen().contains("cache/5c0a"), "{}", app.screen());
}

#[test]
fn without_build_folders_the_screen_says_where_they_come_from() {
    let mut app = TestApp::new(120, 36, {
        let mut findings = sample::findings();
        findings.extend([Finding::BuildsListed, Finding::BuildsMeasured]);
        findings
    });
    app.press("5").expect("No build folders found.");
}
