//! Findings during a survey and the next one: rows do not jump, and do not disappear and reappear.

use samlayers::inventory::changes::Changes;
use samlayers::inventory::facts::{Finding, TrashTotals};
use samlayers::sam::installed::InstalledSam;
use samlayers::sam::release::Release;
use samlayers::tui::effect::{Effect, SurveyId};
use samlayers::tui::list::model::Row;
use samlayers::tui::message::Message;
use samlayers::tui::state::{Screen, State};
use samlayers::tui::update::{begin_survey, join, update};

use super::app::TestApp;
use super::sample::{self, dir, layer, measured, ready_cache};

#[test]
fn findings_are_shown_while_the_survey_continues() {
    let listed = vec![ready_cache(), Finding::Layer(layer(&dir(sample::MY_LAYER), 2)), Finding::CacheListed];
    let mut app = TestApp::new(120, 36, listed);
    app.press("g")
        .expect("myLayer")
        .expect("counting…")
        .expect("connecting to the engine…")
        .expect("Reading templates");
    app.press("2").expect("Connecting to the container engine…");
    app.press("3").expect("Reading templates…");
}

#[test]
fn an_unmoved_cursor_stays_on_the_first_row_while_layers_are_listed() {
    let mut state = TestApp::new(120, 36, vec![]).state;
    assert_eq!(begin_survey(&mut state), [Effect::Survey(SurveyId(1))]);
    let add = |state: &mut State, findings: Vec<Finding>| {
        update(state, Message::Found(SurveyId(1), findings));
        join(state);
        match state.lists[Screen::Layers as usize].current() {
            Some(Row::Layer(at)) => state.shown.layers[at].dir.layer_name().to_owned(),
            other => panic!("no layer: {other:?}"),
        }
    };
    let layer =
        |name: &str| Finding::Layer(layer(&dir(&format!("arn:aws:lambda:eu-west-1:123456789012:layer:{name}:1")), 1));
    assert_eq!(add(&mut state, vec![ready_cache(), layer("middle")]), "middle");
    assert_eq!(add(&mut state, vec![layer("first"), layer("last"), Finding::CacheListed]), "first");
    assert_eq!(add(&mut state, vec![layer("earlier")]), "first", "once all rows are there, it stays on its layer");
}

#[test]
fn the_cursor_stays_on_its_layer_when_others_come_and_go() {
    let mut app = TestApp::with_sample();
    app.press("/ =myLayer Enter Esc Space");
    app.press("k");
    assert!(app.cursor().contains("myLayer"), "{}", app.screen());
    let gone = dir(sample::POWERTOOLS);
    app.findings.retain(|finding| {
        !matches!(finding, Finding::Layer(layer) if layer.dir == gone)
            && !matches!(finding, Finding::Measured(dir, _) if *dir == gone)
    });
    app.findings.insert(1, Finding::Layer(layer(&dir("arn:aws:lambda:eu-west-1:123456789012:layer:aaa:1"), 1)));
    app.press("R").expect("aaa").expect_not("AWSLambda").expect("Reloaded: ");
    assert!(app.cursor().contains("myLayer"));
    app.expect("1 marked");
}

#[test]
fn sizes_stay_on_screen_while_they_are_counted_again() {
    let mut app = TestApp::with_sample();
    app.press("g").expect("48.3 MB");
    let mut state = app.state.clone();
    let effects = samlayers::tui::update::update(&mut state, Message::Changed(Changes::of_cache()));
    assert_eq!(effects, [Effect::SurveyChanges(SurveyId(2), Changes::of_cache())]);
    let again = vec![ready_cache(), Finding::Layer(layer(&dir(sample::MY_SECOND_LAYER), 1))];
    samlayers::tui::update::update(&mut state, Message::Found(SurveyId(2), again));
    samlayers::tui::update::join(&mut state);
    assert_eq!(state.shown.layers.len(), 6, "the old list stays until everything is listed");
    samlayers::tui::update::update(&mut state, Message::Found(SurveyId(2), vec![Finding::CacheListed]));
    samlayers::tui::update::join(&mut state);
    assert_eq!(state.shown.layers.len(), 1);
    assert_eq!(state.shown.totals.bytes, 48_300_000);
    let size = measured(&dir(sample::MY_SECOND_LAYER), 7, 1);
    samlayers::tui::update::update(&mut state, Message::Found(SurveyId(2), vec![size]));
    samlayers::tui::update::join(&mut state);
    assert_eq!(state.shown.totals.bytes, 7);
}

#[test]
fn a_change_during_a_survey_is_followed_by_another_survey() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let mut state = app.state.clone();
    let update = samlayers::tui::update::update;
    let touched = Changes { layers: [dir(sample::FONTS)].into(), ..Changes::default() };
    let templates = Changes { templates: true, ..Changes::default() };
    let begun = update(&mut state, Message::Changed(Changes::of_cache()));
    assert_eq!(begun, [Effect::SurveyChanges(SurveyId(2), Changes::of_cache())]);
    assert!(update(&mut state, Message::Changed(touched.clone())).is_empty());
    assert!(update(&mut state, Message::Changed(templates)).is_empty());
    let late = Message::Found(SurveyId(1), vec![Finding::Trash(TrashTotals { entries: 99, bytes: 99 })]);
    assert!(update(&mut state, late).is_empty());
    let both = Changes { templates: true, ..touched };
    let next = update(&mut state, Message::Surveyed(SurveyId(2), Ok(())));
    assert_eq!(next, [Effect::SurveyChanges(SurveyId(3), both)]);
    assert_ne!(state.inventory.trash.entries, 99, "an old survey is ignored");
}

#[test]
fn a_change_in_the_engine_asks_the_engine_alone_and_leaves_the_rest_as_it_is() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let mut state = app.state.clone();
    let update = samlayers::tui::update::update;
    let (layers, images) = (state.shown.layers.len(), state.shown.images.len());
    assert!(layers > 0 && images > 0);
    assert_eq!(update(&mut state, Message::EngineChanged), [Effect::SurveyEngine(SurveyId(2))]);
    // Meanwhile more changes arrived, and then the cache changed as well: one full survey covers both.
    assert!(update(&mut state, Message::EngineChanged).is_empty());
    let gone = vec![sample::engine(), Finding::ImagesListed];
    update(&mut state, Message::Found(SurveyId(2), gone));
    assert_eq!(update(&mut state, Message::Surveyed(SurveyId(2), Ok(()))), [Effect::SurveyEngine(SurveyId(3))]);
    samlayers::tui::update::join(&mut state);
    assert_eq!((state.shown.layers.len(), state.shown.images.len()), (layers, 0));
    // Losing the engine in the middle never removes the layers.
    update(&mut state, Message::Surveyed(SurveyId(3), Ok(())));
    samlayers::tui::update::join(&mut state);
    assert_eq!(state.shown.layers.len(), layers);
    assert!(state.inventory.complete.listed && state.inventory.complete.templates);
}

#[test]
fn a_survey_of_the_cache_leaves_the_templates_as_they_are() {
    let mut app = TestApp::with_sample();
    app.press("g");
    let mut state = app.state.clone();
    let update = samlayers::tui::update::update;
    update(&mut state, Message::Changed(Changes::of_cache()));
    let listed = vec![ready_cache(), Finding::CacheListed, Finding::CacheMeasured];
    update(&mut state, Message::Found(SurveyId(2), listed));
    update(&mut state, Message::Surveyed(SurveyId(2), Ok(())));
    samlayers::tui::update::join(&mut state);
    assert_eq!((state.shown.layers.len(), state.shown.templates.len()), (0, 1));
}

#[test]
fn what_a_crash_left_behind_is_reported() {
    let mut findings = sample::findings();
    findings.push(Finding::Recovered("A purge was interrupted; it was rolled back.".to_owned()));
    TestApp::new(120, 36, findings).press("g j").press("4").expect("No jobs yet.").expect("it was rolled back");
}

#[test]
fn ten_thousand_layers_are_drawn_one_screen_at_a_time() {
    let mut findings = vec![ready_cache()];
    for number in 0..10_000 {
        let dir = dir(&format!("arn:aws:lambda:eu-west-1:123456789012:layer:layer-{number}:1"));
        findings.extend([Finding::Layer(layer(&dir, number)), measured(&dir, 1000 + number.unsigned_abs(), 3)]);
    }
    findings.extend([Finding::CacheListed, Finding::CacheMeasured]);
    let mut app = TestApp::new(120, 36, findings);
    app.press("G").expect("10000/10000");
    app.press("/ =layer-9999 Enter");
    assert!(app.cursor().contains("layer-9999"), "what fits best comes first");
}

#[test]
fn newer_versions_are_shown_on_request() {
    use samlayers::inventory::facts::newer::Newer;
    use samlayers::tui::effect::Effect;

    let mut app = TestApp::with_sample();
    app.expect_not("behind");
    app.findings.push(Finding::Newer(sample::dir(sample::MY_LAYER), Newer::Behind { by: 3, latest: 4 }));
    app.findings.push(Finding::Newer(sample::dir(sample::FONTS), Newer::Unknown("AWS does not list them".to_owned())));
    app.press("n");
    assert_eq!(app.take_effects(), [Effect::CheckNewerVersions]);
    app.press("/ =^my Enter").expect("1 +3").expect("3 versions behind: the latest is 4");
    app.press("Esc / =^fonts Enter").expect("12 ?").expect("versions: AWS does not list them");
}

#[test]
fn the_functions_say_by_the_rules_of_which_sam_they_are_resolved() {
    let sam = |release: &str| InstalledSam {
        program: "/usr/bin/sam".into(),
        release: Release::parse(release),
        translator: None,
        pyyaml: None,
    };
    let title = |columns: u16, sams: Vec<InstalledSam>| {
        let mut findings = sample::findings();
        findings.insert(0, Finding::InstalledSams(sams));
        let mut app = TestApp::new(columns, 36, findings);
        app.press("3");
        app.screen().lines().find(|line| line.contains("Functions by")).unwrap().to_owned()
    };
    assert!(title(120, vec![sam("1.170.0"), sam("1.40.0")]).contains("SAM CLI 1.170.0 "));
    assert!(title(160, vec![sam("1.171.0")]).contains("SAM CLI 1.171.0, newer than 1.170.0"));
    assert!(title(100, vec![sam("1.171.0")]).contains("SAM CLI 1.171.0"));
    assert!(title(120, vec![sam("")]).contains("unknown SAM CLI release"));
    assert!(title(120, Vec::new()).contains("SAM CLI not found on PATH"));
    TestApp::with_sample().press("3").expect_not("SAM CLI 1.");
}

#[test]
fn a_sam_that_knows_no_status_files_takes_what_is_there_for_cached() {
    let dir = dir(sample::MY_LAYER);
    let status = samlayers::inventory::facts::FoundStatus {
        path: "/cache/.locks/x.status".into(),
        status: Some(samlayers::sam::lock::DownloadStatus::Failed),
        failure: None,
    };
    let mut found = layer(&dir, 2);
    found.status = Some(status);
    let mut inventory = samlayers::inventory::Inventory::default();
    inventory.apply(Finding::Layer(found));
    let before = inventory.join_changed(samlayers::inventory::InventoryRows::default());
    assert_eq!(before.layers[0].counts_as_cached, Some(false));
    let old = InstalledSam {
        program: "/usr/bin/sam".into(),
        release: Release::parse("1.144.0"),
        translator: None,
        pyyaml: None,
    };
    inventory.apply(Finding::InstalledSams(vec![old]));
    assert_eq!(inventory.join_changed(before).layers[0].counts_as_cached, Some(true), "the row is made anew");
}

#[test]
fn the_end_of_a_survey_leaves_the_joining_to_the_loop() {
    // With ten thousand layers, joining everything at once would keep keys waiting.
    let mut state = TestApp::new(120, 36, sample::findings()).state;
    let effects = begin_survey(&mut state);
    let [Effect::Survey(id)] = effects[..] else { panic!("{effects:?}") };
    update(&mut state, Message::Found(id, sample::findings()));
    update(&mut state, Message::Surveyed(id, Ok(())));
    assert!(state.stale && state.shown.layers.is_empty());
    join(&mut state);
    assert!(!state.stale && !state.shown.layers.is_empty());
}
